package hooks

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/sheet"
	"passerelle/internal/web"
)

// sheetsPage is the view of desk_sheet/list: the sheets of an event, the form of new ones, the form of badges.
type sheetsPage struct {
	Top    eventTop
	Off    bool // the event is cancelled: no more paper
	Rows   []sheetRow
	People int // confirmed

	Slots                  []string // chosen
	Split, Sorted, Blanks  string
	Format, First, Spare   string // of badges
	BadgeOrder             string
	SlotChoices            []web.Option
	Splits, Orders, Labels []web.Option
	Nonempty               []web.Option // numbers of empty lines
}

type sheetRow struct {
	ID, Name, What, By string
	Made               time.Time
	People             int
	State              stateWord
}

var (
	splitOptions = []web.Option{{Value: sheet.ADay, Label: "Une feuille par jour", Hint: "Une colonne à signer par demi-journée."},
		{Value: sheet.AHalfDay, Label: "Une feuille par demi-journée"}, {Value: sheet.InOne, Label: "Une seule feuille"}}
	orderOptions = []web.Option{{Value: sheet.ByName, Label: "Par nom"}, {Value: sheet.ByStructure, Label: "Par structure, puis par nom"}}
)

// sheets lists the prepared sheets of an event.
func (s *site) sheets(e *core.RequestEvent) error {
	v := sheetsPage{Split: sheet.ADay, Sorted: sheet.ByName, Blanks: "6", Format: pdf.LabelFormats[0].Key, First: "1", Spare: "6", BadgeOrder: sheet.ByName}
	return s.showSheets(e, http.StatusOK, v, nil)
}

func (s *site) showSheets(e *core.RequestEvent, status int, v sheetsPage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	states, err := records.StateCounts(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Top, v.Off, v.People = s.topOf(e, ev), ev.Status == domain.Cancelled, states[string(domain.Confirmed)]
	v.Splits, v.Orders = splitOptions, orderOptions
	for n := sheet.LeastBlanks; n <= sheet.MostBlanks; n++ {
		v.Nonempty = append(v.Nonempty, web.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	for _, f := range pdf.LabelFormats {
		v.Labels = append(v.Labels, web.Option{Value: f.Key, Label: f.Name})
	}
	for i, label := range slotLabels(slots) {
		v.SlotChoices = append(v.SlotChoices, web.Option{Value: slots[i].ID, Label: label, Hint: paris.Slot(slots[i].StartsAt.Time(), slots[i].EndsAt.Time())})
		if status == http.StatusOK { // all, unless the form comes back
			v.Slots = append(v.Slots, slots[i].ID)
		}
	}
	if v.Rows, err = sheetRows(e.App, ev, slots); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_sheet/list", v, errs)
}

func sheetRows(app core.App, ev *records.Event, slots []records.Slot) (rows []sheetRow, err error) {
	all, err := records.Sheets(app, ev.ID)
	if err != nil {
		return nil, err
	}
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return nil, err
	}
	for _, sh := range all {
		row := sheetRow{ID: sh.ID, Name: sheet.Name(sh.ID), What: sheetSpan(sh, slots), By: who.name(sh.Actor), Made: sh.Created.Time(), People: len(sh.People), State: stateWord{"À signer", "plain"}}
		switch {
		case !sh.UndoneAt.IsZero():
			row.State = stateWord{"Saisie annulée", "warn"}
		case !sh.EnteredAt.IsZero():
			row.State = stateWord{"Ressaisie", "ok"}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// sheetSpan says the half-days of a sheet: « Matin, Après-midi », or how many when they are many.
func sheetSpan(sh records.Sheet, slots []records.Slot) (text string) {
	labels, n := slotLabels(slots), 0
	for i, slot := range slots {
		if !slices.Contains(sh.Slots, slot.ID) {
			continue
		}
		if n++; n > 1 {
			text += ", "
		}
		text += labels[i]
	}
	if n > 4 {
		return strconv.Itoa(n) + " demi-journées"
	}
	return text
}

// prepareSheets freezes new sheets.
func (s *site) prepareSheets(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	v := sheetsPage{Slots: values["slots"], Split: values.Get("split"), Sorted: values.Get("sorted"), Blanks: values.Get("blanks"),
		Format: pdf.LabelFormats[0].Key, First: "1", Spare: "6", BadgeOrder: sheet.ByName}
	blanks, _ := strconv.Atoi(v.Blanks) // what is no number is refused as none
	made, err := sheet.Prepare(e.App, s.now(), actor(e), e.Request.PathValue("event"), sheet.Request{Slots: v.Slots, Split: v.Split, Sorted: v.Sorted, Blanks: blanks})
	if domain.Is(err, domain.ErrEventCancelled) {
		return s.refuse(e, err)
	}
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showSheets(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	if len(made) == 1 {
		return s.tell(e, eventPath(e)+"/feuilles/"+made[0].ID, "ok", "La feuille est prête : imprimez-la, faites-la signer, puis ressaisissez-la ici.")
	}
	return s.tell(e, eventPath(e)+"/feuilles", "ok", strconv.Itoa(len(made))+" feuilles sont prêtes.")
}

// sheetOf reads the sheet of the path, which must be of the event of the path.
func sheetOf(e *core.RequestEvent) (*records.Sheet, error) {
	return sheet.Of(e.App, e.Request.PathValue("event"), e.Request.PathValue("sheet"))
}

func (s *site) blankSheet(e *core.RequestEvent) error  { return s.sheetPDF(e, false, "a-signer") }
func (s *site) filledSheet(e *core.RequestEvent) error { return s.sheetPDF(e, true, "presences") }

func (s *site) sheetPDF(e *core.RequestEvent, filled bool, name string) error {
	sh, err := sheetOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := sheet.Draw(e.App, s.now(), &b, sh, filled); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "feuille-"+name+"-"+sheet.Name(sh.ID)+".pdf", b.Bytes())
}

// badges draws the badges of an event; what the form says wrong comes back to it.
func (s *site) badges(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	v := sheetsPage{Split: sheet.ADay, Sorted: sheet.ByName, Blanks: "6", Format: q.Get("format"), First: q.Get("first"), Spare: q.Get("badge-blanks"), BadgeOrder: q.Get("order")}
	if len(q) == 0 { // the plain address: the commonest labels
		v.Format, v.First, v.Spare = pdf.LabelFormats[0].Key, "1", "6"
	}
	first, _ := strconv.Atoi(v.First)
	spare, err := strconv.Atoi(v.Spare)
	if err != nil {
		spare = -1
	}
	var b bytes.Buffer
	err = sheet.DrawBadges(e.App, s.now(), &b, ev, sheet.BadgeRequest{Format: v.Format, First: first, Blanks: spare, Sorted: v.BadgeOrder})
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showSheets(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "badges-"+ev.Slug+".pdf", b.Bytes())
}
