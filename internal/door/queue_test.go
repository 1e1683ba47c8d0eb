package door_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// The answer was lost on the way, then the link was revoked: the same nonce still gets its first answer.
func TestARevokedDoorAnswersWhatWasRecorded(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	scan := door.Scan{Nonce: "once", Code: r.Ticket, At: morning.Format(time.RFC3339)}
	first := sync(t, app, morning, e, scan)
	again, err := door.Refuse(app, morning, place, door.Batch{Scans: []door.Scan{scan, {Nonce: "late", Code: r.Ticket}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(again) != 2 || again[0] != first[0] || again[1].Outcome != string(domain.DoorClosed) {
		t.Errorf("%+v, first %+v", again, first)
	}
}

// No refused scan is dropped, even where a device has no good nonce.
func TestARevokedDoorKeepsEveryScan(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	long := strings.Repeat("n", 200)
	if _, err := door.Refuse(app, morning, open(t, app, e), door.Batch{Scans: []door.Scan{
		{Code: "A"}, {Code: "B"}, {Nonce: long + "1", Code: "C"}, {Nonce: long + "2", Code: "D"}, {Nonce: "n", Code: "E"}, {Nonce: "n", Code: "E"}}}); err != nil {
		t.Fatal(err)
	}
	rows, err := records.ScansSince(app, e.ID, 0)
	if err != nil || len(rows) != 5 {
		t.Errorf("%d scans kept, %v", len(rows), err)
	}
}

// After a restore the list's numbers are smaller than the phone's: it gets everything again.
func TestAListFromTheFuture(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	l, err := door.ListSince(app, testapp.Now, open(t, app, e), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.People) != 1 || l.Cursor == "1000" {
		t.Errorf("%+v", l)
	}
	if l, err = door.ListSince(app, testapp.Now, open(t, app, e), 0); err != nil || len(l.People) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}

// Corrections within one millisecond, the grain of the database: the last one still has the last word.
func TestTheLastCorrectionWins(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	for i := range 12 {
		c := door.Correction{Nonce: fmt.Sprint("c", i), Registration: r.ID, Slot: place.Slots[0].ID, Present: i%2 == 0, Reason: "feuille"}
		if _, err := door.Correct(app, morning.Add(time.Duration(i)*50*time.Microsecond), place, c); err != nil {
			t.Fatal(err)
		}
		if n, err := records.SlotPresence(app, place.Slots[0].ID); err != nil || (n == 1) != c.Present {
			t.Errorf("correction %d: %d present, %v", i, n, err)
		}
	}
}
