package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// Reason is kept with each presence typed again from a sheet.
const Reason = "feuille papier signée"

// device names where a sheet is typed again, in the trail of scans.
const device = "feuille"

// Entry is a half-day of a signed sheet, typed again: everybody listed is present but the absents.
type Entry struct {
	Slot    string
	Round   int      // that the form was made for: sent twice, it acts once
	Listed  []string // registrations that the form showed
	Absent  []string // those ticked
	Numbers string   // absents too, by their number on the paper: « 3 17, 42 »
	Added   []Added
}

// Added is a line written by hand on the sheet. Who answers for a namesake: the id of a registration, or Another.
type Added struct{ LastName, FirstName, Structure, Who string }

// Another says of a line that it is nobody registered.
const Another = "autre"

// empty tells whether nothing was typed in the line.
func (a Added) empty() bool { return domain.CleanLine(a.LastName+a.FirstName+a.Structure) == "" }

// Count is what came of a half-day: typed again from this sheet, present otherwise, absent.
type Count struct{ Here, Otherwise, Absent int }

// Round is the number of the next time that a half-day is typed again.
func (r *Reading) Round(slot string) int { return r.rounds[slot] + 1 }

// Count counts the people of the sheet at a half-day.
func (r *Reading) Count(slot string) (n Count) {
	for _, row := range r.Rows {
		for _, c := range row.Cells {
			switch {
			case c.Slot != slot:
			case c.Here:
				n.Here++
			case c.Present:
				n.Otherwise++
			case c.Expected:
				n.Absent++
			}
		}
	}
	return n
}

// Enter records the presences of a half-day of a signed sheet, in one transaction. A round that was recorded is
// answered again. Errors: ErrRequired on slot, ErrSlotAhead before the half-day, ErrEventCancelled, ErrLineNumber on
// numbers (no such line; Arg: it), ErrLinePresent on numbers (recorded otherwise: no absence), and for the lines
// added by hand what registering refuses, at added-N-FIELD, ErrNamesake at added-N-who among them.
func Enter(app core.App, now time.Time, actor string, s *records.Sheet, in Entry) (n Count, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		r, err := Read(app, s, false)
		if err != nil {
			return err
		}
		slot := r.slot(in.Slot)
		switch {
		case slot == nil || in.Round < 1 || in.Round > r.Round(in.Slot):
			return domain.Error{Code: domain.ErrRequired, Field: "slot"}
		case r.Event.Status == domain.Cancelled:
			return domain.Error{Code: domain.ErrEventCancelled}
		case now.Before(slot.StartsAt.Time()):
			return domain.Error{Code: domain.ErrSlotAhead, Field: "slot"}
		case in.Round == r.Round(in.Slot):
			if err := r.enter(app, now, actor, *slot, in); err != nil {
				return err
			}
			if r, err = Read(app, s, false); err != nil {
				return err
			}
		}
		if in.Round < r.Round(in.Slot) && r.missing(in) { // a page left open since
			return domain.Error{Code: domain.ErrSheetChanged, Field: "slot"}
		}
		n = r.Count(in.Slot)
		return nil
	})
	return n, err
}

// missing tells whether somebody whom an entry says present is not.
func (r *Reading) missing(in Entry) bool {
	absent, err := r.absents(in.Slot, in)
	return err != nil || slices.ContainsFunc(r.Rows, func(row Row) bool {
		id := row.Registration.ID
		return slices.Contains(in.Listed, id) && !absent[id] && !row.at(in.Slot).Present
	})
}

func (r *Reading) slot(id string) *records.Slot {
	for i := range r.Slots {
		if r.Slots[i].ID == id {
			return &r.Slots[i]
		}
	}
	return nil
}

// enter records the arrivals of an entry.
func (r *Reading) enter(app core.App, now time.Time, actor string, slot records.Slot, in Entry) error {
	absent, err := r.absents(slot.ID, in)
	if err != nil {
		return err
	}
	place, err := door.Open(app, r.Event.ID, "", actor)
	if err != nil {
		return err
	}
	var scans []door.Scan
	for _, row := range r.Rows {
		if id := row.Registration.ID; slices.Contains(in.Listed, id) && !absent[id] {
			if c := row.at(slot.ID); !c.Present && row.Registration.Event != "" {
				scans = append(scans, r.arrival(slot.ID, id, in.Round, c.after))
			}
		}
	}
	if err := r.send(app, now, place, scans); err != nil {
		return err
	}
	if err := r.admit(app, now, place, slot, in); err != nil {
		return err
	}
	if err := records.EnterSheet(app, r.Sheet.ID, actor, records.At(now)); err != nil {
		return err
	}
	return note(app, now, actor, r.Sheet, "sheet_enter", slot.ID)
}

// arrival is a presence as it is typed again: at the beginning of the half-day, and with the last word.
func (r *Reading) arrival(slot, registration string, round int, at time.Time) door.Scan {
	return door.Scan{Nonce: nonce{r.Sheet.ID, slot, registration, round}.String(), Registration: registration, Slot: slot,
		At: at.Format(time.RFC3339Nano), Kind: domain.ScanIn, Source: "paper", Force: true, Reason: Reason}
}

// at is the cell of a half-day of the sheet.
func (row Row) at(slot string) (c Cell) {
	for _, c = range row.Cells {
		if c.Slot == slot {
			return c
		}
	}
	return Cell{}
}

// absents are those ticked and those whose number was typed.
func (r *Reading) absents(slot string, in Entry) (map[string]bool, error) {
	absent := map[string]bool{}
	for _, id := range in.Absent {
		absent[id] = true
	}
	for _, word := range strings.FieldsFunc(in.Numbers, func(c rune) bool { return strings.ContainsRune(" ,;.\u00a0\n\r\t", c) }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > len(r.Rows) {
			return nil, domain.Error{Code: domain.ErrLineNumber, Field: "numbers", Arg: domain.CleanLine(word)}
		}
		row := r.Rows[n-1]
		if row.at(slot).Present {
			return nil, domain.Error{Code: domain.ErrLinePresent, Field: "numbers", Arg: word + " (" + row.Registration.Name() + ")"}
		}
		absent[row.Registration.ID] = true
	}
	return absent, nil
}

// send records scans, as many a call as the door takes. One that found no answer undoes all: nothing is left half
// typed.
func (r *Reading) send(app core.App, now time.Time, place door.Place, scans []door.Scan) error {
	for part := range slices.Chunk(scans, door.MaxScans) {
		results, err := door.Sync(app, now, place, door.Batch{Device: device, Scans: part})
		if err != nil {
			return err
		}
		if len(results) != len(part) {
			return domain.Error{Code: domain.ErrState}
		}
	}
	return nil
}

// admit registers those who wrote themselves on the empty lines.
func (r *Reading) admit(app core.App, now time.Time, place door.Place, slot records.Slot, in Entry) error {
	for i, a := range in.Added {
		if a.empty() {
			continue
		}
		if a.Who != "" && a.Who != Another {
			if err := r.arrive(app, now, place, slot, a.Who, in.Round); err != nil {
				return err
			}
			continue
		}
		field := "added-" + strconv.Itoa(i) + "-"
		out, err := door.Admit(app, now, place, a.walkIn(door.WalkIn{Nonce: nonce{r.Sheet.ID, slot.ID, "+" + strconv.Itoa(i+1), in.Round}.String(),
			Device: device, Source: "paper", At: slot.StartsAt.Time().Format(time.RFC3339), Slot: slot.ID, Reason: Reason}))
		if refusals := domain.Refusals(err); len(refusals) > 0 {
			for i := range refusals {
				if refusals[i].Code == domain.ErrNamesake {
					refusals[i].Field = "who"
				}
				refusals[i].Field = field + refusals[i].Field
			}
			return domain.Errors(refusals)
		}
		if err != nil {
			return err
		}
		if out.FirstAt == "" && out.Registration != "" { // was there, and taken back: the sheet has the last word
			if err := r.arrive(app, now, place, slot, out.Registration, in.Round); err != nil {
				return err
			}
		}
	}
	return nil
}

// arrive records somebody registered who signed on an empty line.
func (r *Reading) arrive(app core.App, now time.Time, place door.Place, slot records.Slot, registration string, round int) error {
	facts, err := records.Facts(app, registration, slot.ID)
	if err != nil {
		return err
	}
	return r.send(app, now, place, []door.Scan{r.arrival(slot.ID, registration, round, lastWord(facts, slot.StartsAt.Time()))})
}

func (a Added) walkIn(in door.WalkIn) door.WalkIn {
	in.LastName, in.FirstName, in.Structure, in.New = a.LastName, a.FirstName, a.Structure, a.Who == Another
	return in
}

// Namesakes lists who of an event looks like a line written by hand.
func Namesakes(app core.App, event string, a Added) ([]door.Candidate, error) {
	return door.Namesakes(app, event, a.walkIn(door.WalkIn{}), "")
}
