package event

import (
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Phase is where an event stands for who organises it.
type Phase string

// The phases: ToClose is an event that is over and waits to be closed.
const (
	Coming  Phase = "a-venir"
	ToClose Phase = "a-cloturer"
	Past    Phase = "passes"
	Drafts  Phase = "brouillons"
	Off     Phase = "annules"
)

// Phases lists them in the order of the screen.
var Phases = []Phase{Coming, ToClose, Past, Drafts, Off}

// PhaseOf gives the phase of an event at now.
func PhaseOf(e *records.Event, now time.Time) Phase {
	switch e.Status {
	case domain.Draft:
		return Drafts
	case domain.Cancelled:
		return Off
	case domain.Held:
		return Past
	}
	if now.Before(e.EndsAt.Time()) {
		return Coming
	}
	return ToClose
}
