package event_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestRulesAreKeptAndTheirChangesTold(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := event.RulesOf(e)
	if r.Promotion != domain.PromoteDirectly || r.OfferHours != event.DefaultOfferHours {
		t.Errorf("an event begins with %+v", r)
	}
	until := testapp.Now.Add(5 * time.Hour)
	r.Quotas = []domain.Quota{{Kind: domain.PerStructure, Max: 2, Until: until}, {Kind: domain.PerSector, Max: 4}, {Kind: domain.ReservedSector, Of: sectorID(t, app), Max: 3}}
	r.Approval, r.Manager, r.Promotion, r.OfferHours, r.CancelHours, r.Companions, r.CompanionMax = true, true, domain.PromoteByOffer, 24, 72, true, 4
	later := testapp.Now.Add(time.Minute)
	if _, err := event.SaveRules(app, later, "essai", e.ID, r); err != nil {
		t.Fatal(err)
	}
	if _, err := event.SaveRules(app, later, "essai", e.ID, r); !domain.Is(err, domain.ErrChangedMeanwhile) {
		t.Errorf("over another's change: %v", err)
	}
	e = reload(t, records.EventOf, app, e.ID)
	again := event.RulesOf(e)
	r.Seen = again.Seen
	if fmt.Sprint(again) != fmt.Sprint(r) {
		t.Errorf("%+v, kept %+v", r, again)
	}
	trail, err := records.AuditOf(app, "event", e.ID)
	told := 0
	for _, l := range trail {
		if l.Action == "rules" && len(l.Before) > 10 && len(l.After) > 10 {
			told++
		}
	}
	if err != nil || told != 1 {
		t.Errorf("%+v %v", trail, err)
	}
	d := draftOf(t, app, e)
	for capacity, code := range map[int]domain.Code{2: domain.ErrReserved, 0: domain.ErrNoCapacity} {
		d.Capacity = capacity
		if _, err := event.Save(app, later, "essai", d); !has(err, code, "capacity") {
			t.Errorf("%d seats under 3 reserved: %v", capacity, err)
		}
	}
}

func TestWhoHasASeatKeepsItUnderANewQuota(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	for _, name := range []string{"Un", "Deux", "Trois"} {
		testapp.Register(t, app, e, name, "Ada")
	}
	r := event.RulesOf(e)
	r.Quotas = []domain.Quota{{Kind: domain.PerStructure, Max: 1}}
	over, err := event.SaveRules(app, testapp.Now, "essai", e.ID, r)
	if err != nil || over != 2 {
		t.Errorf("%d over, %v", over, err)
	}
	if n, err := records.ExemptCount(app, e.ID); err != nil || n != 2 {
		t.Errorf("%d exempt, %v", n, err)
	}
	waits := testapp.Register(t, app, e, "Quatre", "Ada")
	if waits.State != "waitlisted" {
		t.Errorf("a fourth of the same house: %s", waits.State)
	}
	r = event.RulesOf(reload(t, records.EventOf, app, e.ID))
	r.Quotas = nil
	if over, err := event.SaveRules(app, testapp.Now, "essai", e.ID, r); err != nil || over != 0 {
		t.Errorf("%d over, %v", over, err)
	}
	if seated := reload(t, records.RegistrationOf, app, waits.ID); seated.State != "confirmed" {
		t.Errorf("the quota is gone, and one still waits: %s", seated.State)
	}
}

func TestRulesAreRefusedAtTheirFields(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	noLimit := testapp.Event(t, app, 0, nil)
	past, soon := testapp.Now.Add(-time.Hour), testapp.Now.Add(time.Hour)
	for name, c := range map[string]struct {
		event  *records.Event
		change func(*event.Rules)
		code   domain.Code
		field  string
	}{
		"a kind of nowhere":    {e, quotas(domain.Quota{Kind: "lune", Max: 1}), domain.ErrChoice, "quota-0-kind"},
		"nobody":               {e, quotas(domain.Quota{Kind: domain.PerStructure}), domain.ErrNumber, "quota-0-max"},
		"already over":         {e, quotas(domain.Quota{Kind: domain.PerStructure, Max: 1, Until: past}), domain.ErrMomentPast, "quota-0-until"},
		"reserved for whom":    {e, quotas(domain.Quota{Kind: domain.ReservedSector, Max: 1}), domain.ErrChoice, "quota-0-of"},
		"a sector of nowhere":  {e, quotas(domain.Quota{Kind: domain.PerSector, Of: "rien", Max: 1}), domain.ErrChoice, "quota-0-of"},
		"a house of nowhere":   {e, quotas(domain.Quota{Kind: domain.ReservedStructure, Of: "rien", Max: 1}), domain.ErrChoice, "quota-0-of"},
		"twice":                {e, quotas(domain.Quota{Kind: domain.PerParent, Max: 1}, domain.Quota{Kind: domain.PerParent, Max: 2, Until: soon}), domain.ErrTwice, "quota-1-kind"},
		"reserved of no limit": {noLimit, quotas(domain.Quota{Kind: domain.ReservedSector, Of: sectorID(t, app), Max: 1}), domain.ErrNoCapacity, "quota-0-max"},
		"more than there are":  {e, quotas(domain.Quota{Kind: domain.ReservedSector, Of: sectorID(t, app), Max: 6}), domain.ErrReserved, "quota-0-max"},
		"no way to promote":    {e, func(r *event.Rules) { r.Promotion = "" }, domain.ErrChoice, "promotion"},
		"an offer of no time":  {e, func(r *event.Rules) { r.Promotion, r.OfferHours = domain.PromoteByOffer, 0 }, domain.ErrNumber, "offer_hours"},
		"cancelled before":     {e, func(r *event.Rules) { r.CancelHours = -1 }, domain.ErrNumber, "cancel_hours"},
		"with nobody":          {e, func(r *event.Rules) { r.Companions, r.CompanionMax = true, 0 }, domain.ErrNumber, "companions_max"},
	} {
		r := event.RulesOf(c.event)
		c.change(&r)
		if _, err := event.SaveRules(app, testapp.Now, "essai", c.event.ID, r); !has(err, c.code, c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := event.Cancel(app, testapp.Now, "essai", noLimit.ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := event.SaveRules(app, testapp.Now, "essai", noLimit.ID, event.Rules{Promotion: domain.PromoteDirectly}); !domain.Is(err, domain.ErrState) {
		t.Errorf("of an event called off: %v", err)
	}
}

func quotas(list ...domain.Quota) func(*event.Rules) {
	return func(r *event.Rules) { r.Quotas = list }
}

func sectorID(t *testing.T, app core.App) string {
	t.Helper()
	sector, err := records.ItemByCode(app, records.Sectors, "sanitaire")
	if err != nil {
		t.Fatal(err)
	}
	return sector.ID
}

// A quota whose day has passed stands as it was; nothing else of the past is accepted, and what is accepted
// never reserves more than there is.
func TestWhatQuotasCanStand(t *testing.T) {
	now := testapp.Now
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.Custom(func(t *rapid.T) domain.Quota {
			q := domain.Quota{Kind: rapid.SampledFrom(append(domain.QuotaKinds, "")).Draw(t, "kind"), Max: rapid.IntRange(-1, 9).Draw(t, "max"),
				Of: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "of")}
			if h := rapid.IntRange(-3, 3).Draw(t, "until"); h != 0 {
				q.Until = now.Add(time.Duration(h) * time.Hour)
			}
			return q
		})
		list, was := rapid.SliceOfN(draw, 0, 4).Draw(t, "quotas"), rapid.SliceOfN(draw, 0, 2).Draw(t, "was")
		capacity := rapid.IntRange(0, 12).Draw(t, "capacity")
		errs := domain.CheckQuotas(list, capacity, was, now)
		if len(errs) == 0 {
			if n := domain.Reserved(list, now); n > capacity && n > 0 {
				t.Fatalf("%d reserved of %d", n, capacity)
			}
			if again := domain.CheckQuotas(list, capacity, list, now.Add(100*time.Hour)); len(again) > 0 {
				t.Fatalf("kept as it was, and refused: %v", again)
			}
		}
	})
}

func TestACopyKeepsRulesAndQuestions(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := event.RulesOf(e)
	until, err := paris.Parse("2026-11-20T18:00")
	if err != nil {
		t.Fatal(err)
	}
	r.Quotas, r.Approval, r.CancelHours = []domain.Quota{{Kind: domain.PerStructure, Max: 2, Until: until}, {Kind: domain.PerSector, Max: 1}}, true, 24
	if _, err := event.SaveRules(app, testapp.Now, "essai", e.ID, r); err != nil {
		t.Fatal(err)
	}
	first := records.Question{Event: e.ID, Kind: "choice", Label: "Repas", Position: 1, Options: records.Options{{ID: "o1", Label: "Oui"}, {ID: "o2", Label: "Non", Removed: true}}}
	if err := records.PutQuestion(app, &first); err != nil {
		t.Fatal(err)
	}
	for _, q := range []records.Question{{Event: e.ID, Kind: "text", Label: "Lequel ?", Position: 2, ShowIf: first.ID, ShowValue: "o1"},
		{Event: e.ID, Kind: "text", Label: "Retirée", Position: 3, RemovedAt: records.At(testapp.Now)}} {
		if err := records.PutQuestion(app, &q); err != nil {
			t.Fatal(err)
		}
	}
	day, err := paris.ParseDay("2027-06-10") // the clocks have changed
	if err != nil {
		t.Fatal(err)
	}
	c, err := event.Duplicate(app, testapp.Now, "essai", e.ID, "", day)
	if err != nil {
		t.Fatal(err)
	}
	c = reload(t, records.EventOf, app, c.ID)
	if !c.Approval || c.CancelHours != 24 || len(c.Quotas) != 2 || paris.Input(c.Quotas[0].Until) != "2027-06-09T18:00" || !c.Quotas[1].Until.IsZero() {
		t.Errorf("%+v", c.Quotas)
	}
	asked, err := records.Questions(app, c.ID)
	if err != nil || len(asked) != 2 || asked[0].ID == first.ID || len(asked[0].Options) != 1 || asked[1].ShowIf != asked[0].ID || asked[1].ShowValue != "o1" {
		t.Errorf("%+v %v", asked, err)
	}
	if kept := reload(t, records.EventOf, app, e.ID); paris.Input(kept.Quotas[0].Until) != "2026-11-20T18:00" {
		t.Errorf("the copy moved the end of the original: %v", kept.Quotas)
	}
}
