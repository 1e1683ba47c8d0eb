package event

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Closing is what closing an event now would do, counted before it is done.
type Closing struct {
	Outcomes     map[domain.Outcome]int // of every registration, once closed
	Certificates int                    // to be issued, beside those that exist already
	Existing     int                    // certificates of an earlier closing that stay as they are
	Running      bool                   // the last half-day is not over yet
	Public       int                    // people who came without a name: counted by hand, or along with somebody present
	Companions   int                    // those of them who came along
	Awaited      []device.Phone         // absences and certificates wait for them
}

// Of is the number of registrations that will have this outcome.
func (c Closing) Of(o domain.Outcome) int { return c.Outcomes[o] }

// Preview says what Close would do to an event at now, once the phones it waits for are back; or refuses as Close
// would.
func Preview(app core.App, now time.Time, e *records.Event) (c Closing, err error) {
	if err := closable(now, e); err != nil {
		return c, err
	}
	c = Closing{Outcomes: map[domain.Outcome]int{}, Running: now.Before(e.EndsAt.Time())}
	if c.Awaited, err = device.Awaited(app, now, e); err != nil {
		return c, err
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return c, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return c, err
	}
	presences, err := records.Attendances(app, e.ID)
	if err != nil {
		return c, err
	}
	attended := map[string][]records.Attendance{}
	for _, p := range presences {
		attended[p.Registration] = append(attended[p.Registration], p)
	}
	live, err := liveCertificates(app, e.ID)
	if err != nil {
		return c, err
	}
	if err := c.public(app, e.ID); err != nil {
		return c, err
	}
	for _, r := range rows {
		c.Outcomes[domain.OutcomeOf(domain.Fate{EventStatus: domain.Held, State: domain.State(r.State), Present: len(attended[r.ID]) > 0,
			Excused: r.Excused, ByOrganiser: r.ByOrganiser()})]++
		switch holds := certificate.Earns(e, &r, slots, attended[r.ID]); {
		case holds && live[r.ID]:
			c.Existing++
		case holds:
			c.Certificates++
		}
	}
	return c, nil
}

// public counts who came without a name.
func (c *Closing) public(app core.App, event string) (err error) {
	if c.Companions, err = records.CompanionsPresent(app, event); err != nil {
		return err
	}
	totals, err := records.HeadcountTotals(app, event)
	c.Public = c.Companions
	for _, n := range totals {
		c.Public += n
	}
	return err
}

// closable refuses what Close refuses: ErrNotStarted before the first half-day, ErrState unless published.
func closable(now time.Time, e *records.Event) error {
	if e.Status != domain.Published {
		return domain.Error{Code: domain.ErrState}
	}
	if now.Before(e.StartsAt.Time()) {
		return domain.Error{Code: domain.ErrNotStarted}
	}
	return nil
}

func liveCertificates(app core.App, event string) (map[string]bool, error) {
	rows, err := records.EventCertificates(app, event)
	live := map[string]bool{}
	for _, c := range rows {
		if c.RevokedAt.IsZero() && c.Registration != "" {
			live[c.Registration] = true
		}
	}
	return live, err
}
