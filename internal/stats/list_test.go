package stats_test

import (
	"math/rand"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

func TestListsAddUpToTheirFigures(t *testing.T) {
	app := testapp.New(t)
	ref, err := records.LoadReference(app)
	must(t, err)
	trial(t, app, func(app core.App) {
		w := &world{T: t, app: app, rnd: rand.New(rand.NewSource(7)), ref: ref}
		for range 2 {
			w.draw()
		}
		r, err := stats.Count(app, testapp.Now, stats.Query{Period: domain.Period{}})
		must(t, err)
		check := func(f domain.Figure, table, key string, want int) {
			l, err := stats.ListOf(app, stats.Query{Period: domain.Period{}}, domain.Indicators[f].Code, table, key)
			must(t, err)
			if l.Total != want {
				t.Errorf("%s, %s %q: the list has %d, the figure is %d", domain.Indicators[f].Code, table, key, l.Total, want)
			}
			for _, row := range l.Rows {
				if row.Name == "" {
					t.Errorf("%s: a line without a name", domain.Indicators[f].Code)
				}
			}
		}
		for f := range domain.Indicators {
			check(domain.Figure(f), "", "", r.Total.Counts[f])
		}
		for _, table := range []domain.Table{domain.ByAction, domain.BySector, domain.ByProof} {
			for _, row := range r.Tables[table] {
				for _, f := range table.Figures() {
					check(f, domain.Tables[table].Name, row.Key, row.Counts[f])
				}
			}
		}
	})
	for _, bad := range [][3]string{{"rien", "", ""}, {"present", "par_hasard", ""}, {"present", "by_role", "inconnu"}, {"events_held", "by_sector", ""}} {
		if _, err := stats.ListOf(app, stats.Query{Period: domain.Period{}}, bad[0], bad[1], bad[2]); !domain.Is(err, domain.ErrNotFound) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
