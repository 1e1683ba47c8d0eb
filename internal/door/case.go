package door

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// caseOf gathers what the rule needs to know. Unknown kinds and slots make the scan invalid: it is stored
// with neither, so that nothing it said is lost in the row's code and answer. It gives the registration where
// there is one, and the facts that stand at its half-day.
func caseOf(app core.App, place Place, s Scan, row *records.Scan) (c domain.ScanCase, reg *records.Registration, facts []domain.Fact, err error) {
	c = domain.ScanCase{Kind: row.Kind, EventOpen: place.Event.Status != domain.Cancelled, SameEvent: true,
		Force: s.Force, ForceReason: row.Reason != ""}
	slot := slotOf(place, row.Slot)
	kindKnown := row.Kind == domain.ScanIn || row.Kind == domain.ScanOut || row.Kind == domain.ScanUndo
	c.Valid = slot != nil && kindKnown && row.Nonce == s.Nonce
	if slot == nil {
		row.Slot = ""
	}
	if !kindKnown {
		row.Kind = ""
	}
	reg, readable, err := find(app, place, s)
	if err != nil {
		return c, nil, nil, err
	}
	c.Valid = c.Valid && readable
	if reg == nil {
		if code, ok := ticket.Parse(s.Code); ok && ticket.Tag(code) != place.Event.Tag {
			c.SameEvent = false
		}
		return c, nil, nil, nil
	}
	c.Known, c.State, c.SameEvent = true, domain.State(reg.State), reg.Event == place.Event.ID
	c.SlotChosen = len(reg.Slots) == 0 || slices.Contains(reg.Slots, row.Slot)
	if c.SameEvent && slot != nil {
		if facts, err = records.Facts(app, reg.ID, row.Slot); err != nil {
			return c, nil, nil, err
		}
		_, c.Present = domain.FoldPresence(facts)
	}
	return c, reg, facts, nil
}

func slotOf(place Place, id string) *records.Slot {
	for i := range place.Slots {
		if place.Slots[i].ID == id {
			return &place.Slots[i]
		}
	}
	return nil
}

// find looks a scan's registration up: by its id, by the ticket (32 characters or the whole address), by the
// short code of this event. readable is false for what is no code of this platform at all.
func find(app core.App, place Place, s Scan) (reg *records.Registration, readable bool, err error) {
	switch code, isTicket := ticket.Parse(s.Code); {
	case s.Registration != "":
		reg, err = records.RegistrationOf(app, s.Registration)
	case isTicket:
		reg, err = records.RegistrationByTicket(app, code)
	default:
		short, isShort := ticket.ParseShort(s.Code)
		if !isShort {
			return nil, false, nil
		}
		reg, err = records.RegistrationByShort(app, place.Event.ID, short)
	}
	if domain.Is(err, domain.ErrNotFound) {
		return nil, true, nil
	}
	return reg, true, err
}
