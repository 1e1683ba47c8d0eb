package door_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestWalkIn(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	in := door.WalkIn{Nonce: "w1", Device: "d", At: morning.Format(time.RFC3339), SentAt: morning.Format(time.RFC3339), Slot: place.Slots[0].ID,
		LastName: "Essai", FirstName: "Chloé", Structure: "CH Lens", Profession: "Infirmière", Email: "chloe@exemple.invalid"}
	first, err := door.Admit(app, morning, place, in)
	if err != nil || first.Outcome != "accepted" || first.Person != "Chloé Essai" {
		t.Fatal(first, err)
	}
	in.FirstName = "Autre"
	if again, err := door.Admit(app, morning.Add(time.Hour), place, in); err != nil || again != first {
		t.Fatal(again, err)
	}
	r, err := records.RegistrationOf(app, first.Registration)
	if err != nil || r.Origin != domain.FromDoor || r.State != string(domain.Confirmed) {
		t.Fatal(r, err)
	}
	if p, err := records.ItemOf(app, records.Professions, r.Profession); err != nil || p.Code != "infirmier" {
		t.Fatal("what was typed is not found in the list:", p, err)
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil || seats.Taken != 1 {
		t.Fatal("a walk-in takes a seat:", seats, err)
	}
	if rows, _ := records.AttendancesOf(app, r.ID); len(rows) != 1 || rows[0].Slot != place.Slots[0].ID {
		t.Fatal(rows)
	}
	if letters, n, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 9}); err != nil || n != 1 {
		t.Fatal(letters, err)
	}
}

func TestWalkInOfSomebodyRegistered(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	a := testapp.Register(t, app, e, "Essai", "Alba")
	waiting := testapp.Register(t, app, e, "Essai", "Bruno")
	place := open(t, app, e)
	for nonce, x := range map[string]struct {
		r    *records.Registration
		want string
	}{"w1": {a, "accepted"}, "w2": {waiting, "forced"}} {
		out, err := door.Admit(app, morning, place, door.WalkIn{Nonce: nonce, LastName: x.r.LastName, FirstName: strings.ToUpper(x.r.FirstName), Structure: "CH Lens"})
		if err != nil || out.Outcome != x.want || out.Registration != x.r.ID {
			t.Errorf("%s: %+v %v", nonce, out, err)
		}
	}
	if rows, _ := records.Registrations(app, e.ID); len(rows) != 2 {
		t.Fatal("registered twice:", len(rows))
	}
}

func TestWalkInThatCannotBeKept(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	place := open(t, app, e)
	good := door.WalkIn{Nonce: "w", LastName: "Essai", FirstName: "Alba"}
	for field, change := range map[string]func(*door.WalkIn){
		"nonce": func(w *door.WalkIn) { w.Nonce = "" }, "last_name": func(w *door.WalkIn) { w.LastName = " 🎉 " },
		"first_name": func(w *door.WalkIn) { w.FirstName = strings.Repeat("é", 300) }, "email": func(w *door.WalkIn) { w.Email = "alba" },
		"structure": func(w *door.WalkIn) { w.Structure = "—" },
	} {
		in := good
		change(&in)
		_, err := door.Admit(app, morning, place, in)
		if refusals := domain.Refusals(err); len(refusals) != 1 || refusals[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if rows, _ := records.Registrations(app, e.ID); len(rows) != 0 {
		t.Fatal("a refused walk-in left", rows)
	}
	good.Slot, good.Profession = "retiré", "dresseur de lions"
	out, err := door.Admit(app, morning, place, good)
	if err != nil || out.Outcome != "accepted" {
		t.Fatal("corrected, under the same nonce:", out, err)
	}
	kept, err := records.ScanByNonce(app, "w")
	if err != nil || !strings.Contains(kept.Reason, "dresseur de lions") || kept.Slot != place.Slots[0].ID {
		t.Fatalf("%+v %v", kept, err)
	}
}

func TestDoorLinks(t *testing.T) {
	app := testapp.New(t)
	e, other := testapp.Event(t, app, 1, nil), testapp.Event(t, app, 1, nil)
	_, err := door.NewLink(app, testapp.Now, "test", e.ID, " ", testapp.Now)
	if r := domain.Refusals(err); len(r) != 2 || r[0].Field != "label" || r[1].Code != domain.ErrMomentPast {
		t.Fatal(err)
	}
	d, err := door.NewLink(app, testapp.Now, "test", e.ID, "Porte A", testapp.Now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	token, err := link.Token(app, link.Door, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	enter := func(at time.Time) error {
		_, p, err := door.Enter(app, at, token)
		if err == nil && p.Event.ID != e.ID {
			t.Fatal("another event")
		}
		return err
	}
	if err := enter(testapp.Now.Add(59 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := enter(testapp.Now.Add(time.Hour)); !domain.Is(err, domain.ErrLinkExpired) || !door.Closed(err) {
		t.Fatal(err)
	}
	if err := door.Revoke(app, testapp.Now, "test", other.ID, d.ID); !domain.Is(err, domain.ErrNotFound) || enter(testapp.Now) != nil {
		t.Fatal("revoked from another event:", err)
	}
	if err := door.Revoke(app, testapp.Now, "test", e.ID, d.ID); err != nil {
		t.Fatal(err)
	}
	if err := enter(testapp.Now); !domain.Is(err, domain.ErrLinkRevoked) {
		t.Fatal(err)
	}
}

func TestDefaultExpiry(t *testing.T) {
	for _, x := range []struct{ now, end, want string }{
		{"2026-11-20T09:00:00Z", "2026-11-21T16:00:00Z", "2026-11-22T22:59:00Z"},
		{"2026-11-25T09:00:00Z", "2026-11-21T16:00:00Z", "2026-11-26T22:59:00Z"},
		{"2026-10-20T09:00:00Z", "2026-10-24T16:00:00Z", "2026-10-25T22:59:00Z"}, // the day of winter time has 25 hours
	} {
		parse := func(s string) time.Time {
			v, err := time.Parse(time.RFC3339, s)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if got := door.DefaultExpiry(parse(x.now), parse(x.end)); !got.Equal(parse(x.want)) {
			t.Errorf("event ends %s: door until %v", x.end, got)
		}
	}
}

func TestSearch(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	testapp.Register(t, app, e, "d’Églantier", "Romane")
	testapp.Register(t, app, e, "Essai", "Romain")
	place := open(t, app, e)
	for words, want := range map[string]int{"": 0, " - ": 0, "roma": 2, "EGLANTIER romane": 1, "romane eglan": 1, "lens": 2, "romane essai": 0, "egalntier": 1, "mme essai": 1} {
		if found, err := door.Search(app, testapp.Now, place, words, 30); err != nil || len(found) != want {
			t.Errorf("%q finds %d (%v), want %d", words, len(found), err, want)
		}
	}
	if found, _ := door.Search(app, testapp.Now, place, "roma", 1); len(found) != 1 {
		t.Error("more than asked for")
	}
}
