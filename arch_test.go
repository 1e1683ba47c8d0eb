package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "passerelle"

// pb stands for PocketBase in the table.
const pb = "github.com/pocketbase/pocketbase"

// room is a package, what it may import besides the standard library, and whether it may speak HTTP or read
// the clock. A name without a dot is a room of `internal`; a path ending in « … » is everything below.
type room struct {
	imports []string
	http    bool // net/http
	clock   bool // time.Now and its kin; everywhere else `now` is given
}

func uses(imports ...string) room { return room{imports: imports} }

// rooms is who may import whom. Rules flow one way: event → door → registration → mail, and everything that
// issues goes through certificate. A package that is not here does not build the house: name it first.
var rooms = map[string]room{
	".": {imports: []string{pb, pb + "/plugins/migratecmd", pb + "/tools/osutils", "/hooks", "/migrations"}},

	// The glue, the frozen schema, the embedded files.
	"hooks": {imports: []string{pb + "…", "github.com/pocketbase/dbx", "github.com/spf13/cobra", "modernc.org/libc", "modernc.org/sqlite", "/templates", "/pb_public",
		"account", "backup", "body", "calendar", "card", "certificate", "chart", "check", "conflict", "declaration", "demo", "device", "domain", "door", "event", "link",
		"mail", "mailing", "merge", "paris", "pdf", "question", "records", "reference", "registration", "imports", "lists", "reader", "report", "retention", "roadmap", "evaluation", "seal", "settings", "sheet", "signature", "stats", "structure", "survey",
		"ticket", "training", "web", "writer", "campaign", "placement", "agreement", "matching"}, http: true, clock: true},
	"migrations": uses(pb+"/core", pb+"/migrations", pb+"/tools/types", "github.com/pocketbase/dbx", "paris"),
	"templates":  uses(),
	"pb_public":  uses(),

	// Pure: the rules, and the hours of Paris.
	"internal/domain":   uses(),
	"internal/paris":    uses(),
	"internal/matching": uses("domain"), // who goes where in a campaign of stages croisés

	// Paper, sheets, codes, pages: they know nothing of the database.
	"internal/ticket":   uses("github.com/skip2/go-qrcode"),
	"internal/pdf":      uses("github.com/jung-kurt/gofpdf", "golang.org/x/image/…", "golang.org/x/text/…", "ticket", "paris", "report"),
	"internal/report":   uses("github.com/xuri/excelize/v2", "golang.org/x/text/…", "paris"),
	"internal/chart":    uses("paris"),
	"internal/card":     uses("golang.org/x/image/…", "pdf"), // the picture that a shared link shows, in the letters of the papers
	"internal/calendar": uses("github.com/arran4/golang-ical"),
	"internal/web":      uses("paris"),

	// The rows, and what is made of them alone.
	"internal/records":   uses(pb+"/core", pb+"/tools/types", "github.com/pocketbase/dbx", "domain"),
	"internal/writer":    {imports: []string{pb + "/core"}, clock: true}, // how long a commit takes in more work
	"internal/link":      uses(pb+"/core", "records", "domain"),
	"internal/reference": uses(pb+"/core", pb+"/tools/types", "github.com/pocketbase/dbx", "records", "domain", "paris"),

	// The use cases, in one drawn direction.
	"internal/mail":         uses(pb+"/core", "github.com/wneessen/go-mail…", "/templates", "records", "domain", "link", "paris", "ticket"),
	"internal/registration": uses(pb+"/core", "records", "domain", "link", "mail", "paris", "question", "ticket", "certificate"),
	"internal/seal":         uses(pb+"/core", "github.com/smallstep/pkcs7", "records", "domain", "link"), // the platform's signature of what it issues
	"internal/certificate":  uses(pb+"/core", "records", "domain", "link", "mail", "paris", "pdf", "seal", "ticket"),
	"internal/door":         uses(pb+"/core", "records", "domain", "link", "paris", "ticket", "registration", "certificate"),
	"internal/device":       uses(pb+"/core", "records", "domain", "paris", "certificate"), // the phones of an event
	"internal/conflict":     uses(pb+"/core", "records", "domain", "door"),                 // what two phones said of one person
	"internal/signature":    uses(pb+"/core", "records", "domain", "link", "ticket", "door"),
	"internal/sheet":        uses(pb+"/core", "records", "domain", "link", "paris", "pdf", "ticket", "door"),
	"internal/event":        uses(pb+"/core", "records", "domain", "mail", "paris", "question", "ticket", "registration", "certificate", "door", "device"),
	"internal/training":     uses("github.com/pocketbase/dbx", pb+"/core", "records", "domain", "mail", "paris", "registration", "certificate", "door", "signature", "event", "question"),
	"internal/question":     uses(pb+"/core", "records", "domain"),
	"internal/mailing":      uses(pb+"/core", "records", "domain", "mail", "paris"),
	"internal/merge":        uses(pb+"/core", pb+"/tools/types", "records", "domain", "registration", "certificate", "mail"),
	"internal/body":         uses(pb+"/core", "records", "domain", "mail", "paris", "registration"),
	"internal/declaration":  uses(pb+"/core", "records", "domain", "mail", "paris"),
	"internal/stats":        uses(pb+"/core", "records", "domain", "paris", "report", "chart"),
	"internal/lists":        uses(pb+"/core", "github.com/pocketbase/dbx", "records", "domain"), // the lists of the territory
	"internal/roadmap":      uses(pb+"/core", "records", "domain", "paris"),                     // what feeds its actions besides events
	"internal/survey":       uses(pb+"/core", "records", "domain", "link", "mail", "paris", "certificate", "stats", "report"),
	"internal/imports":      uses(pb+"/core", pb+"/tools/types", "github.com/xuri/excelize/v2", "golang.org/x/text/…", "records", "domain", "paris", "ticket", "event"),
	"internal/evaluation":   uses(pb+"/core", pb+"/tools/types", "records", "domain", "link", "paris", "ticket", "stats", "survey", "report", "pdf"), // reports that are kept
	"internal/reader":       uses(pb+"/core", pb+"/tools/types", "records", "domain", "link", "evaluation", "report"),
	"internal/retention":    uses(pb+"/core", pb+"/tools/types", "records", "domain", "paris", "certificate", "report"),
	"internal/campaign":     uses("github.com/pocketbase/dbx", pb+"/core", pb+"/tools/types", "records", "domain", "mail", "paris", "registration"), // places that structures offer
	"internal/agreement":    uses(pb+"/core", "records", "domain", "paris", "pdf"),                                                                  // the convention, its signatures, what is handed in
	"internal/placement":    uses(pb+"/core", "records", "domain", "link", "mail", "paris", "ticket", "registration", "certificate", "event", "agreement", "matching", "report"),
	"internal/account":      uses(pb+"/core", "records", "domain"),
	"internal/settings":     uses(pb+"/core", "records", "domain", "pdf"),
	"internal/structure":    uses(pb+"/core", pb+"/tools/types", "records", "domain", "registration"),
	"internal/backup":       uses(pb+"/core", "github.com/pocketbase/dbx", "modernc.org/sqlite", "link", "paris"),

	// The auditor reads raw rows on purpose: it must not trust the finders it checks.
	"internal/check": uses(pb+"/core", pb+"/tools/types", "github.com/pocketbase/dbx", "records", "domain", "paris", "ticket", "certificate", "seal"),

	// The demonstration acts through the use cases; tests start the whole app.
	"internal/demo": uses(pb+"/core", "records", "domain", "reference", "link", "paris", "ticket", "registration", "certificate", "door", "event", "question", "body", "declaration", "device", "signature", "sheet", "training", "settings", "survey", "imports", "evaluation", "reader", "roadmap", "stats", "structure", "campaign", "placement", "agreement", "matching"),
	"internal/testapp": {imports: []string{pb + "…", "/hooks", "/migrations", "records", "domain", "reference", "registration",
		"event", "placement"}, http: true},
	"bench": {imports: []string{pb + "…", "/hooks", "/migrations", "pdf", "records", "domain",
		"event", "reference", "certificate", "door", "ticket", "link", "mail", "matching", "imports", "github.com/emersion/go-smtp"}, http: true, clock: true},
}

func TestRoomsImportWhatTheyMay(t *testing.T) {
	files := sources(t, ".")
	for _, f := range files {
		for _, breach := range breaches(rooms, f) {
			t.Error(breach)
		}
	}
	if len(files) < 60 {
		t.Fatalf("%d files read: the walk missed the house", len(files))
	}
}

// TestABreachIsSeen keeps the checker honest: each of these must be refused, and only these.
func TestABreachIsSeen(t *testing.T) {
	table := map[string]room{"internal/rule": uses(), "internal/row": uses(pb+"/core", "rule"), "hooks": {imports: []string{pb + "…", "row"}, http: true, clock: true}}
	for _, c := range []struct {
		dir, imports, calls string
		breaches            int
	}{
		{"internal/rule", "strings time", "", 0},
		{"internal/row", "fmt " + pb + "/core passerelle/internal/rule", "", 0},
		{"hooks", "net/http " + pb + "/apis passerelle/internal/row", "time.Now", 0},
		{"internal/rule", "passerelle/internal/row", "", 1},
		{"internal/rule", pb + "/core", "", 1},
		{"internal/rule", "time", "time.Now", 1},
		{"internal/row", "net/http " + pb + "/apis", "time.Since", 3},
		{"internal/row", pb + "/core/deeper", "", 1},
		{"hooks", "passerelle/internal/testapp", "", 1},
		{"internal/stranger", "fmt", "", 1},
	} {
		got := breaches(table, source{dir: c.dir, name: "x.go", imports: strings.Fields(c.imports), clock: strings.Fields(c.calls)})
		if len(got) != c.breaches {
			t.Errorf("%s importing %s calling %q: %d breaches, want %d: %v", c.dir, c.imports, c.calls, len(got), c.breaches, got)
		}
	}
}

// TestTheTableHasNoCycle: two rooms that may import each other are one room.
func TestTheTableHasNoCycle(t *testing.T) {
	var visit func(name string, trail []string)
	visit = func(name string, trail []string) {
		if slices.Contains(trail, name) {
			t.Fatal("rooms in a circle: ", append(trail, name))
		}
		for _, i := range rooms[name].imports {
			if next := strings.TrimPrefix(full(i), module+"/"); rooms[next].imports != nil {
				visit(next, append(slices.Clone(trail), name))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rooms)) {
		visit(name, nil)
	}
}

// A room whose tests start the whole app has no test inside its own package: Go would compile that room anew for them, and
// all of the house that imports it. What a test needs of the inside belongs to a room below, or is seen from outside.
// Only the top of the house may, hooks and the demonstration that it starts: little else is compiled again.
func TestNoTestCompilesTheHouseAgain(t *testing.T) {
	inside, whole := map[string][]string{}, map[string]bool{}
	walk(t, ".", func(p string, f *ast.File) {
		dir := filepath.ToSlash(filepath.Dir(p))
		switch {
		case !strings.HasSuffix(p, "_test.go"):
		case !strings.HasSuffix(f.Name.Name, "_test"):
			inside[dir] = append(inside[dir], filepath.Base(p))
		case slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool {
			return slices.Contains([]string{`"` + full("testapp") + `"`, `"` + full("/hooks") + `"`}, i.Path.Value)
		}):
			whole[dir] = true
		}
	})
	for dir := range whole {
		if list := inside[dir]; len(list) > 0 && dir != "hooks" && dir != "internal/demo" {
			t.Errorf("%s: %v are of its own package, beside tests that start the app", dir, list)
		}
	}
	if len(whole) < 20 {
		t.Fatalf("%d rooms start the app: the walk missed the house", len(whole))
	}
}

// source is what one Go file that is not a test imports, and where it reads the clock.
type source struct {
	dir, name      string
	imports, clock []string
}

func breaches(table map[string]room, f source) (list []string) {
	r, known := table[f.dir]
	if !known {
		return []string{f.dir + ": this room is not in the table of arch_test.go"}
	}
	for _, i := range f.imports {
		if !allowed(r, i) {
			list = append(list, path.Join(f.dir, f.name)+": may not import "+i)
		}
	}
	if !r.clock {
		for _, c := range f.clock {
			list = append(list, path.Join(f.dir, f.name)+": may not call "+c+": the moment is given")
		}
	}
	return list
}

func allowed(r room, imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	if first != module && !strings.Contains(first, ".") { // the standard library
		return imported != "net/http" || r.http
	}
	for _, i := range r.imports {
		if below, all := strings.CutSuffix(full(i), "…"); all && strings.HasPrefix(imported, below) || imported == full(i) {
			return true
		}
	}
	return false
}

// full turns the table's short names into import paths.
func full(name string) string {
	switch {
	case strings.HasPrefix(name, "/"):
		return module + name
	case strings.Contains(name, "."):
		return name
	}
	return module + "/internal/" + name
}

// sources reads every Go file of the module that is not a test.
func sources(t *testing.T, root string) (list []source) {
	t.Helper()
	walk(t, root, func(p string, f *ast.File) {
		if strings.HasSuffix(p, "_test.go") {
			return
		}
		s := source{dir: filepath.ToSlash(filepath.Dir(p)), name: filepath.Base(p)}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports = append(s.imports, name)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
					s.clock = append(s.clock, "time."+sel.Sel.Name)
				}
			}
			return true
		})
		list = append(list, s)
	})
	return list
}

// walk parses every Go file below a folder.
func walk(t *testing.T, root string, each func(p string, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"node_modules", "testdata", "build", "pb_data", "e2e"}, d.Name())) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err == nil {
			each(p, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
