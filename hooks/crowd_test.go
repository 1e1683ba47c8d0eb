//go:build !race

package hooks_test

// rushing is how many people press the button at once.
const rushing = 2000

// rounds is how often everything that moves seats happens at once.
const rounds = 50
