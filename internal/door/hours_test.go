package door_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// presenceAt is the stored presence of a registration at a half-day.
func presenceAt(t *testing.T, e *records.Event, rows []records.Attendance, r *records.Registration, slot string) (a records.Attendance, ok bool) {
	t.Helper()
	for _, a := range rows {
		if a.Registration == r.ID && a.Slot == slot {
			return a, true
		}
	}
	return a, false
}

// A departure is noted with its hour; who comes back has not left; one who never came is told, and recorded.
func TestDepartures(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	r, absent := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	slot := open(t, app, e).Slots[0]
	say := func(nonce, kind string, minute int, who *records.Registration) door.Result {
		return sync(t, app, slot.EndsAt.Time(), e, door.Scan{Nonce: nonce, Registration: who.ID, Slot: slot.ID, Kind: kind,
			At: slot.StartsAt.Time().Add(time.Duration(minute) * time.Minute).Format(time.RFC3339)})[0]
	}
	for i, step := range []struct {
		kind            string
		minute          int
		outcome, words  string
		left            bool
		who             *records.Registration
		presentAfter    bool
		minutesAttended int
	}{
		{domain.ScanIn, 5, "accepted", "Arrivée", false, r, true, slot.Domain().Minutes()},
		{domain.ScanOut, 65, "accepted", "Départ enregistré.", true, r, true, 60},
		{domain.ScanIn, 80, "already", "De retour", false, r, true, slot.Domain().Minutes()},
		{domain.ScanOut, 95, "accepted", "Départ", true, r, true, 90},
		{domain.ScanOut, 20, "accepted", "n’était pas notée", false, absent, false, 0},
	} {
		got := say("n"+string(rune('a'+i)), step.kind, step.minute, step.who)
		if got.Outcome != step.outcome || !strings.Contains(got.Explanation, step.words) {
			t.Fatalf("step %d: %+v", i, got)
		}
		rows, err := records.Attendances(app, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		a, present := presenceAt(t, e, rows, step.who, slot.ID)
		if present != step.presentAfter || a.LeftAt.IsZero() == step.left || a.Minutes != step.minutesAttended {
			t.Fatalf("step %d: %+v", i, a)
		}
	}
	l, err := door.ListSince(app, testapp.Now, open(t, app, e), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.People {
		if (p.FirstName == "Alba") != (p.Left[slot.ID] != "") {
			t.Errorf("%s: left %v", p.FirstName, p.Left)
		}
	}
}

// The desk says the hours it was told, with a reason; the presence and the certificate say them, once.
func TestCorrectHours(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	slot := open(t, app, e).Slots[0]
	clock := func(minute int) time.Time { return slot.StartsAt.Time().Add(time.Duration(minute) * time.Minute) }
	for i := range 2 {
		sync(t, app, clock(5), e, door.Scan{Nonce: "in" + string(rune('0'+i)), Registration: r.ID, Slot: open(t, app, e).Slots[i].ID, Kind: domain.ScanIn, At: clock(5).Format(time.RFC3339)})
	}
	now := slot.EndsAt.Time().Add(8 * time.Hour)
	if err := event.Close(app, now, "u", e.ID); err != nil {
		t.Fatal(err)
	}
	held := open(t, app, e)
	h := door.Hours{Nonce: "form", Registration: r.ID, Slot: slot.ID, Arrived: clock(30), Left: clock(90), Reason: "feuille de la salle"}
	for turn, want := range []int{2, 0} {
		if n, err := door.CorrectHours(app, now, held, h); err != nil || n != want {
			t.Fatal(turn, n, err)
		}
	}
	rows, err := records.Attendances(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := presenceAt(t, e, rows, r, slot.ID)
	if !a.FirstAt.Time().Equal(clock(30)) || !a.LeftAt.Time().Equal(clock(90)) || a.Minutes != 60 || a.Proof != int(domain.Scanned) {
		t.Fatalf("%+v", a)
	}
	certs, err := records.CertificatesOf(app, r.ID)
	if err != nil || len(certs) != 2 {
		t.Fatal("one certificate at closing, one after the correction:", len(certs), err)
	}
	h.Left, h.Reason = time.Time{}, "est restée"
	if n, err := door.CorrectHours(app, now, held, h); err != nil || n != 1 {
		t.Fatal("the departure is taken back:", n, err)
	}
	for name, bad := range map[string]struct {
		change func(*door.Hours)
		code   domain.Code
	}{
		"no reason":          {func(h *door.Hours) { h.Reason = " " }, domain.ErrReason},
		"left before":        {func(h *door.Hours) { h.Left = clock(10) }, domain.ErrHours},
		"the day before":     {func(h *door.Hours) { h.Arrived = clock(-1440) }, domain.ErrHours},
		"another's half-day": {func(h *door.Hours) { h.Slot = "ailleurs" }, domain.ErrNotFound},
	} {
		wrong := h
		bad.change(&wrong)
		if _, err := door.CorrectHours(app, now, held, wrong); !domain.Is(err, bad.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever phones noted before and synchronise afterwards, hours corrected by the desk stand.
func TestCorrectedHoursStand(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	slot := place.Slots[0]
	draw := rand.New(rand.NewPCG(4, 5))
	clock := func(minute int) time.Time { return slot.StartsAt.Time().Add(time.Duration(minute) * time.Minute) }
	desk := clock(200)
	for round := range 12 {
		for i := range 3 { // phones, late
			sync(t, app, desk.Add(time.Minute), e, door.Scan{Nonce: records.NewID(), Registration: r.ID, Slot: slot.ID,
				Kind: []string{domain.ScanIn, domain.ScanOut, domain.ScanUndo}[(round+i*draw.IntN(3))%3], At: clock(draw.IntN(100)).Format(time.RFC3339)})
		}
		h := door.Hours{Nonce: records.NewID(), Registration: r.ID, Slot: slot.ID, Arrived: clock(draw.IntN(60)), Reason: "vu en salle"}
		if round%2 == 0 {
			h.Left = h.Arrived.Add(time.Duration(1+draw.IntN(60)) * time.Minute)
		}
		if _, err := door.CorrectHours(app, desk, place, h); err != nil {
			t.Fatal(err)
		}
		rows, err := records.Attendances(app, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if a, ok := presenceAt(t, e, rows, r, slot.ID); !ok || !a.FirstAt.Time().Equal(h.Arrived) || !a.LeftAt.Time().Equal(h.Left) {
			t.Fatalf("round %d: %+v, want %v to %v", round, a, h.Arrived, h.Left)
		}
	}
}
