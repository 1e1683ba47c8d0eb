package stats

import (
	"cmp"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// TensionOf is how fast an event filled up and how many waited, read from its registrations; it is known by its number. ErrNone.
func TensionOf(app core.App, num int) (t domain.Tension, err error) {
	e, err := records.EventByNum(app, num)
	if err != nil {
		return t, err
	}
	demands, err := records.Demands(app, e.ID)
	if err != nil {
		return t, err
	}
	opens := cmp.Or(e.RegistrationOpensAt.Time(), e.PublishedAt.Time())
	if e.Import != "" { // what was brought in from a file never opened here
		opens = records.Time{}.Time()
	}
	return domain.TensionOf(opens, e.StartsAt.Time(), e.Capacity, demands), nil
}
