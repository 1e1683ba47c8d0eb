package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// A code is asked for at the sessions that the page offers: not at one that is closed to the public.
func TestAnExchangeStaysAmongTheSessionsOffered(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	open := testapp.Event(t, app, 1, nil)
	shut := testapp.Event(t, app, 1, func(d *event.Draft) { d.Title, d.Visibility = "Comité", "internal" })
	a, b := testapp.Register(t, app, open, "Essai", "Alba"), testapp.Register(t, app, shut, "Essai", "Bruno")
	has(t, post(t, c, srv.URL+own(t, app, a)+"/echanger", "session", shut.ID, "code", b.ShortCode), 422, "Aucune inscription confirmée")
	if rows, err := records.SwapsOf(app, a.ID); err != nil || len(rows) != 0 {
		t.Error(rows, err)
	}
}

// A page that was left open does not give up a seat that was taken since; a reason too long keeps the seat.
func TestASeatIsNotGivenUpByMistake(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 1, nil), "Essai", "Alba")
	at := srv.URL + own(t, app, r)
	has(t, follow(t, c, srv, post(t, c, at+"/offre", "reponse", "laisser")), 200, "Inscription confirmée")
	has(t, post(t, c, at+"/annuler", "raison", strings.Repeat("é", registration.MaxWord+1)), 422, "C’est trop long", `id="raison-erreur"`)
	has(t, get(t, c, at), 200, "Inscription confirmée")
}

// A member's invitation does not open the registration of somebody who bears the same name elsewhere.
func TestAnInvitationOpensNoNamesake(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e := testapp.Event(t, app, 0, nil)
	namesake := testapp.Register(t, app, e, "Essai", "Alba")
	b := &records.Body{Name: "Comité", Kind: "steering", Created: records.At(testapp.Now)}
	must(t, records.AddBody(app, b))
	must(t, records.SetEventBody(app, e.ID, b.ID))
	for _, mailbox := range []string{"ailleurs@exemple.invalid", namesake.Email} {
		m := &records.Member{Body: b.ID, LastName: "Essai", FirstName: "Alba", Email: mailbox, Structure: namesake.Structure, FromDay: records.At(testapp.Now)}
		must(t, records.AddMember(app, m))
		i := &records.Invitation{Event: e.ID, Member: m.ID, InvitedAt: records.At(testapp.Now)}
		must(t, records.AddInvitation(app, i))
		must(t, body.Answer(app, testapp.Now, i.ID, "participant", body.Reply{Answer: domain.AnswerPresent}))
		token, err := link.Token(app, link.Invitation, i.ID)
		must(t, err)
		page := get(t, c, srv.URL+"/invitations/"+token)
		has(t, page, 200, "Changer ma réponse")
		if leads := strings.Contains(page.body, own(t, app, namesake)); leads != (mailbox == namesake.Email) {
			t.Errorf("%s: led to the registration: %v", mailbox, leads)
		}
	}
}
