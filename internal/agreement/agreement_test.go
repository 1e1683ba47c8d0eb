package agreement_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each version is frozen when it is sent, under one number, drawn once by whoever asks first, and never altered.
func TestEachVersionIsFrozenAndSealedOnce(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Badge, o.Seen = "Retiré à l’accueil.", "Une réunion d’équipe." })
	host := func(director string) {
		_, err := app.DB().Update("structures", dbx.Params{"address": "1 rue d’Essai, Lens", "siret": "73282932000074", "legal_name": director, "legal_function": "Directrice"}, dbx.HashExp{"id": o.Structure}).Execute()
		must(t, err)
	}
	host("Lou Direction")
	p := testapp.Matched(t, app, c, o, "Exemple", "Camille")
	p = testapp.Moved(t, app, testapp.Now, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})

	first, err := records.AgreementOf(app, p.Row.ID, 1)
	must(t, err)
	if want := fmt.Sprintf("CSC-%d-000001", testapp.Now.Year()); first.Number != want || !first.IssuedAt.IsZero() {
		t.Fatalf("%+v, want %s", first, want)
	}
	host("Autre Direction")
	if n, err := agreement.Seal(app, testapp.Now, 9); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	first, err = records.AgreementOf(app, p.Row.ID, 1)
	must(t, err)
	kept, err := agreement.PDF(app, testapp.Now, first)
	must(t, err)
	if agreement.HashOf(kept) != first.SHA256 || !bytes.HasPrefix(kept, []byte("%PDF-")) {
		t.Error("the bytes are not those of the seal")
	}
	said, err := agreement.Content(first)
	must(t, err)
	if said.Host.Representative != "Lou Direction" || said.Trainee.Name != "Camille Exemple" || said.Correspondent.Name != "Noa Direction" || said.Tutor.Name != "Dominique Tutorat" ||
		len(said.Days) != 2 || len(said.Conditions) != 1 || said.Programme == "" || said.Facilitator == "" || said.Replaced != "" {
		t.Errorf("%+v", said)
	}

	p = testapp.Moved(t, app, testapp.Now.Add(time.Hour), p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveAmend})
	second, err := records.AgreementOf(app, p.Row.ID, 0)
	must(t, err)
	now, err := agreement.Content(second)
	must(t, err)
	if second.Version != 2 || second.Number != first.Number || now.Reason != "Raison d’essai." || now.Replaced == "" || now.Host.Representative != "Autre Direction" {
		t.Errorf("%+v %+v", second, now)
	}
	fresh, err := agreement.PDF(app, testapp.Now, second) // asked for before the worker came
	must(t, err)
	again, err := agreement.PDF(app, testapp.Now.Add(time.Hour), second) // of a row read before it was sealed
	must(t, err)
	if n, err := agreement.Seal(app, testapp.Now, 9); n != 0 || err != nil || !bytes.Equal(fresh, again) {
		t.Error("sealed twice", n, err)
	}
	if old, err := agreement.PDF(app, testapp.Now, first); err != nil || !bytes.Equal(old, kept) {
		t.Error("the first version changed", err)
	}
	var order bytes.Buffer
	must(t, agreement.DrawMission(&order, second))

	// A link is not a store: of one purpose, ten papers are kept, the same one once.
	for i := range 12 {
		scan := &agreement.Scan{Name: "page.pdf", Type: "application/pdf", Bytes: []byte{byte(i)}}
		err := agreement.Keep(app, testapp.Now, records.Paper{Placement: first.Placement, Party: "home", Kind: agreement.MissionPaper, Actor: "home"}, scan)
		if domain.Is(err, domain.ErrScanMany) != (i >= 10) {
			t.Errorf("paper %d: %v", i, err)
		}
	}

	// One that cannot be drawn holds back no other, and is left alone after some tries.
	other := testapp.Moved(t, app, testapp.Now, testapp.Matched(t, app, c, o, "Autre", "Sacha"), domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})
	_, err = app.DB().NewQuery("DROP TRIGGER agreements_fixed").Execute()
	must(t, err)
	_, err = app.DB().Update("agreements", dbx.Params{"content": `{"issued_on":"hier"}`}, dbx.HashExp{"placement": other.Row.ID}).Execute()
	must(t, err)
	for range agreement.Tries {
		if n, err := agreement.Seal(app, testapp.Now, 9); n != 0 || err == nil {
			t.Fatal("an unreadable content was drawn")
		}
	}
	if n, err := agreement.Seal(app, testapp.Now, 9); n != 0 || err != nil {
		t.Error("tried for ever", n, err)
	}
	row, err := records.AgreementOf(app, other.Row.ID, 0)
	must(t, err)
	if row.Number == first.Number || row.Attempts != agreement.Tries || !strings.Contains(row.LastError, "hier") {
		t.Errorf("%+v", row)
	}
}
