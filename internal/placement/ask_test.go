package placement_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// faults lists what is wrong, field by field.
func faults(err error) string {
	var list []string
	for _, r := range domain.Refusals(err) {
		list = append(list, r.Field+":"+string(r.Code))
	}
	return strings.Join(list, " ")
}

// A wish is refused for all that is wrong with it at once; taken, it is one a person and campaign, and it is changed while
// nobody decided on it: another manager is asked anew.
func TestAWishFromItsFormToItsManager(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o, gone := testapp.Offer(t, app, c, nil), testapp.Offer(t, app, c, func(o *records.Offer) { o.Status = "withdrawn" })
	home, err := records.StructureNamed(app, "EPSM Val de Lys-Artois")
	if err != nil {
		t.Fatal(err)
	}
	own := testapp.Offer(t, app, c, func(o *records.Offer) { o.Structure, o.Service = home.ID, "CMP d’essai" })
	other := testapp.Offer(t, app, c, func(o *records.Offer) {
		o.Structure, o.Service, o.Professions = home.ID, "Hôpital de jour", records.List{"inconnue0000000"}
	})
	begun := testapp.Offer(t, app, c, func(o *records.Offer) { o.HalfDays[0].Start = records.At(testapp.Now) })
	elsewhere := testapp.Offer(t, app, testapp.Campaign(t, app, nil), nil)
	ask := func(change func(*placement.Request)) (*placement.Case, error) {
		in := placement.Request{Origin: placement.Online, LastName: "Exemple", FirstName: "Camille", Email: " Camille@Exemple.invalid ", Structure: "EPSM Val de Lys-Artois", Profession: "infirmier", Service: "CMP d’essai",
			ManagerName: "Alix Encadrement", ManagerEmail: "encadrement@exemple.invalid", Choices: []string{o.ID}, Objectives: "Découvrir.", Informed: true}
		change(&in)
		return placement.Ask(app, testapp.Now, c.ID, placement.Doing{By: domain.PartyTrainee}, in)
	}
	for want, change := range map[string]func(*placement.Request){
		"first_name:required last_name:required email:required structure:required service:required profession:required objectives:required manager_name:required manager_email:required informed:required choice-1:required": func(in *placement.Request) {
			*in = placement.Request{Origin: placement.Online, LastName: " ☺ "}
		},
		"first_name:required email:required structure:required informed:required choice-1:required": func(in *placement.Request) {
			*in = placement.Request{Origin: placement.ByCoordinator, LastName: "Exemple"}
		},
		"email:email manager_email:email home_name:required home_email:email": func(in *placement.Request) {
			in.Email, in.ManagerEmail, in.HomeEmail = "camille", "alix", "noa@"
		},
		"manager_email:self_manager home_email:self_manager": func(in *placement.Request) {
			in.ManagerEmail, in.HomeName, in.HomeEmail = "camille@exemple.invalid", "Noa", "CAMILLE@exemple.invalid"
		},
		"choice-2:twice choice-3:offer_gone": func(in *placement.Request) { in.Choices = []string{o.ID, o.ID, gone.ID} },
		"choice-1:own_service choice-2:offer_gone choice-3:offer_gone": func(in *placement.Request) {
			in.Choices = []string{own.ID, elsewhere.ID, "inconnue"}
		},
		"choice-2:offer_gone": func(in *placement.Request) { in.Choices = []string{o.ID, begun.ID} },
		"choice-3:choice":     func(in *placement.Request) { in.Choices = []string{o.ID, own.ID, other.ID, o.ID} },
		"objectives:too_long unavailable:away": func(in *placement.Request) {
			in.Objectives, in.Unavailable = strings.Repeat("é", placement.MaxObjectives+1), []domain.Slot{{Start: testapp.Now, End: testapp.Now}}
		},
		"sector:choice": func(in *placement.Request) { in.Sector = "aucun" },
	} {
		if _, err := ask(change); faults(err) != want {
			t.Errorf("%s\nwant %s", faults(err), want)
		}
	}
	same := func(*placement.Request) {}
	c.Status = records.CampaignClosed
	if err := placement.Wishable(c, testapp.Now, placement.ByCoordinator); !domain.Is(err, domain.ErrWishesShut) {
		t.Errorf("a closed campaign: %v", err)
	}
	c.Status = records.CampaignOpen
	for origin, code := range map[string]domain.Code{placement.Online: domain.ErrWishesOver, placement.ByCoordinator: ""} {
		if err := placement.Wishable(c, c.WishesUntil.Time(), origin); (err == nil) != (code == "") || err != nil && !domain.Is(err, code) {
			t.Errorf("%s at the end: %v", origin, err)
		}
	}
	first, err := ask(same)
	if err != nil {
		t.Fatal(err)
	}
	if first.P.State != domain.PlacementRequested || first.Row.Email != "camille@exemple.invalid" || first.Row.Sector == "" {
		t.Fatalf("%+v", first.Row)
	}
	if _, err := ask(same); !domain.Is(err, domain.ErrWishTwice) || domain.Refusals(err)[0].Arg != first.Row.ID {
		t.Fatalf("twice: %v", err)
	}
	if ranks, err := placement.Unwelcome(app, placement.Request{Profession: "infirmier", Choices: []string{o.ID, "", other.ID}}); err != nil || len(ranks) != 1 || ranks[0] != 2 {
		t.Errorf("unwelcome %v, %v", ranks, err)
	}
	modified(t, app, first, other)
}

func modified(t *testing.T, app core.App, first *placement.Case, other *records.Offer) {
	id := first.Row.ID
	old, err := link.Token(app, link.PlacementManager, id)
	if err != nil {
		t.Fatal(err)
	}
	left, err := link.Token(app, link.PlacementHome, id)
	if err != nil {
		t.Fatal(err)
	}
	agreed := testapp.Moved(t, app, testapp.Now, first, domain.PartyManager, domain.PlacementAct{Move: domain.MoveAgree})
	in, err := placement.RequestOf(app, agreed.Row)
	if err != nil {
		t.Fatal(err)
	}
	in.LastName, in.Structure, in.StructureID, in.Choices, in.ManagerEmail = "Autre", "Ailleurs", "", []string{other.ID, ""}, "ailleurs@exemple.invalid"
	in.HomeName, in.HomeEmail = "Autre Direction", "autre.direction@exemple.invalid"
	mine := placement.Doing{By: domain.PartyTrainee, Actor: "trainee"}
	after, err := placement.Modify(app, testapp.Now, id, mine, in)
	if err != nil {
		t.Fatal(err)
	}
	if after.P.State != domain.PlacementRequested || after.Row.LastName != "Exemple" || after.Row.Structure != first.Row.Structure || len(after.Row.Choices) != 1 {
		t.Errorf("%s %+v", after.P.State, after.Row)
	}
	if _, err := link.Open(app, testapp.Now, link.PlacementManager, old); !domain.Is(err, domain.ErrLinkRevoked) {
		t.Errorf("the link of the other manager: %v", err)
	}
	if _, err := link.Open(app, testapp.Now, link.PlacementHome, left); !domain.Is(err, domain.ErrLinkRevoked) {
		t.Errorf("the link of the other correspondent: %v", err)
	}
	own := placement.ContactsOf(after.Row)
	own.HomeEmail = own.Email
	if err := placement.Correct(app, testapp.Now, "test", id, own); !domain.Is(err, domain.ErrSelfManager) {
		t.Errorf("one's own correspondent: %v", err)
	}
	if again, err := placement.Open(app, id); err != nil || again.P.State != domain.PlacementRequested {
		t.Errorf("read again: %v", err)
	}
	in.Choices = nil
	if _, err := placement.Modify(app, testapp.Now, id, mine, in); faults(err) != "choice-1:required" {
		t.Errorf("%v", err)
	}
	testapp.Moved(t, app, testapp.Now, after, domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveWithdraw})
	if _, err := placement.Modify(app, testapp.Now, id, mine, in); !domain.Is(err, domain.ErrState) {
		t.Errorf("after its end: %v", err)
	}
}

// What is typed of days comes back as it was typed, also over the change of hour.
func TestDaysAwayComeBackAsTyped(t *testing.T) {
	day := func(s string) time.Time {
		d, err := paris.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from, to, part string
		n              int
	}{{"2027-03-27", "2027-03-29", placement.AllDay, 1}, {"2027-03-28", "2027-03-28", placement.Morning, 1}, {"2027-03-27", "2027-03-29", placement.Afternoon, 3}} {
		slots, err := placement.Away(day(c.from), day(c.to), c.part)
		if err != nil || len(slots) != c.n {
			t.Fatalf("%v: %v, %v", c, slots, err)
		}
		from, _, part := placement.PartOf(slots[0])
		_, to, _ := placement.PartOf(slots[len(slots)-1])
		if !from.Equal(day(c.from)) || !to.Equal(day(c.to)) || part != c.part {
			t.Errorf("%v: %s %s %s", c, from, to, part)
		}
	}
	for _, bad := range [][2]string{{"2027-03-02", "2027-03-01"}, {"2027-03-02", "2027-09-01"}} {
		if _, err := placement.Away(day(bad[0]), day(bad[1]), placement.AllDay); !domain.Is(err, domain.ErrAway) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if _, err := placement.Away(time.Time{}, time.Time{}, placement.AllDay); !domain.Is(err, domain.ErrAway) {
		t.Errorf("no day: %v", err)
	}
}
