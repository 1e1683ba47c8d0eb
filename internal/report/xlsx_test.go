package report

import (
	"archive/zip"
	"bytes"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

type fataler interface {
	Helper()
	Fatal(...any)
}

func write(t fataler, wb Workbook) ([]byte, *excelize.File) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, wb); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), f
}

// part is the XML of one file of the workbook.
func part(t *testing.T, xlsx []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(xlsx), int64(len(xlsx)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Name == name {
			return unzip(t, f)
		}
	}
	t.Fatalf("no %s in the workbook", name)
	return ""
}

func at(t fataler, f *excelize.File, sheet, cell string, raw bool) (string, excelize.CellType) {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: raw})
	if err != nil {
		t.Fatal(err)
	}
	kind, err := f.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	return v, kind
}

func TestAWorkbookHoldsRealNumbersAndDates(t *testing.T) {
	bare := sample()
	bare.Chart = nil
	for way, s := range map[string]Sheet{"with a chart": sample(), "without": bare, "row by row": streamed(bare)} {
		t.Run(way, func(t *testing.T) { checkSample(t, s) })
	}
}

func checkSample(t *testing.T, s Sheet) {
	xlsx, f := write(t, book(s))
	sheet := f.GetSheetName(0)
	if sheet != "Présences par secteur" {
		t.Error(sheet)
	}
	for cell, want := range map[string]struct {
		raw, shown string
		words      bool
	}{
		"A1": {"Présences par secteur", "Présences par secteur", true},
		"A2": {"Année 2026 – exporté le jeudi 12 mars 2026 à 9\u00a0h\u00a002", "Année 2026 – exporté le jeudi 12 mars 2026 à 9\u00a0h\u00a002", true},
		"A5": {"Secteur", "Secteur", true}, "A6": {"Sanitaire", "Sanitaire", true}, "B6": {"1234", "1,234", false},
		"C6": {"0.125", "12.5%", false}, "D6": {"210", "210 min", false}, "E6": {"46093", "12/03/2026", false},
		"F6": {"46204.376388888886", "01/07/2026 09:02", false}, "A7": {"non renseigné", "non renseigné", true},
		"C7": {"", "", false}, "E7": {"", "", false}, "B8": {"-3", "-3", false}, "E8": {"non renseigné", "non renseigné", true},
		"A8": {`=HYPERLINK("http://x")`, `=HYPERLINK("http://x")`, true}, "A10": {"Total", "Total", true}, "B10": {"1278", "1,278", false},
	} {
		raw, kind := at(t, f, sheet, cell, true)
		shown, _ := at(t, f, sheet, cell, false)
		if raw != want.raw || shown != want.shown || isText(kind) != want.words || (!want.words && kind != excelize.CellTypeUnset) {
			t.Errorf("%s: %q shown %q type %d, want %+v", cell, raw, shown, kind, want)
		}
	}
	if s := part(t, xlsx, "xl/worksheets/sheet1.xml"); strings.Contains(s, "<f>") || strings.Contains(s, "<f ") {
		t.Error("the sheet holds a formula")
	}
}

// isText tells a text from a number, which has no type written.
func isText(kind excelize.CellType) bool {
	return kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString
}

func TestTheHeaderIsFrozenFilteredAndPrintedOnEachPage(t *testing.T) {
	bare := sample()
	bare.Chart = nil
	xlsx, f := write(t, book(sample(), Sheet{Name: "Vide", Columns: []Column{{Title: "Seule"}}, Chart: &Chart{Kind: ChartLine, Values: []int{0}}}, bare))
	s := part(t, xlsx, "xl/worksheets/sheet1.xml")
	for _, want := range []string{`<autoFilter ref="$A$5:$F$9">`, `ySplit="5"`, `state="frozen"`, `fitToPage="true"`, `orientation="landscape"`, `<drawing r:id=`} {
		if !strings.Contains(s, want) {
			t.Errorf("no %s in %.800s", want, s)
		}
	}
	if s := part(t, xlsx, "xl/worksheets/sheet3.xml"); !strings.Contains(s, `<autoFilter ref="$A$5:$F$9">`) || !strings.Contains(s, `fitToPage="true"`) || !strings.Contains(s, `ySplit="5"`) {
		t.Errorf("streamed sheet: %s", s)
	}
	if strings.Contains(s, "<dimension") {
		t.Error("the sheet announces a size that it does not have")
	}
	titles := 0
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles++
		}
	}
	if titles != 3 {
		t.Errorf("%d sheets print their header, want 3", titles)
	}
	if s := part(t, xlsx, "xl/worksheets/sheet2.xml"); strings.Contains(s, "<drawing ") || !strings.Contains(s, `<autoFilter ref="$A$5:$A$5">`) {
		t.Errorf("empty sheet: %s", s)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != "Bilan" || props.Created != "2026-03-12T08:02:00Z" {
		t.Errorf("%+v, %v", props, err)
	}
}

func TestTheChartReadsItsRowsWithoutTheTotal(t *testing.T) {
	s := sample()
	s.Name = "L’été d'ici"
	s.Chart = &Chart{Kind: ChartColumn, Title: "Présents & durée", Categories: 0, Values: []int{1, 3}}
	xlsx, _ := write(t, book(s))
	x := part(t, xlsx, "xl/charts/chart1.xml")
	for _, want := range []string{"&#39;L’été d’ici&#39;!$A$6:$A$9", "!$B$6:$B$9", "!$D$6:$D$9", "stacked", "Présents &amp; durée"} {
		if !strings.Contains(x, want) {
			t.Errorf("no %s in %s", want, x)
		}
	}
}

func TestTabNamesAreAcceptedAndDifferent(t *testing.T) {
	taken := map[string]bool{}
	long := "Inscriptions de l’année entière par territoire"
	for i, row := range []struct{ in, want string }{
		{"Par secteur", "Par secteur"}, {"par SECTEUR", "par SECTEUR (2)"}, {"a/b:c*[d]?\\", "a b c d"}, {"'x'", "’x’"}, {"", "Feuille 5"},
		{"[]", "Feuille 6"}, {long, "Inscriptions de l’année entière"}, {long, "Inscriptions de l’année ent (2)"},
	} {
		if got := tabName(row.in, i+1, taken); got != row.want {
			t.Errorf("%q: %q, want %q", row.in, got, row.want)
		}
	}
}

func TestAnyTableOpensAndReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spread().Draw(t, "sheet")
		charted := s
		charted.Chart = &Chart{Kind: ChartBar, Values: []int{0}}
		_, f := write(t, book(streamed(s), s, charted))
		for n := range 3 {
			sheet := f.GetSheetName(n)
			if len(utf16.Encode([]rune(sheet))) > maxName {
				t.Fatalf("tab %q", sheet)
			}
			for i, row := range s.Rows {
				for j, v := range row {
					got, kind := at(t, f, sheet, cellName(j, FirstRow+i), true)
					if number, ok := v.(int); ok && (got != strconv.Itoa(number) || kind != excelize.CellTypeUnset) {
						t.Fatalf("%q of type %d, want the number %d", got, kind, number)
					}
					if text, ok := v.(string); ok && got != clean(text) {
						t.Fatalf("%q, want %q", got, clean(text))
					}
					if formula, err := f.GetCellFormula(sheet, cellName(j, FirstRow+i)); err != nil || formula != "" {
						t.Fatalf("formula %q, %v", formula, err)
					}
				}
			}
		}
		if f.GetSheetName(0) == f.GetSheetName(1) || f.SheetCount != 3 {
			t.Fatalf("tabs %q", f.GetSheetList())
		}
	})
}
