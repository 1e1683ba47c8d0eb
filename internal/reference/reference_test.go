package reference

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"maps"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/records"
	_ "passerelle/migrations"
)

// written is which file fills which collection.
var written = map[string]string{
	"territories.csv": "territories", "sectors.csv": "sectors", "professions.csv": "professions",
	"priorities.csv": "priorities", "roadmap_actions.csv": "roadmap_actions", "working_groups.csv": "working_groups",
	"axes.csv": "axes", "programmes.csv": "programmes", "structures.csv": "structures",
	"history.csv": "declared_counts", "achievements.csv": "achievements",
}

// The schema takes seconds to make: it is made once, in a folder that each test copies; then the lists.
var (
	blank  = sync.OnceValues(func() (string, error) { return folder("", func(core.App) error { return nil }) })
	loaded = sync.OnceValues(func() (string, error) {
		from, err := blank()
		if err != nil {
			return "", err
		}
		return folder(from, func(app core.App) error { return Load(app) })
	})
	folders []string
)

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range folders {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// folder keeps the databases of an app that begins with those of another folder ("": none) and is filled.
func folder(from string, fill func(core.App) error) (string, error) {
	dir, err := os.MkdirTemp("", "reference-")
	if err != nil {
		return "", err
	}
	folders = append(folders, dir)
	if from == "" {
		from = dir
	}
	app, err := tests.NewTestApp(from)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(app.DataDir())
	err = errors.Join(fill(app), app.ResetBootstrapState()) // closes the databases
	return dir, errors.Join(err, os.CopyFS(dir, os.DirFS(app.DataDir())))
}

// appOn is an app of the test's own, on a copy of a folder.
func appOn(t *testing.T, dir string, err error) core.App {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	app, err := tests.NewTestApp(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	return app
}

func emptyApp(t *testing.T) core.App {
	t.Helper()
	dir, err := blank()
	return appOn(t, dir, err)
}

func loadedApp(t *testing.T) core.App {
	t.Helper()
	dir, err := loaded()
	return appOn(t, dir, err)
}

func counts(t *testing.T, app core.App) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, table := range written {
		var n int
		if err := app.DB().NewQuery("SELECT COUNT(*) FROM " + table).Row(&n); err != nil {
			t.Fatal(err)
		}
		all[table] = n
	}
	return all
}

func TestEveryLineIsLoadedOnce(t *testing.T) {
	app := emptyApp(t)
	if loaded, err := Loaded(app); err != nil || loaded {
		t.Fatalf("an empty folder: loaded %v, %v", loaded, err)
	}
	want := map[string]int{}
	for file, table := range written {
		text, err := os.ReadFile("data/" + file)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want[table] = len(lines) - 1
	}
	for _, round := range []string{"first", "second"} {
		if err := Load(app); err != nil {
			t.Fatal(err)
		}
		if got := counts(t, app); !maps.Equal(got, want) {
			t.Errorf("%s load: %v, want %v", round, got, want)
		}
	}
	if loaded, err := Loaded(app); err != nil || !loaded {
		t.Errorf("a loaded folder: loaded %v, %v", loaded, err)
	}
}

func item(t *testing.T, app core.App, list, code string) *records.Item {
	t.Helper()
	it, err := records.ItemByCode(app, list, code)
	if err != nil {
		t.Fatalf("%s %s: %v", list, code, err)
	}
	return it
}

func TestListsSayWhatTheFilesSay(t *testing.T) {
	app := loadedApp(t)
	adults := item(t, app, records.WorkingGroups, "adulte")
	pssm := item(t, app, records.Programmes, "pssm-standard")
	if pssm.Minutes != 14*60 || pssm.Capacity != 16 || pssm.MinimumAge != 18 || !pssm.Certificate ||
		pssm.Rule != "every-slot" || pssm.Kind != "formation" || pssm.WorkingGroup != adults.ID {
		t.Errorf("PSSM: %+v", pssm)
	}
	if action := item(t, app, records.Programmes, "action"); pssm.Issuer != "PSSM France" || item(t, app, records.Programmes, "pssm-jeunes").Issuer != "PSSM France" || action.Issuer != "" || action.Minutes != 0 || pssm.GroupMin != 0 {
		t.Errorf("issuers: %+v, %+v", pssm, action)
	}
	if copil := item(t, app, records.Programmes, "copil"); copil.Certificate || copil.Minutes != 0 || copil.Rule != "at-least-one-slot" {
		t.Errorf("COPIL: %+v", copil)
	}
	sism, days := item(t, app, records.Programmes, "sism"), item(t, app, records.Programmes, "1000-premiers-jours")
	nine, thirty := item(t, app, records.RoadmapActions, "9"), item(t, app, records.RoadmapActions, "30")
	if len(sism.RoadmapActions) != 1 || sism.RoadmapActions[0] != nine.ID || len(sism.ProposedActions) != 0 {
		t.Errorf("SISM: %+v", sism)
	}
	if len(days.RoadmapActions) != 0 || len(days.ProposedActions) != 1 || days.ProposedActions[0] != thirty.ID {
		t.Errorf("1 000 jours: %+v", days)
	}
	axis := item(t, app, records.Axes, "adulte-3")
	if axis.Name != "Formations communes et communication" || axis.Number != 3 || axis.WorkingGroup != adults.ID ||
		axis.ValidFrom != "2021" || axis.ValidTo != "2026" {
		t.Errorf("axis: %+v", axis)
	}
	if g := item(t, app, records.WorkingGroups, "pathologies-duelles"); g.ValidFrom != "2025" || g.ValidTo != "" {
		t.Errorf("group: %+v", g)
	}
	if s := item(t, app, records.Sectors, "usagers"); s.Named {
		t.Error("users must never be the sector of a person")
	}
	if !item(t, app, records.Sectors, "sanitaire").Named {
		t.Error("sanitaire is the sector of people")
	}
	if c := item(t, app, records.Territories, "ternois"); c.CouncilKind != "CLS" || c.CouncilName != "CLS du Ternois" {
		t.Errorf("territory: %+v", c)
	}
	if p := item(t, app, records.Priorities, "5"); p.Name != "Lutte contre la stigmatisation" || p.Position != 5 {
		t.Errorf("priority: %+v", p)
	}
}

func TestABadFileNamesItsLineAndLeavesTheFolderEmpty(t *testing.T) {
	app := emptyApp(t)
	for name, c := range map[string]struct{ file, old, new, want string }{
		"missing column":       {"sectors.csv", "code,name,named", "code,name,nomme", `sectors.csv:1: column "named" is missing`},
		"short line":           {"professions.csv", "cesf,CESF", "cesf", "professions.csv:13: wrong number of fields"},
		"open quote":           {"professions.csv", "cesf,CESF", `cesf,"CESF`, "professions.csv:"},
		"unknown group":        {"axes.csv", "enfance,2,", "enfants,2,", `axes.csv:7: working_group: "enfants" is not in working_groups`},
		"unknown action":       {"programmes.csv", ",attestation,13,,adulte,", ",attestation,14,,adulte,", `programmes.csv:12: roadmap_actions: "14" is not in roadmap_actions`},
		"unknown rule":         {"programmes.csv", "reunion,at-least-one-slot,,,,none,,,,the", "reunion,always,,,,none,,,,the", "programmes.csv:13: default_rule:"},
		"hours in words":       {"programmes.csv", "every-slot,14,16,18,attestation", "every-slot,quatorze,16,18,attestation", `programmes.csv:8: hours: "quatorze" is not a count`},
		"unknown parent":       {"structures.csv", ",,PEP 62,", ",,PEP 63,", `structures.csv:47: parent: "PEP 63" is not in structures`},
		"a name of two":        {"structures.csv", "DAC Artois|DAC-EGED", "chl", `structures.csv:11: "chl" is a name of "CH Lens" too`},
		"code twice":           {"sectors.csv", "justice,", "social,", `sectors.csv:8: code "social" is there twice`},
		"history, same id":     {"history.csv", "sism-2024,", "sism-2023,", "history.csv:3: "},
		"history, minus":       {"history.csv", "1,80,report", "1,-80,report", `history.csv:10: attendance: "-80" is not a count`},
		"history, role":        {"history.csv", ",soutenu,EMMA", ",aide,EMMA", "history.csv:18: ptsm_role:"},
		"history, bad date":    {"history.csv", ",2024-05-30,", ",2024-05-32,", "history.csv:6: date:"},
		"history, range":       {"history.csv", ",2022/2025,", ",2025/2022,", "history.csv:22: date:"},
		"history, no title":    {"history.csv", "alfa-psy,Formation ALFA PSY,", "alfa-psy,,", "history.csv:17: title: empty"},
		"achievement, no code": {"achievements.csv", "livre-blanc,", ",", "achievements.csv:11: id: empty"},
	} {
		t.Run(name, func(t *testing.T) {
			err := load(app, changed(t, c.file, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("load says %v, want %s", err, c.want)
			}
			for table, n := range counts(t, app) {
				if n != 0 {
					t.Errorf("%d rows stay in %s", n, table)
				}
			}
		})
	}
}

// changed is the data with one passage of one file replaced.
func changed(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(os.DirFS("data"), "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if name == file {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s has no %q", file, old)
			}
			text = []byte(strings.Replace(string(text), old, new, 1))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestAgendaOfTheHalfDay(t *testing.T) {
	lines, err := Agenda1000Days()
	if err != nil || len(lines) != 10 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if lines[0].Starts != "10:30" || lines[9].Ends != "15:15" || lines[8].Title != "La Communauté 360" || lines[8].SpeakerStructure != "C360" {
		t.Errorf("%+v", lines)
	}
	for i := 1; i < len(lines); i++ {
		if lines[i].Starts != lines[i-1].Ends {
			t.Errorf("%q does not follow %q", lines[i].Title, lines[i-1].Title)
		}
	}
	_, err = agenda(changed(t, "programme-1000-jours.csv", "11:00,11:45", "11:00,9:45"))
	if err == nil || !strings.Contains(err.Error(), "programme-1000-jours.csv:4: ends:") {
		t.Errorf("a bad hour: %v", err)
	}
}
