package certificate_test

import (
	"testing"

	"github.com/pocketbase/dbx"

	"passerelle/internal/certificate"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// What is issued stays as it is, and what is revoked stays revoked, whoever writes to the database.
func TestNoStatementChangesWhatIsIssued(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a, b := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Bruant", "Ode")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{a: {0}, b: {0}}, e)
	seal(t, app, h.now)
	live, err := certificate.LiveOf(app, a.ID)
	must(t, err)
	gone, err := certificate.LiveOf(app, b.ID)
	must(t, err)
	must(t, certificate.Withhold(app, h.now, "essai", b.ID, "à éclaircir"))
	for _, sql := range []string{
		"UPDATE certificates SET content = '{}' WHERE id = {:live}",
		"UPDATE certificates SET content = '{}', erased_at = '2026-12-01' WHERE id = {:live}",
		"UPDATE certificates SET sha256 = 'x' WHERE id = {:live}",
		"UPDATE certificates SET issued_at = '' WHERE id = {:live}",
		"UPDATE certificates SET supersedes = {:gone} WHERE id = {:live}",
		"UPDATE certificates SET reserved_at = '2020-01-01', template_version = 1 WHERE id = {:live}",
		"UPDATE certificates SET revoked_at = '' WHERE id = {:gone}",
		"UPDATE certificates SET revoked_reason = 'autre' WHERE id = {:gone}",
		"DELETE FROM certificates WHERE id = {:gone}",
		"DELETE FROM files WHERE id = 'certificate:' || {:gone}",
		"DELETE FROM files WHERE id = 'seal:' || {:live}",
		"UPDATE files SET bytes = x'00' WHERE id = 'certificate:' || {:live}",
		"INSERT OR REPLACE INTO files (id, name, type, sha256, bytes, created) VALUES ('certificate:' || {:live}, '', '', '', x'00', '')",
	} {
		res, err := app.DB().NewQuery(sql).Bind(dbx.Params{"live": live.ID, "gone": gone.ID}).Execute()
		if err == nil {
			n, _ := res.RowsAffected()
			t.Errorf("%s changed %d", sql, n)
		}
	}
}
