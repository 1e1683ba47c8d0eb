// Package report writes tables as XLSX workbooks and CSV files. Both are made of the same cells, so
// that they say the same.
package report

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"passerelle/internal/paris"
)

// Kind says how the cells of a column are written.
type Kind int

// The kinds of columns. Minutes are whole minutes; a Percent is a share, 0.125 for 12.5 %; a Decimal has one decimal.
const (
	Text Kind = iota
	Int
	Date
	DateTime
	Percent
	Minutes
	Decimal
)

// Column is one column of a table. Width is in characters; zero takes the usual one of the kind.
type Column struct {
	Title string
	Width float64
	Kind  Kind
}

// Sheet is one table.
//
// A cell is a string, a boolean, a number of any size, a time.Time (written as Paris reads it), a
// fmt.Stringer, Unknown, or nil for an empty cell. The zero time, NaN and infinities are empty too.
type Sheet struct {
	Name    string // of the tab, and of the file in a CSVPack; cut and cleaned as needed
	Title   string // first line of the sheet
	Note    string // line under the title: what is counted, and how
	Columns []Column
	Rows    [][]any
	// Each gives the rows one by one in place of Rows, for a table too large to be held.
	Each iter.Seq[[]any]
	// Total is an optional last line in bold, outside of the filter; its first cell says what it is.
	Total []any
	Chart *Chart // optional, in XLSX only
}

// Workbook is what is exported at once. Subtitle says the period and the filters.
type Workbook struct {
	Title       string
	Subtitle    string
	GeneratedAt time.Time
	Sheets      []Sheet
}

// Unknown is the cell « non renseigné »: something that was not given, which is not the same as none.
var Unknown = unknown{}

type unknown struct{}

func (unknown) String() string { return "non renseigné" }

// ErrShape says that a table cannot be written: no sheet, no column, a row that is not as long as the
// header, a cell of a type that has no writing, too many rows for a sheet, or a chart of a column that
// does not exist.
var ErrShape = errors.New("invalid table")

// maxColumns leaves room for a chart beside the table.
const maxColumns = 1000

// rows gives the rows whichever way the sheet holds them.
func (s Sheet) rows() iter.Seq[[]any] {
	if s.Each != nil {
		return s.Each
	}
	return slices.Values(s.Rows)
}

// cells turns a row into what both writers write: nil, string, int64, float64, or time.Time as a wall
// clock in UTC.
func (s Sheet) cells(row []any) ([]any, error) {
	if len(row) != len(s.Columns) {
		return nil, fmt.Errorf("%w: sheet %q has %d columns and a row of %d cells", ErrShape, s.Name, len(s.Columns), len(row))
	}
	out := make([]any, len(row))
	for i, v := range row {
		c, err := cell(s.Columns[i].Kind, v)
		if err != nil {
			return nil, fmt.Errorf("%w: sheet %q, column %q: %T", err, s.Name, s.Columns[i].Title, v)
		}
		out[i] = c
	}
	return out, nil
}

func cell(kind Kind, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case time.Time:
		return wallClock(kind, v), nil
	case bool:
		if v {
			return "oui", nil
		}
		return "non", nil
	}
	r := reflect.ValueOf(v)
	if s, ok := v.(fmt.Stringer); ok && (r.Kind() != reflect.Pointer || !r.IsNil()) {
		return clean(s.String()), nil
	}
	switch {
	case r.CanInt():
		return r.Int(), nil
	case r.CanUint() && r.Uint() <= math.MaxInt64:
		return int64(r.Uint()), nil
	case r.CanFloat():
		if f := r.Float(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f, nil
		}
		return nil, nil
	case r.Kind() == reflect.String:
		return clean(r.String()), nil
	}
	return nil, ErrShape
}

// wallClock gives what a clock in Paris shows, as if it were UTC: a spreadsheet knows no zones.
func wallClock(kind Kind, t time.Time) any {
	if t.IsZero() {
		return nil
	}
	t = t.In(paris.Location)
	if kind == DateTime {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// clean keeps line breaks and tabs and drops what neither format can hold.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case unicode.IsControl(r) && r != '\n' && r != '\t', r == '\uFFFE', r == '\uFFFF':
			return -1
		}
		return r
	}, s)
}

// provenance is the line that says what period was exported, and when.
func (w Workbook) provenance() string {
	if w.GeneratedAt.IsZero() {
		return w.Subtitle
	}
	made := "exporté le " + paris.Moment(w.GeneratedAt)
	if w.Subtitle == "" {
		return strings.ToUpper(made[:1]) + made[1:]
	}
	return w.Subtitle + " – " + made
}

func (w Workbook) check() error {
	if len(w.Sheets) == 0 {
		return fmt.Errorf("%w: no sheet in %q", ErrShape, w.Title)
	}
	for _, s := range w.Sheets {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

func (s Sheet) check() error {
	if n := len(s.Columns); n == 0 || n > maxColumns {
		return fmt.Errorf("%w: %d columns in sheet %q", ErrShape, n, s.Name)
	}
	return nil
}
