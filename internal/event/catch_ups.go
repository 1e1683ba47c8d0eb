package event

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// dropCatchUps takes away the half-days still to be caught up that a cancelled event took part in: people of other
// groups who were to come are told, its own get the letter of the cancellation.
func dropCatchUps(app core.App, now time.Time, actor string, e *records.Event, reason string) error {
	guests, err := records.CatchUpsIn(app, e.ID)
	if err != nil {
		return err
	}
	own, err := records.CatchUps(app, e.ID)
	if err != nil {
		return err
	}
	why := "Le groupe est annulé"
	if reason != "" {
		why += "\u00a0: " + reason
	}
	for i, c := range append(guests, own...) {
		if !c.DoneAt.IsZero() {
			continue
		}
		if err := door.DropCatchUp(app, now, actor, &c, why); err != nil {
			return err
		}
		if i >= len(guests) {
			continue
		}
		if err := mail.AboutCatchUp(app, now, mail.CatchUpOff, &c, why); err != nil {
			return err
		}
	}
	return nil
}

// catchUpsHold refuses another programme for an event that half-days caught up tie to other groups of its own.
func catchUpsHold(app core.App, e *records.Event) error {
	guests, err := records.CatchUpsIn(app, e.ID)
	if err != nil {
		return err
	}
	own, err := records.CatchUps(app, e.ID)
	if n := len(guests) + len(own); err == nil && n > 0 {
		err = domain.Error{Code: domain.ErrCatchUpHolds, Field: "programme", Arg: fmt.Sprint(n)}
	}
	return err
}
