package hooks_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// courses are two first-aid courses whose people were all there.
func courses(t *testing.T, app core.App) (list []*records.Event, people []*records.Registration) {
	t.Helper()
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	must(t, err)
	for n := range 2 {
		e := testapp.Event(t, app, 12, func(d *event.Draft) {
			d.Title, d.Programme = fmt.Sprintf("Secours, session %d", n+1), programme.ID
			if n == 0 {
				d.Action = firstOf(t, app, records.RoadmapActions)
			}
		})
		slots, err := records.Slots(app, e.ID)
		must(t, err)
		for i := range 6 {
			r := testapp.Register(t, app, e, fmt.Sprintf("Figé%d%d", n, i), "Noé")
			people = append(people, r)
			for _, s := range slots {
				must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: s.ID, FirstAt: s.StartsAt, Minutes: 180, Proof: 4, Scans: 1}, true))
			}
		}
		writeSQL(t, app, "UPDATE events SET status = 'held' WHERE id = '"+e.ID+"'")
		must(t, records.RefreshEventFacts(app, e.ID))
		list = append(list, e)
	}
	return list, people
}

func firstOf(t *testing.T, app core.App, kind string) string {
	t.Helper()
	items, err := records.Items(app, kind)
	must(t, err)
	return items[0].ID
}

func writeSQL(t *testing.T, app core.App, sql string) {
	t.Helper()
	_, err := app.DB().NewQuery(sql).Execute()
	must(t, err)
}

// saidBy is everything that a report says to anybody: its files, its screen, its page of verification.
func saidBy(t *testing.T, desk *http.Client, base string, r *records.Report) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, name := range []string{"rapport.pdf", "copil.pdf", "rapport.docx", "rapport.xlsx", "rapport.zip", "suivi-anap.xlsx", "suivi-anap.csv", "rapport.json"} {
		res, body := fetch(t, desk, base+"/gestion/rapports/"+r.ID+"/"+name)
		if res.StatusCode != 200 || len(body) < 300 {
			t.Fatalf("%s: %d, %d bytes", name, res.StatusCode, len(body))
		}
		said[name] = body
	}
	for name, path := range map[string]string{"verifier": "/verifier/" + r.Code, "screen": "/gestion/rapports/" + r.ID} {
		_, body := fetch(t, desk, base+path)
		_, main, ok := strings.Cut(body, "<main")
		if !ok {
			t.Fatalf("%s has no main part", path)
		}
		main, _, _ = strings.Cut(main, "</main>")
		said[name] = main
	}
	return said
}

// Whatever is corrected, renamed, merged, filled in or erased afterwards, a report that was made says the same, byte
// for byte, in each of its files.
func TestEverythingOfAReportIsFrozen(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.User(t, app, "coordinator", "fige@exemple.invalid")
	desk := testapp.Login(t, srv, boss)
	events, people := courses(t, app)
	writeSQL(t, app, "UPDATE territories SET population = 104000")
	must(t, evaluation.Comment(app, testapp.Now, boss.Id, "report", "Avant."))
	made, err := evaluation.Make(app, testapp.Now, boss.Id, evaluation.Request{Query: stats.Query{}, Intent: records.NewID()})
	must(t, err)
	c, err := evaluation.Load(app, made.ID)
	must(t, err)
	d := c.Derived
	if d.FirstAiders.Total.Sum() != 12 || len(d.FirstAiders.Modules) == 0 || d.Mixity.Sectors != 1 || len(d.Coverage.Years) != 1 || len(d.Events) != 2 || d.Events[0].Capacity != 12 {
		t.Fatalf("what is derived is not kept: %+v", d)
	}
	before := saidBy(t, desk, srv.URL, made)

	slots, err := records.Slots(app, events[0].ID)
	must(t, err)
	for _, r := range people[:3] { // a correction, and a person erased
		must(t, records.PutAttendance(app, records.Attendance{Registration: r.ID, Slot: slots[0].ID}, false))
		must(t, records.PutAttendance(app, records.Attendance{Registration: r.ID, Slot: slots[1].ID}, false))
	}
	structures, err := records.AllStructures(app)
	must(t, err)
	must(t, merge.Structures(app, testapp.Now, boss.Id, structures[0].ID, structures[1].ID))
	for _, sql := range []string{"UPDATE territories SET population = 7, name = name || ' bis'", "UPDATE events SET title = title || ' (renommé)', capacity = 99, roadmap_action = ''",
		"UPDATE programmes SET name = 'Autre'", "UPDATE roadmap_actions SET name = 'Autre action'", "UPDATE working_groups SET name = 'Autre groupe'", "UPDATE sectors SET name = 'Autre secteur'",
		"UPDATE structures SET name = name || ' bis'", "UPDATE declared_counts SET title = 'Autre', attendance = 1", "UPDATE achievements SET title = 'Autre'",
		"UPDATE settings SET organiser = 'Un autre', territory = 'Ailleurs', name = 'Autre nom'", "UPDATE slots SET starts_at = '2025-01-02 08:00:00.000Z'"} {
		writeSQL(t, app, sql)
	}
	must(t, evaluation.Comment(app, testapp.Now, boss.Id, "report", "Après."))
	for _, e := range events {
		must(t, records.RefreshEventFacts(app, e.ID))
	}
	now, err := stats.Count(app, testapp.Now, stats.Query{})
	must(t, err)
	if now.Total.Counts[domain.FigPresent] != 9 || now.Coverage.Lines[0].Population != 7 {
		t.Fatal("nothing was changed")
	}
	for name, after := range saidBy(t, desk, srv.URL, made) {
		if after != before[name] {
			t.Errorf("%s is not the same any more", name)
		}
	}
}
