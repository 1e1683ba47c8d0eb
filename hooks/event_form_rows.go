package hooks

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// slotRow is a half-day as typed; N is the row's number, or « __i__ » in the pattern of new rows.
type slotRow struct{ N, ID, Day, Start, End, Label, Room, Break, Trainer, TrainerRole string }

// itemRow is a line of the running order as typed. Day empty: the day of the first half-day.
type itemRow struct{ N, Day, Start, End, Title, Speaker, Detail string }

// At most so many rows are read of a form.
const (
	maxSlots = 60
	maxItems = 200
)

func (r slotRow) blank() bool {
	return r.Day+r.Start+r.End+r.Label+r.Room+r.Break+r.Trainer+r.TrainerRole == ""
}

func (r itemRow) blank() bool { return r.Start+r.End+r.Title+r.Speaker+r.Detail == "" }

// SlotPattern and ItemPattern are the empty rows that the page's script copies.
func (f *eventForm) SlotPattern() slotRow { return slotRow{N: "__i__"} }

// ItemPattern is the empty row of the running order.
func (f *eventForm) ItemPattern() itemRow { return itemRow{N: "__i__"} }

// spares is how many empty rows follow the others where no script adds them.
const spares = 2

// pad numbers the rows; there is at least one of each kind.
func (f *eventForm) pad() {
	if len(f.Slots) == 0 {
		f.Slots = []slotRow{{}}
	}
	if len(f.Items) == 0 {
		f.Items = []itemRow{{}}
	}
	f.number()
}

// SpareSlots and SpareItems are the empty rows of a page without a script.
func (f *eventForm) SpareSlots() (rows []slotRow) {
	for i := range spares {
		rows = append(rows, slotRow{N: strconv.Itoa(len(f.Slots) + i)})
	}
	return rows
}

// SpareItems are the empty rows of the running order.
func (f *eventForm) SpareItems() (rows []itemRow) {
	for i := range spares {
		rows = append(rows, itemRow{N: strconv.Itoa(len(f.Items) + i)})
	}
	return rows
}

func (f *eventForm) number() {
	for i := range f.Slots {
		f.Slots[i].N = strconv.Itoa(i)
	}
	for i := range f.Items {
		f.Items[i].N = strconv.Itoa(i)
	}
}

// showRows puts the half-days and the running order of a draft into rows.
func (f *eventForm) showRows(d event.Draft) {
	first := time.Time{}
	for i, s := range d.Slots {
		if i == 0 {
			first = s.Start
		}
		f.Slots = append(f.Slots, slotRowOf(s))
	}
	for _, a := range d.Agenda {
		r := itemRow{Start: paris.ClockInput(a.StartsAt.Time()), End: paris.ClockInput(a.EndsAt.Time()), Title: a.Title, Speaker: a.Speaker, Detail: a.Detail}
		if r.Day = paris.Day(a.StartsAt.Time()); r.Day == paris.Day(first) {
			r.Day = ""
		}
		f.Items = append(f.Items, r)
	}
}

func slotRowOf(s event.SlotDraft) slotRow {
	r := slotRow{ID: s.ID, Day: paris.Day(s.Start), Start: paris.ClockInput(s.Start), End: paris.ClockInput(s.End), Label: s.Label, Room: s.Room,
		Trainer: s.Trainer, TrainerRole: s.TrainerRole}
	if s.BreakMinutes > 0 {
		r.Break = strconv.Itoa(s.BreakMinutes)
	}
	return r
}

// readRows gathers the rows that were typed, in the order of their numbers; empty ones are left out.
func (f *eventForm) readRows(v url.Values) {
	for _, n := range rowNumbers(v, "slot-", maxSlots) {
		get := func(name string) string { return strings.TrimSpace(v.Get("slot-" + n + "-" + name)) }
		r := slotRow{ID: get("id"), Day: get("day"), Start: get("start"), End: get("end"), Label: get("label"), Room: get("room"), Break: get("break"),
			Trainer: get("trainer"), TrainerRole: get("trainer_function")}
		if !r.blank() {
			f.Slots = append(f.Slots, r)
		}
	}
	for _, n := range rowNumbers(v, "item-", maxItems) {
		get := func(name string) string { return strings.TrimSpace(v.Get("item-" + n + "-" + name)) }
		r := itemRow{Day: get("day"), Start: get("start"), End: get("end"), Title: get("title"), Speaker: get("speaker"), Detail: get("detail")}
		if !r.blank() {
			f.Items = append(f.Items, r)
		}
	}
}

// rowNumbers lists the numbers N of the fields « prefixN-… », smallest first.
func rowNumbers(v url.Values, prefix string, most int) (out []string) {
	var numbers []int
	for name := range v {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		digits, _, _ := strings.Cut(rest, "-")
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for _, n := range numbers[:min(len(numbers), most)] {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// slotDrafts reads the hours of the half-days, each refusal at its field.
func (f *eventForm) slotDrafts() (out []event.SlotDraft, errs domain.Errors) {
	for i, r := range f.Slots {
		at := "slot-" + strconv.Itoa(i) + "-"
		d := event.SlotDraft{ID: r.ID, Label: r.Label, Room: r.Room, Trainer: r.Trainer, TrainerRole: r.TrainerRole}
		var refused domain.Errors
		d.Start, refused = readMoment(r.Day, r.Start, at+"day", at+"start", refused)
		d.End, refused = readMoment(r.Day, r.End, at+"day", at+"end", refused)
		if r.Break != "" {
			n, err := strconv.Atoi(r.Break)
			if err != nil || n < 0 {
				refused = append(refused, domain.Error{Code: domain.ErrNumber, Field: at + "break"})
			}
			d.BreakMinutes = n
		}
		if len(refused) > 0 { // half a half-day must not make another row look wrong
			d.Start, d.End = time.Time{}, time.Time{}
		}
		out, errs = append(out, d), append(errs, refused...)
	}
	return out, errs
}

// itemDrafts reads the running order; a line without a day is of the first half-day's.
func (f *eventForm) itemDrafts() (out []records.AgendaItem, errs domain.Errors) {
	for i, r := range f.Items {
		at := "item-" + strconv.Itoa(i) + "-"
		day, dayField := r.Day, at+"day"
		if day == "" {
			day, dayField = f.firstDay(), ""
		}
		var refused domain.Errors
		start, refused := readMoment(day, r.Start, dayField, at+"start", refused)
		end, refused := readMoment(day, r.End, dayField, at+"end", refused)
		out = append(out, records.AgendaItem{StartsAt: records.At(start), EndsAt: records.At(end), Title: r.Title, Speaker: r.Speaker, Detail: r.Detail})
		errs = append(errs, refused...)
	}
	return out, errs
}

// follow puts a rhythm's hours into the rows, without their dates.
func (f *eventForm) follow(code string) {
	for _, r := range f.Rhythms {
		if r.Code != code {
			continue
		}
		for _, h := range r.Hours {
			f.Slots = append(f.Slots, slotRow{Start: h[0], End: h[1]})
		}
		if r.Remote {
			f.Mode = "remote"
		}
	}
}

// firstDay is the day of the first half-day; when that one cannot be read it is refused there, and any day
// does for the lines that follow it.
func (f *eventForm) firstDay() string {
	if len(f.Slots) > 0 {
		if _, err := paris.ParseDay(f.Slots[0].Day); err == nil {
			return f.Slots[0].Day
		}
	}
	return "2000-01-01"
}

// readMoment reads a day and an hour. A day that is wrong is refused once, at dayField (empty: elsewhere).
func readMoment(day, clock, dayField, clockField string, errs domain.Errors) (time.Time, domain.Errors) {
	refuse := func(code domain.Code, field string) (time.Time, domain.Errors) {
		e := domain.Error{Code: code, Field: field}
		if field == "" || slices.Contains(errs, e) {
			return time.Time{}, errs
		}
		return time.Time{}, append(errs, e)
	}
	if day == "" {
		return refuse(domain.ErrRequired, dayField)
	}
	if _, err := paris.ParseDay(day); err != nil {
		return refuse(domain.ErrTimeFormat, dayField)
	}
	if clock == "" {
		return refuse(domain.ErrRequired, clockField)
	}
	t, err := paris.Combine(day, clock)
	switch err {
	case nil:
		return t, errs
	case paris.ErrNoSuchTime:
		return refuse(domain.ErrNoSuchTime, clockField)
	}
	return refuse(domain.ErrTimeFormat, clockField)
}
