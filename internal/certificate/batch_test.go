package certificate_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Sixty that cannot be drawn do not keep five good ones waiting, and are not tried for ever.
func TestTheUndrawableBlockNobody(t *testing.T) {
	app := testapp.New(t)
	set, err := records.LoadSettings(app)
	if err != nil {
		t.Fatal(err)
	}
	closing := func(people int) (h held) {
		e := testapp.Event(t, app, 0, nil)
		present := map[*records.Registration][]int{}
		for i := range people {
			present[testapp.Register(t, app, e, fmt.Sprintf("Essai%d", i), "Zoe")] = []int{0}
		}
		return hold(t, app, "", present, e)
	}
	set.Logos = records.List{"a logo that is gone"}
	if err := records.SaveSettings(app, set); err != nil {
		t.Fatal(err)
	}
	bad := closing(60)
	set.Logos = nil
	if err := records.SaveSettings(app, set); err != nil {
		t.Fatal(err)
	}
	good := closing(5)
	for range 2 { // portions of fifty, as the worker takes them
		if _, err := certificate.Seal(app, good.now, 50); err == nil {
			t.Error("nothing is said of those that cannot be drawn")
		}
	}
	if rows, err := certificate.Valid(app, good.event.ID); err != nil || len(rows) != 5 {
		t.Errorf("%d good ones are made, %v", len(rows), err)
	}
	tries := 0
	for ; tries < 50; tries++ {
		if _, err := certificate.Seal(app, good.now, 50); err == nil {
			break
		}
	}
	if tries > certificate.Tries*2 {
		t.Errorf("still tried after %d rounds", tries)
	}
	failed, err := records.FailedCertificates(app, bad.event.ID)
	if err != nil || len(failed) != 60 || failed[0].Attempts != certificate.Tries {
		t.Errorf("%d failed, %v", len(failed), err)
	}
	if n, err := certificate.Retry(app, good.now, "test", bad.event.ID); err != nil || n != 60 {
		t.Errorf("%d are tried anew, %v", n, err)
	}
}

// Closing twice at once, and several hands that seal at once, make one certificate and one letter each.
func TestClosingAndSealingAtOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	present := map[*records.Registration][]int{}
	for i := range 40 {
		present[testapp.Register(t, app, e, fmt.Sprintf("Essai%d", i), "Zoe")] = []int{0}
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	h := held{app, e, slots, e.EndsAt.Time().Add(time.Hour)}
	for r := range present {
		h.scan(t, r, 0, domain.ScanIn)
	}
	var hands sync.WaitGroup
	for range 4 {
		hands.Go(func() {
			if err := event.Close(app, h.now, "test", e.ID); err != nil {
				t.Error(err)
			}
			for range 3 {
				if _, err := certificate.Seal(app, h.now, 20); err != nil {
					t.Error(err)
				}
			}
		})
	}
	hands.Wait()
	seal(t, app, h.now)
	rows, err := records.EventCertificates(app, e.ID)
	if err != nil || len(rows) != 40 {
		t.Fatalf("%d certificates, %v", len(rows), err)
	}
	for _, c := range rows {
		letters, _, err := records.Letters(app, records.LetterFilter{Registration: c.Registration, Limit: 9})
		n := 0
		for _, l := range letters {
			if l.Kind == "attestation" {
				n++
			}
		}
		if err != nil || n != 1 || c.IssuedAt.IsZero() {
			t.Errorf("%s: %d letters, issued %v, %v", c.Number, n, c.IssuedAt, err)
		}
	}
}

// What is withheld is not valid, even while an event is open again or waits for its review.
func TestWithheldWhileTheOthersWait(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	r, other := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Pinson", "Basile")
	h := hold(t, app, "", map[*records.Registration][]int{r: {0}, other: {0}}, e)
	seal(t, app, h.now)
	if err := event.Reopen(app, h.now, "test", e.ID, "Un oubli"); err != nil {
		t.Fatal(err)
	}
	if err := certificate.Answered(app, h.now, "test", r.ID); !domain.Is(err, domain.ErrState) {
		t.Errorf("an evaluation that nobody asks for: %v", err)
	}
	if err := certificate.SaveRules(app, h.now, "test", e.ID, certificate.Rules{Review: true}); err != nil {
		t.Fatal(err)
	}
	h.close(t)
	if err := certificate.Withhold(app, h.now, "test", r.ID, "Contestée"); err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.LiveOf(app, r.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("withheld and valid: %v", err)
	}
	if _, err := certificate.LiveOf(app, other.ID); err != nil {
		t.Errorf("the other's: %v", err)
	}
	for range 2 {
		if err := certificate.LetGo(app, h.now, "test", e.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := certificate.GiveBack(app, h.now, "test", r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.LiveOf(app, r.ID); err != nil {
		t.Errorf("given back: %v", err)
	}
}
