package door_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var drawn = json.RawMessage(`{"way":"drawn","strokes":[[100,200,400,100,700,300]]}`)

func TestASignatureGoesWithItsArrival(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	place := open(t, app, e)
	who := testapp.Register(t, app, e, "Essai", "Alba")
	waiting := setState(t, app, testapp.Register(t, app, e, "Essai", "Denis"), domain.Waitlisted)
	other := testapp.Register(t, app, e, "Essai", "Bruno")
	for i, c := range []struct {
		name      string
		reg       *records.Registration
		kind      string
		signature string
		outcome   domain.Verdict
		signed    bool
		says      string
	}{
		{"no signature", who, "in", "", domain.Accepted, false, "Arrivée enregistrée."},
		{"null", who, "in", "null", domain.Already, false, "Déjà là"},
		{"drawn", who, "in", string(drawn), domain.Already, true, "Signature enregistrée."},
		{"confirmed", who, "in", `{"way":"confirmed","code":"` + strings.ToLower(who.ShortCode[:4]+" "+who.ShortCode[4:]) + `"}`, domain.Already, true, "Signature enregistrée."},
		{"the code of another", who, "in", `{"way":"confirmed","code":"` + other.ShortCode + `"}`, domain.Already, false, "code tapé"},
		{"no code", who, "in", `{"way":"confirmed"}`, domain.Already, false, "code tapé"},
		{"self, from a phone of the door", who, "in", `{"way":"self"}`, domain.Already, false, "n’est pas connue"},
		{"a trainer's", who, "in", `{"way":"trainer"}`, domain.Already, false, "n’est pas connue"},
		{"no drawing", who, "in", `{"way":"drawn","strokes":[[1,2,3]]}`, domain.Already, false, "dessin"},
		{"not ours", who, "in", `[1,2]`, domain.Already, false, "être lue"},
		{"with a departure", who, "out", string(drawn), domain.Accepted, false, "arrivée admise"},
		{"refused at the door", waiting, "in", string(drawn), domain.OnWaitlist, false, "arrivée admise"},
	} {
		var s door.Scan
		at := morning.Add(time.Duration(i) * time.Minute)
		body := map[string]any{"nonce": c.name, "registration": c.reg.ID, "slot": place.Slots[0].ID, "kind": c.kind, "at": at.Format(time.RFC3339)}
		if c.signature != "" {
			body["signature"] = json.RawMessage(c.signature)
		}
		raw, err := json.Marshal(body)
		if err == nil {
			err = json.Unmarshal(raw, &s)
		}
		if err != nil {
			t.Fatal(c.name, err)
		}
		for range 2 { // sent twice, it acts once
			r := sync(t, app, at, e, s)[0]
			if r.Outcome != string(c.outcome) || r.Signed != c.signed || !strings.Contains(r.Explanation, c.says) {
				t.Errorf("%s: %+v", c.name, r)
			}
		}
		g, err := records.SignatureByNonce(app, c.name)
		if (err == nil) != c.signed {
			t.Errorf("%s: signature %+v, %v", c.name, g, err)
		}
		if scan, err := records.ScanByNonce(app, c.name); err != nil || scan.Signed != c.signed {
			t.Errorf("%s: scan %+v, %v", c.name, scan, err)
		}
	}
}

// TestWhatIsSignedStays: the words signed do not follow the event, and a voided arrival takes its signature with it.
func TestWhatIsSignedStays(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	place := open(t, app, e)
	who := testapp.Register(t, app, e, "Essai", "Alba")
	slot := place.Slots[0]
	scan := door.Scan{Nonce: "n", Registration: who.ID, Slot: slot.ID, At: morning.Format(time.RFC3339), Signature: drawn}
	sync(t, app, morning, e, scan)
	title := e.Title
	e.Title = "Un autre titre"
	must(t, records.SaveEvent(app, e))
	g, err := records.SignatureByNonce(app, "n")
	must(t, err)
	var snap domain.Snapshot
	must(t, json.Unmarshal(g.Snapshot, &snap))
	if snap.Title != title || snap.Organiser == "" || !snap.Starts.Equal(slot.StartsAt.Time()) || !snap.Ends.Equal(slot.EndsAt.Time()) ||
		snap.Name != "Alba Essai" || g.Name != "Alba Essai" || !g.SignedAt.Time().Equal(morning) {
		t.Errorf("signature %+v of %+v", g, snap)
	}
	proof := func() domain.Proof {
		rows, err := records.AttendancesOf(app, who.ID)
		must(t, err)
		if len(rows) == 0 {
			return domain.NoProof
		}
		return domain.Proof(rows[0].Proof)
	}
	if proof() != domain.Signed {
		t.Error("proof", proof())
	}
	later := morning.Add(time.Hour)
	if err := door.Unsign(app, later, place, g.ID, " "); !domain.Is(err, domain.ErrReason) {
		t.Error("without a reason:", err)
	}
	other := open(t, app, testapp.Event(t, app, 9, nil))
	if err := door.Unsign(app, later, other, g.ID, "une autre main"); !domain.Is(err, domain.ErrNotFound) {
		t.Error("from another event:", err)
	}
	must(t, door.Unsign(app, later, place, g.ID, "signée par une autre personne"))
	must(t, door.Unsign(app, later, place, g.ID, "une deuxième fois"))
	if g, err = records.SignatureByNonce(app, "n"); err != nil || g.RevokedReason != "signée par une autre personne" || proof() != domain.Scanned {
		t.Errorf("%+v, %v, proof %d", g, err, proof())
	}
	scan.Nonce = "again"
	sync(t, app, morning, e, scan)
	if proof() != domain.Signed {
		t.Error("signed again, proof", proof())
	}
	_, err = door.Correct(app, later, place, door.Correction{Nonce: "void", Registration: who.ID, Slot: slot.ID, Reason: "erreur de personne"})
	must(t, err)
	if g, err = records.SignatureByNonce(app, "again"); err != nil || g.RevokedReason != "erreur de personne" || proof() != domain.NoProof {
		t.Errorf("%+v, %v, proof %d", g, err, proof())
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
