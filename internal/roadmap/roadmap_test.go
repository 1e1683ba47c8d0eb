package roadmap_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/roadmap"
	"passerelle/internal/testapp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fed is what the report itself says of each action it takes on: the history and what was done without an event
// (reference/). Actions without a line are those of which the report prints nothing countable.
var fed = map[string][]string{
	"7":  {"SISM 2023 - À tous les âges de la vie, ma santé mentale est un droit : prévention du suicide (proposé)"},
	"9":  {"SISM 2023 - À tous les âges de la vie, ma santé mentale est un droit : prévention du suicide", "SISM 2024 - En mouvement pour notre santé mentale : Tous en baskets", "SISM 2025 - Pour notre santé mentale, réparons le lien social", "SISM 2025 - Vivre c'est vieillir, projection"},
	"11": {"Une place, pour qui, pour quoi dans les PTSM ? Volet 1"},
	"13": {"Formation ALFA PSY", "Recrutement d'un médiateur de santé pair"},
	"26": {"Observations QualityRights"},
	"30": {"Les 1 000 premiers jours : parcours et réseaux (Lens) (proposé)", "Les 1 000 premiers jours : parcours et réseaux (Hénin-Beaumont) (proposé)", "Les 1 000 premiers jours : parcours et réseaux (Arras) (proposé)", "Plaquette et arbre décisionnel sur la dépression du post-partum"},
	"31": {"Projet de filière psychiatrique du service d'accès aux soins retenu au national"},
	"38": {"Via Psy, annuaire des ressources"},
	"40": {"Journée attractivité médicale et paramédicale 2024 (proposé)", "Journée attractivité médicale et paramédicale 2025 (proposé)"},
	"43": {"Journées d'accueil des internes"},
	"50": {"Webinaires PPPEP48 sur l'intervention précoce"},
	"56": {"Convention constitutive du conseil en santé mentale étudiant (CSME) de l'Université d'Artois signée", "Convention constitutive du conseil en santé mentale étudiant (CSME) de l'ULCO signée"},
	"15": nil, "17": nil, "19": nil, "47": nil, "52": nil, "58": nil,
}

func titles(s roadmap.Sheet) (list []string) {
	for _, h := range s.History {
		list = append(list, h.Title)
	}
	for _, a := range s.Achievements {
		list = append(list, a.Title)
	}
	for _, p := range s.Proposals {
		list = append(list, p.Title+" (proposé)")
	}
	slices.Sort(list)
	return list
}

func TestTheEighteenActionsSayWhatFedThem(t *testing.T) {
	sheets, err := roadmap.Sheets(testapp.New(t), testapp.Now, domain.Period{})
	must(t, err)
	if len(sheets) != 18 || len(fed) != 18 {
		t.Fatalf("%d actions", len(sheets))
	}
	for _, s := range sheets {
		want := slices.Clone(fed[s.Action.Code])
		slices.Sort(want)
		if got := titles(s); !slices.Equal(got, want) {
			t.Errorf("action %s is fed by\n %s\nthe report says\n %s", s.Action.Code, strings.Join(got, "\n "), strings.Join(want, "\n "))
		}
	}
}

func idOf(t *testing.T, app core.App, list, code string) string {
	t.Helper()
	it, err := records.ItemByCode(app, list, code)
	must(t, err)
	return it.ID
}

func TestAProposalCountsOnlyOnceConfirmed(t *testing.T) {
	app := testapp.New(t)
	action := idOf(t, app, records.RoadmapActions, "40")
	sheet := func() roadmap.Sheet {
		all, err := roadmap.Sheets(app, testapp.Now, domain.Period{})
		must(t, err)
		return all[slices.IndexFunc(all, func(s roadmap.Sheet) bool { return s.Action.ID == action })]
	}
	before := sheet()
	must(t, roadmap.Confirm(app, testapp.Now, "test", before.Proposals[0].Target, action, true))
	must(t, roadmap.Confirm(app, testapp.Now, "test", before.Proposals[1].Target, action, false))
	if s := sheet(); len(s.History) != 1 || len(s.Proposals) != 0 || s.History[0].Secondary {
		t.Errorf("%+v", s)
	}
	if err := roadmap.Confirm(app, testapp.Now, "test", before.Proposals[0].Target, action, true); !domain.Is(err, domain.ErrSettled) {
		t.Errorf("confirmed twice: %v", err)
	}
}

func TestWhatIsTypedIsRefusedAtItsField(t *testing.T) {
	app := testapp.New(t)
	group, axis := idOf(t, app, records.WorkingGroups, "enfance"), idOf(t, app, records.Axes, "adulte-1")
	for name, c := range map[string]struct {
		field string
		code  domain.Code
		save  func() error
	}{
		"no title": {"title", domain.ErrRequired, func() error { return achieve(app, roadmap.Achievement{Status: "done"}) }},
		"a date of nothing": {"date", domain.ErrSpan, func() error {
			return achieve(app, roadmap.Achievement{Title: "Guide", Status: "done", When: roadmap.When{Typed: "bientôt"}})
		}},
		"a script": {"link", domain.ErrHTTPS, func() error {
			return achieve(app, roadmap.Achievement{Title: "Guide", Status: "done", Link: "javascript:alert(1)"})
		}},
		"no status": {"status", domain.ErrChoice, func() error { return achieve(app, roadmap.Achievement{Title: "Guide"}) }},
		"another's axis": {"axis", domain.ErrAxis, func() error {
			return achieve(app, roadmap.Achievement{Title: "Guide", Status: "done", Place: roadmap.Place{Group: group, Axis: axis}})
		}},
		"no such action": {"actions", domain.ErrChoice, func() error {
			return achieve(app, roadmap.Achievement{Title: "Guide", Status: "done", Actions: []string{"nulle"}})
		}},
		"no number": {"sessions", domain.ErrNoCount, func() error {
			_, err := roadmap.SaveAnonymous(app, testapp.Now, "test", "", records.NewID(), roadmap.Anonymous{Title: "BREF", Kind: "bref", Sessions: -1, Families: -1, People: -1})
			return err
		}},
		"no role": {"role", domain.ErrChoice, func() error {
			_, err := roadmap.SaveDeclared(app, testapp.Now, "test", "", records.NewID(), roadmap.Declared{Title: "Forum", Meetings: 1, People: -1, Trained: -1})
			return err
		}},
	} {
		refusals := domain.Refusals(c.save())
		if len(refusals) != 1 || refusals[0].Field != c.field || refusals[0].Code != c.code {
			t.Errorf("%s: %+v", name, refusals)
		}
	}
}

func achieve(app core.App, f roadmap.Achievement) error {
	_, err := roadmap.SaveAchievement(app, testapp.Now, "test", "", records.NewID(), f)
	return err
}

func TestWhatIsAddedFeedsItsActionAndLeavesWithItsTrail(t *testing.T) {
	app := testapp.New(t)
	action, intent := idOf(t, app, records.RoadmapActions, "15"), records.NewID()
	f := roadmap.Anonymous{Title: "Programme BREF", Kind: "bref", When: roadmap.When{Typed: "2026"}, Sessions: 6, Families: 11, People: roadmap.Unknown, Place: roadmap.Place{Action: action}}
	for range 2 { // the same form twice makes one
		_, err := roadmap.SaveAnonymous(app, testapp.Now, "test", "", intent, f)
		must(t, err)
	}
	sheets, err := roadmap.Sheets(app, testapp.Now, domain.Period{})
	must(t, err)
	i := slices.IndexFunc(sheets, func(s roadmap.Sheet) bool { return s.Action.ID == action })
	if got := sheets[i].Anonymous; len(got) != 1 || got[0].Families != 11 || got[0].People != roadmap.Unknown || got[0].FromDay.IsZero() {
		t.Fatalf("%+v", got)
	}
	must(t, roadmap.DropAnonymous(app, testapp.Now, "test", intent))
	lines, err := records.AuditOf(app, "anonymous", intent)
	must(t, err)
	if len(lines) != 2 || lines[0].Action != "remove" || !strings.Contains(string(lines[0].Before), "Programme BREF") {
		t.Errorf("%+v", lines)
	}
}
