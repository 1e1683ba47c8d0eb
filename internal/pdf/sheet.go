package pdf

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Sheet is everything an attendance sheet shows, as the words that are printed.
type Sheet struct {
	Organiser, Title, Nature string
	When, Place              string // the day in words, the hours are the columns'
	Columns                  []SheetColumn
	Rows                     []SheetRow
	Blanks                   int      // empty lines under the rows, for those who come unregistered
	Filled                   bool     // with what was recorded; else to be signed
	Legend                   []string // what the marks prove, and what becomes of the names
	QRPayload, Reference     string   // of this sheet
	Prepared                 string   // « Préparée le 12 mars 2026 »
	IssuedAt                 time.Time
}

// SheetColumn is a half-day: the head of a column, and its foot.
type SheetColumn struct {
	Label, Hours string // « Matin, jeudi 12 mars », « 9 h - 12 h 30 »
	Trainer      string // empty: to be written by hand
	Present      string // how many were there; empty: to be written by hand
	Signature    SheetMark
}

// SheetRow is a person.
type SheetRow struct {
	Number                                   string
	LastName, FirstName, Structure, Function string
	Marks                                    []SheetMark // one a column
}

// SheetMark is what a cell bears.
type SheetMark struct {
	Strokes      [][]int // a drawn signature: x, y, x, y… within 1000 by 400
	Text, Detail string
	Shut         bool // the person is not expected at that half-day
	Weak         bool // an absence
}

// Sizes of a signature's own drawing.
const (
	strokesWide = 1000.0
	strokesHigh = 400.0
)

// mostColumns is how many half-days stand side by side; more take further pages.
const mostColumns = 7

// DrawSheet writes an attendance sheet as PDF, on A4 pages that lie; its head is on every page, and no line is
// cut in two. The same content gives the same bytes. Error: a QR payload that is empty or too long.
func DrawSheet(w io.Writer, s Sheet) error {
	s, latin := s.cleaned()
	p := newTurned("L", meta{
		title:   joined(" - ", "Feuille d’émargement", s.Title, s.Reference),
		author:  s.Organiser,
		subject: joined(" ", "Feuille d’émargement", s.Reference),
		at:      s.IssuedAt,
	}, latin, regular, semiBold, bold)
	d := &sheetDrawing{page: p, s: s}
	if err := d.draw(); err != nil {
		return err
	}
	return p.finish(w)
}

// cleaned is a copy whose every text can be drawn and whose every line is whole, and whether all texts are Latin.
func (s Sheet) cleaned() (Sheet, bool) {
	s.Columns, s.Rows, s.Legend = slices.Clone(s.Columns), slices.Clone(s.Rows), slices.Clone(s.Legend)
	texts := []*string{&s.Organiser, &s.Title, &s.Nature, &s.When, &s.Place, &s.Reference, &s.Prepared}
	for i := range s.Columns {
		c := &s.Columns[i]
		texts = append(texts, &c.Label, &c.Hours, &c.Trainer, &c.Present, &c.Signature.Text, &c.Signature.Detail)
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		r.LastName = strings.ToUpper(r.LastName)
		r.Marks = append(slices.Clone(r.Marks), make([]SheetMark, max(0, len(s.Columns)-len(r.Marks)))...)
		texts = append(texts, &r.Number, &r.LastName, &r.FirstName, &r.Structure, &r.Function)
		for j := range r.Marks {
			texts = append(texts, &r.Marks[j].Text, &r.Marks[j].Detail)
		}
	}
	for i := range s.Legend {
		texts = append(texts, &s.Legend[i])
	}
	return s, cleanAll(texts)
}

// signed tells whether a drawn signature stands anywhere in the lines.
func (s Sheet) signed() bool {
	return slices.ContainsFunc(s.Rows, func(r SheetRow) bool {
		return slices.ContainsFunc(r.Marks, func(m SheetMark) bool { return len(m.Strokes) > 0 })
	})
}

// columnGroups shares the half-days among runs of pages, as evenly as may be: from, to.
func columnGroups(n int) (groups [][2]int) {
	if n == 0 {
		return [][2]int{{0, 0}}
	}
	runs := (n + mostColumns - 1) / mostColumns
	for i := range runs {
		groups = append(groups, [2]int{n * i / runs, n * (i + 1) / runs})
	}
	return groups
}

// sheetPages shares n lines among pages: full holds on each, last on the one that bears the foot too. The last
// is never left with the foot alone.
func sheetPages(n, full, last int) (pages []int) {
	for n > full {
		pages, n = append(pages, full), n-full
	}
	if n <= last {
		return append(pages, n)
	}
	keep := min(last, 3)
	return append(pages, n-keep, keep)
}
