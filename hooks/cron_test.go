package hooks_test

import (
	"testing"
	"time"

	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// What the form and the privacy page promise.
func TestNeedsAreErasedFifteenDaysAfterTheEvent(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 0, nil)
	meal, wish := ask(t, app, e, question.Draft{Kind: question.Text, Label: "Le repas", Comfort: true}), ask(t, app, e, question.Draft{Kind: question.Text, Label: "Vos attentes"})
	workshop := ask(t, app, e, question.Draft{Kind: question.Workshop, Label: "L’atelier", Comfort: true, Options: []records.Option{{Label: "Un"}, {Label: "Deux"}}}) // a workshop is never one of comfort: its seats are counted
	in := testapp.Request(e, "Essai", "Alba")
	in.Needs = "Une place devant"
	in.Answers = map[string][]string{meal.ID: {"sans arachide"}, wish.ID: {"le réseau"}, workshop.ID: {workshop.Options[0].ID}}
	answer, err := registration.Register(app, now, in)
	must(t, err)
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{14 * 24 * time.Hour, in.Needs}, {16 * 24 * time.Hour, ""}} {
		now = e.EndsAt.Time().Add(c.after)
		for _, job := range app.Cron().Jobs() {
			if job.Id() == "passerelleNeeds" {
				job.Run()
			}
		}
		r, err := records.RegistrationOf(app, answer.Registration.ID)
		must(t, err)
		if r.Needs != c.want || r.LastName != "Essai" {
			t.Errorf("%s after the end: %q, want %q", c.after, r.Needs, c.want)
		}
		if (len(r.Answers[meal.ID]) > 0) != (c.want != "") || len(r.Answers[wish.ID]) != 1 || len(r.Answers[workshop.ID]) != 1 {
			t.Errorf("%s after the end: %v", c.after, r.Answers)
		}
	}
}
