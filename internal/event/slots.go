package event

import (
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// putSlots makes the half-days of an event those of the draft. Hours that move are counted again.
func putSlots(app core.App, e *records.Event, drafts []SlotDraft) error {
	before, err := records.Slots(app, e.ID)
	if err != nil {
		return err
	}
	old := map[string]records.Slot{}
	for _, s := range before {
		old[s.ID] = s
	}
	moved := false
	for i, d := range drafts {
		was, known := old[d.ID]
		s := records.Slot{Event: e.ID, Label: d.Label, Room: d.Room, StartsAt: records.At(d.Start), EndsAt: records.At(d.End),
			BreakMinutes: d.BreakMinutes, Position: i, Trainer: d.Trainer, TrainerRole: d.TrainerRole}
		if known {
			s.ID = d.ID
			delete(old, d.ID)
		}
		changed := !known || !was.StartsAt.Equal(s.StartsAt) || !was.EndsAt.Equal(s.EndsAt) || was.BreakMinutes != s.BreakMinutes
		if changed && e.Status == domain.Held {
			return domain.Error{Code: domain.ErrEventHeld, Field: fmt.Sprintf("slot-%d", i)}
		}
		moved = moved || changed
		if err := records.PutSlot(app, &s); err != nil {
			return err
		}
	}
	for id := range old {
		if err := drop(app, e, id); err != nil {
			return err
		}
	}
	if moved {
		return recount(app, e.ID)
	}
	return nil
}

func drop(app core.App, e *records.Event, slot string) error {
	n, err := records.SlotScans(app, slot)
	if err != nil {
		return err
	}
	if e.Status == domain.Held {
		return domain.Error{Code: domain.ErrEventHeld, Field: "slot-" + slot}
	}
	if n > 0 {
		return domain.Error{Code: domain.ErrSlotAttended, Field: "slot-" + slot, Arg: fmt.Sprint(n)}
	}
	if n, err = records.CatchUpLoad(app, slot); err != nil {
		return err
	}
	if n > 0 {
		return domain.Error{Code: domain.ErrCatchUpHolds, Field: "slot-" + slot, Arg: fmt.Sprint(n)}
	}
	if err := records.SpeakNoMore(app, e.ID, slot); err != nil {
		return err
	}
	return records.DropSlot(app, slot)
}

// recount folds every presence of the event again: its minutes follow the half-day's.
func recount(app core.App, event string) error {
	slots, err := records.Slots(app, event)
	if err != nil {
		return err
	}
	byID := map[string]records.Slot{}
	for _, s := range slots {
		byID[s.ID] = s
	}
	rows, err := records.Attendances(app, event)
	if err != nil {
		return err
	}
	for _, a := range rows {
		if err := door.Fold(app, event, a.Registration, byID[a.Slot]); err != nil {
			return err
		}
	}
	return records.RefreshEventFacts(app, event)
}

// freeSlug makes the last part of an address from a title: « journee-attractivite-2026 », with a number when
// it is taken.
func freeSlug(app core.App, title string) (string, error) {
	base := strings.ReplaceAll(domain.Fold(title), " ", "-")
	ascii := strings.Map(func(r rune) rune {
		if r == '-' || (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, base)
	if len(ascii) > 70 {
		ascii = ascii[:70]
	}
	if ascii = strings.Trim(ascii, "-"); ascii == "" {
		ascii = "evenement"
	}
	for i := 1; ; i++ {
		slug := ascii
		if i > 1 {
			slug = fmt.Sprintf("%s-%d", ascii, i)
		}
		_, err := records.EventBySlug(app, slug)
		if domain.Is(err, domain.ErrNotFound) {
			return slug, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// FreeTag draws the head of an event's tickets until no other event has it.
func FreeTag(app core.App, draw func() string) (string, error) {
	for {
		tag := draw()
		_, err := records.EventByTag(app, tag)
		if domain.Is(err, domain.ErrNotFound) {
			return tag, nil
		}
		if err != nil {
			return "", err
		}
	}
}
