package imports_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// mess is a file as people keep them, what is corrected on screen, and what comes of it.
type mess struct {
	name       string
	kind       domain.ImportKind // participants unless said
	content    []byte
	correct    func(m *imports.Mapping)
	rows       []string // line, person, structure, presence; of a history: title, days, count
	problems   []string // line and code; « ! »: the line is not written
	left       []string // line and why
	structures []string // what the file says, how it was found, what of the directory
	matched    string   // people known, likely namesakes, there already
	wrote      string   // rows added by table, new events with their slots
}

var tables = []string{"events", "slots", "people", "structures", "registrations", "scans", "attendances", "declared_counts"}

func TestTenKindsOfMess(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	testapp.Register(t, app, e, "Ormeau", "Zoé") // of the CH Lens, zoé.ormeau@exemple.invalid
	programme, err := records.ItemByCode(app, records.Programmes, "conference")
	if err != nil {
		t.Fatal(err)
	}
	empty, before := everything(t, app), figures(t, app)
	for _, m := range messes() {
		t.Run(m.name, func(t *testing.T) {
			m.try(t, app, programme.ID)
			if after := everything(t, app); !reflect.DeepEqual(after, empty) {
				t.Errorf("undo leaves:\n%s", gaps(empty, after))
			}
		})
	}
	if after := figures(t, app); !reflect.DeepEqual(after, before) {
		t.Errorf("the figures moved: %+v, %+v", before.Total, after.Total)
	}
	clean(t, app)
}

func (m mess) try(t *testing.T, app core.App, programme string) {
	kind := m.kind
	if kind == "" {
		kind = domain.ImportParticipants
	}
	i, err := imports.Add(app, testapp.Now, "coordination", kind, "fichier", m.content)
	if err != nil {
		t.Fatal(err)
	}
	mapping := imports.MappingOf(i)
	mapping.Programme = programme
	if m.correct != nil {
		m.correct(&mapping)
	}
	if err := imports.Correct(app, testapp.Now, i, mapping); err != nil {
		t.Fatal(err)
	}
	if i, err = records.ImportOf(app, i.ID); err != nil {
		t.Fatal(err)
	}
	p, _, _, err := imports.Preview(app, testapp.Now, i)
	if err != nil {
		t.Fatal(err)
	}
	m.compare(t, p)
	counts := count(t, app)
	if p, err = imports.Apply(app, testapp.Now, "coordination", i.ID); err != nil {
		t.Fatal(err)
	}
	m.compare(t, p)
	var wrote []string
	for n, now := range count(t, app) {
		if more := now - counts[n]; more != 0 {
			wrote = append(wrote, fmt.Sprint(more, " ", tables[n]))
		}
	}
	if got := strings.Join(wrote, ", "); got != m.wrote {
		t.Errorf("wrote %s\nwant  %s", got, m.wrote)
	}
	clean(t, app)
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, "essai"); err != nil {
		t.Fatal(err)
	}
}

func (m mess) compare(t *testing.T, p *imports.Plan) {
	t.Helper()
	var rows, problems, left, structures []string
	for _, r := range p.Rows {
		structure := "-"
		if r.Structure != nil {
			structure = r.Structure.Name
		}
		rows = append(rows, fmt.Sprintf("%d %s %s · %s · %v", r.Line, r.Last, r.First, structure, r.Came))
	}
	for _, d := range p.Declared {
		rows = append(rows, fmt.Sprintf("%s · %s · %d", d.Title, d.DateText, d.Attendance))
	}
	for _, q := range p.Problems {
		problems = append(problems, fmt.Sprintf("%d%s %s", q.Line, map[bool]string{true: "!"}[q.Blocking], q.Code))
		if q.Text == "" || q.Advice == "" {
			t.Errorf("line %d, %s: no sentence", q.Line, q.Code)
		}
	}
	slices.SortFunc(p.Left, func(a, b imports.LeftOut) int { return a.Line - b.Line })
	for _, l := range p.Left {
		left = append(left, fmt.Sprint(l.Line, " ", l.Why))
	}
	for _, s := range p.Structures {
		match := ""
		if s.Match != nil {
			match = s.Match.ShortName
		}
		var near []string
		for _, l := range s.Likely {
			near = append(near, l.ShortName)
		}
		structures = append(structures, strings.TrimSpace(fmt.Sprint(s.Name, " ", s.How, " ", match+strings.Join(near, "|"))))
	}
	if p.Lines != p.Written+p.Refused+len(p.Left) {
		t.Errorf("%d lines: %d written, %d refused, %d left", p.Lines, p.Written, p.Refused, len(p.Left))
	}
	same(t, "rows", rows, m.rows)
	same(t, "problems", problems, m.problems)
	same(t, "left", left, m.left)
	same(t, "structures", structures, m.structures)
	if got := fmt.Sprintf("%d %d %d", p.Known, p.Likely, p.Already); kindOf(m) == domain.ImportParticipants && got != m.matched {
		t.Errorf("matched %s, want %s", got, m.matched)
	}
}

func kindOf(m mess) domain.ImportKind {
	if m.kind == "" {
		return domain.ImportParticipants
	}
	return m.kind
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant:\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func count(t *testing.T, app core.App) (n []int) {
	t.Helper()
	for _, table := range tables {
		var rows int
		if err := app.DB().Select("count(*)").From(table).Row(&rows); err != nil {
			t.Fatal(err)
		}
		n = append(n, rows)
	}
	return n
}

// everything is every row of the folder but for what an import leaves on purpose: that it was there, the trail, and
// which facts moved.
func everything(t *testing.T, app core.App) map[string]int {
	t.Helper()
	rows := map[string]int{}
	var names []string
	if err := app.DB().NewQuery("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('imports', 'audit', 'fact_changes')").Column(&names); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		var all []dbx.NullStringMap
		if err := app.DB().NewQuery("SELECT * FROM `" + name + "`").All(&all); err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			var cells []string
			for _, c := range slices.Sorted(maps.Keys(row)) {
				cells = append(cells, c+"="+row[c].String)
			}
			rows[name+": "+strings.Join(cells, " ")]++
		}
	}
	return rows
}

func gaps(a, b map[string]int) (s string) {
	for row := range a {
		if b[row] != a[row] {
			s += "- " + row + "\n"
		}
	}
	for row := range b {
		if a[row] != b[row] {
			s += "+ " + row + "\n"
		}
	}
	return s
}
