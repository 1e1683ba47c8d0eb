package report

import (
	"bytes"
	"errors"
	"iter"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var exported = time.Date(2026, 3, 12, 8, 2, 0, 0, time.UTC)

type state string

func sample() Sheet {
	return Sheet{
		Name: "Présences par secteur", Title: "Présences par secteur", Note: "Personnes présentes à au moins un créneau.",
		Columns: []Column{{Title: "Secteur"}, {Title: "Présents", Kind: Int}, {Title: "Part", Kind: Percent}, {Title: "Durée", Kind: Minutes},
			{Title: "Premier jour", Kind: Date}, {Title: "Dernier passage", Kind: DateTime}},
		Rows: [][]any{
			{"Sanitaire", 1234, 0.125, 210, time.Date(2026, 3, 11, 23, 30, 0, 0, time.UTC), time.Date(2026, 7, 1, 7, 2, 59, 0, time.UTC)},
			{Unknown, int64(40), math.NaN(), nil, time.Time{}, nil},
			{"=HYPERLINK(\"http://x\")", -3, 1, uint8(45), Unknown, nil},
			{state("Médico-social"), 7, 0.5, 0, nil, nil},
		},
		Total: []any{"Total", 1278, nil, 255, nil, nil},
		Chart: &Chart{Kind: ChartBar, Title: "Présents", Categories: 0, Values: []int{1}},
	}
}

func book(sheets ...Sheet) Workbook {
	return Workbook{Title: "Bilan", Subtitle: "Année 2026", GeneratedAt: exported, Sheets: sheets}
}

func TestATableThatDoesNotHoldTogetherIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Sheet){
		"no column": func(s *Sheet) { s.Columns = nil }, "short row": func(s *Sheet) { s.Rows[1] = s.Rows[1][:2] },
		"short total":  func(s *Sheet) { s.Total = s.Total[:1] },
		"strange cell": func(s *Sheet) { s.Rows[0][0] = struct{ A int }{1} },
		"long row":     func(s *Sheet) { s.Rows[0] = append(s.Rows[0], "x") },
	} {
		s := sample()
		spoil(&s)
		if err := WriteXLSX(&bytes.Buffer{}, book(s)); !errors.Is(err, ErrShape) {
			t.Errorf("%s in XLSX: %v", name, err)
		}
		if err := WriteCSV(&bytes.Buffer{}, s); !errors.Is(err, ErrShape) {
			t.Errorf("%s in CSV: %v", name, err)
		}
	}
	for name, c := range map[string]Chart{
		"unknown kind": {Kind: "pie", Values: []int{1}}, "no value": {Kind: ChartLine}, "no such column": {Kind: ChartLine, Values: []int{6}},
		"no such category": {Kind: ChartLine, Categories: -1, Values: []int{1}},
	} {
		s := sample()
		s.Chart = &c
		if err := WriteXLSX(&bytes.Buffer{}, book(s)); !errors.Is(err, ErrShape) {
			t.Errorf("chart with %s: %v", name, err)
		}
	}
	if err := WriteXLSX(&bytes.Buffer{}, book()); !errors.Is(err, ErrShape) {
		t.Errorf("no sheet: %v", err)
	}
}

func TestTheErrorOfTheWriterComesBack(t *testing.T) {
	full := errors.New("disk full")
	for name, write := range map[string]func(failing) error{
		"xlsx": func(w failing) error { return WriteXLSX(w, book(sample())) },
		"csv":  func(w failing) error { return WriteCSV(w, sample()) },
		"pack": func(w failing) error { return CSVPack(w, book(sample())) },
	} {
		if err := write(failing{full}); !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// spread draws a table of texts and whole numbers, with what spreadsheets stumble on.
func spread() *rapid.Generator[Sheet] {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("=+-@'\t\n\r ;\",é’😀a0\x00\x1f\u00a0")), 0, 12, -1)
	return rapid.Custom(func(t *rapid.T) Sheet {
		s := Sheet{Name: word.Draw(t, "name"), Title: word.Draw(t, "title")}
		for range rapid.IntRange(1, 4).Draw(t, "columns") {
			s.Columns = append(s.Columns, Column{Title: word.Draw(t, "header"), Kind: rapid.SampledFrom([]Kind{Text, Int}).Draw(t, "kind")})
		}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			row := make([]any, len(s.Columns))
			for i, c := range s.Columns {
				row[i] = word.Draw(t, "cell")
				if c.Kind == Int {
					row[i] = rapid.IntRange(-1_000_000, 1_000_000).Draw(t, "number")
				}
			}
			s.Rows = append(s.Rows, row)
		}
		return s
	})
}

// streamed gives the same table row by row.
func streamed(s Sheet) Sheet {
	rows := s.Rows
	s.Rows = nil
	s.Each = iter.Seq[[]any](func(yield func([]any) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	})
	return s
}
