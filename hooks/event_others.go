package hooks

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
)

// otherDate is another date of an event's series, as its public page offers it.
type otherDate struct {
	Slug, Title string // Title only where it is another one
	Where, When string
	State       tag
}

// otherDates lists the other dates of a series that anybody may see and that are still to come, those with a
// seat first.
func otherDates(app core.App, ev *records.Event, now time.Time) (open, full []otherDate, err error) {
	rows, err := event.Siblings(app, now, ev)
	if err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	seats, err := records.SeatsOfEvents(app, rows)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if r.Status != domain.Published || r.Visibility != domain.Public {
			continue
		}
		o := otherDate{Slug: r.Slug, Where: r.Place, When: spanOf(&r), State: stateOf(&r, seats[r.ID], now)}
		if t, err := records.ItemOf(app, records.Territories, r.Territory); err == nil {
			o.Where = t.Name
		}
		if r.Title != ev.Title {
			o.Title = r.Title
		}
		if waitlist, shut := doors(&r, seats[r.ID], now); shut == "" && !waitlist {
			open = append(open, o)
		} else {
			full = append(full, o)
		}
	}
	return open, full, nil
}
