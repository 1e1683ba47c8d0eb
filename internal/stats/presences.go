package stats

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// sheetRows is how many presences one sheet holds: a spreadsheet stops at 1 048 576 lines.
const sheetRows = 1_000_000

// WritePresences gives to write a workbook of the presences of a query, one line each, without names. It reads them as
// they are written down: a million take no more room than a hundred.
func WritePresences(app core.App, now time.Time, q Query, write func(report.Workbook) error) error {
	return with(app, q, func(d *data) error {
		return records.Snapshot(app, func(app core.App) error {
			p, err := newPresences(app, d)
			if err != nil {
				return err
			}
			w := report.Workbook{Title: "Présences", Subtitle: "Période\u00a0: " + PeriodText(q.Period), GeneratedAt: now}
			for range 1 + p.most/sheetRows {
				w.Sheets = append(w.Sheets, p.sheet())
			}
			if err := write(w); err != nil {
				return err
			}
			return p.err
		})
	})
}

// presences are read event by event; a sheet takes up where the one before it is full.
type presences struct {
	app    core.App
	data   *data
	events []domain.StatEvent
	slots  map[string]records.SlotLine
	names  map[domain.Table]map[int32]string
	proofs map[int]string
	inside []bool // by row of fact; nil: all
	most   int    // no more than so many
	queue  []records.PresenceLine
	at     int // the event of the queue
	err    error
}

func newPresences(app core.App, d *data) (p *presences, err error) {
	p = &presences{app: app, data: d, at: -1, names: map[domain.Table]map[int32]string{}, proofs: map[int]string{}}
	held := map[int32]int{}
	for _, e := range d.Events {
		if d.Period.Holds(e.Starts) && !e.Aside {
			p.events = append(p.events, e)
			held[int32(e.Num)] = e.Slots
		}
	}
	top := int32(0)
	for i := range d.Facts {
		if f := &d.Facts[i]; domain.Outcome(f.Outcome) == domain.Present {
			p.most += held[f.Event]
			top = max(top, d.rows[i])
		}
	}
	if d.Filter.OfPeople() {
		p.inside = make([]bool, top+1)
		for i, row := range d.rows {
			if row <= top {
				p.inside[row] = domain.Outcome(d.Facts[i].Outcome) == domain.Present
			}
		}
	}
	for _, t := range []domain.Table{domain.BySector, domain.ByWork, domain.ByStructure, domain.ByProfession} {
		p.names[t] = map[int32]string{}
		for _, l := range d.Labels[t] {
			p.names[t][int32(l.Num)] = l.Label
		}
	}
	for _, l := range proofs {
		p.proofs[l.Num] = l.Label
	}
	p.slots, err = records.SlotLines(app)
	return p, err
}

func (p *presences) sheet() report.Sheet {
	return report.Sheet{Name: "Présences", Title: "Présences", Note: "Une ligne par personne et par demi-journée suivie, sans nom\u00a0; à chaque personne présente à un événement correspond une participation.",
		Columns: []report.Column{{Title: "Événement", Width: 44}, {Title: "Date", Kind: report.Date}, {Title: "Demi-journée", Width: 20}, {Title: "Structure", Width: 36},
			{Title: "Secteur", Width: 28}, {Title: "Territoire d’exercice", Width: 24}, {Title: "Fonction", Width: 28}, {Title: "Minutes", Kind: report.Int}, {Title: "Preuve", Width: 24}},
		Each: func(yield func([]any) bool) {
			for range sheetRows {
				line, ok := p.next()
				if !ok || !yield(line) {
					return
				}
			}
		}}
}

// next is the line of the next presence; false after the last, or at a fault.
func (p *presences) next() ([]any, bool) {
	for len(p.queue) == 0 {
		if p.at++; p.err != nil || p.at >= len(p.events) {
			return nil, false
		}
		p.queue = p.queue[:0]
		p.err = records.EachPresence(p.app, p.data.events[p.events[p.at].Num].ID, func(l records.PresenceLine) bool {
			if p.inside == nil || int(l.Row) < len(p.inside) && p.inside[l.Row] {
				p.queue = append(p.queue, l)
			}
			return true
		})
	}
	l := p.queue[0]
	p.queue = p.queue[1:]
	e, slot := p.data.events[p.events[p.at].Num], p.slots[l.Slot]
	if to, ok := p.data.merges[l.Structure]; ok {
		l.Structure = to
	}
	return []any{e.Title, slot.StartsAt.Time(), slot.Label, p.name(domain.ByStructure, l.Structure), p.name(domain.BySector, l.Sector),
		p.name(domain.ByWork, l.Territory), p.name(domain.ByProfession, l.Job), l.Minutes, orUnknown(p.proofs[l.Proof])}, true
}

func (p *presences) name(t domain.Table, num int32) any { return orUnknown(p.names[t][num]) }

// orUnknown writes what was not given as « non renseigné ».
func orUnknown(text string) any {
	if text == "" {
		return report.Unknown
	}
	return text
}
