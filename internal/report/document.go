package report

import "time"

// Document is a report to be read on paper: what every writing of it (PDF, word processor) says, in order.
type Document struct {
	Title, Subtitle     string // « Rapport d’évaluation, année 2026 »; the period in words
	Organiser, Place    string // who issues it, for which territory
	Number, Code        string // empty: nobody kept it
	Unnumbered          bool   // a paper that is never numbered: its head does not call it a preview
	VerifyURL, QR       string
	MadeOn              string   // « Arrêté au 22 novembre 2026 à 9 h 02 »
	Cover               []string // lines under the title: filters, compared period
	Warning             string   // on the cover and on each page: a preview, a withdrawal
	Chapters            []Chapter
	At                  time.Time // dates of the file
	Author, Description string
}

// Chapter is a part of a document. Level 1 begins a page, level 2 does not; neither does a short one that goes on where
// there is room. On a single page, all chapters but the first stand whole or not at all.
type Chapter struct {
	Title  string
	Level  int
	GoesOn bool
	Blocks []Block
}

// Block is one thing to show: the first field that is set says which.
type Block struct {
	Text    string // paragraphs, separated by line breaks
	Heading string
	Note    string   // in small
	Comment string   // typed by the coordinator
	List    []string // with bullets
	Figures []KeyFigure
	Bars    *Bars
	Grid    *Grid
}

// KeyFigure is a number shown large. Change compares it, in words.
type KeyFigure struct{ Value, Label, Change string }

// Bars is a chart: one bar a line, of one or two numbers; or columns, side by side, for months.
type Bars struct {
	Caption       string
	First, Second string // what each number is; Second empty: only one
	Columns       bool
	Items         []Bar
}

// Bar is a bar of a chart.
type Bar struct {
	Label         string
	First, Second int
}

// Grid is a table on paper, in words.
type Grid struct {
	Caption string
	Columns []GridColumn
	Rows    [][]string
	Total   []string // nil: none
}

// GridColumn is a column. Share is its part of the width; numbers are set on the right.
type GridColumn struct {
	Title  string
	Share  float64
	Number bool
}
