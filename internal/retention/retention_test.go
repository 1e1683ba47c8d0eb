package retention_test

import (
	"encoding/json"
	"fmt"
	"slices"
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
	"passerelle/internal/retention"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// seasons plays an event a year for three years, with people who come again, a namesake, one who withdraws.
func seasons(t *testing.T) (app core.App, last time.Time) {
	app = testapp.New(t)
	for year := 2021; year <= 2023; year++ {
		day := time.Date(year, 3, 12, 8, 0, 0, 0, time.UTC)
		before := day.AddDate(0, 0, -20)
		ev := testapp.Event(t, app, 0, func(d *event.Draft) {
			for i := range d.Slots {
				shift := day.Sub(time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC))
				d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.Add(shift), d.Slots[i].End.Add(shift)
			}
		})
		slots, err := records.Slots(app, ev.ID)
		must(t, err)
		place, err := door.Open(app, ev.ID, "", "test")
		must(t, err)
		for i := range 8 {
			q := testapp.Request(ev, fmt.Sprintf("Zorglub%d", i/2*2+year%2*(i%2)), "Eusèbe")
			q.Email = fmt.Sprintf("eusebe%d.%d@exemple.invalid", i, year)
			q.Needs = "Boucle Zorglub"
			a, err := registration.Register(app, before, q)
			if domain.Is(err, domain.ErrAlreadyRegistered) {
				continue
			}
			must(t, err)
			if i < 6 {
				_, err = door.Sync(app, day, place, door.Batch{Scans: []door.Scan{{Nonce: fmt.Sprint(year, i), Registration: a.Registration.ID, Slot: slots[i%2].ID, At: day.Format(time.RFC3339)}}})
				must(t, err)
			}
		}
		must(t, event.Close(app, day.AddDate(0, 0, 1), "test", ev.ID))
		if n, failed := certificate.Seal(app, day.AddDate(0, 0, 1), 50); n == 0 || failed != nil {
			t.Fatal(n, failed)
		}
		last = day
	}
	return app, last
}

// figures is every report of every period, and how long its lists are.
func figures(t *testing.T, app core.App) string {
	t.Helper()
	var all []any
	for y := 2020; y <= 2024; y++ {
		p := domain.Period{}
		if y > 2020 {
			p.From, p.To = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		r, err := stats.Count(app, testapp.Now, stats.Query{Period: p})
		must(t, err)
		all = append(all, r)
		for f := range domain.Indicators {
			list, err := stats.ListOf(app, stats.Query{Period: p}, domain.Indicators[f].Code, "", "")
			must(t, err)
			all = append(all, len(list.Rows))
		}
	}
	b, err := json.Marshal(all)
	must(t, err)
	return string(b)
}

// mentions lists the columns of the database where a word stands.
func mentions(t *testing.T, app core.App, word string) (found []string) {
	t.Helper()
	var tables []string
	must(t, app.DB().NewQuery(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).Column(&tables))
	for _, table := range tables {
		var columns []string
		must(t, app.DB().NewQuery(`SELECT name FROM pragma_table_info('`+table+`')`).Column(&columns))
		for _, c := range columns {
			var n int
			must(t, app.DB().NewQuery(`SELECT COUNT(*) FROM "`+table+`" WHERE instr(lower(CAST("`+c+`" AS TEXT)), '`+word+`') > 0`).Row(&n))
			if n > 0 {
				found = append(found, table+"."+c)
			}
		}
	}
	return found
}

func clean(t *testing.T, app core.App) {
	t.Helper()
	found, err := check.Run(app, testapp.Now)
	must(t, err)
	for _, f := range found.Violations {
		t.Error("check:", f)
	}
}

func TestNoFigureMovesWhenIdentitiesGo(t *testing.T) {
	app, _ := seasons(t)
	clean(t, app)
	before := figures(t, app)
	var people []string
	must(t, app.DB().NewQuery("SELECT id FROM people WHERE merged_into = '' ORDER BY num").Column(&people))
	for _, id := range people[:len(people)/2] {
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue"))
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue")) // twice changes nothing
	}
	if after := figures(t, app); after != before {
		t.Errorf("half of the people erased: the figures moved\n%s\n%s", before, after)
	}
	clean(t, app)
	if _, err := retention.Propose(app, testapp.Now, "test", 2023); !domain.Is(err, domain.ErrPurgeEarly) {
		t.Error("a year that must be kept:", err)
	}
	for _, year := range []int{2021, 2022} {
		p, err := retention.Propose(app, testapp.Now, "test", year)
		must(t, err)
		if _, err := retention.Workbook(app, testapp.Now, p); err != nil {
			t.Error(err)
		}
		must(t, retention.Confirm(app, testapp.Now, "test", p.ID))
		if err := retention.Confirm(app, testapp.Now, "test", p.ID); !domain.Is(err, domain.ErrState) {
			t.Error("confirmed twice:", err)
		}
	}
	must(t, retention.Nightly(app, testapp.Now))
	if after := figures(t, app); after != before {
		t.Error("two years erased: the figures moved")
	}
	must(t, app.DB().NewQuery("SELECT id FROM people WHERE erased_at = ''").Column(&people))
	for _, id := range people {
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue"))
	}
	if after := figures(t, app); after != before {
		t.Error("everybody erased: the figures moved")
	}
	clean(t, app)
	for _, word := range []string{"zorglub", "eusebe"} {
		if found := mentions(t, app, word); len(found) > 0 {
			t.Errorf("« %s » still stands in %v", word, slices.Compact(found))
		}
	}
	if found, err := records.Namesakes(app, domain.NameKey("Zorglub0", "Eusèbe")); err != nil || len(found) > 0 {
		t.Error("an erased person is recognised:", strings.TrimSpace(fmt.Sprint(found)), err)
	}
}
