package hooks_test

import (
	"net/url"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// The coordinator's page says the whole trail, offers the moves that the rules allow and no other, keeps what was typed with
// a refused one, shows the links once asked for, and reminds once a day.
func TestTheCoordinatorFollowsAPlacement(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	srv := testapp.Serve(t, app)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Camille", nil, o.ID)
	client := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	page := srv.URL + "/gestion/placements/" + p.Row.ID
	state := func(want domain.PlacementState) *placement.Case {
		t.Helper()
		c, err := placement.Open(app, p.Row.ID)
		must(t, err)
		if c.P.State != want {
			t.Errorf("the placement is %s, not %s", c.P.State, want)
		}
		return c
	}
	a := get(t, client, page)
	has(t, a, 200, "Stage de Camille Exemple", "Accord attendu", "Noter l’accord du responsable", "Ne pas retenir la demande", "a demandé un stage", "Relancer", `<li class="done">Demande`, `<li aria-current="step">Accord`)
	token, err := link.Token(app, link.PlacementTrainee, p.Row.ID)
	must(t, err)
	lacks(t, a, token, "Reporter le stage", "Délivrer l’attestation", "Préparer la convention")
	has(t, post(t, client, page+"/liens"), 200, "/mon-stage/"+token, "/stage-responsable/")
	if trail, err := records.AuditOf(app, "placement", p.Row.ID); err != nil || len(trail) == 0 || trail[0].Action != "reveal-links" {
		t.Errorf("trail: %v %v", trail, err)
	}

	has(t, follow(t, client, srv, post(t, client, page+"/relancer", "de", "manager")), 200, "Un rappel part maintenant")
	has(t, follow(t, client, srv, post(t, client, page+"/relancer", "de", "manager")), 200, "déjà parti aujourd’hui")
	has(t, follow(t, client, srv, post(t, client, page+"/relancer", "de", "host")), 200, "Rien n’est attendu")

	has(t, post(t, client, page+"/gestes", "move", "agree", "intent", records.NewID()), 422, `id="reason-agree-erreur"`)
	state(domain.PlacementRequested)
	has(t, post(t, client, page+"/gestes", "move", "certify", "intent", records.NewID()), 409)
	has(t, post(t, client, page+"/gestes", "move", "sign", "intent", records.NewID()), 422)
	has(t, follow(t, client, srv, post(t, client, page+"/gestes", "move", "agree", "reason-agree", "Accord donné au téléphone.", "intent", records.NewID())), 200, "C’est noté", "a noté l’accord du responsable", "Accord donné au téléphone.", "Donner une place", `<li class="done">Accord`, `<li aria-current="step">Place`)

	days := o.HalfDays.Slots()
	for i := range days {
		days[i].ID = records.NewID()
	}
	p = testapp.Signed(t, app, testapp.Placed(t, app, state(domain.PlacementApproved), o, days))
	has(t, follow(t, client, srv, post(t, client, page+"/gestes", "move", "postpone", "reason-postpone", "Grève annoncée.", "intent", records.NewID())), 200, "est reporté", "Grève annoncée.")
	form := url.Values{"move": {"resume"}, "intent": {records.NewID()}, "slot-0-day": {"2026-12-08"}, "slot-0-start": {"09:00"}, "slot-0-end": {"25:00"}}
	has(t, sendForm(t, client, page+"/gestes", form), 422, `value="2026-12-08"`, `value="25:00"`)
	form.Set("slot-0-end", "12:00")
	has(t, follow(t, client, srv, sendForm(t, client, page+"/gestes", form)), 200, "nouvelles dates", "Mardi 8 décembre 2026")
	p = testapp.Moved(t, app, now, state(domain.PlacementAgreementSigned), domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveAmend})
	for _, by := range domain.PlacementSigners {
		p = testapp.Moved(t, app, now, p, by, domain.PlacementAct{Move: domain.MoveSign, Signature: domain.AgreementSignature{Signer: by, Day: now.Truncate(24 * time.Hour), How: domain.SignedOnPaper}})
	}
	now = p.P.Days[0].End.Add(time.Hour)
	client = testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "d@exemple.invalid"))
	slot := p.P.Days[0].ID
	has(t, post(t, client, page+"/gestes", "move", "tell", "slot", slot, "presence-"+slot, "yes", "minutes-"+slot, "1 h 30", "incident-"+slot, "shortened", "intent", records.NewID()), 422, `id="reason-tell`+slot+`-erreur"`, `value="1 h 30"`)
	has(t, follow(t, client, srv, post(t, client, page+"/gestes", "move", "tell", "slot", slot, "presence-"+slot, "yes", "minutes-"+slot, "1 h 30", "incident-"+slot, "shortened", "reason-tell"+slot, "Réunion urgente.", "intent", records.NewID())), 200,
		"30 (écourtée)", "Réunion urgente.")
	has(t, follow(t, client, srv, post(t, client, page+"/gestes", "move", "untell", "slot", slot, "reason-untell"+slot, "Erreur de durée.", "intent", records.NewID())), 200, "a repris ce qui était dit")
	has(t, get(t, client, page), 200, "a signé la convention, datée du")

	has(t, get(t, client, page+"/modifier"), 200, `value="encadrement@exemple.invalid"`)
	edit := url.Values{"email": {"camille.exemple@exemple.invalid"}, "tuteur": {"Dominique Tutorat"}, "tuteur_email": {"pas une adresse"}, "tuteur_telephone": {"03 21 00 00 00"}, "etablissement_email": {"autre@exemple.invalid"}}
	has(t, sendForm(t, client, page+"/modifier", edit), 422, `value="pas une adresse"`, `id="tuteur_email-erreur"`)
	edit.Set("tuteur_email", "nouveau@exemple.invalid")
	old, err := link.Token(app, link.PlacementHost, p.Row.ID)
	must(t, err)
	has(t, follow(t, client, srv, sendForm(t, client, page+"/modifier", edit)), 200, "Les coordonnées sont enregistrées", "03 21 00 00 00")
	if fresh, err := link.Token(app, link.PlacementHost, p.Row.ID); err != nil || fresh == old {
		t.Error("the tutor who was wrongly named keeps the link")
	}
	sent := map[string]bool{}
	letters, err := records.PlacementLetters(app, p.Row.ID)
	must(t, err)
	for _, l := range letters {
		sent[l.Recipient] = sent[l.Recipient] || l.Kind == mail.StageAgain
	}
	if !sent["nouveau@exemple.invalid"] || !sent["autre@exemple.invalid"] || sent["camille.exemple@exemple.invalid"] {
		t.Errorf("links sent anew: %v", sent)
	}
}
