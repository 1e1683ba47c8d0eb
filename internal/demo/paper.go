package demo

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/sheet"
)

// sheets prepares the attendance sheet of an event on the day before. Where it is how people sign, it is typed
// again after the last half-day; what the phones have to send is given back.
func (t *troupe) sheets(app core.App, id string, p plan, list []gesture) (phones []gesture, err error) {
	in := sheet.Request{Split: sheet.InOne, Sorted: sheet.ByName, Blanks: 6}
	present := map[string][]string{}
	for _, g := range list {
		if g.scan.Source == "paper" {
			present[g.scan.Slot] = append(present[g.scan.Slot], g.scan.Registration)
		} else {
			phones = append(phones, g)
		}
	}
	slots, err := records.Slots(app, id)
	if err != nil {
		return nil, err
	}
	for _, slot := range slots {
		in.Slots = append(in.Slots, slot.ID)
	}
	before := earlier(p.slots[0].start, t.now).Add(-22 * time.Hour)
	made, err := sheet.Prepare(app, before, t.coordinator, id, in)
	if err != nil || len(present) == 0 {
		return phones, err
	}
	for _, slot := range in.Slots {
		e := sheet.Entry{Slot: slot, Round: 1, Listed: made[0].People}
		for _, who := range made[0].People {
			if !slices.Contains(present[slot], who) {
				e.Absent = append(e.Absent, who)
			}
		}
		if _, err := sheet.Enter(app, p.slots[len(p.slots)-1].end.Add(time.Hour), t.coordinator, &made[0], e); err != nil {
			return nil, err
		}
	}
	return phones, nil
}
