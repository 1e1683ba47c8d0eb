package stats_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// Two events of three structures: a half-day is read from presences, a workshop from what was chosen, structures
// after their merges; a name that is never published leaves in no file.
func TestWhoMetWhomIsReadFromThePresences(t *testing.T) {
	app := testapp.New(t)
	structures, err := records.Structures(app)
	must(t, err)
	a, b, c := structures[0], structures[1], structures[2]
	b.Unpublished = true
	must(t, records.SaveStructure(app, &b))
	came := func(e *records.Event, who string, s records.Structure, slots ...int) *records.Registration {
		t.Helper()
		r := testapp.Register(t, app, e, "Essai", who)
		_, err := app.DB().NewQuery("UPDATE registrations SET structure = {:s} WHERE id = {:r}").Bind(map[string]any{"s": s.ID, "r": r.ID}).Execute()
		must(t, err)
		all, err := records.Slots(app, e.ID)
		must(t, err)
		place, err := door.Open(app, e.ID, "", "test")
		must(t, err)
		for _, n := range slots {
			_, err := door.Correct(app, all[n].StartsAt.Time(), place, door.Correction{Nonce: records.NewID(), Registration: r.ID, Slot: all[n].ID, Present: true, Reason: "vue"})
			must(t, err)
		}
		must(t, records.RefreshFact(app, r.ID))
		return r
	}
	first := testapp.Event(t, app, 0, func(*event.Draft) {})
	second := testapp.Event(t, app, 0, func(*event.Draft) {})
	came(first, "Ana", a, 0)
	bo := came(first, "Bo", b, 0, 1)
	came(first, "Cleo", c, 1) // in the afternoon: Ana was gone
	came(second, "Dan", a, 0)
	came(second, "Eve", b, 0)
	count := func() stats.Met {
		t.Helper()
		m, err := stats.MetOf(app, testapp.Now, stats.Query{})
		must(t, err)
		r, err := stats.Count(app, testapp.Now, stats.Query{})
		must(t, err)
		if n := r.Total.Counts[domain.FigStructures]; n != m.Total.Reached {
			t.Errorf("%d structures reached, the figures say %d", m.Total.Reached, n)
		}
		return m
	}
	m := count()
	if m.Total.Pairs != 2 || m.Total.Repeated != 1 || len(m.Links[0].Events) != 2 || m.Links[0].A != int32(min(a.Num, b.Num)) {
		t.Fatalf("%+v", m.Links)
	}
	// Ana and Cleo choose the same workshop: they meet there.
	q := &records.Question{Event: first.ID, Kind: "workshop", Label: "Atelier", Position: 1, Options: records.Options{{ID: "atelier", Label: "Atelier"}}}
	must(t, records.PutQuestion(app, q))
	_, err = app.DB().NewQuery("UPDATE registrations SET answers = '{\"" + q.ID + "\":[\"atelier\"]}' WHERE event = '" + first.ID + "' AND id != '" + bo.ID + "'").Execute()
	must(t, err)
	if m = count(); m.Total.Pairs != 3 {
		t.Errorf("with the workshop: %+v", m.Links)
	}
	for _, s := range stats.MetWorkbook(m).Sheets {
		for _, row := range s.Rows {
			for _, cell := range row {
				if text, ok := cell.(string); ok && strings.Contains(text, b.Label()) {
					t.Errorf("%s names %s", s.Name, b.Label())
				}
			}
		}
	}
	must(t, merge.Structures(app, testapp.Now, "test", a.ID, c.ID))
	if m = count(); m.Total.Pairs != 1 || len(m.Links[0].Events) != 2 || m.Links[0].Meetings != 3 {
		t.Errorf("merged: %+v", m.Links)
	}
}

func TestTheNamesOfAFileAreMatchedToTheTerritories(t *testing.T) {
	app := testapp.New(t)
	territories, err := records.Items(app, records.Territories)
	must(t, err)
	got := stats.Guess([]string{"CA d'Hénin-Carvin", "CA de Lens-Liévin", "CU d'Arras", "CC du Sud-Artois", "CC des Campagnes de l'Artois", "CC Osartis Marquion", "ternois", "Pays de Saint-Omer (CAPSO)", "Artois"}, territories)
	for value, want := range map[string]string{"CA d'Hénin-Carvin": "lens-henin", "CA de Lens-Liévin": "lens-henin", "CU d'Arras": "cua", "CC du Sud-Artois": "sud-artois",
		"CC des Campagnes de l'Artois": "campagnes-artois", "CC Osartis Marquion": "", "ternois": "ternois", "Pays de Saint-Omer (CAPSO)": "capso", "Artois": ""} {
		if got[value] != want {
			t.Errorf("%s is %q, want %q", value, got[value], want)
		}
	}
}
