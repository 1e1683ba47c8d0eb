package check_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Years of presence, speakers and summaries, lived at random: whatever follows whatever, what is attested is what
// happened, after each step. A failure names its seed.
func TestAnyYearOfSpeakersAndSummariesIsClean(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			y := newLivedYear(t, rand.New(rand.NewPCG(seed, 5)))
			given := 0
			for step := range 60 {
				name, err := y.step(step)
				if err != nil && domain.Refusals(err) == nil {
					t.Fatalf("step %d, %s: %v\nbefore: %v", step, name, err, y.past)
				}
				if name == "summary" && err == nil {
					given++
				}
				report, failed := check.Run(y.app, y.now)
				must(t, failed)
				if len(report.Violations) > 0 {
					t.Fatalf("step %d, %s (%v): %v\nbefore: %v", step, name, err, report.Violations, y.past)
				}
				y.past = append(y.past, fmt.Sprint(name, " ", err))
			}
			if seed < 3 && given == 0 {
				t.Error("no summary was ever given: nothing was shown", y.past)
			}
		})
	}
}

type livedYear struct {
	t      *testing.T
	r      *rand.Rand
	app    core.App
	events []*records.Event
	people []*records.Registration
	now    time.Time
	past   []string
}

func newLivedYear(t *testing.T, r *rand.Rand) *livedYear {
	app := testapp.New(t)
	y := &livedYear{t: t, r: r, app: app}
	for i := range 3 {
		e := testapp.Event(t, app, 0, func(d *event.Draft) {
			for j := range d.Slots { // the last is of another year
				d.Slots[j].Start, d.Slots[j].End = d.Slots[j].Start.AddDate(0, 0, 21*i), d.Slots[j].End.AddDate(0, 0, 21*i)
			}
		})
		y.events = append(y.events, e)
		for _, name := range []string{"Alba", "Bruno", "Cleo", "Dora"} {
			y.people = append(y.people, testapp.Register(t, app, e, "Essai"+name, name))
		}
	}
	y.now = y.events[2].EndsAt.Time().Add(time.Hour)
	return y
}

func (y *livedYear) event() *records.Event {
	e, err := records.EventOf(y.app, y.events[y.r.IntN(len(y.events))].ID)
	must(y.t, err)
	return e
}

func (y *livedYear) who() *records.Registration {
	r, err := records.RegistrationOf(y.app, y.people[y.r.IntN(len(y.people))].ID)
	must(y.t, err)
	return r
}

func (y *livedYear) step(n int) (string, error) {
	y.now = y.now.Add(time.Duration(1+y.r.IntN(30)) * time.Minute)
	gestures := []func(int) (string, error){y.pass, y.pass, y.pass, y.life, y.life, y.speaker, y.absent, y.summary, y.summary, y.summary, y.withhold, y.merge, y.seal}
	return gestures[y.r.IntN(len(gestures))](n)
}

func (y *livedYear) pass(n int) (string, error) {
	r := y.who()
	place, err := door.Open(y.app, r.Event, "", "essai")
	must(y.t, err)
	slot := place.Slots[y.r.IntN(len(place.Slots))]
	at, kind := slot.StartsAt.Time().Add(time.Duration(y.r.IntN(60))*time.Minute), domain.ScanIn
	if y.r.IntN(4) == 0 {
		at, kind = y.now, domain.ScanUndo
	}
	_, err = door.Sync(y.app, y.now, place, door.Batch{Device: "d", SentAt: stamp(y.now), Scans: []door.Scan{{Nonce: fmt.Sprint("y", n), Registration: r.ID, Slot: slot.ID, At: stamp(at), Kind: kind}}})
	return "pass " + kind, err
}

func (y *livedYear) life(int) (string, error) {
	e := y.event()
	switch y.r.IntN(12) {
	case 0:
		return "call off", event.Cancel(y.app, y.now, "essai", e.ID, "salle fermée")
	case 1, 2, 3:
		return "reopen", event.Reopen(y.app, y.now, "essai", e.ID, "erreur")
	}
	return "close", event.Close(y.app, y.now, "essai", e.ID)
}

func (y *livedYear) speaker(n int) (string, error) {
	e := y.event()
	s := records.Speaker{Event: e.ID, LastName: fmt.Sprint("Oratrice", string(rune('a'+n%26))), FirstName: "Ode", Role: pick(y.r, "Formation", "Témoignage"), Subject: pick(y.r, "", "Le rétablissement"),
		Email: pick(y.r, "", "ode@exemple.invalid"), Minutes: y.r.IntN(3) * 45}
	slots, err := records.Slots(y.app, e.ID)
	must(y.t, err)
	if y.r.IntN(2) == 0 {
		s.Slots = records.List{slots[y.r.IntN(2)].ID}
	}
	if rows, err := records.Speakers(y.app, e.ID); err == nil && len(rows) > 0 && y.r.IntN(2) == 0 {
		s.ID = rows[y.r.IntN(len(rows))].ID
	}
	return "speaker", certificate.SaveSpeaker(y.app, y.now, "essai", s)
}

func (y *livedYear) absent(int) (string, error) {
	e := y.event()
	rows, err := records.Speakers(y.app, e.ID)
	if err != nil || len(rows) == 0 {
		return "nobody speaks", err
	}
	id := rows[y.r.IntN(len(rows))].ID
	if y.r.IntN(3) == 0 {
		return "speaker removed", certificate.RemoveSpeaker(y.app, y.now, "essai", e.ID, id)
	}
	return "speaker absent", certificate.SetSpeakerAbsent(y.app, y.now, "essai", e.ID, id, y.r.IntN(2) == 0)
}

func (y *livedYear) summary(int) (string, error) {
	r, year := y.who(), 2026+y.r.IntN(2)
	c, err := certificate.SummaryFor(y.app, y.now, r.Email, r.Person, year)
	if err != nil {
		return "no summary", err
	}
	again, err := certificate.SummaryFor(y.app, y.now, r.Email, r.Person, year)
	if err != nil || again.ID != c.ID || c.IssuedAt.IsZero() {
		y.t.Fatalf("asked twice: %+v, %+v, %v", c, again, err)
	}
	return "summary", err
}

func (y *livedYear) withhold(int) (string, error) {
	r := y.who()
	if r.Withheld != "" {
		return "give back", certificate.GiveBack(y.app, y.now, "essai", r.ID)
	}
	return "withhold", certificate.Withhold(y.app, y.now, "essai", r.ID, "à éclaircir")
}

func (y *livedYear) merge(int) (string, error) {
	a, b := y.who(), y.who()
	if p, err := records.PersonOf(y.app, a.Person); err == nil && p.MergedInto != "" {
		return "unmerge", merge.UndoPeople(y.app, y.now, "essai", a.Person)
	}
	if a.Person == b.Person {
		return "merge one with itself", nil
	}
	return "merge", merge.People(y.app, y.now, "essai", a.Person, b.Person)
}

func (y *livedYear) seal(int) (string, error) {
	_, err := certificate.Seal(y.app, y.now, 100)
	return "seal", err
}
