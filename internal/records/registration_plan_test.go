package records

import (
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tests"

	_ "passerelle/migrations"
)

// What is asked at each registration must not read all those of the event: two thousand people wait.
func TestARegistrationIsAdmittedByIndexesAlone(t *testing.T) {
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer app.Cleanup()
	for query, index := range map[string]string{
		"SELECT * FROM registrations WHERE intent = {:i} AND " + hasIntent:                            "INDEX idx_registrations_intent",
		"SELECT COUNT(*) FROM registrations WHERE event = 'e' AND state = 'waitlisted' AND seq <= 9":  "COVERING INDEX idx_registrations_state",
		"SELECT * FROM registrations WHERE event = 'e' AND state = 'waitlisted' ORDER BY seq LIMIT 1": "INDEX idx_registrations_state",
	} {
		var steps []struct {
			Detail string `db:"detail"`
		}
		if err := app.DB().NewQuery("EXPLAIN QUERY PLAN " + query).Bind(dbx.Params{"i": "nonce"}).All(&steps); err != nil {
			t.Fatal(err)
		}
		if len(steps) != 1 || !strings.Contains(steps[0].Detail, index) {
			t.Errorf("%s: %v", query, steps)
		}
	}
	var steps []struct {
		Detail string `db:"detail"`
	}
	if err := app.DB().NewQuery("EXPLAIN QUERY PLAN " + strings.NewReplacer("{:e}", "'e'", "{:p}", "'p'").Replace(liveQuery)).All(&steps); err != nil {
		t.Fatal(err)
	}
	var plan []string
	for _, s := range steps {
		if strings.HasPrefix(s.Detail, "SEARCH") {
			plan = append(plan, s.Detail)
		}
		if s.Detail == "SCAN registrations" || s.Detail == "SCAN people" || s.Detail == "SCAN p" {
			t.Error("a whole table is read: ", s.Detail)
		}
	}
	for i, index := range []string{"registrations USING INDEX idx_registrations_live (event=? AND person=?)", "p USING INDEX sqlite_autoindex_people", "p USING INDEX idx_people_merged"} {
		if len(plan) != 3 || !strings.Contains(plan[i], index) {
			t.Errorf("%q", plan)
		}
	}
}
