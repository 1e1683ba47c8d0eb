package check

import (
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// right is what the presence of a registration gives a right to.
type right struct {
	content domain.CertificateContent // half-days and hours alone
	holds   bool
}

// earned states, for each registration present at a closed event, what its certificate must say.
func (a *audit) earned(e heldEvent) (map[string]right, error) {
	slots, err := a.slotsOf(e.ID)
	if err != nil {
		return nil, err
	}
	minutes := map[string]map[string]int{}
	type presence struct {
		Registration string `db:"registration"`
		Slot         string `db:"slot"`
		Minutes      int    `db:"minutes"`
	}
	err = each(a, `SELECT registration, slot, minutes FROM attendances WHERE event = {:e}
		AND registration NOT IN (SELECT id FROM registrations WHERE event = {:e} AND incomplete = 1)`, dbx.Params{"e": e.ID}, func(p *presence) error {
		if minutes[p.Registration] == nil {
			minutes[p.Registration] = map[string]int{}
		}
		minutes[p.Registration][p.Slot] = p.Minutes
		return nil
	})
	rights := map[string]right{}
	for registration, attended := range minutes {
		rights[registration] = rightOf(e, slots, attended)
	}
	return rights, err
}

func rightOf(e heldEvent, slots []domain.Slot, attended map[string]int) right {
	c, present := domain.CertificateContent{Complete: true}, 0
	for _, s := range slots {
		m, there := attended[s.ID]
		if there {
			present++
		}
		c.Slots = append(c.Slots, domain.CertificateSlot{Start: s.Start.UTC().Format(time.RFC3339),
			End: s.End.UTC().Format(time.RFC3339), Minutes: s.Minutes(), Attended: m, Present: there})
		c.Total += m
		c.Complete = c.Complete && there && m == s.Minutes()
	}
	return right{c, e.Certificate && domain.Holds(e.Rule, present, len(slots))}
}

func (a *audit) slotsOf(event string) (slots []domain.Slot, err error) {
	type row struct {
		ID       string         `db:"id"`
		StartsAt types.DateTime `db:"starts_at"`
		EndsAt   types.DateTime `db:"ends_at"`
		Break    int            `db:"break_minutes"`
	}
	err = each(a, "SELECT id, starts_at, ends_at, break_minutes FROM slots WHERE event = {:e} ORDER BY starts_at, position", dbx.Params{"e": event}, func(s *row) error {
		slots = append(slots, domain.Slot{ID: s.ID, Start: s.StartsAt.Time(), End: s.EndsAt.Time(), BreakMinutes: s.Break})
		return nil
	})
	return slots, err
}
