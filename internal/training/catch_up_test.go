package training_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/signature"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
	"passerelle/internal/training"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused fails unless err is this refusal; empty: unless there is none.
func refused(t testing.TB, err error, code domain.Code) {
	t.Helper()
	if code == "" && err != nil || code != "" && !domain.Is(err, code) {
		t.Fatalf("refused with %v, want %q", err, code)
	}
}

func clean(t testing.TB, app core.App, now time.Time) {
	t.Helper()
	report, err := check.Run(app, now)
	must(t, err)
	if len(report.Violations) > 0 {
		t.Fatal(report.Violations)
	}
}

// group is a training of two half-days that asks for both, so many days after the tests' first.
type group struct {
	*records.Event
	slots []records.Slot
}

func groupOf(t testing.TB, app core.App, days int, change func(*event.Draft)) group {
	t.Helper()
	e := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title, d.Rule = fmt.Sprint("Formation, groupe ", days), domain.EverySlot
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, days), d.Slots[i].End.AddDate(0, 0, days)
		}
		if change != nil {
			change(d)
		}
	})
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	return group{e, slots}
}

func (g group) start(i int) time.Time { return g.slots[i].StartsAt.Time() }

// scan is one arrival, or its undoing, at the door of the group.
func (g group) scan(t testing.TB, app core.App, now time.Time, nonce, kind, code string, slot int) door.Result {
	t.Helper()
	place, err := door.Open(app, g.ID, "", "door:essai")
	must(t, err)
	results, err := door.Sync(app, now, place, door.Batch{Device: "tel", SentAt: now.Format(time.RFC3339), Scans: []door.Scan{
		{Nonce: nonce, Code: code, Slot: g.slots[slot].ID, At: now.Format(time.RFC3339), Kind: kind}}})
	must(t, err)
	if len(results) != 1 {
		t.Fatal("no answer: ", results)
	}
	return results[0]
}

func attended(t testing.TB, app core.App, r *records.Registration, slot string) (minutes int, present bool) {
	t.Helper()
	rows, err := records.AttendancesOf(app, r.ID)
	must(t, err)
	for _, a := range rows {
		if a.Slot == slot {
			return a.Minutes, true
		}
	}
	return 0, false
}

func catchUp(t testing.TB, app core.App, id string) *records.CatchUp {
	t.Helper()
	c, err := records.CatchUpOf(app, id)
	must(t, err)
	return c
}

func letters(t testing.TB, app core.App, kind string) (n int) {
	t.Helper()
	must(t, app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE kind = '"+kind+"'").Row(&n))
	return n
}

// Somebody misses a half-day, the first group is closed, and the ticket of the first group opens the door of the other:
// the presence counts in the first, and the certificate says when.
func TestAHalfDayIsCaughtUpAtTheOtherDoor(t *testing.T) {
	app := testapp.New(t)
	first := groupOf(t, app, 0, nil)
	other := groupOf(t, app, 7, func(d *event.Draft) { d.Slots[1].End = d.Slots[1].Start.Add(2 * time.Hour) }) // an hour less
	r := testapp.Register(t, app, first.Event, "Bruyere", "Nora")
	first.scan(t, app, first.start(0), "n1", domain.ScanIn, r.Ticket, 0)
	must(t, event.Close(app, first.start(1).Add(4*time.Hour), "essai", first.ID))
	if _, err := certificate.LiveOf(app, r.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal("a certificate before both half-days: ", err)
	}
	if got := other.scan(t, app, other.start(1), "avant", domain.ScanIn, r.Ticket, 1); got.Outcome != string(domain.OtherEvent) {
		t.Fatalf("nothing is planned: %+v", got)
	}
	c, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[1].ID, "Malade")
	must(t, err)
	same, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[1].ID, "")
	must(t, err)
	if same.ID != c.ID || letters(t, app, "rattrapage") != 1 {
		t.Fatal("planned twice")
	}
	clean(t, app, testapp.Now)

	now := other.start(1).Add(5 * time.Minute)
	got := other.scan(t, app, now, "la", domain.ScanIn, r.Ticket, 1)
	if got.Outcome != "accepted" || got.Person != "Nora Bruyere" || !strings.Contains(got.Explanation, "En rattrapage, groupe du 21 novembre 2026 : laissez entrer") || got.CatchUp != c.ID {
		t.Fatalf("%+v", got)
	}
	if again := other.scan(t, app, now.Add(time.Hour), "la", domain.ScanIn, r.Ticket, 1); again != got {
		t.Fatalf("the same nonce: %+v", again)
	}
	if got := other.scan(t, app, now.Add(time.Minute), "encore", domain.ScanIn, r.Ticket, 1); got.Outcome != "already" {
		t.Fatalf("%+v", got)
	}
	if n, present := attended(t, app, r, first.slots[1].ID); !present || n != 120 {
		t.Fatal("minutes of the shorter of the two: ", n)
	}
	if rows, err := records.Attendances(app, other.ID); err != nil || len(rows) != 0 {
		t.Fatal("counted in the other group: ", rows, err)
	}
	place, err := door.Open(app, first.ID, "", "essai")
	must(t, err)
	sheet, err := signature.SheetOf(app, place, first.slots[1])
	must(t, err)
	if len(sheet.Present) != 0 || len(sheet.Lines) != 1 {
		t.Fatal("the first trainer is asked to sign for who was elsewhere: ", sheet.Present)
	}
	live, err := certificate.LiveOf(app, r.ID)
	must(t, err)
	if !strings.Contains(string(live.Content), `"caught_up":"`+other.start(1).UTC().Format(time.RFC3339)) {
		t.Fatal(string(live.Content))
	}
	clean(t, app, now)

	if got := other.scan(t, app, now.Add(2*time.Minute), "non", domain.ScanUndo, r.Ticket, 1); got.Outcome != "undone" {
		t.Fatalf("%+v", got)
	}
	if _, present := attended(t, app, r, first.slots[1].ID); present || !catchUp(t, app, c.ID).DoneAt.IsZero() {
		t.Fatal("it stands after its undoing")
	}
	if _, err := certificate.LiveOf(app, r.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal("the certificate stands: ", err)
	}
	clean(t, app, now)
	if got := other.scan(t, app, now.Add(3*time.Minute), "enfin", domain.ScanIn, r.Ticket, 1); got.Outcome != "accepted" {
		t.Fatalf("%+v", got)
	}
	if n, _ := attended(t, app, r, first.slots[1].ID); n != 120 {
		t.Fatal("done again: ", n)
	}
	clean(t, app, now)
}

// The letter tells whoever catches up to say the short code of the own ticket: typed at the other door, it is known
// there once that is planned, and nowhere else.
func TestTheShortCodeOpensTheOtherDoor(t *testing.T) {
	app := testapp.New(t)
	first, other, third := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil), groupOf(t, app, 14, nil)
	r, local := testapp.Register(t, app, first.Event, "Bruyere", "Nora"), testapp.Register(t, app, other.Event, "Voisine", "Ode")
	code, now := ticket.ShowShort(r.ShortCode), other.start(0)
	if got := other.scan(t, app, now, "avant", domain.ScanIn, code, 0); got.Outcome != string(domain.Unknown) {
		t.Fatalf("nothing is planned: %+v", got)
	}
	c, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[0].ID, "")
	must(t, err)
	for name, got := range map[string]door.Result{"another half-day": other.scan(t, app, now, "autre", domain.ScanIn, code, 1), "another group": third.scan(t, app, now, "ailleurs", domain.ScanIn, code, 0)} {
		if got.Outcome == string(domain.Accepted) || got.CatchUp != "" {
			t.Fatalf("%s: %+v", name, got)
		}
	}
	if got := other.scan(t, app, now, "la", domain.ScanIn, code, 0); got.Outcome != string(domain.Accepted) || got.CatchUp != c.ID {
		t.Fatalf("%+v", got)
	}
	if _, present := attended(t, app, r, first.slots[1].ID); !present {
		t.Fatal("not present in the own group")
	}
	if got := other.scan(t, app, now, "voisine", domain.ScanIn, ticket.ShowShort(local.ShortCode), 0); got.Person != local.Name() || got.CatchUp != "" {
		t.Fatalf("%+v", got)
	}
	must(t, training.DropCatchUp(app, now, "essai", other.ID, c.ID, "Erreur"))
	if got := other.scan(t, app, now, "retire", domain.ScanIn, code, 0); got.Outcome != string(domain.Unknown) {
		t.Fatalf("dropped: %+v", got)
	}
	clean(t, app, now)
}

// A phone without network holds nobody back: what the server says when the scan arrives is the catch-up.
func TestACatchUpIsNoPersonOfTheOfflineList(t *testing.T) {
	app := testapp.New(t)
	first, other := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil)
	r := testapp.Register(t, app, first.Event, "Bruyere", "Nora")
	_, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[0].ID, "")
	must(t, err)
	place, err := door.Open(app, other.ID, "", "door:essai")
	must(t, err)
	list, err := door.ListSince(app, testapp.Now, place, 0)
	must(t, err)
	if len(list.People) != 0 {
		t.Fatalf("%+v", list.People)
	}
	late := other.start(0).Add(6 * time.Hour) // sent hours after
	if got := other.scan(t, app, late, "tard", domain.ScanIn, r.Ticket, 0); got.Outcome != "accepted" {
		t.Fatalf("%+v", got)
	}
	clean(t, app, late)
}

func TestWhatCannotBeCaughtUp(t *testing.T) {
	app := testapp.New(t)
	first, other, later := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil), groupOf(t, app, 14, nil)
	off := groupOf(t, app, 21, nil)
	must(t, event.Cancel(app, testapp.Now, "essai", off.ID, "Salle fermée"))
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-jeunes")
	must(t, err)
	stranger := groupOf(t, app, 28, func(d *event.Draft) { d.Programme = programme.ID })
	r, gone, both := testapp.Register(t, app, first.Event, "Bruyere", "Nora"), testapp.Register(t, app, first.Event, "Partie", "Ode"), testapp.Register(t, app, first.Event, "Double", "Ana")
	testapp.Register(t, app, other.Event, "Double", "Ana")
	must(t, registration.Cancel(app, testapp.Now, gone.ID, registration.ByPerson, "", ""))
	first.scan(t, app, first.start(0), "n1", domain.ScanIn, r.Ticket, 0)
	for name, c := range map[string]struct {
		r           *records.Registration
		slot, other string
		code        domain.Code
	}{
		"attended":           {r, first.slots[0].ID, other.slots[0].ID, domain.ErrCatchUpAttended},
		"own group":          {r, first.slots[1].ID, first.slots[0].ID, domain.ErrCatchUpGroup},
		"another programme":  {r, first.slots[1].ID, stranger.slots[0].ID, domain.ErrCatchUpGroup},
		"called off":         {r, first.slots[1].ID, off.slots[0].ID, domain.ErrState},
		"no such half-day":   {r, first.slots[1].ID, "inconnue", domain.ErrNotFound},
		"another's half-day": {r, other.slots[1].ID, later.slots[0].ID, domain.ErrNotFound},
		"withdrawn":          {gone, first.slots[1].ID, other.slots[0].ID, domain.ErrState},
		"registered there":   {both, first.slots[1].ID, other.slots[0].ID, domain.ErrCatchUpThere},
		"fine":               {r, first.slots[1].ID, other.slots[0].ID, ""},
		"otherwise":          {both, first.slots[1].ID, later.slots[0].ID, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := training.PlanCatchUp(app, testapp.Now, "essai", c.r.ID, c.slot, c.other, "")
			refused(t, err, c.code)
		})
	}
	_, err = training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, later.slots[0].ID, "")
	refused(t, err, domain.ErrCatchUpTwice)
	_, err = training.PlanCatchUp(app, testapp.Now, "essai", both.ID, first.slots[0].ID, later.slots[0].ID, "")
	refused(t, err, domain.ErrCatchUpThere) // one half-day catches up one
	_, err = training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[0].ID, strings.Repeat("a", 301))
	refused(t, err, domain.ErrTooLong)
	clean(t, app, testapp.Now)
}

// By hand: from either group, by the trainer of the other, and by nobody else; taken back by whatever voids the presence.
func TestByHand(t *testing.T) {
	app := testapp.New(t)
	first, other, stranger := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil), groupOf(t, app, 14, nil)
	r := testapp.Register(t, app, first.Event, "Bruyere", "Nora")
	c, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[0].ID, "")
	must(t, err)
	now := other.start(0).Add(time.Minute)
	refused(t, training.AttendCatchUp(app, other.start(0).Add(-time.Minute), "essai", other.ID, "", c.ID), domain.ErrCatchUpEarly)
	refused(t, training.AttendCatchUp(app, now, "essai", stranger.ID, "", c.ID), domain.ErrNotFound)
	refused(t, training.AttendCatchUp(app, now, "trainer:x", other.ID, other.slots[1].ID, c.ID), domain.ErrNotFound)
	must(t, training.AttendCatchUp(app, now, "trainer:x", other.ID, other.slots[0].ID, c.ID))
	must(t, training.AttendCatchUp(app, now, "essai", first.ID, "", c.ID))
	if _, present := attended(t, app, r, first.slots[1].ID); !present {
		t.Fatal("not present")
	}
	clean(t, app, now)
	refused(t, training.UndoCatchUp(app, now, "essai", other.ID, "", c.ID, " "), domain.ErrReason)
	must(t, training.UndoCatchUp(app, now, "essai", other.ID, "", c.ID, "Erreur de personne"))
	clean(t, app, now)
	must(t, training.AttendCatchUp(app, now, "essai", first.ID, "", c.ID))
	place, err := door.Open(app, first.ID, "", "essai")
	must(t, err)
	_, err = door.Correct(app, now, place, door.Correction{Nonce: "c1", Registration: r.ID, Slot: first.slots[1].ID, Reason: "Jamais venue"})
	must(t, err)
	if !catchUp(t, app, c.ID).DoneAt.IsZero() {
		t.Fatal("said done of a presence that was voided")
	}
	clean(t, app, now)
	must(t, training.AttendCatchUp(app, now, "essai", first.ID, "", c.ID))
	refused(t, training.DropCatchUp(app, now, "essai", first.ID, c.ID, ""), domain.ErrReason)
	must(t, training.DropCatchUp(app, now, "essai", first.ID, c.ID, "Noté deux fois"))
	if _, present := attended(t, app, r, first.slots[1].ID); present || letters(t, app, "rattrapage-annule") != 0 {
		t.Fatal("dropped and present, or told of what was over")
	}
	refused(t, training.AttendCatchUp(app, now, "essai", first.ID, "", c.ID), domain.ErrState)
	clean(t, app, now)
}

// What a catch-up rests on stays, and who was to come is told when the other group is called off.
func TestWhatACatchUpRestsOn(t *testing.T) {
	app := testapp.New(t)
	first, other := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil)
	r := testapp.Register(t, app, first.Event, "Bruyere", "Nora")
	c, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, first.slots[1].ID, other.slots[0].ID, "")
	must(t, err)
	d := event.DraftOf(other.Event, other.slots, nil)
	d.Slots = d.Slots[1:]
	_, err = event.Save(app, testapp.Now, "essai", d)
	refused(t, err, domain.ErrCatchUpHolds)
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-jeunes")
	must(t, err)
	d = event.DraftOf(first.Event, first.slots, nil)
	d.Programme = programme.ID
	_, err = event.Save(app, testapp.Now, "essai", d)
	refused(t, err, domain.ErrCatchUpHolds)
	must(t, event.Cancel(app, testapp.Now, "essai", other.ID, "Formatrice malade"))
	if c = catchUp(t, app, c.ID); c.DroppedAt.IsZero() || letters(t, app, "rattrapage-annule") != 1 {
		t.Fatalf("%+v", c)
	}
	clean(t, app, testapp.Now)
}

// Whatever follows whatever: after each gesture the invariants hold, and the facts counted again are those stored.
func TestAnyCatchingUpIsClean(t *testing.T) {
	for range 2 {
		seed := rand.Uint64()
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			app, r := testapp.New(t), rand.New(rand.NewPCG(seed, 5))
			groups := []group{groupOf(t, app, 0, nil), groupOf(t, app, 1, func(d *event.Draft) { d.Slots[0].BreakMinutes = 30 }), groupOf(t, app, 2, nil)}
			var people []*records.Registration
			for i := range 6 {
				people = append(people, testapp.Register(t, app, groups[i%3].Event, fmt.Sprint("Essai", string(rune('a'+i))), "Alba"))
			}
			var plans []string
			var past []string
			now := groups[0].start(0)
			for step := range 60 {
				now = now.Add(time.Duration(r.IntN(70)) * time.Minute)
				g, who, slot := groups[r.IntN(3)], people[r.IntN(6)], r.IntN(2)
				plan := "rien"
				if len(plans) > 0 {
					plan = plans[r.IntN(len(plans))]
				}
				var name string
				var err error
				switch r.IntN(10) {
				case 0, 1, 2:
					var c *records.CatchUp
					own := groups[positionOf(people, who)%3]
					if c, err = training.PlanCatchUp(app, now, "essai", who.ID, own.slots[r.IntN(2)].ID, g.slots[slot].ID, ""); err == nil {
						plans = append(plans, c.ID)
					}
					name = "plan"
				case 3:
					name, err = "attend", training.AttendCatchUp(app, now, "essai", g.ID, "", plan)
				case 4:
					name, err = "undo", training.UndoCatchUp(app, now, "essai", g.ID, "", plan, "erreur")
				case 5:
					name, err = "drop", training.DropCatchUp(app, now, "essai", g.ID, plan, "erreur")
				case 6, 7:
					kind := []string{domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo}[r.IntN(4)]
					got := g.scan(t, app, now.Add(-time.Duration(r.IntN(90))*time.Minute), fmt.Sprint("s", step), kind, who.Ticket, slot)
					name = "scan " + kind + " " + got.Outcome
				case 8:
					if name, err = "close", event.Close(app, now, "essai", g.ID); r.IntN(2) == 0 {
						name, err = "reopen", event.Reopen(app, now, "essai", g.ID, "erreur")
					}
				case 9:
					place, err2 := door.Open(app, g.ID, "", "essai")
					must(t, err2)
					name = "correct"
					_, err = door.Correct(app, now, place, door.Correction{Nonce: fmt.Sprint("k", step), Registration: who.ID, Slot: g.slots[slot].ID, Present: r.IntN(2) == 0, Reason: "vue"})
				}
				if err != nil && domain.Refusals(err) == nil {
					t.Fatalf("%s: %v after %v", name, err, past)
				}
				report, err2 := check.Run(app, now)
				must(t, err2)
				if len(report.Violations) > 0 {
					t.Fatalf("step %d, %s (%v): %v\nafter %v", step, name, err, report.Violations, past)
				}
				past = append(past, fmt.Sprint(name, " ", err))
			}
			before := storedFacts(t, app)
			must(t, records.RebuildFacts(app))
			if again := storedFacts(t, app); again != before {
				t.Fatalf("facts counted again:\n%s\nas they were:\n%s", again, before)
			}
		})
	}
}

func positionOf(people []*records.Registration, who *records.Registration) int {
	for i, p := range people {
		if p == who {
			return i
		}
	}
	return -1
}

func storedFacts(t testing.TB, app core.App) string {
	rows, err := records.FactsOfEvents(app, nil)
	must(t, err)
	text := map[string]string{}
	for _, f := range rows {
		text[f.ID] = fmt.Sprintf("%+v", f)
	}
	return fmt.Sprint(text)
}

// Who was given a place of one's own in the other group since, comes there by it: the hours never count twice.
func TestWhoHasAPlaceThereSinceCatchesNothingUp(t *testing.T) {
	app := testapp.New(t)
	own, other := groupOf(t, app, 0, nil), groupOf(t, app, 7, nil)
	r := testapp.Register(t, app, own.Event, "Mésange", "Aliénor")
	c, err := training.PlanCatchUp(app, testapp.Now, "essai", r.ID, own.slots[0].ID, other.slots[0].ID, "")
	must(t, err)
	there := testapp.Register(t, app, other.Event, "Mésange", "Aliénor")
	if there.Person != r.Person {
		t.Fatal("they count as one")
	}
	other.scan(t, app, other.start(0), "n", domain.ScanIn, there.Ticket, 0)
	refused(t, training.AttendCatchUp(app, other.start(1), "essai", other.ID, "", c.ID), domain.ErrCatchUpThere)
	clean(t, app, other.start(1))
}
