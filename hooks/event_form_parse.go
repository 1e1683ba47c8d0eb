package hooks

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// textField is a field of one text; without into it stands for the rows that begin with its name.
type textField struct {
	name string
	into *string
}

// texts are the fields of one text; their order is the page's, and the order in which errors are said.
func (f *eventForm) texts() []textField {
	return []textField{
		{"title", &f.Title}, {"programme", &f.Programme}, {"summary", &f.Summary}, {"description", &f.Description}, {"audience", &f.Audience}, {"contact", &f.Contact},
		{"slot-", nil}, {"item-", nil}, {"paste", &f.Paste},
		{"mode", &f.Mode}, {"place", &f.Place}, {"address", &f.Address}, {"access", &f.Access}, {"remote_url", &f.RemoteURL}, {"territory", &f.Territory},
		{"capacity", &f.Capacity}, {"opens", &f.Opens}, {"closes", &f.Closes}, {"full_note", &f.FullNote}, {"visibility", &f.Visibility},
		{"rule", &f.Rule}, {"rule_slots", &f.RuleSlots}, {"rule_hours", &f.RuleHours}, {"signatory_name", &f.SignatoryName}, {"signatory_function", &f.SignatoryFunction},
		{"ptsm_role", &f.PTSMRole}, {"working_group", &f.WorkingGroup}, {"axis", &f.Axis}, {"action", &f.Action}, {"priority", &f.Priority}, {"partners", &f.Partners}, {"campaign", &f.Campaign},
		{"intent", &f.Intent}, {"seen", &f.Seen},
	}
}

// readEventForm keeps what was typed, unread.
func readEventForm(r *http.Request) (*eventForm, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	v, f := r.PostForm, &eventForm{}
	for _, t := range f.texts() {
		if t.into != nil {
			*t.into = v.Get(t.name)
		}
	}
	f.Paste = strings.TrimSpace(f.Paste)
	f.Waitlist, f.Certificate, f.CoBuilt, f.WithSeries = v.Get("waitlist") != "", v.Get("certificate") != "", v.Get("co_built") != "", v.Get("with_series") != ""
	f.OtherGroups, f.OtherAxes, f.OtherActions, f.OtherPriorities = v["other_groups"], v["other_axes"], v["other_actions"], v["other_priorities"]
	f.Organisers, f.Proposed, f.Confirmed = v["organisers"], v["proposed"], v["confirmed"]
	f.readRows(v)
	return f, nil
}

// draft reads what was typed; what cannot be read, and what cannot stand, is refused at its field.
func (f *eventForm) draft() (event.Draft, []domain.Error) {
	d := event.Draft{ID: f.ID, Intent: f.Intent, Seen: f.Seen, Title: f.Title, Summary: f.Summary, Description: f.Description, Audience: f.Audience,
		Programme: f.Programme, Visibility: f.Visibility, Mode: f.Mode, PTSMRole: f.PTSMRole, Rule: f.Rule,
		Place: f.Place, Address: f.Address, Access: f.Access, RemoteURL: f.RemoteURL, Contact: f.Contact, FullNote: f.FullNote, Partners: f.Partners, Campaign: f.Campaign,
		Territory: f.Territory, WorkingGroup: f.WorkingGroup, Axis: f.Axis, Action: f.Action, Priority: f.Priority,
		OtherGroups: f.OtherGroups, OtherAxes: f.OtherAxes, OtherPriorities: f.OtherPriorities,
		OtherActions: append(slices.Clone(f.OtherActions), f.Confirmed...), ProposedActions: f.Proposed, Organisers: f.Organisers,
		SignatoryName: f.SignatoryName, SignatoryFunction: f.SignatoryFunction, Waitlist: f.Waitlist, Certificate: f.Certificate, CoBuilt: f.CoBuilt, WithSeries: f.WithSeries}
	var errs, unread domain.Errors
	if f.Capacity = strings.TrimSpace(f.Capacity); f.Capacity != "" {
		n, err := strconv.Atoi(f.Capacity)
		if err != nil || n < 1 {
			errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "capacity"})
		}
		d.Capacity = max(0, n)
	}
	var unreadAmount *domain.Error
	if d.RuleAmount, unreadAmount = amountRead(f.Rule, f.RuleSlots, f.RuleHours); unreadAmount != nil {
		errs = append(errs, *unreadAmount)
	}
	d.Opens, errs = readInput("opens", f.Opens, errs)
	d.Closes, errs = readInput("closes", f.Closes, errs)
	d.Slots, unread = f.slotDrafts()
	errs = append(errs, unread...)
	d.Agenda, unread = f.itemDrafts()
	errs = append(errs, unread...)
	for _, r := range domain.Refusals(d.Check()) {
		if r.Field == "rule_amount" {
			r.Field = amountField(f.Rule)
		}
		if !covered(errs, r.Field) { // an hour that was not read cannot be too early as well
			errs = append(errs, r)
		}
	}
	return d, errs
}

// covered tells whether a field, or a field of the same row, is refused already.
func covered(errs domain.Errors, field string) bool {
	for _, e := range errs {
		if e.Field == field || (isRow(field) && strings.HasPrefix(e.Field, field+"-")) {
			return true
		}
	}
	return false
}

func isRow(field string) bool {
	return strings.HasPrefix(field, "slot-") || strings.HasPrefix(field, "item-")
}

// readInput reads a datetime-local field that may be empty.
func readInput(field, value string, errs domain.Errors) (time.Time, domain.Errors) {
	if value == "" {
		return time.Time{}, errs
	}
	t, err := paris.Parse(value)
	switch err {
	case nil:
		return t, errs
	case paris.ErrNoSuchTime:
		return t, append(errs, domain.Error{Code: domain.ErrNoSuchTime, Field: field})
	}
	return t, append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: field})
}

// restore brings back the half-days whose removal was refused, so that the error has a row to stand at.
func (f *eventForm) restore(app core.App, errs []domain.Error) error {
	for _, e := range errs {
		id, ok := strings.CutPrefix(e.Field, "slot-")
		if !ok || len(id) != 15 {
			continue
		}
		slots, err := records.Slots(app, f.ID)
		if err != nil {
			return err
		}
		for _, d := range event.DraftOf(&records.Event{}, slots, nil).Slots {
			if d.ID == id {
				f.Slots = append(f.Slots, slotRowOf(d))
			}
		}
	}
	return nil
}

// rowFields say at which field of its row a refusal of a rule stands.
var rowFields = map[domain.Code]map[string]string{
	domain.ErrSlotOrder: {"slot-": "end", "item-": "end"}, domain.ErrSlotOverlap: {"slot-": "start"}, domain.ErrNumber: {"slot-": "break"},
	domain.ErrTooLong: {"slot-": "label", "item-": "title"}, domain.ErrRequired: {"item-": "title"},
}

// fieldErrors says the refusals in French at the fields of the form, in the order of the page.
func (f *eventForm) fieldErrors(errs []domain.Error) []web.FieldError {
	placed := slices.Clone(errs)
	for i, e := range placed {
		if !isRow(e.Field) || strings.Count(e.Field, "-") != 1 {
			continue
		}
		kind, n := e.Field[:5], e.Field[5:]
		for j, r := range f.Slots {
			if r.ID == n {
				n = strconv.Itoa(j)
			}
		}
		field := rowFields[e.Code][kind]
		if field == "" {
			field = "day"
		}
		placed[i].Field = kind + n + "-" + field
	}
	order := f.texts()
	rank := func(e domain.Error) int {
		return slices.IndexFunc(order, func(t textField) bool {
			return t.name == e.Field || (t.into == nil && strings.HasPrefix(e.Field, t.name))
		})
	}
	slices.SortStableFunc(placed, func(a, b domain.Error) int { return cmp.Compare(rank(a), rank(b)) })
	return fieldErrors(domain.Errors(placed))
}

// readPaste turns the pasted running order into rows to be checked; lines that cannot be read stay there.
func (f *eventForm) readPaste() []web.FieldError {
	if f.Paste == "" {
		return fieldErrors(domain.Error{Code: domain.ErrRequired, Field: "paste"})
	}
	lines, rest := event.ReadAgenda(f.Paste)
	for _, l := range lines {
		f.Items = append(f.Items, itemRow{Start: l.Start, End: l.End, Title: l.Title, Speaker: l.Speaker})
	}
	f.Read, f.Paste = len(lines), strings.Join(rest, "\n")
	if len(rest) == 0 {
		return nil
	}
	return fieldErrors(domain.Error{Code: domain.ErrAgenda, Field: "paste"})
}
