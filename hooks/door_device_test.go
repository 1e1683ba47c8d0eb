package hooks_test

import (
	"testing"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestAPhoneTellsOfItself(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	p := newPhone(t, app, testapp.Serve(t, app), e)
	sent := testapp.Now.Add(3 * time.Minute).Format(time.RFC3339)
	status, out := p.call("/appareil", map[string]any{"device": "d1", "label": "", "agent": "Android", "queued": 2, "sent_at": sent, "left": false,
		"ready": map[string]any{"list": true, "camera": true, "ticket": true, "space": true, "offline": true, "at": sent}})
	if status != 200 || out["ok"] != true || out["label"] != "Téléphone 1" || out["now"] != testapp.Now.Format(time.RFC3339) {
		t.Fatal(status, out)
	}
	for _, body := range []any{"{", map[string]any{"device": ""}} {
		if status, out := p.call("/appareil", body); status != 400 || out["explanation"] == "" {
			t.Fatal(body, status, out)
		}
	}
	// Its scans say what it keeps.
	if status, out := p.call("/scans", map[string]any{"device": "d1", "queued": 7, "scans": []any{}}); status != 200 {
		t.Fatal(status, out)
	}
	row, err := records.DeviceOf(app, e.ID, "d1")
	if err != nil || row.Queued != 7 || row.Door != p.door.ID {
		t.Fatalf("%+v %v", row, err)
	}
	// A closed door still hears what is not sent.
	if err := door.Revoke(app, testapp.Now, "test", e.ID, p.door.ID); err != nil {
		t.Fatal(err)
	}
	status, out = p.call("/appareil", map[string]any{"device": "d1", "queued": 9, "left": true})
	if status != 403 || out["outcome"] != "closed" {
		t.Fatal(status, out)
	}
	if row, _ = records.DeviceOf(app, e.ID, "d1"); row.Queued != 9 || !row.LeftAt.IsZero() {
		t.Fatalf("%+v", row)
	}
	p.at = "inconnu"
	if status, _ := p.call("/appareil", map[string]any{"device": "d1"}); status != 404 {
		t.Fatal(status)
	}
}

// An arrival that another phone sends stays the arrival of the phone that saw it.
func TestAnArrivalHandedOver(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	p := newPhone(t, app, testapp.Serve(t, app), e)
	scan := map[string]any{"nonce": "n1", "code": r.Ticket, "device": "mourant"}
	if got := p.scan(scan); got["outcome"] != "accepted" {
		t.Fatal(got)
	}
	kept, err := records.ScansOf(app, r.ID)
	if err != nil || len(kept) != 1 || kept[0].Device != "mourant" {
		t.Fatal(kept, err)
	}
}
