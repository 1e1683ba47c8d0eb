package door

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Search finds people of the event by name or structure, for a phone without JavaScript, as phones search their
// list: the best first, at most limit.
func Search(app core.App, now time.Time, place Place, words string, limit int) (found []ListPerson, err error) {
	if domain.Fold(words) == "" {
		return nil, nil
	}
	l, err := ListSince(app, now, place, 0)
	if err != nil {
		return nil, err
	}
	names := make([]domain.Findable, len(l.People))
	for i, p := range l.People {
		names[i] = domain.FindableName(p.Name, p.FirstName, p.Structure)
	}
	for _, i := range domain.SearchNames(names, words, limit) {
		found = append(found, l.People[i])
	}
	return found, nil
}
