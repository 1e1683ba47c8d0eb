package report_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/report"
)

func TestRowsAreReadBackAsTheyWereWritten(t *testing.T) {
	day := time.Date(2026, 3, 9, 23, 30, 0, 0, time.UTC) // the tenth, in Paris
	s := report.Sheet{Name: "L’été <1> & \"2\"", Title: "Titre", Note: "Note", Columns: []report.Column{{Title: "Texte"}, {Title: "Nombre", Kind: report.Int},
		{Title: "Jour", Kind: report.Date}, {Title: "Part", Kind: report.Percent}},
		Rows: [][]any{{"=1+1", 7, day, 0.5}, {" a<b & \"c\">\nd ", report.Unknown, nil, nil}, {"", 0, time.Time{}, nil}}}
	var out bytes.Buffer
	if err := report.WriteRows(&out, report.Workbook{Title: "Essai", Subtitle: "2026", Sheets: []report.Sheet{s, s}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	tabs := f.GetSheetList()
	if len(tabs) != 2 || tabs[0] == tabs[1] || len(f.GetDefinedName()) != 4 {
		t.Fatalf("tabs %q, names %v", tabs, f.GetDefinedName())
	}
	for at, want := range map[string]string{"A1": "Titre", "A2": "2026", "A3": "Note", "A5": "Texte", "D5": "Part", "A6": "=1+1", "B6": "7", "C6": "10/03/2026", "D6": "50.0%",
		"A7": " a<b & \"c\">\nd ", "B7": "non renseigné", "C7": "", "A8": "", "B8": "0", "C8": ""} {
		if got, err := f.GetCellValue(tabs[1], at); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", at, got, want, err)
		}
	}
	if panes, err := f.GetPanes(tabs[0]); err != nil || !panes.Freeze || panes.YSplit != report.HeaderRow {
		t.Errorf("the header is not frozen: %+v %v", panes, err)
	}
	if formula, err := f.GetCellFormula(tabs[0], "A6"); err != nil || formula != "" {
		t.Errorf("a text is a formula: %q %v", formula, err)
	}
	s.Total = []any{"Total", 7, nil, nil}
	if err := report.WriteRows(&out, report.Workbook{Sheets: []report.Sheet{s}}); !errors.Is(err, report.ErrShape) {
		t.Errorf("a total is dropped without a word: %v", err)
	}
}
