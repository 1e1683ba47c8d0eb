package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// postponePage is the view of desk_training/postpone.
type postponePage struct {
	Head            eventHead
	Refused         string // why it is not postponed any more
	Rows            []postponeRow
	Seen, Reason    string
	People, Letters int  // who is registered or waits; with an address
	Closes, Agenda  bool // what moves along
	Sheets, Planned bool // what was printed; letters that leave by themselves
	Guests          int
}

// postponeRow is a half-day: as it stands, and as typed.
type postponeRow struct {
	N, Old, Day, Start, End string
}

// shifts are the delays that one link pre-fills, in days.
var shifts = []int{7, 14, 28}

// Shifts are those delays, for the page.
func (postponePage) Shifts() []int { return shifts }

// postponeForm shows the half-days as they stand, or some weeks later (?decaler=14).
func (s *site) postponeForm(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	days, err := strconv.Atoi(e.Request.URL.Query().Get("decaler"))
	if err != nil || days < 0 || days > 366 {
		days = 0
	}
	v := postponePage{Seen: training.Seen(ev, slots)}
	for _, sl := range slots {
		from, to := later(sl.StartsAt.Time(), days), later(sl.EndsAt.Time(), days)
		v.Rows = append(v.Rows, postponeRow{Day: paris.Day(from), Start: paris.ClockInput(from), End: paris.ClockInput(to)})
	}
	return s.showPostpone(e, http.StatusOK, ev, slots, v, nil)
}

// later is the same hour so many days after; an hour that does not exist that day stays for the form to refuse.
func later(t time.Time, days int) time.Time {
	if moved, err := paris.Shift(t, days, 0); err == nil {
		return moved
	}
	return t.AddDate(0, 0, days)
}

func (s *site) showPostpone(e *core.RequestEvent, status int, ev *records.Event, slots []records.Slot, v postponePage, errs []web.FieldError) error {
	v.Head = headOf(e, ev, s.now())
	for _, r := range domain.Refusals(training.Postponable(e.App, ev)) {
		v.Refused = sentence(r)
	}
	for i := range v.Rows {
		v.Rows[i].N = strconv.Itoa(i)
		if i < len(slots) {
			v.Rows[i].Old = slotWords(slots[i])
		}
	}
	rows, err := records.Registrations(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, r := range rows {
		if !domain.State(r.State).Live() {
			continue
		}
		if v.People++; r.Address() != "" {
			v.Letters++
		}
	}
	v.Closes, v.Planned = !ev.RegistrationCloses.IsZero(), ev.JoiningDays+ev.ReminderDays > 0
	items, err := records.Agenda(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	sheets, err := records.Sheets(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, sl := range slots {
		guests, err := records.CatchUpsAt(e.App, sl.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Guests += len(guests)
	}
	v.Agenda, v.Sheets = len(items) > 0, len(sheets) > 0
	return s.renderForm(e, status, "desk_training/postpone", v, errs)
}

// postponeTraining moves the half-days, and asks everybody whether the new dates suit.
func (s *site) postponeTraining(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := postponePage{Seen: f.Get("seen"), Reason: f.Get("reason")}
	to := training.Dates{Seen: v.Seen, Reason: v.Reason}
	var errs domain.Errors
	for i, sl := range slots {
		at := "slot-" + strconv.Itoa(i) + "-"
		row := postponeRow{Day: strings.TrimSpace(f.Get(at + "day")), Start: strings.TrimSpace(f.Get(at + "start")), End: strings.TrimSpace(f.Get(at + "end"))}
		moved := sl.Domain()
		var unread domain.Errors
		moved.Start, unread = readMoment(row.Day, row.Start, at+"day", at+"start", unread)
		moved.End, unread = readMoment(row.Day, row.End, at+"day", at+"end", unread)
		v.Rows, to.Slots, errs = append(v.Rows, row), append(to.Slots, moved), append(errs, unread...)
	}
	if len(errs) > 0 {
		return s.showPostpone(e, http.StatusUnprocessableEntity, ev, slots, v, fieldErrors(errs))
	}
	told, err := training.Postpone(e.App, s.now(), actor(e), ev.ID, to)
	if err != nil {
		return s.refusePostpone(e, ev, slots, v, err)
	}
	s.nudge()
	text := "La formation est reportée. "
	if told > 0 {
		text += "Un message demande à chaque personne si ces dates lui conviennent (" + counted(told, "message", "messages") + ") : les réponses arrivent ici."
	} else {
		text += "Personne n’était à prévenir par courriel."
	}
	return s.tell(e, eventPath(e)+"/formation#dates", "ok", text)
}

// refusePostpone shows the form again, with what was typed and each refusal at its field.
func (s *site) refusePostpone(e *core.RequestEvent, ev *records.Event, slots []records.Slot, v postponePage, err error) error {
	refusals := domain.Refusals(err)
	if refusals == nil {
		return s.refuse(e, err)
	}
	status := sentenceOf(refusals[0].Code).status
	switch refusals[0].Code {
	case domain.ErrChangedMeanwhile:
		v.Seen = training.Seen(ev, slots)
	case domain.ErrGroupMet, domain.ErrEventHeld, domain.ErrEventCancelled, domain.ErrState:
		return s.refuse(e, err)
	}
	for i, r := range refusals {
		if !strings.HasPrefix(r.Field, "slot-") {
			continue
		}
		switch r.Code {
		case domain.ErrSlotOrder:
			refusals[i].Field += "-end"
		case domain.ErrSlotOverlap:
			refusals[i].Field += "-start"
		default:
			refusals[i].Field += "-day"
		}
	}
	return s.showPostpone(e, status, ev, slots, v, fieldErrors(domain.Errors(refusals)))
}
