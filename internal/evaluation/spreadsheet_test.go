package evaluation_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/report"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// LibreOffice reads each sheet as the figures were counted: numbers as numbers, days as days. It is no part of the
// tests' needs: where it is missing, the reading back of internal/report stands alone.
func TestAnotherProgramReadsTheSameNumbers(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not here: the workbook is not read by another program")
	}
	app := testapp.New(t)
	season(t, app)
	c, err := evaluation.Preview(app, testapp.Now, request("intent000000001"))
	must(t, err)
	counted, err := stats.Count(app, testapp.Now, year(2026))
	must(t, err)
	var file bytes.Buffer
	must(t, report.WriteXLSX(&file, c.Workbook()))
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "r.xlsx"), file.Bytes(), 0o600))
	// Semicolons, texts in quotes, UTF-8, raw values, all sheets.
	convert := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false,false,false,-1", "--outdir", dir, filepath.Join(dir, "r.xlsx"))
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sheet := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, "r-"+name+".csv"))
		must(t, err)
		return string(b)
	}
	for i, table := range domain.Tables {
		read, figures := sheet(strings.TrimSpace(string([]rune(table.Title)[:min(31, len([]rune(table.Title)))]))), domain.Table(i).Figures()
		for _, row := range append(counted.Tables[i], counted.TotalOf(domain.Table(i))) {
			want := fmt.Sprintf("%q;", row.Label)
			if want += map[bool]string{true: ";", false: fmt.Sprintf("%q;", row.Key)}[row.Key == ""]; row.Label == "Total" {
				want = `"Total";;`
			}
			for _, f := range figures {
				want += fmt.Sprintf("%d;", row.Counts[f])
			}
			if !strings.Contains(plain(read)+";", strings.TrimSuffix(plain(want), ";")) {
				t.Errorf("%s: no line %s", table.Title, want)
			}
		}
	}
	if days := sheet("Événements"); !strings.Contains(days, "\n11/21/2026;") && !strings.Contains(days, "\n21/11/2026;") && !strings.Contains(days, "\n2026-11-21;") {
		t.Errorf("the day of the event is not one:\n%s", days)
	}
	if !strings.Contains(sheet("Définitions"), c.Indicators[0].Definition) {
		t.Error("the definitions are not there")
	}
	looks(t, file.Bytes(), len(c.Workbook().Sheets))
}

// looks tells of the file what a spreadsheet shows: frozen headers and filters on each sheet, charts.
func looks(t *testing.T, file []byte, sheets int) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	count := map[string]int{}
	for _, f := range z.File {
		in, err := f.Open()
		must(t, err)
		b, err := io.ReadAll(in)
		must(t, err)
		switch {
		case strings.HasPrefix(f.Name, "xl/charts/chart"):
			count["chart"]++
		case strings.HasPrefix(f.Name, "xl/worksheets/sheet"):
			count["frozen"] += strings.Count(string(b), `state="frozen"`)
			count["filter"] += strings.Count(string(b), "<autoFilter ")
		}
	}
	if count["chart"] < 5 || count["frozen"] != sheets || count["filter"] != sheets {
		t.Errorf("%v in %d sheets", count, sheets)
	}
}
