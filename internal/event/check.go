package event

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Lengths, in characters.
const (
	MaxTitle = 200
	MaxText  = 10000
	MaxLine  = 300
)

// MaxCapacity is the greatest number of seats of an event.
const MaxCapacity = domain.MaxSeats

var validIntent = regexp.MustCompile(`^[a-z0-9]{15}$`)

func (d *Draft) clean() {
	for _, s := range []*string{&d.Title, &d.Place, &d.Address, &d.RemoteURL, &d.Contact, &d.Partners, &d.Campaign, &d.SignatoryName, &d.SignatoryFunction} {
		*s = domain.CleanLine(*s)
	}
	for _, s := range []*string{&d.Summary, &d.Description, &d.Audience, &d.Access, &d.FullNote} {
		*s = domain.CleanText(*s)
	}
	if d.Rule == "" {
		d.Rule = domain.AtLeastOneSlot
	}
	if !d.completion().Counts() {
		d.RuleAmount = 0 // of a rule that was left
	}
	for i := range d.Slots {
		s := &d.Slots[i]
		s.Label, s.Room = domain.CleanLine(s.Label), domain.CleanLine(s.Room)
		s.Trainer, s.TrainerRole = domain.CleanLine(s.Trainer), domain.CleanLine(s.TrainerRole)
	}
	for i := range d.Agenda {
		a := &d.Agenda[i]
		a.Title, a.Speaker, a.Detail = domain.CleanLine(a.Title), domain.CleanLine(a.Speaker), domain.CleanText(a.Detail)
	}
}

// Check tidies a draft and refuses what is wrong by itself, each thing at its field: « slot-N » and « item-N »
// (from 0, in the order given) for the rows of half-days and of the running order.
func (d *Draft) Check() error {
	d.clean()
	errs := d.checkText()
	if d.Intent != "" && !validIntent.MatchString(d.Intent) {
		errs = append(errs, domain.Error{Code: domain.ErrRequired})
	}
	for _, c := range []struct {
		field, value string
		of           []string
	}{
		{"visibility", d.Visibility, []string{domain.Public, domain.ByLink, domain.Internal}},
		{"mode", d.Mode, []string{"onsite", "remote", "mixed"}},
		{"ptsm_role", d.PTSMRole, domain.PTSMRoles},
	} {
		if !slices.Contains(c.of, c.value) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: c.field})
		}
	}
	if u, err := url.Parse(d.RemoteURL); d.RemoteURL != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http")) {
		errs = append(errs, domain.Error{Code: domain.ErrAddress, Field: "remote_url"})
	}
	if d.Capacity < 0 || d.Capacity > MaxCapacity {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "capacity"})
	}
	if !d.Opens.IsZero() && !d.Closes.IsZero() && !d.Closes.After(d.Opens) {
		errs = append(errs, domain.Error{Code: domain.ErrSlotOrder, Field: "closes"})
	}
	slots := domain.Refusals(domain.CheckSlots(d.domainSlots()))
	if e := d.completion().Check(d.domainSlots()); e != nil && (len(slots) == 0 || e.Code == domain.ErrChoice || e.Code == domain.ErrNumber) {
		errs = append(errs, *e)
	}
	errs = append(errs, slots...)
	return append(errs, d.checkAgenda()...).OrNil()
}

func (d Draft) checkText() (errs domain.Errors) {
	type line struct {
		field, value string
		max          int
		required     bool
	}
	lines := []line{
		{"title", d.Title, MaxTitle, true}, {"summary", d.Summary, 500, false}, {"description", d.Description, MaxText, false},
		{"place", d.Place, MaxLine, false}, {"address", d.Address, MaxLine, false}, {"contact", d.Contact, MaxLine, false},
		{"partners", d.Partners, 1000, false}, {"campaign", d.Campaign, 100, false}, {"audience", d.Audience, MaxText, false}, {"access", d.Access, MaxText, false},
		{"remote_url", d.RemoteURL, 1000, false}, {"full_note", d.FullNote, 1000, false},
		{"signatory_name", d.SignatoryName, MaxLine, false}, {"signatory_function", d.SignatoryFunction, MaxLine, false},
	}
	for i, s := range d.Slots {
		field := fmt.Sprintf("slot-%d", i)
		lines = append(lines, line{field, s.Label, MaxLine, false}, line{field, s.Room, MaxLine, false},
			line{field, s.Trainer, MaxLine, false}, line{field, s.TrainerRole, MaxLine, false})
	}
	for _, l := range lines {
		if e := domain.CheckLine(l.field, l.value, l.max, l.required, l.required); e != nil {
			errs = append(errs, *e)
		}
	}
	if d.Programme == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "programme"})
	}
	return errs
}

func (d Draft) checkAgenda() (errs domain.Errors) {
	for i, a := range d.Agenda {
		field := fmt.Sprintf("item-%d", i)
		switch {
		case a.Title == "":
			errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: field})
		case !a.EndsAt.Time().After(a.StartsAt.Time()):
			errs = append(errs, domain.Error{Code: domain.ErrSlotOrder, Field: field})
		case len([]rune(a.Title)) > MaxLine || len([]rune(a.Speaker)) > MaxLine || len([]rune(a.Detail)) > MaxText:
			errs = append(errs, domain.Error{Code: domain.ErrTooLong, Field: field})
		}
	}
	return errs
}

// checkRows refuses what is wrong beside other rows: seats already taken, lists, a closed event. It also
// adds what a programme proposes when it is chosen.
func (d *Draft) checkRows(app core.App, now time.Time, e *records.Event) error {
	if e.Status == domain.Held && (d.completion() != e.Completion() || d.Certificate != e.Certificate) {
		return domain.Error{Code: domain.ErrEventHeld, Field: "rule"}
	}
	if d.ID != "" && d.Capacity > 0 && d.Capacity != e.Capacity { // a new one has its id, and no row yet
		seats, err := records.SeatsOf(app, e)
		if err != nil {
			return err
		}
		if d.Capacity < seats.Taken {
			return domain.Error{Code: domain.ErrCapacityTaken, Field: "capacity", Arg: fmt.Sprint(seats.Taken)}
		}
	}
	if d.Capacity > 0 && d.Capacity < e.GroupMin {
		return domain.Error{Code: domain.ErrUnderMinimum, Field: "capacity", Arg: fmt.Sprint(e.GroupMin)}
	}
	if n := domain.Reserved(e.Quotas, now); n > 0 && d.Capacity != e.Capacity {
		switch {
		case d.Capacity == 0:
			return domain.Error{Code: domain.ErrNoCapacity, Field: "capacity"}
		case d.Capacity < n:
			return domain.Error{Code: domain.ErrReserved, Field: "capacity", Arg: fmt.Sprint(n)}
		}
	}
	programme, err := records.ItemOf(app, records.Programmes, d.Programme)
	if err != nil {
		return choice(err, "programme")
	}
	if e.Programme != d.Programme {
		if err := catchUpsHold(app, e); err != nil {
			return err
		}
		d.ProposedActions = append(slices.Clone(d.ProposedActions), programme.ProposedActions...)
	}
	return d.checkLists(app)
}

// checkLists refuses an id that its list does not have.
func (d Draft) checkLists(app core.App) error {
	for _, l := range []struct {
		list, field string
		ids         []string
	}{
		{records.Territories, "territory", []string{d.Territory}}, {records.WorkingGroups, "working_group", []string{d.WorkingGroup}},
		{records.Axes, "axis", []string{d.Axis}}, {records.RoadmapActions, "action", []string{d.Action}}, {records.Priorities, "priority", []string{d.Priority}},
		{records.WorkingGroups, "other_groups", d.OtherGroups}, {records.Axes, "other_axes", d.OtherAxes},
		{records.RoadmapActions, "other_actions", d.OtherActions}, {records.Priorities, "other_priorities", d.OtherPriorities},
		{records.RoadmapActions, "proposed", d.ProposedActions},
	} {
		for _, id := range l.ids {
			if _, err := records.ItemOf(app, l.list, id); id != "" && err != nil {
				return choice(err, l.field)
			}
		}
	}
	for _, id := range d.Organisers {
		if _, err := records.UserOf(app, id); err != nil {
			return choice(err, "organisers")
		}
	}
	return nil
}

// choice is what an id that a list does not have is refused with; a fault stays a fault.
func choice(err error, field string) error {
	if domain.Is(err, domain.ErrNotFound) {
		return domain.Error{Code: domain.ErrChoice, Field: field}
	}
	return err
}
