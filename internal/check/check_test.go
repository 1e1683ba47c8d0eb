package check_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/dbx"

	"passerelle/internal/check"
	"passerelle/internal/testapp"
)

// program is the real one: exit codes are asked of it, not of a function. It is built when a test first asks, as it
// ships: under the race detector too, where cgo would compile the whole house once more.
var program = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(built, "passerelle")
	build := exec.Command("go", "build", "-o", binary, "passerelle")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
})

// built is the folder of the program.
var built string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "check")
	if err != nil {
		panic(err)
	}
	built = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// run gives the exit code and the lines of `passerelle check` on a folder.
func run(t testing.TB, dir string) (code int, lines []string, errs string) {
	t.Helper()
	binary, err := program()
	must(t, err)
	cmd := exec.Command(binary, "check", "--dir", dir)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), strings.Split(strings.TrimSpace(string(out)), "\n"), stderr.String()
}

func TestALivedInAppIsCleanBesideTheServingProcess(t *testing.T) {
	app := testapp.New(t)
	liveIn(t, app)
	report, err := check.Run(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
	if report.Registrations != 26 || report.Rules < 50 {
		t.Errorf("%d registrations, %d rules", report.Registrations, report.Rules)
	}
	// The folder is open here all the while.
	code, lines, errs := run(t, app.DataDir())
	if code != 0 || len(lines) != 1 || !strings.HasPrefix(lines[0], "Tout est en ordre") || !strings.Contains(lines[0], "26 inscriptions") {
		t.Errorf("exit %d: %q %s", code, lines, errs)
	}
}

func TestWhatCannotBeAuditedIsNoCleanBillOfHealth(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "rien")
	if code, lines, _ := run(t, missing); code != 1 {
		t.Errorf("a folder that is not there: exit %d, %q", code, lines)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("the audit made the folder")
	}
	other := t.TempDir()
	db, err := dbx.Open("sqlite", filepath.Join(other, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	execute(t, db, "CREATE TABLE notes (id TEXT)")
	db.Close()
	if code, lines, _ := run(t, other); code != 1 {
		t.Errorf("the database of something else: exit %d, %q", code, lines)
	}
}

func TestTheAuditChangesNothing(t *testing.T) {
	app := testapp.New(t)
	l := liveIn(t, app)
	execute(t, app.DB(), "UPDATE facts SET minutes = 1 WHERE id = {:present}", l)
	for range 2 {
		report, err := check.Run(app, testapp.Now)
		if err != nil || len(report.Violations) != 1 || report.Violations[0].ID != l["present"] {
			t.Fatalf("%v %v", report.Violations, err)
		}
	}
}

func execute(t testing.TB, db dbx.Builder, sql string, names ...lived) {
	t.Helper()
	q := db.NewQuery(sql)
	if len(names) > 0 {
		q.Bind(names[0].params(sql))
	}
	if _, err := q.Execute(); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// params are the named ids that a statement uses.
func (l lived) params(sql string) dbx.Params {
	p := dbx.Params{}
	for name, id := range l {
		if strings.Contains(sql, "{:"+name+"}") {
			p[name] = id
		}
	}
	return p
}
