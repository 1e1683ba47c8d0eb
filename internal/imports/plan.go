package imports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// LeftOut is a line that says nobody and no event, and why.
type LeftOut struct {
	Line int
	Why  string
}

// Plan is all that an import would do, line by line: what is shown first, and then what is written. Every line of the
// file is in one of Written, Refused and Left.
type Plan struct {
	Kind                                domain.ImportKind
	Lines, Written, Refused             int
	Left                                []LeftOut
	Problems                            []Problem
	Events                              []*EventPlan
	People                              []*PersonPlan
	Rows                                []*RowPlan
	Structures                          []*StructurePlan
	Declared                            []records.Declared
	NewEvents, NewPeople, Known, Likely int
	Present, Absent, Excused            int
	Already                             int // people of the file whom the event has already
}

// EventPlan is an event of the file: one that is there (ID), or one to write.
type EventPlan struct {
	ID, Title, Place, Programme, Territory string
	Days                                   []time.Time // midnights of UTC
	Slots                                  []SlotPlan
	Hours                                  string // as the file says
	People                                 int
	longest                                int // minutes that somebody attended
	existing                               *records.Event
	people                                 map[string]int // who is there already, by person; by name and structure: the line
	names                                  map[string]int
	line                                   int
	broken                                 bool
}

// SlotPlan is a half-day: its id where it exists.
type SlotPlan struct {
	ID         string
	Start, End time.Time
}

// PersonPlan is somebody: known (ID), or new.
type PersonPlan struct {
	ID, Last, First, Email string
	Key                    string
	Structure              *StructurePlan
	Likely                 bool // bears the name of somebody else
	distinct               bool
	known                  string // structure of a person who is known, after merges
	root                   string
}

// RowPlan is a registration to write.
type RowPlan struct {
	Line                          int
	Event                         *EventPlan
	Person                        *PersonPlan
	Last, First                   string
	Structure                     *StructurePlan
	Sector, Territory, Profession string
	Came                          []domain.Came // by half-day of the event
	Minutes                       int           // attended in all; 0: not said
}

// StructurePlan is a structure that the file names.
type StructurePlan struct {
	Name, Key string
	How       string // exact, alias, likely, unknown
	Match     *records.Structure
	Likely    []records.Structure
	Choice    Choice
	People    int
	id        string // once it is known or written
}

// Standing tells whether the structure has an id, or will have one.
func (s *StructurePlan) none() bool { return s == nil || s.Choice.As == AsNone }

func (p *Plan) leave(line int, why string) { p.Left = append(p.Left, LeftOut{line, why}) }

// Make plans an import: nothing is written.
func Make(kind domain.ImportKind, b Book, m Mapping, d *Directory, now time.Time) *Plan {
	p := &Plan{Kind: kind, Lines: len(b.Lines)}
	if b.Wide {
		p.warn(0, TooWide, fmt.Sprintf("Le tableau a plus de %d colonnes : celles d’après ne sont pas lues.", maxColumns), "Si l’une d’elles compte, rapprochez-la du début dans le fichier.")
	}
	rows := p.body(b, m)
	if kind == domain.ImportHistory {
		p.history(rows, m, d)
	} else {
		newPeople(p, m, d, now).plan(rows)
	}
	slices.SortStableFunc(p.Problems, func(x, y Problem) int { return x.Line - y.Line })
	return p
}

// body leaves out what is no data: what stands above the headings, and those; blank lines; totals; headings said again.
func (p *Plan) body(b Book, m Mapping) (rows []domain.ImportLine) {
	var heading domain.ImportLine
	for _, l := range b.Lines {
		switch {
		case l.Empty():
			p.leave(l.Number, "ligne vide")
		case l.Number < m.Header:
			p.leave(l.Number, "au-dessus des titres de colonnes")
		case l.Number == m.Header:
			heading = l
			p.leave(l.Number, "titres de colonnes")
		case m.Header > 0 && slices.EqualFunc(l.Cells, heading.Cells, sameWords):
			p.leave(l.Number, "titres de colonnes répétés")
		case domain.IsTotal(l):
			p.leave(l.Number, "ligne de total")
		default:
			rows = append(rows, l)
		}
	}
	return rows
}

// sameWords: headings are said again in capitals, or without their accents.
func sameWords(a, b string) bool {
	return a == b || domain.Fold(a) == domain.Fold(b) && domain.Fold(a) != ""
}

// Nothing tells whether there is nothing to write.
func (p *Plan) Nothing() bool { return len(p.Rows) == 0 && len(p.Declared) == 0 }

// Blocking counts the problems that keep a line out.
func (p *Plan) Blocking() (n int) {
	for _, q := range p.Problems {
		if q.Blocking {
			n++
		}
	}
	return n
}

// Summary says what was written, in a sentence.
func (p *Plan) Summary() string {
	read := several(p.Lines, "ligne lue", "lignes lues") + " : "
	outside := several(p.Refused, "refusée", "refusées") + ", " + several(len(p.Left), "laissée", "laissées") + " de côté."
	if p.Kind == domain.ImportHistory {
		return several(len(p.Declared), "ligne d’historique déclarée", "lignes d’historique déclarées") + " ; " + read + outside
	}
	return several(len(p.Rows), "inscription", "inscriptions") + ", dont " + several(p.Present, "présence déclarée", "présences déclarées") + ", à " +
		several(len(p.Events), "événement", "événements") + " dont " + several(p.NewEvents, "nouveau", "nouveaux") + " ; " +
		several(p.NewPeople, "personne nouvelle", "personnes nouvelles") + ", " + several(p.Known, "déjà connue", "déjà connues") + ". " +
		strings.ToUpper(read[:1]) + read[1:] + several(p.Written, "reprise", "reprises") + ", " + outside
}

// several says how many of what: « 1 ligne », « 20 000 lignes ».
func several(n int, one, many string) string {
	if n > 1 {
		one = many
	}
	return paris.Number(n) + "\u00a0" + one
}
