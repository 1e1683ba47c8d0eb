package door

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Search finds people of the event by name or structure, for a phone without JavaScript: every word typed is
// part of them, in any order, case and accents aside. At most limit.
func Search(app core.App, now time.Time, place Place, words string, limit int) (found []ListPerson, err error) {
	want := strings.Fields(domain.Fold(words))
	if len(want) == 0 {
		return nil, nil
	}
	l, err := ListSince(app, now, place, 0)
	if err != nil {
		return nil, err
	}
	for _, p := range l.People {
		if len(found) < limit && holdsAll(domain.Fold(p.Name+" "+p.FirstName+" "+p.Structure), want) {
			found = append(found, p)
		}
	}
	return found, nil
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
