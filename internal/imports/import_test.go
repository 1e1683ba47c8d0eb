package imports_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

func figures(t *testing.T, app core.App) stats.Report {
	t.Helper()
	r, err := stats.Count(app, testapp.Now, stats.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func clean(t *testing.T, app core.App) {
	t.Helper()
	r, err := check.Run(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Violations {
		t.Error(v)
	}
}

func bring(t *testing.T, app core.App, kind domain.ImportKind, name, text string) (*records.Import, *imports.Plan) {
	t.Helper()
	i, err := imports.Add(app, testapp.Now, "coordination", kind, name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := imports.Apply(app, testapp.Now, "coordination", i.ID)
	if err != nil {
		t.Fatal(err)
	}
	return i, p
}

const season = "Événement;Programme;Date;Lieu;Nom;Prénom;Structure;Présence;Durée\n" +
	"Forum des essais;conference;12/03/2025;Arras;ESSAI;Alba;CH Lens;oui;3h30\n" +
	"Forum des essais;conference;12/03/2025;Arras;MODÈLE;Bruno;Maison des Essais;oui;2\n" +
	"Forum des essais;conference;12/03/2025;Arras;SAULE;Inès;CH Lens;non;\n" +
	"Journée des saules;attractivite;12 et 13 mars 2025;Lens;ESSAI;Alba;CHL;x;\n" +
	"Total;;;;4;;;;\n"

func TestAnImportIsWrittenAsDeclaredAndUndoneWhole(t *testing.T) {
	app := testapp.New(t)
	i, p := bring(t, app, domain.ImportParticipants, "saison.csv", season)
	if p.Written != 4 || p.Refused != 0 || len(p.Left) != 2 || p.NewPeople != 3 || p.NewEvents != 2 {
		t.Errorf("%+v", p)
	}
	if got := strings.ReplaceAll(p.Summary(), "\u00a0", " "); got != "4 inscriptions, dont 3 présences déclarées, à 2 événements dont 2 nouveaux ; 3 personnes nouvelles, 0 déjà connue. 6 lignes lues : 4 reprises, 0 refusée, 2 laissées de côté." {
		t.Error(got)
	}
	clean(t, app)
	r := figures(t, app)
	if c := r.Total.Counts; c[domain.FigPresent] != 3 || c[domain.FigPeople] != 2 || c[domain.FigAbsent] != 1 || c[domain.FigEvents] != 2 ||
		c[domain.FigMinutes] != 210+120+2*210 {
		t.Errorf("%v", c)
	}
	for _, row := range r.Tables[domain.ByProof] {
		if n := row.Counts[domain.FigPresent]; n != 0 && (row.Key != "declared" || n != 3) {
			t.Errorf("%s: %d", row.Key, n)
		}
	}
	for table, q := range map[string]int{"outbox": 0, "certificates": 0} {
		var n int
		if err := app.DB().Select("count(*)").From(table).Row(&n); err != nil || n != q {
			t.Errorf("%s: %d, %v", table, n, err)
		}
	}
	if _, err := records.FileOf(app, "import:"+i.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Error("the text of the file is still there")
	}
	if _, again := bringPlan(t, app, season); again.Written != 0 || again.Already != 4 {
		t.Errorf("the same people again: %+v", again)
	}
	e := testapp.Event(t, app, 0, nil) // something else lives on
	testapp.Register(t, app, e, "Ormeau", "Paul")
	middle := figures(t, app)
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, " "); !domain.Is(err, domain.ErrReason) {
		t.Error(err)
	}
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, "mauvais fichier"); err != nil {
		t.Fatal(err)
	}
	clean(t, app)
	if after := figures(t, app); after.Total.Counts[domain.FigPresent] != 0 || middle.Total.Counts[domain.FigPresent] != 3 {
		t.Errorf("%v", after.Total.Counts)
	}
}

func bringPlan(t *testing.T, app core.App, text string) (*records.Import, *imports.Plan) {
	t.Helper()
	i, err := imports.Add(app, testapp.Now, "coordination", domain.ImportParticipants, "x.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, _, _, err := imports.Preview(app, testapp.Now, i)
	if err != nil {
		t.Fatal(err)
	}
	return i, p
}

func TestUndoReturnsTheFiguresAndIsRefusedWhereSomethingRestsOnIt(t *testing.T) {
	app := testapp.New(t)
	before := figures(t, app)
	i, _ := bring(t, app, domain.ImportParticipants, "saison.csv", season)
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, "essai"); err != nil {
		t.Fatal(err)
	}
	if after := figures(t, app); !reflect.DeepEqual(before, after) {
		t.Errorf("%+v\n%+v", before.Total, after.Total)
	}
	clean(t, app)
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, "essai"); !domain.Is(err, domain.ErrState) {
		t.Error(err)
	}
	i, _ = bring(t, app, domain.ImportParticipants, "saison.csv", season)
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	people, err := records.PeopleNamed(app)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if p.NameKey == "essai|alba" {
			r.Person = p.ID
		}
	}
	if err := records.SaveRegistration(app, r); err != nil {
		t.Fatal(err)
	}
	if err := imports.Undo(app, testapp.Now, "coordination", i.ID, "essai"); !domain.Is(err, domain.ErrImportHolds) {
		t.Error(err)
	}
}

// The history of reference/ brought in through an import is what the platform's own loader writes.
func TestTheHistoryOfTheReportComesInThroughAnImport(t *testing.T) {
	text, err := os.ReadFile("../reference/data/history.csv")
	if err != nil {
		t.Fatal(err)
	}
	app := testapp.New(t)
	want, err := records.DeclaredCounts(app)
	if err != nil || len(want) == 0 {
		t.Fatal(len(want), err)
	}
	loaded := figures(t, app)
	for _, d := range want {
		if err := records.DropDeclared(app, d.ID); err != nil {
			t.Fatal(err)
		}
	}
	i, p := bring(t, app, domain.ImportHistory, "history.csv", string(text))
	if p.Refused != 0 || p.Written != len(want) {
		t.Errorf("%+v", p.Problems)
	}
	got, err := records.DeclaredCounts(app)
	if err != nil {
		t.Fatal(err)
	}
	for n := range got {
		if got[n].Import != i.ID {
			t.Error("not marked as imported")
		}
		got[n].ID, got[n].Import, want[n].ID = "", "", ""
		if !reflect.DeepEqual(got[n], want[n]) {
			t.Errorf("%+v\n%+v", got[n], want[n])
		}
	}
	r := figures(t, app)
	if !reflect.DeepEqual(r.Total, loaded.Total) || differ(r, loaded) != "" {
		t.Errorf("%+v\n%+v\n%s", r.Total, loaded.Total, differ(r, loaded))
	}
	if r.Total.DeclaredPresent.Value != 150 || r.Total.DeclaredTrained.Value != 160 {
		t.Errorf("%+v %+v", r.Total.DeclaredPresent, r.Total.DeclaredTrained)
	}
}

// differ names the lines that are not the same, but for those that bear the id of a row.
func differ(a, b stats.Report) (s string) {
	for t := range a.Tables {
		for i := range a.Tables[t] {
			if !strings.HasPrefix(a.Tables[t][i].Key, "h:") && !reflect.DeepEqual(a.Tables[t][i], b.Tables[t][i]) {
				s += fmt.Sprint(t, a.Tables[t][i].Key, " ")
			}
		}
	}
	return s
}

// What is kept of an applied import quotes nobody: erasing people does not look there.
func TestAnAppliedImportKeepsNoNameInItsProblems(t *testing.T) {
	app := testapp.New(t)
	i, p := bring(t, app, domain.ImportParticipants, "x.csv", "Événement;Programme;Date;Nom;Courriel\nForum;conference;12/03/2025;Alba ESSAI et Bruno MODÈLE;\nForum;conference;12/03/2025;Inès SAULE;ines@@saule\n")
	said := fmt.Sprint(p.Problems)
	if !strings.Contains(said, "MODÈLE") || !strings.Contains(said, "ines@@saule") {
		t.Fatalf("the preview says nothing of them: %s", said)
	}
	i, err := records.ImportOf(app, i.ID)
	if err != nil {
		t.Fatal(err)
	}
	kept := string(i.Summary)
	for _, name := range []string{"ESSAI", "MODÈLE", "saule"} {
		if strings.Contains(kept, name) {
			t.Errorf("%s is kept: %s", name, kept)
		}
	}
	if len(imports.ReportOf(i).Problems) != len(p.Problems) {
		t.Error(kept)
	}
}
