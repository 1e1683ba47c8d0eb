package check

import (
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

const stageDone = `('done','report_received','certified')`

// stageQuestions ask whether what is done of the stages croisés is in the register once, and nothing else is (5, 7).
var stageQuestions = []question{
	{7, "stage terminé dont l’entrée au registre n’est pas unique (%s)", `
		SELECT p.id AS id, COUNT(e.id) AS what FROM placements p LEFT JOIN events e ON e.placement = p.id WHERE p.state IN ` + stageDone + ` GROUP BY p.id HAVING COUNT(e.id) != 1`},
	{7, "entrée au registre d’un stage qui n’est pas terminé, ou qui n’existe pas (%s)", `
		SELECT e.id AS id, e.placement AS what FROM events e LEFT JOIN placements p ON p.id = e.placement WHERE e.placement != '' AND (p.id IS NULL OR p.state NOT IN ` + stageDone + `)`},
	{7, "entrée au registre d’un stage avec plus ou moins d’une inscription (%s)", `
		SELECT e.id AS id, COUNT(r.id) AS what FROM events e LEFT JOIN registrations r ON r.event = e.id WHERE e.placement != '' GROUP BY e.id HAVING COUNT(r.id) != 1`},
	{7, "stage dont l’inscription au registre n’est pas la sienne (%s)", `
		SELECT p.id AS id, p.registration AS what FROM placements p LEFT JOIN registrations r ON r.id = p.registration LEFT JOIN events e ON e.id = r.event
		WHERE p.registration != '' AND (e.placement IS NULL OR e.placement != p.id) OR p.registration = '' AND p.state IN ` + stageDone},
	{7, "entrée au registre d’un stage qui n’est pas clôturée (« %s »)", `
		SELECT id, status AS what FROM events WHERE placement != '' AND status != 'held'`},
	{5, "signature d’une demi-journée de stage gardée hors du registre", `
		SELECT s.id AS id, '' AS what FROM placement_signatures s LEFT JOIN placements p ON p.id = s.placement
		WHERE p.id IS NULL OR p.state IN ` + stageDone + ` OR p.state IN ('refused','cancelled')`},
}

// stageDay is a half-day of the register's entry of a stage. What a hand corrected since is another matter.
type stageDay struct {
	Placement string         `db:"placement"`
	Event     string         `db:"event"`
	StartsAt  types.DateTime `db:"starts_at"`
	EndsAt    types.DateTime `db:"ends_at"`
	Minutes   int            `db:"minutes"` // -1: nobody present
	Corrected bool           `db:"corrected"`
}

// stageDays compares the register with what was told of every half-day of a stage that is done (7).
func stageDays(a *audit) error {
	told, err := a.stagesTold()
	if err != nil {
		return err
	}
	if err := each(a, `SELECT e.placement, e.id AS event, s.starts_at, s.ends_at, COALESCE(t.minutes, -1) AS minutes,
		EXISTS (SELECT 1 FROM scans c WHERE c.slot = s.id AND c.nonce NOT LIKE 'stage-%') AS corrected
		FROM events e JOIN slots s ON s.event = e.id LEFT JOIN attendances t ON t.slot = s.id WHERE e.placement != ''`, nil, func(d *stageDay) error {
		half := d.StartsAt.String() + d.EndsAt.String()
		minutes, said := told[d.Placement][half]
		delete(told[d.Placement], half)
		switch {
		case !said:
			a.add(7, d.Event, "demi-journée du registre dont rien n’a été dit au stage")
		case !d.Corrected && minutes != d.Minutes:
			a.add(7, d.Event, "le registre compte %d minutes là où le stage en dit %d", d.Minutes, minutes)
		}
		return nil
	}); err != nil {
		return err
	}
	for placement, left := range told {
		if len(left) > 0 {
			a.add(7, placement, "demi-journée dite et absente du registre")
		}
	}
	return nil
}

// stagesTold gives, by stage that is done and by half-day, the minutes that its steps say; -1: it was missed.
func (a *audit) stagesTold() (map[string]map[string]int, error) {
	stages := map[string]map[string]int{}
	days := map[string]string{}
	return stages, each(a, `SELECT s.* FROM placement_steps s JOIN placements p ON p.id = s.placement WHERE p.state IN `+stageDone+` ORDER BY s.placement, s.n`, nil,
		func(row *records.PlacementStep) error {
			step, err := row.Domain()
			if err != nil {
				a.add(7, row.ID, "étape d’un stage illisible")
				return nil
			}
			for _, d := range step.Act.Days {
				days[d.ID] = records.At(d.Start).String() + records.At(d.End).String()
			}
			if stages[row.Placement] == nil {
				stages[row.Placement] = map[string]int{}
			}
			switch half := step.Act.HalfDay; {
			case step.Act.Move == domain.MoveTell && half.Present:
				stages[row.Placement][days[half.Slot]] = half.Minutes
			case step.Act.Move == domain.MoveTell:
				stages[row.Placement][days[half.Slot]] = -1
			case step.Act.Move == domain.MoveUntell:
				delete(stages[row.Placement], days[half.Slot])
			}
			return nil
		})
}
