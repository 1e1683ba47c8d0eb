package door_test

import (
	"testing"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// An arrival that was set aside may be let in again by a phone that did not know: it is given again.
func TestAnArrivalIsRecognisedTwice(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	known := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	out, err := door.Admit(app, morning, place, door.WalkIn{Nonce: "n", Name: "Essai", Incomplete: true, Slot: place.Slots[0].ID, At: morning.Format(time.RFC3339)})
	if err != nil {
		t.Fatal(err)
	}
	for round, nonce := range []string{"", "again"} {
		now := morning.Add(time.Duration(round+1) * time.Hour)
		if nonce != "" {
			in := door.Scan{Nonce: nonce, Registration: out.Registration, Slot: place.Slots[0].ID, At: now.Format(time.RFC3339), Force: true, Reason: "déjà venue"}
			if r, err := door.Sync(app, now, place, door.Batch{Scans: []door.Scan{in}}); err != nil || r[0].Outcome != "forced" {
				t.Fatal(r, err)
			}
		}
		if err := door.Recognise(app, now, place, out.Registration, known.ID); err != nil {
			t.Fatal(err)
		}
		aside, err1 := records.AttendancesOf(app, out.Registration)
		there, err2 := records.AttendancesOf(app, known.ID)
		if len(aside) != 0 || len(there) != 1 || err1 != nil || err2 != nil {
			t.Fatal(round, aside, there, err1, err2)
		}
	}
}

// An arrival set aside as a double of another, which turns out to be a third one's: both are that person's.
func TestDoublesOfADoubleFollow(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	known := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	var ids []string
	for _, n := range []string{"un", "deux"} {
		out, err := door.Admit(app, morning, place, door.WalkIn{Nonce: n, Name: "Passant " + n, Incomplete: true, Slot: place.Slots[0].ID, At: morning.Format(time.RFC3339)})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, out.Registration)
	}
	if err := door.Recognise(app, morning, place, ids[0], ids[1]); err != nil {
		t.Fatal(err)
	}
	if err := door.Recognise(app, morning, place, ids[1], known.ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if r, err := records.RegistrationOf(app, id); err != nil || r.Person != known.Person {
			t.Errorf("%s is %s's, not %s's: %v", id, r.Person, known.Person, err)
		}
	}
}
