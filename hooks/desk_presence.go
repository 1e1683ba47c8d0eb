package hooks

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// statusWords say what a registration is at a half-day, or over all of them.
var statusWords = map[domain.Status]stateWord{domain.StatusExpected: {"Attendue", "plain"}, domain.StatusPresent: {"Présente", "ok"},
	domain.StatusPartial: {"Venue en partie", "warn"}, domain.StatusExcused: {"Excusée", "plain"}, domain.StatusAbsent: {"Absente", "err"}}

// statusOrder is the order of the filter.
var statusOrder = []domain.Status{domain.StatusPresent, domain.StatusPartial, domain.StatusExcused, domain.StatusAbsent, domain.StatusExpected}

// cellWords say a half-day in its column: none of them is a word of the filter, which reads the whole row.
var cellWords = map[domain.Status]string{domain.StatusExcused: "Excuse", domain.StatusAbsent: "Non", domain.StatusExpected: "À venir"}

// fatesOf is what is known of a registration at each half-day.
func fatesOf(ev *records.Event, now time.Time, slots []records.Slot, r *records.Registration, came map[string]records.Attendance) []domain.SlotFate {
	fates := make([]domain.SlotFate, len(slots))
	for i, sl := range slots {
		_, present := came[sl.ID]
		_, excused := r.SlotExcuses[sl.ID]
		fates[i] = domain.SlotFate{Chosen: len(r.Slots) == 0 || slices.Contains(r.Slots, sl.ID), Present: present, Excused: r.Excused || excused,
			Over: !ev.HeldBack && !now.Before(sl.EndsAt.Time())}
	}
	return fates
}

// factLine is a gesture about one half-day, in words: who comes to correct reads what stands, and why.
type factLine struct {
	At, Received      time.Time
	What, Who, Reason string
	Device            string
	Void, Late        bool // taken back since; received after closing
}

// factLines tells the facts of a registration by half-day, as they arrived.
func factLines(app core.App, ev *records.Event, r *records.Registration) (map[string][]factLine, error) {
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return nil, err
	}
	phones, err := phoneNames(app, ev.ID)
	if err != nil {
		return nil, err
	}
	scans, err := records.ScansOf(app, r.ID)
	if err != nil {
		return nil, err
	}
	undone := map[string]time.Time{} // the last taking back, by half-day
	for _, sc := range scans {
		if at := sc.At.Time(); sc.Counts && sc.Kind == domain.ScanUndo && at.After(undone[sc.Slot]) {
			undone[sc.Slot] = at
		}
	}
	lines := map[string][]factLine{}
	for _, sc := range scans {
		line := factLine{At: sc.At.Time(), Received: sc.ReceivedAt.Time(), What: scanWords(sc, ""), Who: who.name(sc.Actor), Reason: sc.Reason, Device: phones[sc.Device],
			Void: sc.Counts && sc.Kind == domain.ScanIn && !sc.At.Time().After(undone[sc.Slot]),
			Late: sc.Source != "manual" && !ev.HeldAt.IsZero() && sc.ReceivedAt.Time().After(ev.HeldAt.Time())}
		if !sc.Hour.IsZero() {
			line.What += ", à " + paris.Clock(sc.Hour.Time())
		}
		lines[sc.Slot] = append(lines[sc.Slot], line)
	}
	return lines, nil
}

// complete says the status of a half-day, its hours, its excuse and its facts.
func (v *registrationPage) complete(row *presenceRow, r *records.Registration, fate domain.SlotFate, came records.Attendance, facts []factLine) {
	confirmed := domain.State(r.State) == domain.Confirmed
	row.Status, row.Facts = statusWords[domain.StatusAt(confirmed, fate)], facts
	row.Excuse, row.Excused = r.SlotExcuses[row.ID], false
	if _, ok := r.SlotExcuses[row.ID]; ok {
		row.Excused = true
	}
	row.CanExcuse = confirmed && !row.Present && fate.Chosen && !r.Excused
	row.ArrivedInput, row.LeftInput = paris.ClockInput(row.Start), ""
	if row.Present {
		row.ArrivedInput = paris.ClockInput(came.FirstAt.Time())
	}
	if !came.LeftAt.IsZero() {
		row.Left, row.LeftInput = paris.Clock(came.LeftAt.Time()), paris.ClockInput(came.LeftAt.Time())
	}
	if v.Typed.Hours && v.Typed.Slot == row.ID {
		row.Hours, row.ArrivedInput, row.LeftInput = true, v.Typed.Arrived, v.Typed.Left
	}
}

// setHours says when somebody arrived and left, with a reason: new facts, nothing is edited.
func (s *site) setHours(e *core.RequestEvent) error {
	r, place, err := registrationAtDoor(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	typed := typedReasons{Hours: true, Slot: form("slot"), Arrived: form("arrived"), Left: form("left"), Reason: form("reason")}
	i := slices.IndexFunc(place.Slots, func(sl records.Slot) bool { return sl.ID == typed.Slot })
	if i < 0 {
		return s.refuse(e, records.ErrNone)
	}
	hours := door.Hours{Nonce: form("nonce"), Registration: r.ID, Slot: typed.Slot, Reason: typed.Reason}
	added := 0
	if hours.Arrived, err = hourOf(place.Slots[i], typed.Arrived, "arrived"); err == nil && typed.Left != "" {
		hours.Left, err = hourOf(place.Slots[i], typed.Left, "left")
	}
	if err == nil {
		added, err = door.CorrectHours(e.App, s.now(), place, hours)
	}
	if errs := fieldErrors(err); len(errs) > 0 {
		for i := range errs {
			errs[i].Field += "-" + typed.Slot
		}
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typed, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Heures corrigées."
	if added == 0 {
		text = "Ces heures étaient déjà notées."
	}
	return s.tell(e, eventPath(e)+"/inscriptions/"+r.ID+"#presences", "ok", text)
}

// hourOf reads a clock of a half-day's day; one that passes midnight has two.
func hourOf(sl records.Slot, clock, field string) (time.Time, error) {
	start := sl.StartsAt.Time()
	at, err := paris.Parse(paris.Day(start) + "T" + clock)
	if err != nil {
		return at, domain.Error{Code: domain.ErrTimeFormat, Field: field}
	}
	if paris.Day(sl.EndsAt.Time()) != paris.Day(start) && at.Before(start.Add(-12*time.Hour)) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// setSlotExcuse says that an absence is excused at one half-day, or takes it back.
func (s *site) setSlotExcuse(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	err = registration.SetSlotExcuse(e.App, s.now(), r.ID, actor(e), form("slot"), form("act") != "back", form("excuse"))
	if errs := fieldErrors(err); len(errs) > 0 && (domain.Is(err, domain.ErrReason) || domain.Is(err, domain.ErrTooLong)) {
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typedReasons{Slot: form("slot")}, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e)+"/inscriptions/"+r.ID+"#presences", "ok", "Demi-journée enregistrée.")
}

// correctionsPage is the view of desk_registration/corrections.
type correctionsPage struct {
	Top  eventTop
	Rows []correctionRow
}

type correctionRow struct {
	ID, Name, Slot, What, Who, Reason string
	At                                time.Time
}

// corrections lists what was changed by hand after the event was closed.
func (s *site) corrections(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := correctionsPage{Top: s.topOf(e, ev)}
	if v.Rows, err = correctionRows(e.App, ev); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, http.StatusOK, "desk_registration/corrections", v, []web.FieldError(nil))
}

func correctionRows(app core.App, ev *records.Event) (rows []correctionRow, err error) {
	scans, err := records.CorrectionsOf(app, ev)
	if err != nil || len(scans) == 0 {
		return nil, err
	}
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return nil, err
	}
	slots, err := records.Slots(app, ev.ID)
	if err != nil {
		return nil, err
	}
	labels := slotLabels(slots)
	people, err := records.Registrations(app, ev.ID)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, r := range people {
		names[r.ID] = r.LastName + " " + r.FirstName
	}
	for _, sc := range scans {
		row := correctionRow{ID: sc.Registration, Name: names[sc.Registration], What: scanWords(sc, ""), Who: who.name(sc.Actor), Reason: sc.Reason, At: sc.ReceivedAt.Time()}
		if i := slices.IndexFunc(slots, func(sl records.Slot) bool { return sl.ID == sc.Slot }); i >= 0 {
			row.Slot = labels[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}
