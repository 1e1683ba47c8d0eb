package report_test

import (
	"bytes"
	"testing"
	"time"

	"passerelle/internal/report"
)

// A file that is made again from what was frozen is the same, byte for byte.
func TestTheSameWorkbookGivesTheSameBytes(t *testing.T) {
	chart := &report.Chart{Kind: report.ChartBar, Title: "Présents", Values: []int{1}}
	wb := report.Workbook{Title: "Essai", GeneratedAt: time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC)}
	for _, name := range []string{"Un", "Deux", "Trois", "Quatre", "Cinq"} {
		wb.Sheets = append(wb.Sheets, report.Sheet{Name: name, Chart: chart, Columns: []report.Column{{Title: "Ligne"}, {Title: "Nombre", Kind: report.Int}, {Title: "Part", Kind: report.Decimal}},
			Rows: [][]any{{"a", 1, 1.5}, {"b", 2, nil}}, Total: []any{"Total", 3, nil}})
		chart = nil
	}
	var first bytes.Buffer
	if err := report.WriteXLSX(&first, wb); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		var again bytes.Buffer
		if err := report.WriteXLSX(&again, wb); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("two writings of one workbook differ")
		}
	}
}
