package sheet

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// What is written under every page.
const (
	legendSign = "Chaque personne signe de sa main dans la case de chaque demi-journée suivie\u202f; l’intervenante ou l’intervenant contresigne chaque demi-journée. " +
		"Qui vient sans inscription écrit son nom, sa structure et sa fonction sur une ligne vide, puis signe."
	legendFilled = "signé\u00a0: signature tracée à l’accueil · confirmé\u00a0: par la personne, avec un code · scanné, noté\u00a0: à l’accueil, à l’heure dite · " +
		"feuille papier\u00a0: signature recopiée de la feuille papier, qui est gardée · ajouté après coup\u00a0: correction, avec sa raison."
	legendData = "Données\u00a0: preuve de présence, pour l’organisateur seul (mission d’intérêt public), gardées trois ans après la fin de l’année de l’événement. " +
		"Pour y accéder ou les corriger\u00a0: "
)

// Draw writes a sheet as PDF: filled with what is recorded at now, or to be signed.
func Draw(app core.App, now time.Time, w io.Writer, s *records.Sheet, filled bool) error {
	r, err := Read(app, s, filled)
	if err != nil {
		return err
	}
	p, err := r.paper(app, now, filled)
	if err != nil {
		return err
	}
	return pdf.DrawSheet(w, p)
}

// paper is the sheet in the words that are printed.
func (r *Reading) paper(app core.App, now time.Time, filled bool) (p pdf.Sheet, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return p, err
	}
	functions, err := names(app, records.Professions)
	if err != nil {
		return p, err
	}
	programmes, err := names(app, records.Programmes)
	if err != nil {
		return p, err
	}
	made := r.Sheet.Created.Time()
	p = pdf.Sheet{Organiser: set.Organiser, Title: r.Event.Title, Nature: programmes[r.Event.Programme], When: r.when(), Place: placeOf(r.Event),
		Blanks: r.Sheet.Blanks, Filled: filled, QRPayload: Address(app, r.Sheet), Reference: "Feuille " + Name(r.Sheet.ID),
		Prepared: "Préparée le " + paris.Range(made, made), IssuedAt: made, Legend: []string{legendSign, legendData + contactOf(set, r.Event) + "."}}
	if filled {
		p.Blanks, p.Legend[0], p.IssuedAt = 0, legendFilled, now
		p.Prepared = "Présences au " + paris.Range(now, now) + ", " + paris.Clock(now)
	}
	for i, slot := range r.Slots {
		p.Columns = append(p.Columns, r.column(i, slot, filled))
	}
	for _, row := range r.Rows {
		if row.Added && !filled {
			continue
		}
		reg := row.Registration
		line := pdf.SheetRow{Number: strconv.Itoa(row.Number), LastName: reg.LastName, FirstName: reg.FirstName, Structure: row.Structure, Function: functions[reg.Profession]}
		for i, c := range row.Cells {
			mark := pdf.SheetMark{Shut: !takes(reg, c.Slot)}
			if filled {
				mark = c.mark(reg, r.Slots[i], now)
			}
			line.Marks = append(line.Marks, mark)
		}
		p.Rows = append(p.Rows, line)
	}
	return p, nil
}

func names(app core.App, list string) (map[string]string, error) {
	items, err := records.Items(app, list)
	out := map[string]string{}
	for _, it := range items {
		out[it.ID] = it.Name
	}
	return out, err
}

// oneDay tells whether all half-days of the sheet are of one day.
func (r *Reading) oneDay() bool { return len(shared(r.Slots, ADay)) < 2 }

// when is the days of the sheet.
func (r *Reading) when() string {
	if len(r.Slots) == 0 {
		return ""
	}
	first := r.Slots[0].StartsAt.Time()
	if r.oneDay() {
		return paris.Long(first)
	}
	return paris.Range(first, r.Slots[len(r.Slots)-1].EndsAt.Time())
}

// column is the head and the foot of a half-day.
func (r *Reading) column(i int, slot records.Slot, filled bool) pdf.SheetColumn {
	start := slot.StartsAt.Time()
	c := pdf.SheetColumn{Label: slot.Label, Hours: paris.Clock(start) + " - " + paris.Clock(slot.EndsAt.Time()), Trainer: slot.Trainer}
	if slot.Trainer != "" && slot.TrainerRole != "" {
		c.Trainer += ", " + slot.TrainerRole
	}
	if !r.oneDay() {
		c.Label = strings.TrimPrefix(slot.Label+", "+paris.LongDayMonth(start), ", ")
	}
	if c.Label == "" {
		c.Label = "Demi-journée"
	}
	if slot.Room != "" {
		c.Hours += " · " + slot.Room
	}
	if !filled {
		return c
	}
	present := 0
	for _, row := range r.Rows {
		if row.Cells[i].Present {
			present++
		}
	}
	c.Present = strconv.Itoa(present)
	if g, ok := r.Trainers[slot.ID]; ok {
		c.Signature = pdf.SheetMark{Strokes: strokesOf(g), Text: g.Name, Detail: "contresigné le " + paris.Short(g.SignedAt.Time()) + ", " + paris.Clock(g.SignedAt.Time())}
	}
	return c
}

// strokesOf is a drawing as it is stored; nil for a signature of another way.
func strokesOf(g records.Signature) (strokes [][]int) {
	if _, err := domain.ParseStrokes(g.Strokes); err != nil || json.Unmarshal(g.Strokes, &strokes) != nil {
		return nil
	}
	return strokes
}

// mark is what is recorded of somebody at a half-day, in words.
func (c Cell) mark(r records.Registration, slot records.Slot, now time.Time) (m pdf.SheetMark) {
	switch {
	case c.Present:
		m = c.way()
		if !c.Left.IsZero() {
			m.Detail = strings.TrimPrefix(m.Detail+" · départ "+paris.Clock(c.Left), " · ")
		}
	case r.Excused || r.SlotExcuses[slot.ID] != "": // the reason is nobody's business on a sheet that all read
		m = pdf.SheetMark{Text: "absence excusée", Weak: true}
	case !c.Expected && r.State != string(domain.Confirmed):
		m = pdf.SheetMark{Text: "inscription annulée", Weak: true, Shut: true}
	case !c.Expected:
		m.Shut = true
	case !now.Before(slot.EndsAt.Time()):
		m = pdf.SheetMark{Text: "absence", Weak: true}
	}
	return m
}

// way says how a presence is proved, and at what hour.
func (c Cell) way() (m pdf.SheetMark) {
	if c.Sign.ID != "" {
		at := paris.Clock(c.Sign.SignedAt.Time())
		switch c.Sign.Way {
		case domain.DrawnWay:
			return pdf.SheetMark{Strokes: strokesOf(c.Sign), Text: "signé " + at}
		case domain.SelfWay:
			return pdf.SheetMark{Text: "confirmé par code " + at}
		}
		return pdf.SheetMark{Text: "confirmé au clavier " + at}
	}
	at := paris.Clock(c.First)
	switch c.Arrival.Source {
	case "paper":
		return pdf.SheetMark{Text: "feuille papier"}
	case "manual":
		return pdf.SheetMark{Text: "ajouté après coup", Detail: c.Arrival.Reason}
	case "import":
		return pdf.SheetMark{Text: "repris d’un fichier"}
	case "self":
		return pdf.SheetMark{Text: "confirmé par code " + at}
	case "walkin":
		return pdf.SheetMark{Text: "noté " + at, Detail: "sans inscription"}
	case "search":
		m.Text = "noté " + at
	default:
		m.Text = "scanné " + at
	}
	if c.Arrival.Outcome == string(domain.Forced) {
		m.Detail = c.Arrival.Reason
	}
	return m
}

func placeOf(e *records.Event) string {
	if e.Place == "" && e.Mode == "remote" {
		return "À distance"
	}
	return strings.Trim(e.Place+", "+e.Address, ", ")
}

func contactOf(set *records.Settings, e *records.Event) string {
	for _, s := range []string{e.Contact, set.Contact, set.DPO} {
		if s != "" {
			return s
		}
	}
	return "l’organisateur"
}
