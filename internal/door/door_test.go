package door_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// morning is a minute of the first half-day of testapp.Event.
var morning = time.Date(2026, 11, 21, 8, 10, 0, 0, time.UTC)

func open(t testing.TB, app core.App, e *records.Event) door.Place {
	t.Helper()
	p, err := door.Open(app, e.ID, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sync sends scans with a right clock.
func sync(t testing.TB, app core.App, now time.Time, e *records.Event, scans ...door.Scan) []door.Result {
	t.Helper()
	out, err := door.Sync(app, now, open(t, app, e), door.Batch{Device: "d", SentAt: now.Format(time.RFC3339), Scans: scans})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func setState(t testing.TB, app core.App, r *records.Registration, state domain.State) *records.Registration {
	t.Helper()
	r.State = string(state)
	if err := records.SaveRegistration(app, r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOutcomes(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	other := testapp.Event(t, app, 3, nil)
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	ok := testapp.Register(t, app, e, "Essai", "Alba")
	twice := testapp.Register(t, app, e, "Essai", "Bruno")
	afternoon := testapp.Register(t, app, e, "Essai", "Chloé")
	afternoon.Slots = records.List{slots[1].ID}
	setState(t, app, afternoon, domain.Confirmed)
	waiting := testapp.Register(t, app, e, "Essai", "Denis")
	cancelled := testapp.Register(t, app, e, "Essai", "Emma")
	if err := registration.Cancel(app, testapp.Now, cancelled.ID, registration.ByPerson, "participant", ""); err != nil {
		t.Fatal(err)
	}
	replaced := setState(t, app, testapp.Register(t, app, e, "Essai", "Fleur"), domain.Replaced)
	stranger := testapp.Register(t, app, other, "Essai", "Gaël")
	sync(t, app, morning, e, door.Scan{Nonce: "before", Code: twice.Ticket})

	at, slot := morning.Format(time.RFC3339), slots[0].ID
	for i, x := range []struct {
		scan   door.Scan
		want   domain.Verdict
		person string
	}{
		{door.Scan{Code: ok.Ticket, Slot: slot, At: at, Kind: "in"}, domain.Accepted, "Alba Essai"},
		{door.Scan{Code: "https://exemple.invalid/B/" + ok.Ticket}, domain.Already, "Alba Essai"},
		{door.Scan{Code: ticket.ShowShort(twice.ShortCode)}, domain.Already, "Bruno Essai"},
		{door.Scan{Registration: twice.ID}, domain.Already, "Bruno Essai"},
		{door.Scan{Code: stranger.Ticket}, domain.OtherEvent, ""},
		{door.Scan{Registration: stranger.ID}, domain.OtherEvent, ""},
		{door.Scan{Code: stranger.ShortCode}, domain.Unknown, ""},
		{door.Scan{Code: afternoon.Ticket, Slot: slot}, domain.OtherSlot, "Chloé Essai"},
		{door.Scan{Code: afternoon.Ticket, Slot: slot, Force: true, Reason: "a changé d’avis"}, domain.Forced, "Chloé Essai"},
		{door.Scan{Code: cancelled.Ticket}, domain.WasStopped, "Emma Essai"},
		{door.Scan{Code: waiting.Ticket, Force: true}, domain.OnWaitlist, "Denis Essai"},
		{door.Scan{Code: waiting.Ticket, Force: true, Reason: "il reste de la place"}, domain.Forced, "Denis Essai"},
		{door.Scan{Code: replaced.Ticket}, domain.WasReplace, "Fleur Essai"},
		{door.Scan{Code: ticket.New(e.Tag)}, domain.Unknown, ""},
		{door.Scan{Code: "WIFI:S:salle;T:WPA;P:secret;;"}, domain.Invalid, ""},
		{door.Scan{}, domain.Invalid, ""},
		{door.Scan{Code: ok.Ticket, Slot: "ailleurs"}, domain.Invalid, "Alba Essai"},
		{door.Scan{Code: ok.Ticket, Kind: "danse"}, domain.Invalid, "Alba Essai"},
		{door.Scan{Code: ok.Ticket, Kind: "undo"}, domain.Undone, "Alba Essai"},
		{door.Scan{Code: ok.Ticket, At: morning.Add(time.Minute).Format(time.RFC3339)}, domain.Accepted, "Alba Essai"},
	} {
		x.scan.Nonce = fmt.Sprint("n", i)
		got := sync(t, app, morning, e, x.scan)[0]
		if got.Outcome != string(x.want) || got.Person != x.person || got.Explanation == "" || got.Nonce != x.scan.Nonce {
			t.Errorf("scan %d: %+v, want %s of %q", i, got, x.want, x.person)
		}
		kept, err := records.ScanByNonce(app, x.scan.Nonce)
		if err != nil || kept.Outcome != got.Outcome {
			t.Errorf("scan %d is not kept: %+v %v", i, kept, err)
		}
	}
}

func TestNonceAnswersOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	a, b := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	first := sync(t, app, morning, e, door.Scan{Nonce: "n", Code: a.Ticket}, door.Scan{Nonce: "n", Code: b.Ticket})
	other := testapp.Event(t, app, 3, nil)
	later := sync(t, app, morning.Add(time.Hour), other, door.Scan{Nonce: "n", Code: b.Ticket, Kind: "undo"})
	if len(first) != 2 || first[0] != first[1] || later[0] != first[0] {
		t.Fatal(first, later)
	}
	if scans, err := records.ScansSince(app, e.ID, 0); err != nil || len(scans) != 1 {
		t.Fatal(len(scans), err)
	}
}

// A scan that hits a fault is undone alone and gets no answer; the others stand.
func TestFaultHoldsBackNoOther(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 3, nil)
	a, b := testapp.Register(t, app, e, "Essai", "Alba"), testapp.Register(t, app, e, "Essai", "Bruno")
	trigger := `CREATE TRIGGER fault BEFORE INSERT ON attendances WHEN new.registration = '` + b.ID + `' BEGIN SELECT RAISE(ABORT, 'fault'); END`
	if _, err := app.DB().NewQuery(trigger).Execute(); err != nil {
		t.Fatal(err)
	}
	batch := []door.Scan{{Nonce: "n1", Code: a.Ticket}, {Nonce: "n2", Code: b.Ticket}, {Nonce: "n3", Code: "illisible"}}
	out := sync(t, app, morning, e, batch...)
	if len(out) != 2 || out[0].Outcome != "accepted" || out[1].Nonce != "n3" {
		t.Fatal(out)
	}
	if _, err := records.ScanByNonce(app, "n2"); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal("half of a faulty scan stayed:", err)
	}
	if _, err := app.DB().NewQuery("DROP TRIGGER fault").Execute(); err != nil {
		t.Fatal(err)
	}
	if again := sync(t, app, morning, e, batch...); len(again) != 3 || again[1].Outcome != "accepted" {
		t.Fatal("sent again:", again)
	}
}

func TestClockIsCorrectedOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	place := open(t, app, e)
	for name, x := range map[string]struct{ off, want time.Duration }{
		"troisheures": {-3 * time.Hour, 0}, "deuxjours": {48 * time.Hour, 0}, "uneminute": {time.Minute, time.Minute},
		"deuxminutes": {-2 * time.Minute, -2 * time.Minute},
	} {
		r := testapp.Register(t, app, e, "Essai", name)
		device := morning.Add(x.off) // what the device believes
		scan := door.Scan{Nonce: name, Code: r.Ticket, Slot: place.Slots[0].ID, At: device.Format(time.RFC3339)}
		for _, later := range []time.Duration{0, 30 * time.Minute} { // sent again after a lost answer
			batch := door.Batch{SentAt: device.Add(later).Format(time.RFC3339), Scans: []door.Scan{scan}}
			if _, err := door.Sync(app, morning.Add(later), place, batch); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := records.ScanByNonce(app, name)
		if err != nil || !kept.At.Time().Equal(morning.Add(x.want)) || !kept.DeviceAt.Time().Equal(device) {
			t.Errorf("%s: kept at %v, device %v (%v)", name, kept.At, kept.DeviceAt, err)
		}
	}
	r := testapp.Register(t, app, e, "Essai", "Sansheure")
	for i, at := range []string{"", "hier", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+02:00"} {
		out := sync(t, app, morning, e, door.Scan{Nonce: fmt.Sprint("t", i), Code: r.Ticket, Slot: place.Slots[0].ID, At: at})
		if len(out) != 1 || out[0].Outcome == "invalid" {
			t.Errorf("a time of %q refuses: %+v", at, out)
		}
	}
}

func TestLateSyncMovesCertificates(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	late := testapp.Register(t, app, e, "Essai", "Alba")
	wrong := testapp.Register(t, app, e, "Essai", "Bruno")
	sync(t, app, morning, e, door.Scan{Nonce: "b", Code: wrong.Ticket})
	evening := morning.Add(10 * time.Hour)
	if err := event.Close(app, evening, "test", e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Seal(app, evening, 10); err != nil {
		t.Fatal(err)
	}
	outcome := func(r *records.Registration) domain.Outcome {
		facts, err := records.FactsOfEvents(app, []int{e.Num})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range facts {
			if f.ID == r.ID {
				return f.DomainOutcome()
			}
		}
		t.Fatal("no fact")
		return 0
	}
	if outcome(late) != domain.Absent || outcome(wrong) != domain.Present {
		t.Fatal("at the closing", outcome(late), outcome(wrong))
	}
	// A phone that had no network all day; and a hand that voids a wrong scan.
	sync(t, app, evening.Add(time.Hour), e, door.Scan{Nonce: "a", Code: late.Ticket, At: morning.Format(time.RFC3339)})
	if _, err := certificate.Seal(app, evening, 10); err != nil {
		t.Fatal(err)
	}
	if c, err := records.LiveCertificate(app, late.ID, certificate.Attendance); err != nil || c.IssuedAt.IsZero() || outcome(late) != domain.Present {
		t.Fatal("a late arrival earns nothing:", err, outcome(late))
	}
	slots, _ := records.Slots(app, e.ID)
	void := door.Correction{Nonce: "v", Registration: wrong.ID, Slot: slots[0].ID, Reason: "Billet prêté"}
	if out, err := door.Correct(app, evening.Add(time.Hour), open(t, app, e), void); err != nil || out.Outcome != "undone" {
		t.Fatal(out, err)
	}
	if _, err := records.LiveCertificate(app, wrong.ID, certificate.Attendance); !domain.Is(err, domain.ErrNotFound) || outcome(wrong) != domain.Absent {
		t.Fatal("a voided presence keeps its certificate:", err, outcome(wrong))
	}
	if gone, err := records.CertificatesOf(app, wrong.ID); err != nil || len(gone) != 1 || gone[0].RevokedReason != "Billet prêté" {
		t.Fatal(gone, err)
	}
}

func TestCorrectHasTheLastWord(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	place := open(t, app, e)
	slot := place.Slots[0].ID
	// A phone whose clock is a minute ahead: within what is not corrected.
	sync(t, app, morning, e, door.Scan{Nonce: "ahead", Code: r.Ticket, Slot: slot, At: morning.Add(time.Minute).Format(time.RFC3339)})
	correct := func(nonce string, present bool, reason string) door.Result {
		out, err := door.Correct(app, morning, place, door.Correction{Nonce: nonce, Registration: r.ID, Slot: slot, Present: present, Reason: reason})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	count := func() int {
		n, err := records.SlotPresence(app, slot)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 { // a double click
		if correct("c1", false, "Erreur"); count() != 0 {
			t.Fatal("a voided presence stands")
		}
	}
	if correct("c2", true, "Vue en salle"); count() != 1 {
		t.Fatal("an added presence does not stand")
	}
	if rows, _ := records.AttendancesOf(app, r.ID); domain.Proof(rows[0].Proof) != domain.AddedLater {
		t.Fatal("proof", rows[0].Proof)
	}
	_, err := door.Correct(app, morning, place, door.Correction{Nonce: "c3", Registration: r.ID, Slot: slot, Reason: " "})
	if !domain.Is(err, domain.ErrReason) || count() != 1 {
		t.Fatal("without a reason:", err)
	}
}
