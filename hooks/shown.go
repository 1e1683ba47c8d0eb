package hooks

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/tools/security"
)

// shown keeps in memory what must be shown once and stored nowhere: recovery codes, a first password. It
// stays readable ten minutes, by the account that asked for it, so that a reload or a print loses nothing.
type shown struct {
	sync.Mutex
	kept map[string]secretNote
}

type secretNote struct {
	reader string
	lines  []string
	until  time.Time
}

// keep stores lines for one reader and gives their random name.
func (s *shown) keep(now time.Time, reader string, lines ...string) string {
	s.Lock()
	defer s.Unlock()
	if s.kept == nil {
		s.kept = map[string]secretNote{}
	}
	for k, n := range s.kept {
		if now.After(n.until) {
			delete(s.kept, k)
		}
	}
	id := security.RandomString(20)
	s.kept[id] = secretNote{reader, lines, now.Add(10 * time.Minute)}
	return id
}

// of gives the lines of a name to their reader; nil to any other, and later.
func (s *shown) of(now time.Time, reader, id string) []string {
	s.Lock()
	defer s.Unlock()
	n, ok := s.kept[id]
	if !ok || n.reader != reader || now.After(n.until) {
		return nil
	}
	return n.lines
}
