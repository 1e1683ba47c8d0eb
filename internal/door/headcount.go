package door

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// maxHeads bounds what one tap of « + » after another can bring: beyond, it is no tap.
const maxHeads = 1000

// Heads is what a phone counted of people without a name since it last said: some taps of « + » and « − ».
type Heads struct {
	Nonce    string `json:"nonce"`
	Device   string `json:"device"`
	SentAt   string `json:"sent_at"`
	At       string `json:"at"` // RFC 3339, the device's clock
	Category string `json:"category"`
	People   int    `json:"people"` // negative: taken back
}

// HeadsResult answers a count: what all phones and the desk have counted, by category.
type HeadsResult struct {
	Nonce   string         `json:"nonce"`
	Outcome string         `json:"outcome"`
	Totals  map[string]int `json:"totals"`
}

// Count keeps what a phone counted, once for each nonce. Phones do not see each other: nothing is refused for what
// others counted meanwhile, and a total is never under zero where it is read (domain.HeadTotals). Outcomes:
// accepted; invalid for what is no count; closed for an event that does not take place.
func Count(app core.App, now time.Time, place Place, h Heads) (r HeadsResult, err error) {
	r = HeadsResult{Nonce: h.Nonce, Outcome: string(domain.Accepted)}
	event := place.Event.ID
	err = app.RunInTransaction(func(app core.App) error {
		status, err := records.EventStatus(app, event)
		if err != nil {
			return err
		}
		switch _, err := records.HeadcountByNonce(app, h.Nonce); {
		case err == nil: // counted already
		case !domain.Is(err, domain.ErrNotFound):
			return err
		case !h.sound():
			r.Outcome = string(domain.Invalid)
		case status != domain.Published && status != domain.Held:
			r.Outcome = string(domain.DoorClosed)
		default:
			if err := records.AddHeadcount(app, h.row(now, place)); err != nil {
				return err
			}
		}
		r.Totals, err = records.HeadcountTotals(app, event)
		return err
	})
	return r, err
}

func (h Heads) sound() bool {
	return h.Nonce != "" && len(h.Nonce) <= maxNonce && h.Device != "" && slices.Contains(domain.HeadCategories, h.Category) &&
		h.People != 0 && h.People <= maxHeads && h.People >= -maxHeads
}

func (h Heads) row(now time.Time, place Place) *records.Headcount {
	at, err := time.Parse(time.RFC3339, h.At)
	if err != nil {
		at = now
	} else {
		at = at.Add(clockShift(h.SentAt, now))
	}
	return &records.Headcount{Event: place.Event.ID, Category: h.Category, People: h.People, NotedAt: records.At(at),
		Actor: place.Actor, Nonce: h.Nonce, Device: limit(h.Device, 80)}
}
