package mailing

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Change is a move of an event of which those who are registered have not been told.
type Change struct {
	ID       string // of the latest move
	Placed   bool   // the place changed
	OldPlace string
	OldSlots []string
	Readers  []records.Registration // live, with an address
	Without  int                    // live, without any address
}

// Untold finds the change of a coming event that is still to be told; ErrNotFound: there is none, or nobody to tell.
func Untold(app core.App, now time.Time, e *records.Event) (c Change, err error) {
	if e.Status != domain.Published || !now.Before(e.EndsAt.Time()) {
		return c, records.ErrNone
	}
	before, move, err := records.Untold(app, e.ID)
	if err != nil {
		return c, err
	}
	c.ID = move
	after, err := records.StandingOf(app, e)
	if err != nil {
		return c, err
	}
	if before.SamePlace(after) && before.SameHours(after) { // moved, and moved back
		return c, records.ErrNone
	}
	if c.Placed = !before.SamePlace(after); c.Placed {
		c.OldPlace = strings.Join(nonEmpty(before.Place, before.Address, before.Remote), ", ")
	}
	if !before.SameHours(after) {
		for _, s := range before.Slots {
			c.OldSlots = append(c.OldSlots, mail.SlotLine(s.Start.Time(), s.End.Time(), s.Room))
		}
	}
	rows, err := records.Registrations(app, e.ID)
	for _, r := range rows {
		switch {
		case !domain.State(r.State).Live():
		case r.Address() == "":
			c.Without++
		default:
			c.Readers = append(c.Readers, r)
		}
	}
	if err == nil && len(c.Readers)+c.Without == 0 {
		return c, records.ErrNone
	}
	return c, err
}

// SlotLines says each half-day as letters do.
func SlotLines(slots []records.Slot) (lines []string) {
	for _, s := range slots {
		lines = append(lines, mail.SlotLine(s.StartsAt.Time(), s.EndsAt.Time(), s.Room))
	}
	return lines
}

func nonEmpty(parts ...string) (out []string) {
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (c Change) words(w *mail.Words) { w.OldPlace, w.OldSlots = c.OldPlace, c.OldSlots }

// Preview is what a registration would read of the change.
func (c Change) Preview(app core.App, r *records.Registration) (subject, text string, err error) {
	wording, err := mail.WordingOf(app, mail.Changed)
	if err != nil {
		return "", "", err
	}
	return mail.Preview(app, mail.Changed, r, wording, c.words)
}

// Tell queues a letter to everyone who is registered, and counts them. move is the change that was seen on the
// screen: ErrState when the event moved again since, or when they were told already.
func Tell(app core.App, now time.Time, actor, event, move string) (told int, err error) {
	err = settle(app, now, event, move, func(app core.App, c Change) error {
		for i := range c.Readers {
			r := &c.Readers[i]
			if err := mail.ToRegistration(app, now, mail.Changed, mail.Changed+":"+c.ID+":"+r.ID, r, c.words); err != nil {
				return err
			}
		}
		told = len(c.Readers)
		return trace(app, now, actor, records.Told, event, fmt.Sprint(told))
	})
	return told, err
}

// KeepQuiet notes that nobody is to be told of a change.
func KeepQuiet(app core.App, now time.Time, actor, event, move string) error {
	return settle(app, now, event, move, func(app core.App, _ Change) error { return trace(app, now, actor, records.NotTold, event, "") })
}

func settle(app core.App, now time.Time, event, move string, act func(core.App, Change) error) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		c, err := Untold(app, now, e)
		if domain.Is(err, domain.ErrNotFound) || (err == nil && c.ID != move) {
			return domain.Error{Code: domain.ErrState}
		}
		if err != nil {
			return err
		}
		return act(app, c)
	})
}
