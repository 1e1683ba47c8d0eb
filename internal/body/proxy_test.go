package body_test

import (
	"testing"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// A full meeting with a list: the seat goes from the member to the proxy, to another proxy and back, and nobody of
// the list takes it on the way.
func TestAProxyTakesTheSeatItself(t *testing.T) {
	app := testapp.New(t)
	_, e := committee(t, app, 0, "Orme")
	_, err := body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	e, err = records.EventOf(app, e.ID)
	must(t, err)
	e.Capacity, e.Waitlist = 1, true
	must(t, records.SaveEvent(app, e))
	row := invitations(t, app, e)[0]
	answer := func(in body.Reply) {
		t.Helper()
		must(t, body.Answer(app, testapp.Now, row.ID, "participant", in))
	}
	answer(body.Reply{Answer: domain.AnswerPresent})
	waiting, err := registration.Register(app, testapp.Now, registration.Request{Event: e.ID, LastName: "Tilleul", FirstName: "Alba",
		Email: "tilleul@exemple.invalid", Structure: "CH Lens", Origin: domain.FromCoordinator, Actor: "essai"})
	must(t, err)
	for _, step := range []struct {
		in   body.Reply
		seat string
	}{
		{body.Reply{Answer: domain.AnswerRepresented, LastName: "Linotte", FirstName: "Zoé"}, "Zoé Linotte"},
		{body.Reply{Answer: domain.AnswerRepresented, LastName: "Pinson", FirstName: "Éloi"}, "Éloi Pinson"},
		{body.Reply{Answer: domain.AnswerPresent}, "Alba Orme"},
		{body.Reply{Answer: domain.AnswerExcused}, "Alba Orme"},
		{body.Reply{Answer: domain.AnswerRepresented, LastName: "Linotte", FirstName: "Zoé"}, "Zoé Linotte"},
	} {
		answer(step.in)
		i, err := records.InvitationOf(app, row.ID)
		must(t, err)
		r, err := records.RegistrationOf(app, i.Registration)
		must(t, err)
		w, err := records.RegistrationOf(app, waiting.Registration.ID)
		must(t, err)
		if r.Name() != step.seat || r.State != "confirmed" || w.State != "waitlisted" {
			t.Errorf("%s: %s is %s, who waits is %s", step.seat, r.Name(), r.State, w.State)
		}
		clean(t, app)
	}
}
