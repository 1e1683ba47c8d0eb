package check_test

import (
	"strings"
	"testing"

	"passerelle/internal/check"
	"passerelle/internal/evaluation"
	"passerelle/internal/testapp"
)

func TestAReportThatWasChangedIsFound(t *testing.T) {
	for name, c := range map[string]struct{ sql, says string }{
		"content":   {"DROP TRIGGER files_fixed; UPDATE files SET bytes = x'7b7d' WHERE id LIKE 'report:%'", "n’est plus celui de son empreinte"},
		"missing":   {"DROP TRIGGER report_files_stay; DELETE FROM files WHERE id LIKE 'report:%'", "contenu figé manque"},
		"hole":      {"DROP TRIGGER reports_fixed; UPDATE reports SET number = 3", "a disparu"},
		"code":      {"DROP TRIGGER reports_fixed; UPDATE reports SET code = '23456789'", "n’est pas un code"},
		"withdrawn": {"UPDATE reports SET withdrawn_at = made_at", "retiré sans raison"},
		"orphan":    {"DROP TRIGGER reports_stay; DELETE FROM reports", "qui n’existe pas"},
	} {
		app := testapp.New(t)
		if _, err := evaluation.Make(app, testapp.Now, "boss", evaluation.Request{Intent: "intent000000001"}); err != nil {
			t.Fatal(err)
		}
		if _, err := app.DB().NewQuery(c.sql).Execute(); err != nil {
			t.Fatal(err)
		}
		r, err := check.Run(app, testapp.Now)
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for _, v := range r.Violations {
			found += v.String() + "\n"
		}
		if !strings.Contains(found, c.says) {
			t.Errorf("%s: %q is not said in\n%s", name, c.says, found)
		}
	}
}
