package imports

import (
	"encoding/json"
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// What was decided of a structure of a file that the directory does not know for sure.
const (
	AsNew  = "new"  // it is proposed to the directory
	AsNone = "none" // the people come « sans structure »
)

// Choice is a decision on a structure of the file: the id of one of the directory, AsNew or AsNone. Remember: the
// file's name becomes another name of that structure.
type Choice struct {
	As       string `json:"as"`
	Remember bool   `json:"remember,omitempty"`
}

// Mapping is how a file is read: guessed, then corrected on screen. Title to Hours are of the event of the whole file,
// where no column says them.
type Mapping struct {
	Sheet     string               `json:"sheet"`
	Header    int                  `json:"header"` // number of the line of headings; 0: none
	Columns   []domain.ImportField `json:"columns"`
	Event     string               `json:"event"` // id of the event that everybody came to; empty: said by the file, or here
	Title     string               `json:"title"`
	Day       string               `json:"day"` // as typed
	Place     string               `json:"place"`
	Territory string               `json:"territory"`  // id
	Programme string               `json:"programme"`  // id
	Hours     string               `json:"hours"`      // « 9 h - 12 h 30 »
	OnePerson bool                 `json:"one_person"` // a cell names one person, whatever it looks like
	Choices   map[string]Choice    `json:"choices"`    // by folded name
}

// Guess reads how a sheet is laid out.
func Guess(kind domain.ImportKind, b Book) Mapping {
	m := Mapping{Sheet: b.Sheet}
	at := domain.FindHeader(kind, b.Lines)
	if at >= 0 {
		m.Header = b.Lines[at].Number
		m.Columns = domain.GuessFields(kind, b.Lines[at], b.Lines[at+1:])
	} else {
		m.Columns = domain.GuessFields(kind, domain.ImportLine{}, b.Lines)
	}
	return m
}

// has tells whether a column holds a field.
func (m Mapping) has(f domain.ImportField) bool { return slices.Contains(m.Columns, f) }

// cell is the text of the first column of a line that holds a field.
func (m Mapping) cell(l domain.ImportLine, f domain.ImportField) string {
	return l.Cell(slices.Index(m.Columns, f))
}

// MappingOf reads how an import is to be read.
func MappingOf(i *records.Import) (m Mapping) {
	_ = json.Unmarshal(i.Mapping, &m) // what does not read is guessed again
	return m
}
