//go:build race

package hooks_test

// rushing is smaller under the race detector, which makes the database ten times slower: what it looks for is
// two hands on one memory, and a few hundred show it as well.
const rushing = 300

// rounds are fewer for the same reason.
const rounds = 10
