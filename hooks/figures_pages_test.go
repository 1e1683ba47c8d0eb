package hooks_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"passerelle/hooks"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// inQuery is a year as the screens' query says it.
func inQuery(year string) string {
	if year == "" {
		return "?du=&au="
	}
	return "?du=" + year + "-01-01&au=" + year + "-12-31"
}

func getBody(t *testing.T, c *http.Client, address string, status int) []byte {
	t.Helper()
	res, err := c.Get(address)
	must(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	if res.StatusCode != status {
		t.Fatalf("%s: %d, want %d\n%s", address, res.StatusCode, status, b)
	}
	return b
}

// desk serves the season and logs the coordinator in.
func (s season) desk(t *testing.T) (*httptest.Server, *http.Client) {
	t.Helper()
	srv := testapp.Serve(t, s.app)
	return srv, testapp.Login(t, srv, testapp.User(t, s.app, records.Coordinator, "coordination@exemple.invalid"))
}

func TestJSONSaysTheFiguresCountedByHand(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	for year, want := range byHand {
		var got struct {
			Period     struct{ From, To *string }
			Indicators map[string]struct {
				Label, Definition string
				Recorded          int
				Declared          *struct {
					Value   int
					AtLeast bool `json:"at_least"`
				}
			}
			Tables map[string]struct {
				Rows  []map[string]any
				Total map[string]any
			}
		}
		must(t, json.Unmarshal(getBody(t, c, srv.URL+"/gestion/chiffres.json"+inQuery(year), 200), &got))
		for code, n := range want {
			if i := got.Indicators[code]; i.Recorded != n || i.Label == "" || i.Definition == "" {
				t.Errorf("%q: %s is %+v, by hand %d", year, code, i, n)
			}
			for name, table := range got.Tables {
				if v, ok := table.Total[code]; ok && v != float64(n) {
					t.Errorf("%q: the total of %s says %v %s, by hand %d", year, name, v, code, n)
				}
			}
		}
		if len(got.Tables) != len(domain.Tables) {
			t.Errorf("%d tables", len(got.Tables))
		}
		for name, table := range got.Tables {
			if len(table.Rows) == 0 || table.Rows[len(table.Rows)-1]["key"] != "" {
				t.Errorf("%s has no line « non renseigné »", name)
			}
		}
		if (year == "") != (got.Period.From == nil) || (year != "" && *got.Period.To != year+"-12-31") {
			t.Errorf("%q: period %v", year, got.Period)
		}
		if d := got.Indicators["present"].Declared; year == "" && (d == nil || d.Value != 150 || !d.AtLeast) {
			t.Errorf("declared presences: %+v", d)
		}
		if d := got.Indicators["pssm_trained"].Declared; year == "" && (d == nil || d.Value != 160 || !d.AtLeast) {
			t.Errorf("declared first-aiders: %+v", d)
		}
	}
}

func TestTheWorkbookSaysTheFiguresCountedByHand(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	for year, want := range byHand {
		f, err := excelize.OpenReader(bytes.NewReader(getBody(t, c, srv.URL+"/gestion/chiffres.xlsx"+inQuery(year), 200)))
		must(t, err)
		if n := len(f.GetSheetList()); n != len(domain.Tables)+3 {
			t.Errorf("%d sheets", n)
		}
		rows, err := f.GetRows("Chiffres clés", excelize.Options{RawCellValue: true})
		must(t, err)
		seen := 0
		for _, row := range rows[report.HeaderRow:] {
			if n, err := strconv.Atoi(row[2]); err != nil || n != want[row[1]] {
				t.Errorf("%q: %s is %s, by hand %d", year, row[1], row[2], want[row[1]])
			}
			seen++
		}
		if seen != len(want) {
			t.Errorf("%d key figures", seen)
		}
		sector, err := f.GetRows("Par secteur d’activité", excelize.Options{RawCellValue: true})
		must(t, err)
		total, head := sector[len(sector)-1], sector[report.HeaderRow-1]
		for i, title := range head {
			if title == domain.Indicators[domain.FigPeople].Label && total[i] != strconv.Itoa(want["distinct_people"]) {
				t.Errorf("%q: people by sector %s", year, total[i])
			}
		}
	}
}

func TestCSVSaysTheFiguresCountedByHand(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	for year, want := range byHand {
		body := getBody(t, c, srv.URL+"/gestion/chiffres.csv"+inQuery(year), 200)
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF"))))
		r.Comma = ';'
		lines, err := r.ReadAll()
		must(t, err)
		totals := 0
		for _, line := range lines[1:] {
			if line[2] != "Total" && line[2] != "Ensemble" {
				continue
			}
			totals++
			for f, i := range domain.Indicators {
				if got := line[3+f]; got != "" && got != strconv.Itoa(want[i.Code]) {
					t.Errorf("%q, %s: %s is %s, by hand %d", year, line[0], i.Code, got, want[i.Code])
				}
			}
		}
		if totals != len(domain.Tables)+1 {
			t.Errorf("%d totals", totals)
		}
		pack := getBody(t, c, srv.URL+"/gestion/chiffres.zip"+inQuery(year), 200)
		z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
		must(t, err)
		if len(z.File) != len(domain.Tables)+4 {
			t.Errorf("%d files in the pack", len(z.File))
		}
	}
}

// Whatever leads from a screen to a file or to another screen keeps the period and the filters.
func TestTheLinksOfTheFiguresKeepTheQuestion(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	const asked = "?au=2025-12-31&du=2025-01-01&secteur=sanitaire"
	for _, path := range []string{"/chiffres", "/chiffres/bulletin", "/chiffres/publics", "/chiffres/interconnaissance", "/chiffres/territoires", "/enquetes/resultats"} {
		page := string(getBody(t, c, srv.URL+"/gestion"+path+asked, 200))
		kept := strings.Count(page, `"/gestion/chiffres?au=2025-12-31&amp;du=2025-01-01`) + strings.Count(page, `.xlsx?au=2025-12-31&amp;du=2025-01-01`)
		if kept == 0 || strings.Contains(page, "?au%3") {
			t.Errorf("%s: %d links keep what is asked", path, kept)
		}
	}
}

// listLink is a figure of the screen with the list that it opens.
var listLink = regexp.MustCompile(`<a href="(/gestion/chiffres/liste\?[^"]+)">([^<]+)`)

func TestTheScreenSaysTheFiguresCountedByHandAndOpensTheirLists(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	for year, want := range byHand {
		page := ""
		for _, theme := range []string{"", "/activite", "/publics", "/feuille-de-route", "/formations", "/satisfaction", "/preuve", "/tableau/by_event"} {
			page += string(getBody(t, c, srv.URL+"/gestion/chiffres"+theme+inQuery(year), 200))
		}
		totals := map[string]bool{}
		for _, m := range listLink.FindAllStringSubmatch(page, -1) {
			address := strings.ReplaceAll(m[1], "&amp;", "&")
			u, err := url.Parse(address)
			must(t, err)
			list := string(getBody(t, c, srv.URL+address, 200))
			if !strings.Contains(list, "\u00a0: "+m[2]+"</h1>") {
				t.Errorf("%q: %s is %s on the screen, its list has another total", year, address, m[2])
			}
			code := u.Query().Get("code")
			if u.Query().Get("table") == "" && code != "attendance_minutes" {
				totals[code] = true
				if m[2] != strconv.Itoa(want[code]) {
					t.Errorf("%q: %s is %s, by hand %d", year, code, m[2], want[code])
				}
			}
		}
		for code, n := range want {
			if n > 0 && code != "attendance_minutes" && !totals[code] {
				t.Errorf("%q: %s opens no list", year, code)
			}
		}
	}
	all := string(getBody(t, c, srv.URL+"/gestion/chiffres?du=&au=", 200))
	for _, want := range []string{"80\u00a0déclarés", "<svg", "au moins", "Comment le savez-vous"} {
		if !strings.Contains(all, want) {
			t.Errorf("the screen does not say %q", want)
		}
	}
}

// A filter on who came says nothing of whom nobody named: their number is unknown, which is not zero.
func TestWhatAFilterCannotTellIsNotZero(t *testing.T) {
	s := newSeason(t)
	srv, c := s.desk(t)
	unnamed := regexp.MustCompile(`class="unknown">non renseigné</dd><dt><details class="definition"><summary>Public compté sans nom`)
	for filter, unknown := range map[string]bool{"": false, "&secteur=sanitaire": true, "&role=porte": false} {
		page := string(getBody(t, c, srv.URL+"/gestion/chiffres/publics?du=&au="+filter, 200))
		if got := unnamed.MatchString(page); got != unknown {
			t.Errorf("%q: unknown %t, want %t", filter, got, unknown)
		}
	}
}

func TestTheScreensDefaultIsThisYear(t *testing.T) {
	srv, c := newSeason(t).desk(t)
	if page := string(getBody(t, c, srv.URL+"/gestion/chiffres", 200)); !strings.Contains(page, "année 2026") || !strings.Contains(page, `value="2026-12-31"`) {
		t.Error("not the year of the clock")
	}
	if page := string(getBody(t, c, srv.URL+"/gestion/chiffres?du=2031-01-01&au=2031-12-31", 200)); !strings.Contains(page, "Rien sur cette période") {
		t.Error("an empty year says nothing")
	}
	for _, q := range []string{"?du=hier&au=2026-12-31", "?du=2026-02-30&au=", "?du=2026-12-31&au=2026-01-01"} {
		page := string(getBody(t, c, srv.URL+"/gestion/chiffres"+q, 422))
		typed, err := url.ParseQuery(q[1:])
		must(t, err)
		if !strings.Contains(page, `value="`+typed.Get("du")+`"`) || !strings.Contains(page, `id="erreurs"`) {
			t.Errorf("%s: what was typed is lost, or no error is said", q)
		}
	}
	if paper := getBody(t, c, srv.URL+"/gestion/chiffres.pdf", 200); !strings.HasPrefix(string(paper), "%PDF-") {
		t.Error("the PDF is none")
	}
	getBody(t, c, srv.URL+"/gestion/chiffres/liste?code=rien", 404)
	getBody(t, c, srv.URL+"/gestion/chiffres/definitions", 200)
}

func TestTheHistorySaysWhatTheReportSays(t *testing.T) {
	srv, c := newSeason(t).desk(t)
	page := string(getBody(t, c, srv.URL+"/gestion/historique", 200))
	text := regexp.MustCompile(`<[^>]+>`).ReplaceAllString(page, " ")
	for _, want := range []string{`80\s+chiffre du rapport`, `70\s+chiffre du rapport`, `au moins 160\s+secouristes formés`,
		`Comité de pilotage \(2022 à 2025\)\s+de 2022 à 2025\s+non renseigné\s+12\s+non renseigné`, `décembre 2025`, `22 mai 2025`, `proposé`} {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("the history does not say %q", want)
		}
	}
}

func TestTheShellSaysTheSame(t *testing.T) {
	s := newSeason(t)
	file := filepath.Join(t.TempDir(), "chiffres.json")
	must(t, hooks.WriteStats(s.app, io.Discard, testapp.Now, "2026-01-01", "2026-12-31", "json", file))
	b, err := os.ReadFile(file)
	must(t, err)
	r, err := stats.Count(s.app, testapp.Now, stats.Query{Period: yearPeriod(t, "2026")})
	must(t, err)
	var want bytes.Buffer
	must(t, stats.WriteJSON(&want, r))
	if !bytes.Equal(b, want.Bytes()) {
		t.Errorf("the shell says\n%s\nthe screen's figures are\n%s", b, want.Bytes())
	}
	for _, bad := range [][3]string{{"", "", "docx"}, {"hier", "", "json"}, {"2026-02-01", "2026-01-01", "json"}} {
		out := filepath.Join(t.TempDir(), "rien")
		if err := hooks.WriteStats(s.app, io.Discard, testapp.Now, bad[0], bad[1], bad[2], out); err == nil {
			t.Errorf("%v was accepted", bad)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v left a file", bad)
		}
	}
}
