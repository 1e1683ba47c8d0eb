package hooks

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/sheet"
	"passerelle/internal/web"
)

// sheetPage is the view of desk_sheet/sheet: a sheet, and one of its half-days to be typed again.
type sheetPage struct {
	Top                eventTop
	ID, Name, Prepared string
	Printed            int // people on paper
	Off                bool
	Slots              []sheetSlot
	Slot               sheetSlot // the one shown
	Round              int
	Rows               []sheetLine
	Open               int // lines that are to be typed
	Numbers            string
	Added              []addedLine
}

// Script tells how many people would be present if none of the lines to type were absent.
func (v sheetPage) Script() int { return v.Slot.Here + v.Slot.Otherwise + v.Open }

// Pattern is the empty line that the page's script copies.
func (v sheetPage) Pattern() addedLine { return addedLine{N: "__i__"} }

// sheetSlot is a half-day of a sheet.
type sheetSlot struct {
	ID, Label  string
	Start, End time.Time
	Ahead      bool // not begun
	Entered    bool // something was typed again
	sheet.Count
}

// sheetLine is a line of the paper.
type sheetLine struct {
	Number                    int
	Registration, Name, Where string
	Known                     string // recorded: how; empty: to be typed
	Note                      string
	Absent                    bool
	Added                     bool
}

// addedLine is a line written by hand on the paper, as it is typed.
type addedLine struct {
	N, Number, LastName, FirstName, Structure, Who string
	Whos                                           []web.Option // who of the registered it may be; empty: not asked
}

// addedLines is how many empty lines the form has, when nothing was typed.
const addedLines = 3

// sheet shows a sheet, to print it and to type it again.
func (s *site) sheet(e *core.RequestEvent) error {
	return s.showSheet(e, http.StatusOK, e.Request.URL.Query().Get("demi-journee"), sheetPage{}, nil, nil)
}

// showSheet shows a half-day of a sheet; ticked are those absent in the form that comes back, nil for a new one.
func (s *site) showSheet(e *core.RequestEvent, status int, slot string, v sheetPage, ticked []string, errs []web.FieldError) error {
	sh, err := sheetOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := sheet.Read(e.App, sh, false)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Top, v.ID, v.Name, v.Off = s.topOf(e, r.Event), sh.ID, sheet.Name(sh.ID), r.Event.Status == domain.Cancelled
	v.Prepared, v.Printed = paris.Moment(sh.Created.Time()), len(sh.People)
	v.slots(r, slot, s.now())
	for _, row := range r.Rows {
		v.line(row, ticked)
	}
	v.Round = r.Round(v.Slot.ID)
	for i := len(v.Added); i < addedLines; i++ {
		v.Added = append(v.Added, addedLine{N: strconv.Itoa(i)})
	}
	for i := range v.Added {
		v.Added[i].Number = strconv.Itoa(len(r.Rows) + i + 1)
	}
	return s.renderForm(e, status, "desk_sheet/sheet", v, errs)
}

// slots fills the half-days, and chooses the one shown: the one asked for, else the first begun that nobody typed,
// else the first.
func (v *sheetPage) slots(r *sheet.Reading, asked string, now time.Time) {
	labels := slotLabels(r.Slots)
	for i, slot := range r.Slots {
		n := r.Count(slot.ID)
		v.Slots = append(v.Slots, sheetSlot{ID: slot.ID, Label: labels[i], Start: slot.StartsAt.Time(), End: slot.EndsAt.Time(),
			Ahead: now.Before(slot.StartsAt.Time()), Entered: n.Here > 0, Count: n})
	}
	at := slices.IndexFunc(v.Slots, func(s sheetSlot) bool { return s.ID == asked })
	if at < 0 {
		at = slices.IndexFunc(v.Slots, func(s sheetSlot) bool { return !s.Ahead && !s.Entered })
	}
	if len(v.Slots) > 0 {
		v.Slot = v.Slots[max(at, 0)]
	}
}

// line adds a line of the paper.
func (v *sheetPage) line(row sheet.Row, ticked []string) {
	reg := row.Registration
	l := sheetLine{Number: row.Number, Registration: reg.ID, Name: strings.TrimSpace(reg.LastName + " " + reg.FirstName), Where: row.Structure, Added: row.Added}
	for _, c := range row.Cells {
		if c.Slot != v.Slot.ID {
			continue
		}
		switch {
		case c.Here:
			l.Known = "présence ressaisie"
		case c.Present:
			l.Known = knownAs(c)
		case reg.Event == "":
			l.Known = "inscription effacée"
		default:
			v.Open++
			l.Note = lineNote(reg, c)
			l.Absent = l.Note != ""
			if ticked != nil || v.Numbers != "" {
				l.Absent = slices.Contains(ticked, reg.ID)
			}
		}
	}
	v.Rows = append(v.Rows, l)
}

// knownAs says how a presence is recorded already.
func knownAs(c sheet.Cell) string {
	way := sourceWords[c.Arrival.Source]
	if c.Sign.ID != "" {
		way = "signature"
	}
	if domain.Proof(c.Arrival.Proof()) >= domain.Scanned {
		way += ", " + paris.Clock(c.First)
	}
	return "déjà présente : " + way
}

// lineNote warns of who is not simply expected: absent unless the paper says otherwise.
func lineNote(r records.Registration, c sheet.Cell) string {
	switch {
	case c.Voided != nil && c.Voided.Reason != "":
		return "présence annulée : " + c.Voided.Reason
	case c.Voided != nil:
		return "présence annulée"
	case r.Excused || r.SlotExcuses[c.Slot] != "":
		return "absence excusée"
	case r.State != string(domain.Confirmed):
		return "inscription " + strings.ToLower(stateWords[domain.State(r.State)].Text)
	case !c.Expected:
		return "inscrite à une autre demi-journée"
	}
	return ""
}

// enterSheet records a half-day of a signed sheet.
func (s *site) enterSheet(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	sh, err := sheetOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := sheet.Entry{Slot: values.Get("slot"), Listed: values["ligne"], Absent: values["absent"], Numbers: values.Get("numbers")}
	in.Round, _ = strconv.Atoi(values.Get("round")) // none is refused
	v := sheetPage{Numbers: in.Numbers}
	for i := 0; values.Has("added-" + strconv.Itoa(i) + "-last_name"); i++ {
		n := strconv.Itoa(i)
		get := func(field string) string { return values.Get("added-" + n + "-" + field) }
		a := sheet.Added{LastName: get("last_name"), FirstName: get("first_name"), Structure: get("structure"), Who: get("who")}
		in.Added = append(in.Added, a)
		v.Added = append(v.Added, addedLine{N: n, LastName: a.LastName, FirstName: a.FirstName, Structure: a.Structure, Who: a.Who})
	}
	n, err := sheet.Enter(e.App, s.now(), actor(e), sh, in)
	if domain.Is(err, domain.ErrEventCancelled) {
		return s.refuse(e, err)
	}
	if errs := fieldErrors(err); len(errs) > 0 {
		if err := v.namesakes(e.App, sh.Event, in.Added); err != nil {
			return s.refuse(e, err)
		}
		return s.showSheet(e, http.StatusUnprocessableEntity, in.Slot, v, append([]string{}, in.Absent...), errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/feuilles/"+sh.ID+"?demi-journee="+in.Slot, "ok", enteredWords(n))
}

// namesakes asks of each line written by hand whether it is somebody registered.
func (v *sheetPage) namesakes(app core.App, event string, added []sheet.Added) error {
	for i, a := range added {
		found, err := sheet.Namesakes(app, event, a)
		if err != nil {
			return err
		}
		for _, c := range found {
			v.Added[i].Whos = append(v.Added[i].Whos, web.Option{Value: c.ID, Label: c.Name + " " + c.FirstName, Hint: c.Structure})
		}
		if len(found) > 0 {
			v.Added[i].Whos = append(v.Added[i].Whos, web.Option{Value: sheet.Another, Label: "Une autre personne"})
		}
	}
	return nil
}

func enteredWords(n sheet.Count) string {
	text := counted(n.Here, "présence ressaisie", "présences ressaisies") + ", " + counted(n.Absent, "personne absente", "personnes absentes")
	if n.Otherwise > 0 {
		text += ", " + counted(n.Otherwise, "présence notée autrement", "présences notées autrement")
	}
	return text + "."
}

// undoSheet takes back what was typed again of a half-day.
func (s *site) undoSheet(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	sh, err := sheetOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	undone, err := sheet.Undo(e.App, s.now(), actor(e), sh, values.Get("slot"))
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Saisie annulée : " + counted(undone, "présence retirée", "présences retirées") + ". Vous pouvez ressaisir la feuille."
	if undone == 0 {
		text = "Rien à annuler : aucune présence ne vient de cette feuille seule."
	}
	return s.tell(e, eventPath(e)+"/feuilles/"+sh.ID+"?demi-journee="+urlQuery(values.Get("slot")), "ok", text)
}
