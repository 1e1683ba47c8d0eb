package hooks

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// tag is a word on a coloured ground: ok, warn, err, plain or nothing.
type tag struct{ Kind, Text string }

// modes says how one takes part.
var modes = map[string]string{"onsite": "Sur place", "remote": "À distance", "mixed": "Sur place et à distance"}

// publicEvent finds the event of the address. A draft does not exist for anybody here; an internal event
// only for who is logged in. One « by link » is found by whoever has its address.
func publicEvent(e *core.RequestEvent) (*records.Event, error) {
	ev, err := records.EventBySlug(e.App, e.Request.PathValue("slug"))
	if domain.Is(err, domain.ErrNotFound) || err == nil && (ev.Status == domain.Draft || ev.Visibility == domain.Internal && user(e) == nil) {
		return nil, domain.Error{Code: domain.ErrEventUnknown}
	}
	return ev, err
}

// over tells whether an event belongs to the past.
func over(e *records.Event, now time.Time) bool {
	return e.Status == domain.Held || !e.EndsAt.Time().After(now)
}

// spanOf says when an event takes place: with its hours on one day, else its days.
func spanOf(e *records.Event) string {
	from, to := e.StartsAt.Time(), e.EndsAt.Time()
	if paris.Day(from) == paris.Day(to) {
		return strings.ReplaceAll(paris.Slot(from, to), " - ", "\u00a0-\u00a0") // a narrow screen keeps the hours together
	}
	return paris.Range(from, to)
}

// stateOf says in a few words whether one can still register.
func stateOf(e *records.Event, seats domain.Seats, now time.Time) tag {
	err := e.Window().Open(now)
	switch {
	case domain.Is(err, domain.ErrEventCancelled):
		return tag{"err", "Annulé"}
	case domain.Is(err, domain.ErrEventPast):
		return tag{"plain", "Terminé"}
	case domain.Is(err, domain.ErrEventNotOpen):
		return tag{"plain", "Inscriptions à partir du " + paris.LongDayMonth(e.RegistrationOpensAt.Time())}
	case err != nil:
		return tag{"plain", "Inscriptions closes"}
	}
	state, err := seats.Outlook()
	switch {
	case err != nil:
		return tag{"err", "Complet"}
	case state == domain.Waitlisted:
		return tag{"warn", "Complet\u00a0: liste d’attente"}
	case seats.Capacity == 0:
		return tag{"ok", "Inscriptions ouvertes"}
	case seats.Left() <= 5:
		return tag{"warn", remaining(seats.Left())}
	}
	return tag{"ok", remaining(seats.Left())}
}

func remaining(n int) string {
	if n < 2 {
		return paris.Number(n) + " place restante"
	}
	return paris.Number(n) + " places restantes"
}

// placeOf is the place with its address, on one line.
func placeOf(e *records.Event) string {
	if e.Place == "" && e.Mode == "remote" {
		return "À distance"
	}
	return strings.Trim(e.Place+", "+e.Address, ", ")
}

// isMail tells an address one can write to from a sentence or a telephone number.
func isMail(contact string) bool { return domain.ValidEmail(contact) }
