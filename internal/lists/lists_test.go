package lists_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/lists"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestALineEndsAndStaysAndItsSuccessorTakesItsName(t *testing.T) {
	app := testapp.New(t)
	k, err := lists.KindOf("groupes")
	must(t, err)
	old, err := records.ItemByCode(app, k.List, "adolescence")
	must(t, err)
	save := func(id string, f lists.Form) (*records.Item, error) {
		return lists.Save(app, testapp.Now, "test", k, id, f)
	}
	if _, err := save("", lists.Form{Intent: records.NewID(), Name: "  ADOLESCENCE "}); !domain.Is(err, domain.ErrTwice) {
		t.Fatalf("twice the same name: %v", err)
	}
	ended := lists.Of(old)
	ended.ValidTo = "2025"
	_, err = save(old.ID, ended)
	must(t, err)
	intent := records.NewID()
	for range 2 { // the same form twice makes one
		next, err := save("", lists.Form{Intent: intent, Name: "Adolescence", ValidFrom: "2026"})
		must(t, err)
		if next.Code != "adolescence-2" || next.Num == old.Num || next.InUse(2025) || !next.InUse(2026) {
			t.Errorf("%+v", next)
		}
	}
	again, err := records.ItemOf(app, k.List, old.ID)
	must(t, err)
	if again.Code != "adolescence" || !again.InUse(2025) || again.InUse(2026) {
		t.Errorf("%+v", again)
	}
}

func TestWhatALineCannotBe(t *testing.T) {
	app := testapp.New(t)
	axis, err := records.ItemByCode(app, records.Axes, "adulte-1")
	must(t, err)
	for name, c := range map[string]struct {
		slug, field string
		code        domain.Code
		form        lists.Form
	}{
		"no name":          {"territoires", "name", domain.ErrRequired, lists.Form{}},
		"fewer than none":  {"territoires", "population", domain.ErrNumber, lists.Form{Name: "Ailleurs", Population: -1}},
		"a strange year":   {"secteurs", "valid_to", domain.ErrYear, lists.Form{Name: "Ailleurs", ValidTo: "26"}},
		"ends before":      {"fonctions", "valid_to", domain.ErrSlotOrder, lists.Form{Name: "Ailleurs", ValidFrom: "2026", ValidTo: "2025"}},
		"a number taken":   {"actions", "number", domain.ErrTwice, lists.Form{Name: "Ailleurs", Number: 9}},
		"no number":        {"priorites", "number", domain.ErrNumber, lists.Form{Name: "Ailleurs"}},
		"an axis of none":  {"axes", "group", domain.ErrChoice, lists.Form{Name: "Ailleurs", Number: 1}},
		"an axis twice":    {"axes", "number", domain.ErrTwice, lists.Form{Name: "Ailleurs", Number: 1, Group: axis.WorkingGroup}},
		"a council of ice": {"territoires", "council_kind", domain.ErrChoice, lists.Form{Name: "Ailleurs", CouncilKind: "X"}},
	} {
		k, err := lists.KindOf(c.slug)
		must(t, err)
		c.form.Intent = records.NewID()
		_, err = lists.Save(app, testapp.Now, "test", k, "", c.form)
		if r := domain.Refusals(err); len(r) != 1 || r[0].Field != c.field || r[0].Code != c.code {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestLinesMoveOnePlaceAndStayAtTheEnds(t *testing.T) {
	app := testapp.New(t)
	k, err := lists.KindOf("territoires")
	must(t, err)
	codes := func() (list []string) {
		items, err := records.Items(app, k.List)
		must(t, err)
		for _, it := range items {
			list = append(list, it.ID)
		}
		return list
	}
	before := codes()
	must(t, lists.Move(app, k, before[0], true))
	must(t, lists.Move(app, k, before[1], true))
	if after := codes(); after[0] != before[1] || after[1] != before[0] || after[2] != before[2] {
		t.Errorf("%v became %v", before, after)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
