package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// managerEmail is where the demonstration asks for agreements.
const managerEmail = "chefferie@exemple.invalid"

// selected is a training with more applications than seats: the coordinator chooses.
func selected(c calendar) plan {
	first, second := c.in(38), c.in(45)
	return plan{fate: coming, title: "Premiers secours en santé mentale (PSSM), avec sélection", programme: "pssm-standard", territory: "capso",
		summary:  "Deux jours de formation. Les places sont attribuées par la coordination, qui lit chaque demande.",
		audience: "Professionnels de première ligne, 18 ans ou plus.", group: "adulte", axis: "adulte-3", role: "porte", organiser: true,
		town: "Centre de formation (lieu de démonstration)", address: "6 quai de la Démonstration, 62500 Saint-Omer", capacity: 12, lead: 60,
		registered: 17, rule: domain.EverySlot, selects: true,
		slots: []half{span("Jour 1, matin", first, "9:00", "12:30"), span("Jour 1, après-midi", first, "13:30", "17:00"),
			span("Jour 2, matin", second, "9:00", "12:30"), span("Jour 2, après-midi", second, "13:30", "17:00")}}
}

// agreed is a day for which a manager has to agree.
func agreed(c calendar) plan {
	day := c.in(27)
	return plan{fate: coming, title: "Journée d’immersion en centre médico-psychologique", programme: "conference", territory: "lens-henin",
		summary:  "Une journée dans une équipe. L’accord de votre responsable est demandé à l’inscription.",
		audience: "Professionnels du social et du médico-social.", group: "adulte", axis: "adulte-3", role: "porte",
		town: "Centre médico-psychologique (lieu de démonstration)", address: "3 rue de la Démonstration, 62300 Lens", capacity: 8, lead: 40,
		registered: 6, manager: true, slots: []half{span("Matin", day, "9:00", "12:00"), span("Après-midi", day, "13:30", "16:30")}}
}

// choose answers some of those who asked, and leaves the others to whoever tries the demonstration.
func (t *troupe) choose(app core.App, id string, p plan) error {
	if !p.selects && !p.manager {
		return nil
	}
	rows, err := records.Registrations(app, id)
	if err != nil {
		return err
	}
	now := t.now.Add(-20 * time.Hour)
	ids := func(which ...int) (out []string) {
		for _, i := range which {
			out = append(out, rows[i].ID)
		}
		return out
	}
	if p.manager {
		if err := registration.Agree(app, now, ids(0, 1, 2), true, "D’accord, le planning le permet."); err != nil {
			return err
		}
		return registration.Agree(app, now, ids(3), false, "Le service est en effectif réduit ce jour-là.")
	}
	if _, err := registration.Decide(app, now, t.coordinator, id, ids(0, 2, 3, 5, 8, 9), registration.DecideAccept, "Nous vous attendons les deux jours."); err != nil {
		return err
	}
	_, err = registration.Decide(app, now.Add(time.Minute), t.coordinator, id, ids(4), registration.DecideRefuse,
		"Vous avez déjà suivi cette formation : nous donnons la priorité aux premières participations.")
	return err
}
