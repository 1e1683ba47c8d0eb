package merge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/mail"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// after is the morning after the events of the tests.
var after = testapp.Now.AddDate(0, 0, 2)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused tells the code and the argument of a refusal.
func refused(t *testing.T, err error, code domain.Code, arg string) {
	t.Helper()
	if !domain.Is(err, code) || domain.Refusals(err)[0].Arg != arg {
		t.Errorf("%v, want %s: %s", err, code, arg)
	}
}

// register is a registration of a structure, at the desk: no event is too far.
func register(t *testing.T, app core.App, e *records.Event, last, first, structure string) *records.Registration {
	t.Helper()
	in := testapp.Request(e, last, first)
	in.Structure, in.Email = structure, domain.Fold(first)+"@"+domain.Fold(last)+"."+domain.NameKey(structure, "")[:2]+".invalid"
	a, err := registration.Register(app, testapp.Now, in)
	must(t, err)
	return a.Registration
}

// comes lets a registration in at the first half-day.
func comes(t *testing.T, app core.App, r *records.Registration) {
	t.Helper()
	place, err := door.Open(app, r.Event, "", "essai")
	must(t, err)
	at := place.Slots[0].StartsAt.Time().Add(time.Minute)
	results, err := door.Sync(app, at, place, door.Batch{Device: "tel", SentAt: at.Format(time.RFC3339), Scans: []door.Scan{
		{Nonce: "essai-" + r.ID, Code: r.Ticket, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	if results[0].Outcome != string(domain.Accepted) {
		t.Fatal(results)
	}
}

// clean runs the audit.
func clean(t *testing.T, app core.App) {
	t.Helper()
	report, err := check.Run(app, after)
	must(t, err)
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// figures are the year's.
func figures(t *testing.T, app core.App) (people, present, structures int) {
	t.Helper()
	r, err := stats.Count(app, after, stats.Query{Period: domain.Period{}})
	must(t, err)
	c := r.Total.Counts
	l, err := stats.ListOf(app, stats.Query{Period: domain.Period{}}, "distinct_people", "", "")
	must(t, err)
	if l.Total != c[domain.FigPeople] || len(l.Rows) != c[domain.FigPeople] {
		t.Errorf("the list has %d people, the figure is %d", len(l.Rows), c[domain.FigPeople])
	}
	return c[domain.FigPeople], c[domain.FigPresent], c[domain.FigStructures]
}

// rows is every row that a merge may touch, the trail aside.
func rows(t *testing.T, app core.App) (all string) {
	t.Helper()
	for _, table := range []string{"people", "structures", "registrations", "facts", "events", "not_duplicates", "outbox"} {
		list := []map[string]any{}
		r, err := app.DB().NewQuery("SELECT * FROM " + table + " ORDER BY id").Rows()
		must(t, err)
		columns, err := r.Columns()
		must(t, err)
		for r.Next() {
			values := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(t, r.Scan(into...))
			row := map[string]any{}
			for i, c := range columns {
				if c != "change" && c != "updated" { // counts up at every write
					row[c] = values[i]
				}
			}
			list = append(list, row)
		}
		must(t, r.Close())
		all += fmt.Sprint(table, list, "\n")
	}
	return all
}

// One person under two structures comes to two events: two distinct people, one after the merge, two after it is
// undone; and nothing else than the trail has changed then.
func TestDistinctPeopleFollowAMergeAndItsUndoing(t *testing.T) {
	app := testapp.New(t)
	first, second := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	a := register(t, app, first, "Mésange", "Inès", "CH Lens")
	b := register(t, app, second, "Mésange", "Inès", "UFOLEP")
	for _, r := range []*records.Registration{a, b} {
		comes(t, app, r)
		must(t, event.Close(app, after, "essai", r.Event))
	}
	pairs, err := merge.LikelyPeople(app)
	must(t, err)
	if len(pairs) != 1 || a.Person == b.Person {
		t.Fatal(pairs)
	}
	before := rows(t, app)
	if people, present, _ := figures(t, app); people != 2 || present != 2 {
		t.Fatal(people, present)
	}
	must(t, merge.People(app, after, "essai", a.Person, b.Person))
	if people, present, _ := figures(t, app); people != 1 || present != 2 {
		t.Error("merged: ", people, present)
	}
	if pairs, err = merge.LikelyPeople(app); err != nil || len(pairs) > 0 {
		t.Error("proposed again: ", pairs, err)
	}
	clean(t, app)
	for _, again := range []error{merge.People(app, after, "essai", a.Person, b.Person), merge.People(app, after, "essai", b.Person, a.Person),
		merge.People(app, after, "essai", a.Person, a.Person), merge.Apart(app, after, "essai", records.OfPeople, a.Person, b.Person)} {
		refused(t, again, domain.ErrState, "")
	}
	must(t, merge.UndoPeople(app, after, "essai", b.Person))
	if people, present, _ := figures(t, app); people != 2 || present != 2 {
		t.Error("undone: ", people, present)
	}
	if now := rows(t, app); now != before {
		t.Errorf("undone, the rows are\n%s\nand were\n%s", now, before)
	}
	refused(t, merge.UndoPeople(app, after, "essai", b.Person), domain.ErrState, "")
	clean(t, app)
	trail, err := records.AuditOf(app, "person", b.Person)
	must(t, err)
	if len(trail) != 2 || trail[1].Action != "merge" || string(trail[1].After) != `{"merged_into":"`+a.Person+`"}` || trail[0].Action != "unmerge" || trail[0].Actor != "essai" {
		t.Errorf("%+v", trail)
	}
}

// Both are registered to one event: nothing is decided of an event to come; of one that is over, whoever came
// stays, and undoing gives back the other.
func TestTwoRegistrationsToOneEvent(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, func(d *event.Draft) { d.Title = "Journée double" })
	a := register(t, app, e, "Mésange", "Inès", "CH Lens")
	b := register(t, app, e, "Mésange", "Inès", "UFOLEP")
	refused(t, merge.People(app, testapp.Now, "essai", a.Person, b.Person), domain.ErrMergeComing, e.Title)
	comes(t, app, b)
	for _, closed := range []bool{false, true} {
		if closed {
			must(t, event.Close(app, after, "essai", e.ID))
		}
		before := rows(t, app)
		must(t, merge.People(app, after, "essai", a.Person, b.Person))
		for r, want := range map[*records.Registration]string{a: "cancelled", b: "confirmed"} {
			if now, err := records.RegistrationOf(app, r.ID); err != nil || now.State != want || (want == "cancelled") != (now.ByOrganiser() && now.CancelReason != "") {
				t.Errorf("%+v %v, want %s", now, err, want)
			}
		}
		if people, present, _ := figures(t, app); closed && (people != 1 || present != 1) {
			t.Error("merged: ", people, present)
		}
		clean(t, app)
		must(t, merge.UndoPeople(app, after, "essai", b.Person))
		if now := rows(t, app); now != before {
			t.Errorf("undone, the rows are\n%s\nand were\n%s", now, before)
		}
		clean(t, app)
	}
	comes(t, app, a) // late, from a telephone
	refused(t, merge.People(app, after, "essai", a.Person, b.Person), domain.ErrMergePresent, e.Title)
}

// Neither came: an excuse stays rather than none, a seat rather than a place on the list, else who came first.
func TestWhichRegistrationStays(t *testing.T) {
	for name, c := range map[string]struct {
		capacity int
		excused  bool
		stays    int
	}{"the first": {0, false, 0}, "the excused": {0, true, 1}, "the seated": {1, false, 0}} {
		app := testapp.New(t)
		e := testapp.Event(t, app, c.capacity, nil)
		list := []*records.Registration{register(t, app, e, "Mésange", "Inès", "CH Lens"), register(t, app, e, "Mésange", "Inès", "UFOLEP")}
		if c.excused {
			must(t, registration.SetExcuse(app, testapp.Now, list[1].ID, "essai", true, "Malade"))
		}
		must(t, merge.People(app, after, "essai", list[1].Person, list[0].Person))
		for i, r := range list {
			if now, err := records.RegistrationOf(app, r.ID); err != nil || (now.State == "cancelled") != (i != c.stays) {
				t.Errorf("%s: %d is %s %v", name, i, now.State, err)
			}
		}
		clean(t, app)
	}
}

// Whoever was merged registers again under either name: known, and never twice to one event.
func TestAMergedPersonIsFoundByEitherName(t *testing.T) {
	app := testapp.New(t)
	past, coming := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	a := register(t, app, past, "Mésange", "Inès", "CH Lens")
	b := register(t, app, coming, "Mesenge", "Inès", "CH Lens")
	for _, way := range [][2]*records.Registration{{a, b}, {b, a}} {
		must(t, merge.People(app, testapp.Now, "essai", way[0].Person, way[1].Person))
		for _, name := range []string{"Mésange", "Mesenge"} {
			in := testapp.Request(coming, name, "Inès")
			_, err := registration.Register(app, testapp.Now, in)
			refused(t, err, domain.ErrAlreadyRegistered, b.ID)
		}
		if live, err := records.LiveRegistration(app, coming.ID, a.Person); err != nil || live.ID != b.ID {
			t.Errorf("%+v %v", live, err)
		}
		clean(t, app)
		must(t, merge.UndoPeople(app, testapp.Now, "essai", way[1].Person))
	}
	if _, err := records.LiveRegistration(app, coming.ID, a.Person); !domain.Is(err, domain.ErrNotFound) {
		t.Error(err)
	}
	if a, err := registration.Register(app, testapp.Now, testapp.Request(coming, "Mésange", "Inès")); err != nil || a.Registration.Person == b.Person {
		t.Errorf("two again: %+v %v", a, err)
	}
}

// A chain of merges counts as one, whichever end of it is undone; a seat given meanwhile to somebody else is
// added, and a new registration of the person is not doubled.
func TestChainsAndWhatHappenedMeanwhile(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, func(d *event.Draft) { d.Title = "Journée pleine" })
	a := register(t, app, e, "Mésange", "Inès", "CH Lens")
	b := register(t, app, e, "Mésange", "Inès", "UFOLEP")
	c := register(t, app, testapp.Event(t, app, 0, nil), "Inès", "Mésange", "EPDEF")
	must(t, merge.People(app, after, "essai", a.Person, b.Person))
	must(t, merge.People(app, after, "essai", c.Person, a.Person))
	if roots, err := records.Roots(app, records.OfPeople); err != nil || roots[a.Person] != c.Person || roots[b.Person] != c.Person {
		t.Error(roots, err)
	}
	in := testapp.Request(e, "Nouvelle", "Venue")
	in.Origin, in.Actor = domain.FromCoordinator, "essai"
	_, err := registration.Register(app, after, in)
	must(t, err)
	must(t, merge.UndoPeople(app, after, "essai", b.Person))
	if now, err := records.EventOf(app, e.ID); err != nil || now.Capacity != 3 {
		t.Errorf("%d seats for three, %v", now.Capacity, err)
	}
	clean(t, app)

	must(t, merge.People(app, after, "essai", c.Person, b.Person))
	if now, err := records.RegistrationOf(app, b.ID); err != nil || now.State != "cancelled" {
		t.Fatalf("%+v %v", now, err)
	}
	must(t, registration.Cancel(app, after, a.ID, registration.ByOrganiser, "essai", "Erreur"))
	again := testapp.Request(e, "Mésange", "Inès")
	again.Origin, again.Actor, again.Structure, again.OverCapacity = domain.FromCoordinator, "essai", "UFOLEP", true
	_, err = registration.Register(app, after, again)
	must(t, err)
	refused(t, merge.UndoPeople(app, after, "essai", b.Person), domain.ErrMergeUndo, e.Title)
	clean(t, app)
}

func TestTwoPeopleAreNeverProposedAgain(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a := register(t, app, e, "Mésange", "Inès", "CH Lens")
	b := register(t, app, e, "Mésange", "Inès", "UFOLEP")
	comes(t, app, a)
	comes(t, app, b)
	must(t, event.Close(app, after, "essai", e.ID))
	namesakes := func() int {
		r, err := stats.Count(app, after, stats.Query{Period: domain.Period{}})
		must(t, err)
		return r.Duplicates
	}
	if namesakes() != 1 {
		t.Error("two of one name are not said to be likely duplicates")
	}
	for range 2 { // sent twice
		must(t, merge.Apart(app, after, "essai", records.OfPeople, b.Person, a.Person))
	}
	if pairs, err := merge.LikelyPeople(app); err != nil || len(pairs) > 0 || namesakes() != 0 {
		t.Error(pairs, err, namesakes())
	}
	refused(t, merge.People(app, after, "essai", a.Person, b.Person), domain.ErrKeptApart, "")
	clean(t, app)
	decided, err := records.NotDuplicates(app, records.OfPeople)
	must(t, err)
	if len(decided) != 1 {
		t.Fatal(decided)
	}
	refused(t, merge.Reconsider(app, after, "essai", records.OfStructures, decided[0].ID), domain.ErrState, "")
	must(t, merge.Reconsider(app, after, "essai", records.OfPeople, decided[0].ID))
	if pairs, err := merge.LikelyPeople(app); err != nil || len(pairs) != 1 || namesakes() != 1 {
		t.Error(pairs, err)
	}
	refused(t, merge.Reconsider(app, after, "essai", records.OfPeople, decided[0].ID), domain.ErrState, "")
	refused(t, merge.People(app, after, "essai", a.Person, "personne"), domain.ErrNotFound, "")
}

// The event is called off while a registration is set aside: who is themselves again is told what everybody was, once.
func TestWhoIsThemselvesAgainIsToldOfTheCancellation(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	a := register(t, app, e, "Mésange", "Inès", "CH Lens")
	b := register(t, app, e, "Mésange", "Agnès", "UFOLEP")
	must(t, merge.People(app, after, "essai", a.Person, b.Person))
	must(t, event.Cancel(app, after, "essai", e.ID, "salle fermée"))
	for range 2 { // merged again, the letter is there already
		must(t, merge.UndoPeople(app, after, "essai", b.Person))
		clean(t, app)
		for _, r := range []*records.Registration{a, b} {
			if letters := letters(t, app, mail.EventCancelled+":"+r.ID); letters != 1 {
				t.Errorf("%s: %d letters", r.ID, letters)
			}
		}
		must(t, merge.People(app, after, "essai", a.Person, b.Person))
	}
}

func letters(t *testing.T, app core.App, cause string) (n int) {
	t.Helper()
	must(t, app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE cause = {:cause}").Bind(dbx.Params{"cause": cause}).Row(&n))
	return n
}
