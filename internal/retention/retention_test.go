package retention_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/records"
	"passerelle/internal/retention"
	"passerelle/internal/testapp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
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
	app := seasons(t)
	_, err := evaluation.Make(app, testapp.Now, "test", evaluation.Request{Intent: records.NewID()})
	must(t, err)
	clean(t, app)
	before := figures(t, app)
	still := func(when string) {
		t.Helper()
		if moved := before.moved(figures(t, app)); len(moved) > 0 {
			t.Errorf("%s: %d figures moved: %v", when, len(moved), moved[:min(len(moved), 20)])
		}
	}
	var people []string
	must(t, app.DB().NewQuery("SELECT id FROM people WHERE merged_into = '' ORDER BY num").Column(&people))
	for _, id := range people[:len(people)/2] {
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue"))
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue")) // twice changes nothing
	}
	still("half of the people erased")
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
	still("two years erased")
	must(t, app.DB().NewQuery("SELECT id FROM people WHERE erased_at = ''").Column(&people))
	for _, id := range people {
		must(t, retention.ErasePerson(app, testapp.Now, "test", id, "Opposition reçue"))
	}
	still("everybody erased")
	clean(t, app)
	certificates(t, app)
	for _, word := range []string{"zorglub", "eusebe"} {
		if found := mentions(t, app, word); len(found) > 0 {
			t.Errorf("« %s » still stands in %v", word, slices.Compact(found))
		}
	}
	if found, err := records.Namesakes(app, domain.NameKey("Zorglub0", "Eusèbe")); err != nil || len(found) > 0 {
		t.Error("an erased person is recognised:", strings.TrimSpace(fmt.Sprint(found)), err)
	}
}

// certificates are found by their codes, and say that somebody was erased.
func certificates(t *testing.T, app core.App) {
	t.Helper()
	var codes []string
	must(t, app.DB().NewQuery("SELECT code FROM certificates").Column(&codes))
	for _, code := range codes {
		c, err := records.CertificateByCode(app, code)
		must(t, err)
		if c.ErasedAt.IsZero() || c.RevokedAt.IsZero() || strings.Contains(domain.Fold(string(c.Content)), "zorglub") {
			t.Errorf("certificate %s: erased %v, revoked %v, %s", c.Number, c.ErasedAt, c.RevokedAt, c.Content)
		}
	}
	if len(codes) == 0 {
		t.Error("nobody had a certificate")
	}
}
