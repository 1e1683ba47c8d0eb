//go:build !race

package hooks_test

// rushing is how many people press the button at once.
const rushing = 2000
