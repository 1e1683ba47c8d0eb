package door

import (
	"errors"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// caseOf gathers what the rule needs to know. Unknown kinds and slots make the scan invalid: it is stored
// with neither, so that nothing it said is lost in the row's code and answer. It gives the registration where
// there is one, and the facts that stand at its half-day.
func (c *call) caseOf(s Scan, row *records.Scan) (x domain.ScanCase, reg *records.Expected, facts []domain.Fact) {
	event := c.place.Event
	x = domain.ScanCase{Kind: row.Kind, EventOpen: event.Status != domain.Cancelled, SameEvent: true,
		Force: s.Force, ForceReason: row.Reason != ""}
	slot := slotOf(c.place, row.Slot)
	kindKnown := row.Kind == domain.ScanIn || row.Kind == domain.ScanOut || row.Kind == domain.ScanUndo
	x.Valid = slot != nil && kindKnown && row.Nonce == s.Nonce
	if slot == nil {
		row.Slot = ""
	}
	if !kindKnown {
		row.Kind = ""
	}
	key := keyOf(s)
	x.Valid = x.Valid && key.kind != noKey
	if reg = c.found[key]; reg == nil {
		if key.kind == ticketKey && ticket.Tag(key.text) != event.Tag {
			x.SameEvent = false
		}
		return x, nil, nil
	}
	x.Known, x.State, x.SameEvent = true, domain.State(reg.State), reg.Event == event.ID
	x.SlotChosen = len(reg.Slots) == 0 || slices.Contains(reg.Slots, row.Slot)
	if guest := c.guest(reg, row); guest != nil { // awaited here as in the own group
		x.SameEvent, x.SlotChosen = true, true
		_, x.Present = domain.FoldPresence(c.facts[records.Spot{Registration: reg.ID, Slot: guest.Slot}])
		return x, reg, nil
	}
	if x.SameEvent && slot != nil {
		facts = c.facts[records.Spot{Registration: reg.ID, Slot: row.Slot}]
		_, x.Present = domain.FoldPresence(facts)
	}
	return x, reg, facts
}

// guest is the half-day of another group that somebody catches up where the scan was made; nil: nothing of the kind.
func (c *call) guest(reg *records.Expected, row *records.Scan) *records.CatchUp {
	if reg == nil {
		return nil
	}
	return c.guests[records.Spot{Registration: reg.ID, Slot: row.Slot}]
}

func slotOf(place Place, id string) *records.Slot {
	for i := range place.Slots {
		if place.Slots[i].ID == id {
			return &place.Slots[i]
		}
	}
	return nil
}

// key is how a scan names a registration.
type key struct {
	kind keyKind
	text string
}

type keyKind int

const (
	noKey     keyKind = iota // no code of this platform at all
	idKey                    // found by name on the device
	ticketKey                // the 32 characters, or the whole address
	shortKey                 // the short code, of this event or of who catches up a half-day here
)

// keyOf reads it.
func keyOf(s Scan) key {
	if s.Registration != "" {
		return key{idKey, s.Registration}
	}
	if code, ok := ticket.Parse(s.Code); ok {
		return key{ticketKey, code}
	}
	if short, ok := ticket.ParseShort(s.Code); ok {
		return key{shortKey, short}
	}
	return key{}
}

// find looks up, in a question a kind, the registrations that scans name.
func find(app core.App, event string, scans []Scan) (map[key]*records.Expected, error) {
	asked := map[keyKind][]string{}
	for _, s := range scans {
		k := keyOf(s)
		asked[k.kind] = append(asked[k.kind], k.text)
	}
	byID, err1 := records.ExpectedByID(app, asked[idKey])
	byTicket, err2 := records.ExpectedByTicket(app, asked[ticketKey])
	byShort, err3 := records.ExpectedByShort(app, event, asked[shortKey])
	guests, err4 := records.GuestsByShort(app, event, asked[shortKey])
	found := map[key]*records.Expected{}
	for i := range guests { // before the event's own people, who come first where two have one code
		found[key{shortKey, guests[i].ShortCode}] = &guests[i]
	}
	for i := range byID {
		found[key{idKey, byID[i].ID}] = &byID[i]
	}
	for i := range byTicket {
		found[key{ticketKey, byTicket[i].Ticket}] = &byTicket[i]
	}
	for i := range byShort {
		found[key{shortKey, byShort[i].ShortCode}] = &byShort[i]
	}
	return found, errors.Join(err1, err2, err3, err4)
}
