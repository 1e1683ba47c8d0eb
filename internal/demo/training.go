package demo

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
)

// presets completes, as the coordinator would, what the programmes of first aid usually ask: their groups begin with it.
func (t *troupe) presets(app core.App) error {
	all, err := records.Items(app, records.Programmes)
	if err != nil {
		return err
	}
	for _, code := range []string{"pssm-standard", "pssm-jeunes"} {
		i := slices.IndexFunc(all, func(p records.Item) bool { return p.Code == code })
		if i < 0 {
			return fmt.Errorf("no programme %q", code)
		}
		p := training.ProgrammeOf(&all[i])
		p.Rules.GroupMin, p.Rules.Provider = 8, "Organisme de formation de démonstration"
		p.Rules.Prerequisites = "Aucun : il n’est pas nécessaire d’être professionnel de santé."
		p.Rules.EvaluationURL = "https://evaluation.exemple.invalid/" + code
		p.Rules.TrainerNeeds = "Un vidéoprojecteur, un tableau, des tables en îlots."
		p.Rules.PriceNote = "Gratuit pour les professionnels du territoire : la formation est prise en charge par le PTSM (démonstration)."
		if _, err := training.SaveProgramme(app, t.now.AddDate(-1, 0, 0), t.coordinator, all[i].ID, p); err != nil {
			return err
		}
	}
	return nil
}

// crowd is the order in which people register.
func (t *troupe) crowd(p plan) []int {
	order := t.rng.Perm(len(t.people))
	if p.newcomers {
		return slices.DeleteFunc(order, func(n int) bool { return slices.Contains(t.trained, n) })
	}
	if p.speaks && p.trainer != "" {
		t.trained = order[:p.registered]
	}
	return order
}

// remember keeps the group of which a half-day is caught up in the next one.
func (t *troupe) remember(_ core.App, id string, _ plan) error {
	t.aided = id
	return nil
}

// catchUp has whoever missed one half-day of the group before attend the third of this one; the trainer signs again,
// and the issuer's certificates of that group are recorded as they come, but for a few.
func (t *troupe) catchUp(app core.App, id string, p plan) error {
	before, err := records.EventOf(app, t.aided)
	if err != nil {
		return err
	}
	slots, err := records.Slots(app, id)
	if err != nil {
		return err
	}
	last := slots[len(slots)-1].EndsAt.Time()
	board, err := training.BoardOf(app, last, before)
	if err != nil {
		return err
	}
	missed := func(r training.Row) bool { return r.Tally.Present == r.Tally.Slots-1 }
	i := slices.IndexFunc(board.Rows, missed)
	if i < 0 {
		return errors.New("nobody missed a single half-day")
	}
	row := board.Rows[i]
	gap := slices.IndexFunc(row.Cells, training.Cell.Absent)
	c, err := training.PlanCatchUp(app, row.Cells[gap].Slot.EndsAt.Time().Add(26*time.Hour), t.coordinator, row.Registration.ID, row.Cells[gap].Slot.ID, slots[2].ID,
		"Absence prévenue, à rattraper avec le groupe suivant.")
	if err != nil {
		return err
	}
	done := slots[2].EndsAt.Time().Add(-5 * time.Minute)
	if err := training.AttendCatchUp(app, done, "trainer:"+slots[2].ID, id, slots[2].ID, c.ID); err != nil {
		return err
	}
	return t.issued(app, before, last)
}

// issued records the certificates that the issuer of a training gave, five days after the last half-day was caught up;
// three people still wait for theirs.
func (t *troupe) issued(app core.App, e *records.Event, last time.Time) error {
	board, err := training.BoardOf(app, last, e)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range board.Completed() {
		ids = append(ids, r.Registration.ID)
	}
	day := paris.StartOfDay(last.AddDate(0, 0, 5))
	return training.RecordIssued(app, day.Add(11*time.Hour), t.coordinator, e.ID, ids[:max(0, len(ids)-3)], day)
}

// postpone moves a group by four weeks, for want of people, and gives the first answers: one cannot come any more.
func (t *troupe) postpone(app core.App, id string, p plan) error {
	e, err := records.EventOf(app, id)
	if err != nil {
		return err
	}
	slots, err := records.Slots(app, id)
	if err != nil {
		return err
	}
	to := training.Dates{Seen: training.Seen(e, slots), Reason: "Nous préférons attendre un groupe d’au moins huit personnes."}
	for _, h := range p.slots {
		start, end := h.start.In(paris.Location).AddDate(0, 0, 28), h.end.In(paris.Location).AddDate(0, 0, 28)
		to.Slots = append(to.Slots, domain.Slot{Start: start.UTC(), End: end.UTC()})
	}
	now := t.now.Add(-30 * time.Hour)
	if _, err := training.Postpone(app, now, t.coordinator, id, to); err != nil {
		return err
	}
	rows, err := records.Registrations(app, id)
	if err != nil {
		return err
	}
	for i := range 3 {
		if err := training.Confirm(app, now.Add(time.Duration(2+3*i)*time.Hour), "participant", rows[i].ID); err != nil {
			return err
		}
	}
	return training.Decline(app, now.Add(12*time.Hour), "participant", rows[3].ID, "Je suis déjà prise ces deux jours-là.")
}
