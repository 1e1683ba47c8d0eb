package door_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A door that serves a room takes what it does not say for that room, and sends who chose another one there.
func TestADoorServesARoom(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, func(d *event.Draft) { d.Slots[1].Label, d.Slots[1].Room = "Atelier B", "Salle 12" })
	place := open(t, app, e)
	d, err := door.NewDoor(app, testapp.Now, "u", e.ID, "Salle 12", place.Slots[1].ID, testapp.Now.Add(72*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	token, err := link.Token(app, link.Door, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, room, err := door.Enter(app, testapp.Now, token)
	if err != nil || room.Slot != place.Slots[1].ID {
		t.Fatal(room.Slot, err)
	}
	if l, err := door.ListSince(app, testapp.Now, room, 0); err != nil || l.Slot != room.Slot || l.Slots[1].Room != "Salle 12" {
		t.Fatal(l.Slot, err)
	}
	r := testapp.Register(t, app, e, "Essai", "Alba")
	out, err := door.Sync(app, morning, room, door.Batch{Device: "d", Scans: []door.Scan{{Nonce: "a", Registration: r.ID, At: morning.Format(time.RFC3339)}}})
	if err != nil || out[0].Outcome != "accepted" {
		t.Fatal(out, err)
	}
	rows, err := records.Attendances(app, e.ID)
	if err != nil || len(rows) != 1 || rows[0].Slot != room.Slot {
		t.Fatal("in the morning, this door serves the afternoon's workshop:", rows, err)
	}
	chose := testapp.Register(t, app, e, "Essai", "Bruno")
	chose.Slots = records.List{place.Slots[1].ID}
	if err := records.SaveRegistration(app, chose); err != nil {
		t.Fatal(err)
	}
	got := sync(t, app, morning, e, door.Scan{Nonce: "b", Registration: chose.ID, Slot: place.Slots[0].ID, At: morning.Format(time.RFC3339)})[0]
	if got.Outcome != "other_slot" || !strings.Contains(got.Explanation, "Atelier B, Salle 12, ") {
		t.Fatal(got)
	}
	other := testapp.Event(t, app, 9, nil)
	if _, err := door.NewDoor(app, testapp.Now, "u", other.ID, "Salle 12", room.Slot, testapp.Now.Add(time.Hour)); !domain.Is(err, domain.ErrChoice) {
		t.Fatal("a door of another event's room:", err)
	}
}
