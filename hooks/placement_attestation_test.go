package hooks_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// From the report to the attestation: nothing leaves before, what leaves says stage, host, half-days and hours, anybody
// may verify it, and a presence put right revokes it.
func TestTheAttestationOfAStage(t *testing.T) {
	app := testapp.New(t)
	srv, guest := testapp.Serve(t, app), testapp.Browser(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Camille")))
	at := testapp.Now.AddDate(0, 0, 12)
	if n, err := certificate.Seal(app, at, 10); n != 0 || err != nil {
		t.Fatalf("%d certificates before the report: %v", n, err)
	}
	words := placement.Words{Answers: map[string]string{"etonnement": "Un mot", "pratique": "Un autre"}, Read: true}
	must(t, placement.SendReport(app, at, p.Row.ID, domain.PartyTrainee, words))
	if n, err := certificate.Seal(app, at, 10); n != 1 || err != nil {
		t.Fatalf("%d certificates sealed: %v", n, err)
	}
	done, err := placement.Open(app, p.Row.ID)
	must(t, err)
	live, err := certificate.LiveOf(app, done.Row.Registration)
	must(t, err)
	paper, err := certificate.Words(app, live)
	must(t, err)
	if paper.Kind != "Attestation de stage" || paper.Sentence != "a effectué un stage croisé au sein de" || paper.EventTitle != "Centre hospitalier de Lens, Équipe mobile" || len(paper.Slots) != 2 || paper.TotalLabel != "Total, 2\u00a0demi-journées" {
		t.Errorf("the paper: %+v", paper)
	}
	var drawn bytes.Buffer
	must(t, certificate.Draw(app, &drawn, live))
	if path := os.Getenv("PASSERELLE_LOOK"); path != "" {
		must(t, os.WriteFile(path, drawn.Bytes(), 0o600))
	}
	page := srv.URL + "/verifier/" + ticket.ShowCertificateCode(live.Code)
	a := get(t, guest, page)
	for _, want := range []string{"Attestation de stage", "Centre hospitalier de Lens, Équipe mobile", "6\u00a0h", "Camille"} {
		if a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("%d: the verification does not say %q: %s", a.status, want, a.body)
		}
	}
	e, err := records.EventOf(app, live.Event)
	must(t, err)
	slots, err := records.Slots(app, live.Event)
	must(t, err)
	for i, s := range slots {
		if _, err := door.Correct(app, at, door.Place{Event: e, Slots: slots, Actor: "test"}, door.Correction{Nonce: "c" + s.ID, Registration: done.Row.Registration, Slot: s.ID, Reason: "Notée par erreur."}); err != nil {
			t.Fatal(i, err)
		}
	}
	if !strings.Contains(get(t, guest, page).body, "remplacée") { // by one of a single half-day, which is revoked too
		t.Error("the first is still valid")
	}
	if left, err := certificate.LiveOf(app, done.Row.Registration); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("an attestation of nothing: %+v, %v", left, err)
	}
}
