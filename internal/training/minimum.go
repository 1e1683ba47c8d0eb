package training

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// headcount is what a decision was made with: how many had a seat, and how many were asked for.
type headcount struct {
	Taken int `json:"taken"`
	Min   int `json:"min"`
}

// maintain is the action of the trail that keeps a group under its minimum.
const maintain = "maintain"

// GroupOf reads what the rule of the minimum needs of an event whose seats taken are known.
func GroupOf(app core.App, e *records.Event, taken int) (domain.Group, error) {
	g := domain.Group{Start: e.StartsAt.Time(), Taken: taken, Min: e.GroupMin, Maintained: domain.Undecided}
	if e.MaintainedAt.IsZero() {
		return g, nil
	}
	l, err := records.LastAudit(app, "event", e.ID, maintain)
	if err != nil {
		return g, err
	}
	var was headcount
	if err := json.Unmarshal(l.After, &was); err != nil {
		return g, fmt.Errorf("decision %s: %w", l.ID, err)
	}
	g.Maintained = was.Taken
	return g, nil
}

// Due tells whether a decision about a group is to be made at now.
func Due(now time.Time, e *records.Event, g domain.Group) bool {
	return e.Status == domain.Published && g.Due(now, paris.Location)
}

// Maintain decides that a training is held though it is under its minimum, and tells those who have a seat if one
// wants to: once about the same dates, however often it is decided. The same decision twice changes nothing. ErrState
// where there is nothing to decide: it is not published, has begun, or is large enough.
func Maintain(app core.App, now time.Time, actor, event string, tell bool) (told int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		told = 0
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		seats, err := records.SeatsOf(app, e)
		if err != nil {
			return err
		}
		g, err := GroupOf(app, e, seats.Taken)
		if err != nil {
			return err
		}
		if e.Status != domain.Published || !g.Under() || !now.Before(g.Start) {
			return domain.Error{Code: domain.ErrState}
		}
		if g.Maintained != g.Taken {
			if err := decided(app, now, actor, e, g); err != nil {
				return err
			}
		}
		if tell {
			told, err = tellMaintained(app, now, e)
		}
		return err
	})
	return told, err
}

func decided(app core.App, now time.Time, actor string, e *records.Event, g domain.Group) error {
	e.MaintainedAt, e.Updated = records.At(now), records.At(now)
	if err := records.SaveEvent(app, e); err != nil {
		return err
	}
	with, err := json.Marshal(headcount{g.Taken, g.Min})
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: maintain, Kind: "event", Target: e.ID, Event: e.ID,
		Reason: fmt.Sprintf("%d inscrits pour un minimum de %d", g.Taken, g.Min), After: with})
}

func tellMaintained(app core.App, now time.Time, e *records.Event) (told int, err error) {
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		r := &rows[i]
		if !domain.State(r.State).Seated() || r.Address() == "" {
			continue
		}
		told++
		if err := mail.ToRegistration(app, now, mail.Maintained, fmt.Sprintf("%s:%s:%s", mail.Maintained, r.ID, paris.Day(e.StartsAt.Time())), r, nil); err != nil {
			return told, err
		}
	}
	return told, nil
}
