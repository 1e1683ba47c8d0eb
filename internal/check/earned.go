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
	tally   domain.Tally
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
	if err != nil {
		return nil, err
	}
	caught, err := a.caughtUp(e.ID)
	if err != nil {
		return nil, err
	}
	rights := map[string]right{}
	for registration, attended := range minutes {
		rights[registration] = rightOf(slots, attended, caught[registration])
	}
	return rights, a.decided(e, rights)
}

// decided takes away what a hand withheld, what was not said complete by hand where the rule asks for it, and what
// waits for the evaluation.
func (a *audit) decided(e heldEvent, rights map[string]right) error {
	type row struct {
		ID       string `db:"id"`
		Withheld string `db:"withheld"`
		Granted  bool   `db:"granted"`
		SurveyAt string `db:"survey_at"`
	}
	return each(a, "SELECT id, withheld, granted, survey_at FROM registrations WHERE event = {:e}", dbx.Params{"e": e.ID}, func(r *row) error {
		now, ok := rights[r.ID]
		if !ok {
			return nil
		}
		now.tally.Granted = r.Granted
		now.holds = e.Certificate && r.Withheld == "" && (!e.SurveyFirst || r.SurveyAt != "") && domain.Completion{Rule: e.Rule, Amount: e.Amount}.Holds(now.tally)
		rights[r.ID] = now
		return nil
	})
}

func rightOf(slots []domain.Slot, attended map[string]int, caught map[string][2]string) right {
	c, presences := domain.CertificateContent{}, []domain.SlotPresence(nil)
	for _, s := range slots {
		m, there := attended[s.ID]
		line := domain.CertificateSlot{Start: s.Start.UTC().Format(time.RFC3339), End: s.End.UTC().Format(time.RFC3339), Minutes: s.Minutes(), Attended: m, Present: there}
		if there {
			presences = append(presences, domain.SlotPresence{Slot: s.ID, Minutes: m})
			line.CaughtUp, line.CaughtUpEnd = caught[s.ID][0], caught[s.ID][1]
		}
		c.Slots = append(c.Slots, line)
		c.Total += m
	}
	tally := domain.TallyOf(slots, presences)
	c.Complete = tally.Complete()
	return right{content: c, tally: tally}
}

// caughtUp gives, by registration and half-day, when it was attended in another group instead.
func (a *audit) caughtUp(event string) (map[string]map[string][2]string, error) {
	type row struct {
		Registration string         `db:"registration"`
		Slot         string         `db:"slot"`
		StartsAt     types.DateTime `db:"starts_at"`
		EndsAt       types.DateTime `db:"ends_at"`
	}
	caught := map[string]map[string][2]string{}
	return caught, each(a, `SELECT c.registration, c.slot, s.starts_at, s.ends_at FROM catch_ups c JOIN slots s ON s.id = c.other_slot
		WHERE c.event = {:e} AND c.done_at != '' AND c.dropped_at = ''`, dbx.Params{"e": event}, func(r *row) error {
		if caught[r.Registration] == nil {
			caught[r.Registration] = map[string][2]string{}
		}
		caught[r.Registration][r.Slot] = [2]string{r.StartsAt.Time().UTC().Format(time.RFC3339), r.EndsAt.Time().UTC().Format(time.RFC3339)}
		return nil
	})
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
