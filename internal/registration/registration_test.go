package registration_test

import (
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// causes lists the letters of a registration by cause, the registration's id left out.
func causes(t *testing.T, app core.App, r *records.Registration) string {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, l := range rows {
		if l.Recipient != r.Email {
			t.Errorf("letter %s goes to %s", l.Cause, l.Recipient)
		}
		list = append(list, strings.SplitN(l.Cause, ":", 2)[0])
	}
	// Two letters of one moment are listed by random ids.
	if len(list) == 2 && list[0] > list[1] {
		list[0], list[1] = list[1], list[0]
	}
	return strings.Join(list, " ")
}

func again(t *testing.T, app core.App, r *records.Registration) *records.Registration {
	t.Helper()
	row, err := records.RegistrationOf(app, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

func count(t *testing.T, app core.App, table string) (n int) {
	t.Helper()
	if err := app.DB().NewQuery("SELECT COUNT(*) FROM " + table).Row(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestARegistrationHasItsSeatItsTicketAndItsLetter(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	r := again(t, app, testapp.Register(t, app, e, "Lemaire", "Zoe"))
	if r.State != "confirmed" || r.Seq != 1 || !r.ConfirmedAt.Equal(records.At(testapp.Now)) || r.Origin != "online" {
		t.Errorf("%+v", r)
	}
	if len(r.Ticket) != 32 || !strings.HasPrefix(r.Ticket, e.Tag) || len(r.ShortCode) != 8 {
		t.Errorf("ticket %q, short code %q", r.Ticket, r.ShortCode)
	}
	s, err := records.StructureOf(app, r.Structure)
	if err != nil || r.Sector != s.Sector || r.Territory != s.Territory || r.Sector == "" || r.Territory == "" || r.Profession == "" {
		t.Errorf("the structure does not say where: %+v %v", r, err)
	}
	if got := causes(t, app, r); got != "confirmation" {
		t.Errorf("letters: %s", got)
	}
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil || len(facts) != 1 || facts[0].ID != r.ID || !facts[0].Registered {
		t.Errorf("facts %+v %v", facts, err)
	}
}

func TestWhoComesWhenFullWaitsInOrder(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Premiere", "Ada")
	for i, name := range []string{"Deuxieme", "Troisieme", "Quatrieme"} {
		a, err := registration.Register(app, testapp.Now, testapp.Request(e, name, "Bo"))
		if err != nil || a.Registration.State != "waitlisted" || a.Rank != i+1 || a.Registration.Seq != i+2 || !a.Registration.ConfirmedAt.IsZero() {
			t.Fatalf("%s: %+v %v", name, a, err)
		}
		if got := causes(t, app, a.Registration); got != "liste-attente" {
			t.Errorf("letters: %s", got)
		}
	}
	bare := testapp.Event(t, app, 1, func(d *event.Draft) { d.Waitlist = false })
	testapp.Register(t, app, bare, "Premiere", "Ada")
	if _, err := registration.Register(app, testapp.Now, testapp.Request(bare, "Deuxieme", "Bo")); !domain.Is(err, domain.ErrEventFull) {
		t.Errorf("full without a list: %v", err)
	}
}

func TestOnePersonRegistersOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	first := testapp.Register(t, app, e, "Lefèvre", "Zoe")
	for name, change := range map[string]func(*registration.Request){
		"the same":                     func(*registration.Request) {},
		"capitals, no accents":         func(in *registration.Request) { in.LastName, in.FirstName = "LEFEVRE", "ZOÉ" },
		"spaces":                       func(in *registration.Request) { in.LastName = "  Lefèvre " },
		"another mail, same structure": func(in *registration.Request) { in.Email = "autre@exemple.invalid" },
		"same mail, another structure": func(in *registration.Request) { in.Structure = "EPSM Val de Lys-Artois" },
	} {
		in := testapp.Request(e, "Lefèvre", "Zoe")
		in.Email = first.Email
		change(&in)
		_, err := registration.Register(app, testapp.Now, in)
		if !domain.Is(err, domain.ErrAlreadyRegistered) || domain.Refusals(err)[0].Arg != first.ID {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, app, "people"); n != 1 {
		t.Errorf("%d people", n)
	}
	for name, change := range map[string]func(*registration.Request){
		"« je suis une autre personne »": func(in *registration.Request) { in.OtherPerson = true },
		"a namesake elsewhere":           func(in *registration.Request) { in.Email, in.NoStructure, in.Structure = "x@exemple.invalid", true, "" },
		"a colleague, same mailbox":      func(in *registration.Request) { in.FirstName, in.Email = "Ana", first.Email },
	} {
		in := testapp.Request(e, "Lefèvre", "Zoe")
		change(&in)
		if _, err := registration.Register(app, testapp.Now, in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, app, "people"); n != 4 {
		t.Errorf("%d people", n)
	}
}

func TestWhoLeftMayComeBackAtTheEnd(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	first := testapp.Register(t, app, e, "Allee", "Venue")
	testapp.Register(t, app, e, "Attend", "Ana")
	if err := registration.Cancel(app, testapp.Now, first.ID, registration.ByPerson, "", ""); err != nil {
		t.Fatal(err)
	}
	a, err := registration.Register(app, testapp.Now, testapp.Request(e, "Allee", "Venue"))
	if err != nil || a.Registration.State != "waitlisted" || a.Registration.Person != first.Person || a.Registration.ID == first.ID {
		t.Errorf("%+v %v", a, err)
	}
}

func TestAFormSentTwiceRegistersOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	for _, name := range []string{"Confirmee", "Attend"} {
		in := testapp.Request(e, name, "Ada")
		in.Intent = "nonce-" + name
		first, err := registration.Register(app, testapp.Now, in)
		if err != nil || first.Replay {
			t.Fatal(first, err)
		}
		in.LastName = "Change" // the first answer stands
		second, err := registration.Register(app, testapp.Now, in)
		if err != nil || !second.Replay || second.Registration.ID != first.Registration.ID || second.Rank != first.Rank {
			t.Errorf("%+v, then %+v %v", first, second, err)
		}
	}
	if n := count(t, app, "registrations"); n != 2 {
		t.Errorf("%d registrations", n)
	}
	if n := count(t, app, "outbox"); n != 2 {
		t.Errorf("%d letters", n)
	}
}

// Nothing is stored of what cannot be told: seat, person, structure and letter are one transaction.
func TestWithoutItsLetterNothingIsStored(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	sitting := testapp.Register(t, app, e, "Assise", "Ana")
	waiting := testapp.Register(t, app, e, "Attend", "Bo")
	if _, err := app.DB().NewQuery("ALTER TABLE outbox RENAME TO outbox_away").Execute(); err != nil {
		t.Fatal(err)
	}
	in := testapp.Request(e, "Perdue", "Ada")
	in.Structure = "Une maison jamais vue"
	before := [3]int{count(t, app, "registrations"), count(t, app, "people"), count(t, app, "structures")}
	if _, err := registration.Register(app, testapp.Now, in); err == nil || domain.Refusals(err) != nil {
		t.Fatalf("registering without an outbox: %v", err)
	}
	if after := [3]int{count(t, app, "registrations"), count(t, app, "people"), count(t, app, "structures")}; after != before {
		t.Errorf("%v rows before, %v after", before, after)
	}
	if err := registration.Cancel(app, testapp.Now, sitting.ID, registration.ByPerson, "", ""); err == nil {
		t.Fatal("cancelled without an outbox")
	}
	if a, b := again(t, app, sitting), again(t, app, waiting); a.State != "confirmed" || b.State != "waitlisted" {
		t.Errorf("half a cancellation: %s, %s", a.State, b.State)
	}
	var facts int
	if err := app.DB().Select("COUNT(*)").From("facts").Where(dbx.HashExp{"outcome": int(domain.Withdrawn)}).Row(&facts); err != nil || facts != 0 {
		t.Errorf("%d withdrawn in the figures, %v", facts, err)
	}
}
