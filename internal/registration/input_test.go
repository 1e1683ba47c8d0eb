package registration_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestBadInputIsRefusedAtItsField(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	long := strings.Repeat("é", 300)
	for name, c := range map[string]struct {
		change func(*registration.Request)
		want   []domain.Error
	}{
		"nothing at all": {func(in *registration.Request) { *in = registration.Request{Event: e.ID, Origin: domain.FromOnline} }, []domain.Error{
			{Code: domain.ErrRequired, Field: "first_name"}, {Code: domain.ErrRequired, Field: "last_name"}, {Code: domain.ErrRequired, Field: "email"},
			{Code: domain.ErrRequired, Field: "structure"}, {Code: domain.ErrRequired, Field: "profession"}}},
		"no @":                          {func(in *registration.Request) { in.Email = "zoe.exemple.fr" }, []domain.Error{{Code: domain.ErrEmail, Field: "email"}}},
		"300 characters":                {func(in *registration.Request) { in.LastName = long }, []domain.Error{{Code: domain.ErrTooLong, Field: "last_name"}}},
		"a long structure":              {func(in *registration.Request) { in.Structure = long }, []domain.Error{{Code: domain.ErrTooLong, Field: "structure"}}},
		"long needs":                    {func(in *registration.Request) { in.Needs = strings.Repeat("a ", 300) }, []domain.Error{{Code: domain.ErrTooLong, Field: "needs"}}},
		"only emoji":                    {func(in *registration.Request) { in.FirstName = "🎉🎉" }, []domain.Error{{Code: domain.ErrRequired, Field: "first_name"}}},
		"no letter":                     {func(in *registration.Request) { in.FirstName = "1234" }, []domain.Error{{Code: domain.ErrCharacters, Field: "first_name"}}},
		"unknown function":              {func(in *registration.Request) { in.Profession = "astronaute" }, []domain.Error{{Code: domain.ErrChoice, Field: "profession"}}},
		"unknown sector":                {func(in *registration.Request) { in.Sector = "rien" }, []domain.Error{{Code: domain.ErrChoice, Field: "sector"}}},
		"unknown territory":             {func(in *registration.Request) { in.Territory = "rien" }, []domain.Error{{Code: domain.ErrChoice, Field: "territory"}}},
		"a structure's id that is none": {func(in *registration.Request) { in.StructureID, in.Structure = "rien", "" }, []domain.Error{{Code: domain.ErrRequired, Field: "structure"}}},
		"unknown event":                 {func(in *registration.Request) { in.Event = "rien" }, []domain.Error{{Code: domain.ErrNotFound}}},
	} {
		in := testapp.Request(e, "Lemaire", "Zoe")
		c.change(&in)
		_, err := registration.Register(app, testapp.Now, in)
		got := domain.Refusals(err)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range got {
			if got[i].Code != c.want[i].Code || got[i].Field != c.want[i].Field {
				t.Errorf("%s: %v, want %v", name, got[i], c.want[i])
			}
		}
	}
	if n := count(t, app, "registrations") + count(t, app, "people") + count(t, app, "outbox"); n != 0 {
		t.Errorf("%d rows are left of refusals", n)
	}
}

// The sector of anonymous head-counts is not for choosing.
func TestASectorThatIsNotNamedIsNotChosen(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	sectors, err := records.Items(app, records.Sectors)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[bool]int{}
	for i, s := range sectors {
		in := testapp.Request(e, "Lemaire"+strings.Repeat("x", i), "Zoe")
		in.Sector = s.Code
		_, err := registration.Register(app, testapp.Now, in)
		if (err == nil) != s.Named || (err != nil && !domain.Is(err, domain.ErrChoice)) {
			t.Errorf("%s (named %v): %v", s.Code, s.Named, err)
		}
		seen[s.Named]++
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("the list has not both kinds: %v", seen)
	}
}

func TestWhatIsKeptOfANameCannotDeceive(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	in := testapp.Request(e, "Lemaire", "Zoe")
	in.LastName, in.FirstName = "  Le\u202emaire 🎉", "مريم\u200f"
	in.Email, in.Needs = " Zoe.LEMAIRE@Exemple.INVALID ", "Une rampe\u202e\r\n merci 👍 "
	a, err := registration.Register(app, testapp.Now, in)
	if err != nil {
		t.Fatal(err)
	}
	r := again(t, app, a.Registration)
	if r.LastName != "Lemaire" || r.FirstName != "مريم" || r.Email != "zoe.lemaire@exemple.invalid" || r.Needs != "Une rampe\nmerci" {
		t.Errorf("%q %q %q %q", r.LastName, r.FirstName, r.Email, r.Needs)
	}
}

func TestStructures(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	send := func(last string, change func(*registration.Request)) *records.Registration {
		t.Helper()
		in := testapp.Request(e, last, "Zoe")
		change(&in)
		a, err := registration.Register(app, testapp.Now, in)
		if err != nil {
			t.Fatal(err)
		}
		return a.Registration
	}
	known, err := records.StructureNamed(app, "CH Lens")
	if err != nil {
		t.Fatal(err)
	}
	if r := send("Alias", func(in *registration.Request) { in.Structure = "ch  LENS" }); r.Structure != known.ID {
		t.Error("another spelling is another structure")
	}
	if r := send("Choisie", func(in *registration.Request) { in.StructureID, in.Structure = known.ID, "n’importe quoi" }); r.Structure != known.ID {
		t.Error("the one chosen in the list is not kept")
	}
	before := count(t, app, "structures")
	one := send("Nouvelle", func(in *registration.Request) {
		in.Structure, in.Sector, in.Territory = "Maison des Essais", "social", "cua"
	})
	two := send("Collegue", func(in *registration.Request) { in.Structure = "maison des essais" })
	s, err := records.StructureOf(app, one.Structure)
	if err != nil || s.Status != "proposed" || s.Name != "Maison des Essais" || two.Structure != one.Structure || count(t, app, "structures") != before+1 {
		t.Errorf("%+v %v", s, err)
	}
	if two.Territory != one.Territory || two.Sector != one.Sector || one.Sector == "" {
		t.Errorf("sector and territory are not those of the structure: %+v, %+v", one, two)
	}
	if found, err := records.SearchStructures(app, "maison des essais", 10); err != nil || len(found) != 0 {
		t.Errorf("a proposal is in the public list: %v %v", found, err)
	}
	none := send("Liberale", func(in *registration.Request) { in.NoStructure, in.Structure, in.Territory = true, "", "cua" })
	if none.Structure != "" || none.Territory == "" || none.Sector != "" {
		t.Errorf("without a structure: %+v", none)
	}
}

func TestWhenAndHowAnEventTakesRegistrations(t *testing.T) {
	app := testapp.New(t)
	soon := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Opens, d.Closes = testapp.Now.Add(time.Hour), testapp.Now.Add(2*time.Hour)
	})
	off := testapp.Event(t, app, 0, nil)
	if err := event.Cancel(app, testapp.Now, "essai", off.ID, ""); err != nil {
		t.Fatal(err)
	}
	past := soon.EndsAt.Time()
	for i, c := range []struct {
		event  *records.Event
		at     time.Time
		origin string
		want   domain.Code
	}{
		{soon, testapp.Now, domain.FromOnline, domain.ErrEventNotOpen},
		{soon, testapp.Now, domain.FromCoordinator, ""},
		{soon, testapp.Now.Add(time.Hour), domain.FromOnline, ""},
		{soon, testapp.Now.Add(2 * time.Hour), domain.FromOnline, domain.ErrEventClosed},
		{soon, past, domain.FromOnline, domain.ErrEventPast},
		{soon, past, domain.FromDoor, ""},
		{off, testapp.Now, domain.FromOnline, domain.ErrEventCancelled},
		{off, testapp.Now, domain.FromCoordinator, domain.ErrEventCancelled},
		{off, testapp.Now, domain.FromDoor, domain.ErrEventCancelled},
	} {
		in := testapp.Request(c.event, "Personne"+string(rune('a'+i)), "Zoe")
		in.Origin = c.origin
		_, err := registration.Register(app, c.at, in)
		if (err == nil) != (c.want == "") || (err != nil && !domain.Is(err, c.want)) {
			t.Errorf("%d, %s: %v, want %q", i, c.origin, err, c.want)
		}
	}
}

// The seats' count stays what it says: the door is outside it, the desk adds a seat and says so.
func TestBeyondTheSeats(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Assise", "Ana")
	door := testapp.Request(e, "Venue", "Bo")
	door.Origin, door.OverCapacity = domain.FromDoor, true
	desk := testapp.Request(e, "Ajoutee", "Cy")
	desk.Origin, desk.OverCapacity, desk.Actor = domain.FromCoordinator, true, "essai"
	for _, in := range []registration.Request{door, desk} {
		a, err := registration.Register(app, testapp.Now, in)
		if err != nil || a.Registration.State != "confirmed" {
			t.Fatal(a, err)
		}
	}
	e, err := records.EventOf(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil || seats.Taken != 2 || e.Capacity != 2 {
		t.Errorf("%d of %d taken, %v", seats.Taken, e.Capacity, err)
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	if err != nil || len(trail) == 0 || trail[0].Action != "add_seat" && trail[1].Action != "add_seat" {
		t.Errorf("nothing in the trail: %v %v", trail, err)
	}
}

// Nobody overtakes: while people wait, the desk raises the number of seats and the list is served in order.
func TestTheDeskDoesNotPassThoseWhoWait(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	testapp.Register(t, app, e, "Assise", "Ana")
	testapp.Register(t, app, e, "Attend", "Bo")
	in := testapp.Request(e, "Ajoutee", "Cy")
	in.Origin, in.OverCapacity, in.Actor = domain.FromCoordinator, true, "essai"
	_, err := registration.Register(app, testapp.Now, in)
	if refusals := domain.Refusals(err); len(refusals) != 1 || refusals[0].Code != domain.ErrOthersWait || refusals[0].Arg != "1" {
		t.Fatalf("%v, want others_wait: 1", err)
	}
	a, err := registration.Register(app, e.EndsAt.Time().Add(time.Hour), in)
	if err != nil || a.Registration.State != "confirmed" {
		t.Errorf("afterwards, when nobody waits any more: %v", err)
	}
}
