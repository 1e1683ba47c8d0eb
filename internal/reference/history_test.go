package reference

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/paris"
	"passerelle/internal/records"
)

func declaredByCode(t *testing.T, app core.App) map[string]records.Declared {
	t.Helper()
	rows, err := records.DeclaredCounts(app)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]records.Declared{}
	for _, d := range rows {
		all[d.Code] = d
	}
	return all
}

func TestHistoryKnowsOnlyWhatTheReportSays(t *testing.T) {
	all := declaredByCode(t, loadedApp(t))
	for code, want := range map[string]int{"coordin-ados-arras": 80, "coordin-ados-lens": 70} {
		if d := all[code]; d.Attendance != want || d.AttendanceIs != "report" || d.Occurrences != 1 {
			t.Errorf("%s: %+v, want attendance %d", code, d, want)
		}
		delete(all, code)
	}
	stock := all["stock-pssm-cabbalr"]
	if stock.TrainedAtLeast != 160 || stock.Occurrences != 0 || stock.Attendance != unknown {
		t.Errorf("stock: %+v", stock)
	}
	delete(all, "stock-pssm-cabbalr")
	copil := all["copil-2022-2025"]
	if copil.Occurrences != 12 || copil.DateText != "2022/2025" ||
		copil.FromDay.Time() != time.Date(2021, 12, 31, 23, 0, 0, 0, time.UTC) ||
		copil.ToDay.Time() != time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC) {
		t.Errorf("COPIL: %+v", copil)
	}
	delete(all, "copil-2022-2025")
	for code, d := range all {
		if d.Attendance != unknown || d.AttendanceIs != "" || d.TrainedAtLeast != unknown {
			t.Errorf("%s has a figure that the report does not give: %+v", code, d)
		}
		if d.Occurrences != 1 && d.Occurrences != unknown {
			t.Errorf("%s: %d occurrences", code, d.Occurrences)
		}
		if reached := d.StructuresReached; reached != unknown && !(code == "alfa-psy" && reached == 3) {
			t.Errorf("%s: %d structures", code, reached)
		}
	}
	if all["gt-adulte"].Occurrences != unknown || all["stages-apei-chhb"].Occurrences != unknown {
		t.Error("an unknown number of meetings was made a number")
	}
}

func TestHistoryKeepsProposalsApart(t *testing.T) {
	app := loadedApp(t)
	all := declaredByCode(t, app)
	number := map[string]string{}
	actions, err := records.Items(app, records.RoadmapActions)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions {
		number[a.ID] = a.Code
	}
	both := all["sism-2023"]
	if both.RoadmapAction == "" || len(both.ProposedActions) != 1 || both.ProposedActions[0] == both.RoadmapAction {
		t.Errorf("SISM 2023: %+v", both)
	}
	for _, code := range []string{"1000-jours-lens", "1000-jours-arras", "attractivite-2024"} {
		if d := all[code]; d.RoadmapAction != "" || len(d.OtherActions) != 0 || len(d.ProposedActions) != 1 {
			t.Errorf("%s: the guess was counted: %+v", code, d)
		}
	}
	if d := all["place-usagers-2024"]; number[d.RoadmapAction] != "11" || len(d.ProposedActions) != 0 {
		t.Errorf("the report says action 11: %+v", d)
	}
	for code, d := range all {
		for _, p := range d.ProposedActions {
			if p == d.RoadmapAction || slices.Contains(d.OtherActions, p) {
				t.Errorf("%s: action %s is both said and proposed", code, number[p])
			}
		}
	}
	roles := map[string]int{}
	for _, d := range all {
		roles[d.PTSMRole]++
	}
	if roles["soutenu"] != 5 || roles["porte"] != len(all)-5 {
		t.Errorf("roles: %v", roles)
	}
}

func TestTheFirstActionIsTheMainOne(t *testing.T) {
	app := emptyApp(t)
	if err := load(app, changed(t, "history.csv", ",adulte,13,,porte,", ",adulte,13|26|9,30|38,porte,")); err != nil {
		t.Fatal(err)
	}
	id := func(code string) string { return item(t, app, records.RoadmapActions, code).ID }
	d := declaredByCode(t, app)["alfa-psy"]
	if d.RoadmapAction != id("13") || !slices.Equal(d.OtherActions, records.List{id("26"), id("9")}) ||
		!slices.Equal(d.ProposedActions, records.List{id("30"), id("38")}) {
		t.Errorf("%+v", d)
	}
}

func TestUndatedHistoryComesLast(t *testing.T) {
	rows, err := records.DeclaredCounts(loadedApp(t))
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].Code != "copil-2022-2025" || !rows[len(rows)-1].FromDay.IsZero() {
		t.Errorf("from %s to %s", rows[0].Code, rows[len(rows)-1].Code)
	}
	for i, d := range rows {
		if d.FromDay.IsZero() != d.ToDay.IsZero() || d.FromDay.IsZero() != (d.DateText == "") {
			t.Errorf("%s: %q is %v to %v", d.Code, d.DateText, d.FromDay, d.ToDay)
		}
		if i > 0 && rows[i-1].FromDay.IsZero() && !d.FromDay.IsZero() {
			t.Errorf("%s stands after an undated line", d.Code)
		}
	}
}

func TestAchievementsKeepTheirActions(t *testing.T) {
	app := loadedApp(t)
	rows, err := records.Achievements(app)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range rows {
		if a.Code != "qualityrights" {
			continue
		}
		if len(a.RoadmapActions) != 1 || a.RoadmapActions[0] != item(t, app, records.RoadmapActions, "26").ID ||
			a.Structures != "EPSM Val de Lys-Artois, GHAT, CH Lens" || a.WorkingGroup != item(t, app, records.WorkingGroups, "adulte").ID {
			t.Errorf("%+v", a)
		}
		return
	}
	t.Error("qualityrights is missing")
}

func TestDays(t *testing.T) {
	for text, want := range map[string][2]string{
		"2024":            {"2024-01-01", "2025-01-01"},
		"2025-12":         {"2025-12-01", "2026-01-01"},
		"2025-05-22":      {"2025-05-22", "2025-05-23"},
		"2026-03-29":      {"2026-03-29", "2026-03-30"}, // 23 hours
		"2022/2025":       {"2022-01-01", "2026-01-01"},
		"2023-09/2024-06": {"2023-09-01", "2024-07-01"},
	} {
		from, to, err := paris.Span(text)
		if err != nil || paris.Input(from) != want[0]+"T00:00" || paris.Input(to) != want[1]+"T00:00" {
			t.Errorf("%s: %s to %s, %v", text, paris.Input(from), paris.Input(to), err)
		}
	}
	for _, text := range []string{"25", "2025-13", "12/03/2026", "2025/", "/2025", "2025/2022", "été 2025", "2025-5"} {
		if from, to, err := paris.Span(text); err == nil || !from.IsZero() || !to.IsZero() {
			t.Errorf("%q was read as %s to %s", text, from, to)
		}
	}
	if from, to, err := paris.Span(""); err != nil || !from.IsZero() || !to.IsZero() {
		t.Errorf("no date: %s to %s, %v", from, to, err)
	}
}

// A day lies in its month, its month in its year, and a range covers both of its ends.
func TestDaysHoldOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(2000, 2080).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")
		texts := []string{fmt.Sprintf("%04d-%02d-%02d", y, m, d), fmt.Sprintf("%04d-%02d", y, m), fmt.Sprintf("%04d", y),
			fmt.Sprintf("%04d/%04d-%02d", y-1, y+1, m)}
		var innerFrom, innerTo time.Time
		for i, text := range texts {
			from, to, err := paris.Span(text)
			if err != nil || !from.Before(to) || paris.StartOfDay(from) != from || paris.StartOfDay(to) != to {
				t.Fatalf("%s: %s to %s, %v", text, from, to, err)
			}
			if i > 0 && (innerFrom.Before(from) || innerTo.After(to)) {
				t.Fatalf("%s does not hold %s", text, texts[i-1])
			}
			innerFrom, innerTo = from, to
		}
	})
}
