package check_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/sheet"
	"passerelle/internal/signature"
	"passerelle/internal/testapp"
)

// Days at a door, lived at random by every use case there is: whatever follows whatever, the invariants hold after
// each step. A failure names its seed.
func TestAnyDayAtTheDoorIsClean(t *testing.T) {
	for range 2 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			d := newDoorDay(t, rand.New(rand.NewPCG(seed, 4)))
			for step := range 70 {
				name := d.step(step)
				report, err := check.Run(d.app, d.now)
				must(t, err)
				if len(report.Violations) > 0 {
					t.Fatalf("step %d, %s: %v\nbefore: %v", step, name, report.Violations, d.past)
				}
				d.past = append(d.past, name)
			}
			stored := d.facts()
			must(t, records.RebuildFacts(d.app))
			if again := d.facts(); again != stored {
				t.Fatalf("facts counted again:\n%s\nas they were:\n%s\nafter: %v", again, stored, d.past)
			}
			t.Log(d.past)
		})
	}
}

type doorDay struct {
	t     *testing.T
	r     *rand.Rand
	app   core.App
	e     *records.Event
	slots []records.Slot
	door  string
	now   time.Time
	past  []string
	sheet *records.Sheet
}

func newDoorDay(t *testing.T, r *rand.Rand) *doorDay {
	app := testapp.New(t)
	d := &doorDay{t: t, r: r, app: app, e: testapp.Event(t, app, 6, nil)}
	must(t, event.SaveDoorRules(app, testapp.Now, "essai", d.e.ID, domain.DoorRules{Departures: true, Signature: true, SelfCheck: true, Visitors: true}))
	for i := range 9 {
		testapp.Register(t, app, d.e, fmt.Sprint("Essai", string(rune('a'+i))), "Alba")
	}
	var err error
	d.slots, err = records.Slots(app, d.e.ID)
	must(t, err)
	l, err := door.NewLink(app, testapp.Now, "essai", d.e.ID, "Porte", testapp.Now.AddDate(1, 0, 0))
	must(t, err)
	d.door, d.now = l.ID, d.slots[0].StartsAt.Time().Add(-10*time.Minute)
	return d
}

func (d *doorDay) place(by string) door.Place {
	p, err := door.Open(d.app, d.e.ID, by, "essai")
	must(d.t, err)
	return p
}

// facts are the figures of the event, as they are stored.
func (d *doorDay) facts() string {
	rows, err := records.FactsOfEvents(d.app, []int{d.e.Num})
	must(d.t, err)
	lines := make([]string, len(rows))
	for i, f := range rows {
		lines[i] = fmt.Sprintf("%+v", f)
	}
	slices.Sort(lines) // rows of one person may come in any order
	return strings.Join(lines, "\n")
}

// who is somebody of the event, whatever became of the registration.
func (d *doorDay) who() *records.Registration {
	rows, err := records.Registrations(d.app, d.e.ID)
	must(d.t, err)
	return &rows[d.r.IntN(len(rows))]
}

func (d *doorDay) slot() records.Slot { return d.slots[d.r.IntN(len(d.slots))] }

func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

func (d *doorDay) at() string {
	return d.now.Add(time.Duration(d.r.IntN(240)-200) * time.Minute).Format(time.RFC3339)
}

// step does one thing, and names it. What a use case refuses is an answer like another.
func (d *doorDay) step(n int) (name string) {
	d.now = d.now.Add(time.Duration(d.r.IntN(25)) * time.Minute)
	gestures := []func(n int) (string, error){d.scans, d.scans, d.scans, d.walkIn, d.walkIn, d.complete, d.complete, d.recognise, d.correct, d.hours,
		d.excuse, d.paper, d.paper, d.life, d.life, d.phone, d.leave, d.heir, d.unsign, d.visitor, d.self, d.merge, d.refused, d.trainer}
	name, err := gestures[d.r.IntN(len(gestures))](n)
	if err != nil && len(domain.Refusals(err)) == 0 {
		d.t.Fatalf("%s: %v\nbefore: %v", name, err, d.past)
	}
	if err != nil {
		return fmt.Sprint(name, " (", err, ")")
	}
	return name
}

func (d *doorDay) scan(nonce string) door.Scan {
	r, s := d.who(), door.Scan{Nonce: nonce, At: d.at(), Slot: d.slot().ID, Kind: pick(d.r, "in", "in", "in", "out", "undo", "", "valse"), Force: d.r.IntN(4) == 0}
	if s.Force {
		s.Reason = "accord"
	}
	switch d.r.IntN(3) {
	case 0:
		s.Registration = r.ID
	case 1:
		s.Code = r.Ticket
	default:
		s.Code = r.ShortCode
	}
	s.Signature = json.RawMessage(pick(d.r, ``, ``, `{"way":"drawn","strokes":[[0,0,500,200]]}`, `{"way":"drawn","strokes":[[1e308,0]]}`, `{"way":"drawn","strokes":[[[1]]]}`,
		`{"way":"confirmed","code":"`+r.ShortCode+`"}`, `{"way":"self"}`, `"<svg>"`, `null`))
	return s
}

func (d *doorDay) scans(n int) (string, error) {
	b := door.Batch{Device: fmt.Sprint("p", d.r.IntN(3)), SentAt: d.now.Add(time.Duration(d.r.IntN(3)) * time.Hour).Format(time.RFC3339)}
	for i := range 1 + d.r.IntN(5) {
		b.Scans = append(b.Scans, d.scan(fmt.Sprintf("s%d-%d", max(0, n-d.r.IntN(2)), i)))
	}
	results, err := door.Sync(d.app, d.now, d.place(d.door), b)
	again, err2 := door.Sync(d.app, d.now.Add(time.Minute), d.place(d.door), b)
	if fmt.Sprint(results) != fmt.Sprint(again) || err2 != nil {
		d.t.Fatal("another answer:", results, again, err2)
	}
	return fmt.Sprint("scans ", results), err
}

func (d *doorDay) person(n int) door.WalkIn {
	in := door.WalkIn{Nonce: fmt.Sprint("w", n), Device: "p1", SentAt: d.now.Format(time.RFC3339), At: d.at(), Slot: d.slot().ID, LastName: fmt.Sprint("Passante", string(rune('a'+d.r.IntN(6)))), FirstName: "Ana",
		Structure: pick(d.r, "", "CH Lens", "CMP"), Email: pick(d.r, "", "", "ana@exemple.invalid"), New: d.r.IntN(4) == 0, Queued: d.r.IntN(2) == 0}
	if d.r.IntN(3) == 0 {
		r := d.who()
		in.LastName, in.FirstName = r.LastName, r.FirstName
	}
	return in
}

func (d *doorDay) walkIn(n int) (string, error) {
	in := d.person(n)
	if d.r.IntN(2) == 0 {
		in.Name, in.LastName, in.FirstName, in.Structure, in.Incomplete = "Inconnue "+string(rune('a'+d.r.IntN(4))), "", "", "", true
	}
	if d.r.IntN(6) == 0 {
		in.Replaces = d.who().ID
	}
	_, err := door.Admit(d.app, d.now, d.place(d.door), in)
	return "walk-in", err
}

func (d *doorDay) incomplete() *records.Registration {
	for range 20 {
		if r := d.who(); r.Incomplete {
			return r
		}
	}
	return d.who()
}

func (d *doorDay) complete(n int) (string, error) {
	in := door.Completion{WalkIn: d.person(n), Arrival: d.incomplete().ID}
	if in.Nonce = fmt.Sprint("c", n); d.r.IntN(3) == 0 {
		in.Same = d.who().ID
	}
	_, err := door.Complete(d.app, d.now, d.place(d.door), in)
	return "complete", err
}

func (d *doorDay) recognise(int) (string, error) {
	r := d.who()
	if r.Origin != domain.FromDoor {
		return "recognise nobody", nil
	}
	return "recognise", door.Recognise(d.app, d.now, d.place(""), r.ID, d.who().ID)
}

func (d *doorDay) correct(n int) (string, error) {
	c := door.Correction{Nonce: fmt.Sprint("k", n), Registration: d.who().ID, Slot: d.slot().ID, Present: d.r.IntN(2) == 0, Reason: "vue"}
	_, err := door.Correct(d.app, d.now, d.place(""), c)
	return "correct", err
}

func (d *doorDay) hours(n int) (string, error) {
	sl := d.slot()
	h := door.Hours{Nonce: fmt.Sprint("h", n), Registration: d.who().ID, Slot: sl.ID, Arrived: sl.StartsAt.Time().Add(time.Duration(d.r.IntN(100)) * time.Minute), Reason: "dit"}
	if d.r.IntN(2) == 0 {
		h.Left = h.Arrived.Add(time.Duration(1+d.r.IntN(60)) * time.Minute)
	}
	_, err := door.CorrectHours(d.app, d.now, d.place(""), h)
	return "hours", err
}

func (d *doorDay) excuse(int) (string, error) {
	if d.r.IntN(2) == 0 {
		return "excuse", registration.SetExcuse(d.app, d.now, d.who().ID, "essai", d.r.IntN(3) > 0, "malade")
	}
	return "excuse of a half-day", registration.SetSlotExcuse(d.app, d.now, d.who().ID, "essai", d.slot().ID, d.r.IntN(3) > 0, "malade")
}

func (d *doorDay) paper(n int) (string, error) {
	if d.sheet == nil || d.r.IntN(8) == 0 {
		made, err := sheet.Prepare(d.app, d.now, "essai", d.e.ID, sheet.Request{Slots: []string{d.slots[0].ID, d.slots[1].ID}, Split: sheet.InOne, Sorted: sheet.ByName, Blanks: 5})
		if err == nil {
			d.sheet = &made[0]
		}
		return "sheet", err
	}
	sl := d.slot()
	if d.r.IntN(3) == 0 {
		_, err := sheet.Undo(d.app, d.now, "essai", d.sheet, sl.ID)
		return "sheet undone", err
	}
	r, err := sheet.Read(d.app, d.sheet, false)
	if err != nil {
		return "sheet read", err
	}
	in := sheet.Entry{Slot: sl.ID, Round: r.Round(sl.ID), Listed: d.sheet.People}
	if d.r.IntN(2) == 0 {
		in.Added = []sheet.Added{{LastName: fmt.Sprint("Papier", string(rune('a'+n%5))), FirstName: "Ode", Structure: "CMP"}}
	}
	_, err = sheet.Enter(d.app, d.now, "essai", d.sheet, in)
	return "sheet entered", err
}

func (d *doorDay) life(int) (string, error) {
	switch d.r.IntN(3) {
	case 0:
		return "close", event.Close(d.app, d.now, "essai", d.e.ID)
	case 1:
		return "reopen", event.Reopen(d.app, d.now, "essai", d.e.ID, "erreur")
	}
	_, err := device.ReleaseAll(d.app, d.now)
	return "release", err
}

func (d *doorDay) phone(int) (string, error) {
	rows, err := records.Devices(d.app, d.e.ID)
	if err == nil && len(rows) > 0 && d.r.IntN(3) == 0 {
		_, err = device.Waive(d.app, d.now, "essai", d.e.ID, rows[d.r.IntN(len(rows))].ID, "perdu")
		return "waive", err
	}
	_, err = device.Hear(d.app, d.now, d.e.ID, d.door, device.Report{Device: fmt.Sprint("p", d.r.IntN(3)), Queued: d.r.IntN(3) - 1, Left: d.r.IntN(2) == 0})
	return "word", err
}

func (d *doorDay) leave(int) (string, error) {
	return "leave", registration.Cancel(d.app, d.now, d.who().ID, pick(d.r, registration.ByPerson, registration.ByOrganiser), "essai", "empêchée")
}

func (d *doorDay) heir(n int) (string, error) {
	_, err := registration.Replace(d.app, d.now, d.who().ID, testapp.Request(d.e, fmt.Sprint("Heritiere", string(rune('a'+n%26))), "Dora"), "essai")
	return "heir", err
}

func (d *doorDay) unsign(int) (string, error) {
	rows, err := records.Signatures(d.app, d.e.ID)
	if err != nil || len(rows) == 0 {
		return "nothing signed", err
	}
	return "unsign", door.Unsign(d.app, d.now, d.place(""), rows[d.r.IntN(len(rows))].ID, "mauvaise personne")
}

func (d *doorDay) visitor(n int) (string, error) {
	_, err := door.Announce(d.app, d.now, d.place(""), door.Visitor{LastName: fmt.Sprint("Visite", string(rune('a'+d.r.IntN(6)))), FirstName: "Max", Structure: "CMP", Intent: fmt.Sprint("intent-of-a-visitor-", n), OtherPerson: d.r.IntN(4) == 0})
	return "visitor", err
}

func (d *doorDay) self(n int) (string, error) {
	place := d.place("")
	place.Source = "self"
	screen, err := signature.Show(d.app, d.now, place, "")
	if err != nil {
		return "self", err
	}
	_, err = signature.Confirm(d.app, d.now, place, signature.Self{Nonce: fmt.Sprint("soi:", n), Code: screen.Code, Short: d.who().ShortCode})
	return "self", err
}

func (d *doorDay) trainer(n int) (string, error) {
	token, err := link.Token(d.app, link.Trainer, d.slot().ID)
	if err != nil {
		return "trainer", err
	}
	s, err := signature.OpenSheet(d.app, d.now, token)
	if err != nil {
		return "trainer", err
	}
	return "trainer", signature.Countersign(d.app, d.now, token, signature.Word{Nonce: fmt.Sprint("t", n), Seen: s.Seen(), Name: "Formatrice Essai", Strokes: []byte(pick(d.r, "", `[[0,0,300,300]]`, `[[9e9,0]]`))})
}

func (d *doorDay) merge(int) (string, error) {
	a, b := d.who(), d.who()
	if a.Person == b.Person {
		return "merge one with itself", nil
	}
	return "merge", merge.People(d.app, d.now, "essai", a.Person, b.Person)
}

func (d *doorDay) refused(n int) (string, error) {
	_, err := door.Refuse(d.app, d.now, d.place(d.door), door.Batch{Device: "p9", Scans: []door.Scan{d.scan(fmt.Sprint("r", n)), d.scan(fmt.Sprint("s", n, "-0"))}})
	return "refused", err
}
