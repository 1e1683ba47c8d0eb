package hooks

import (
	"slices"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// eventForm is the view of desk_event/form: what was typed, as it was typed.
type eventForm struct {
	ID, Intent, Seen, Heading, Prefilled, AgeBox               string
	Rhythms                                                    []training.Rhythm // ways to cut the programme's hours
	Held                                                       bool
	Title, Programme, Summary, Description, Audience           string
	Mode, Place, Address, Access, RemoteURL, Territory         string
	Capacity, Opens, Closes, FullNote, Contact                 string
	Visibility, Rule, SignatoryName, SignatoryFunction         string
	RuleSlots, RuleHours                                       string // how much the rule asks, where it counts
	PTSMRole, WorkingGroup, Axis, Action, Priority, Partners   string
	Campaign                                                   string
	Campaigns                                                  []string // used already
	Waitlist, Certificate, CoBuilt                             bool
	OtherGroups, OtherAxes, OtherActions, OtherPriorities      []string
	Organisers, Proposed, Confirmed                            []string
	Slots                                                      []slotRow
	Items                                                      []itemRow
	Paste                                                      string
	Read                                                       int // lines of the pasted running order that were read
	Programmes, Territories, Groups, Axes, Actions, Priorities []web.Option
	Accounts, Proposals                                        []web.Option
	Modes, Visibilities, Roles, Rules                          []web.Option
	WithSeries                                                 bool
	SeriesDates                                                []string // the other dates of its series, still to come
}

// New tells whether the event does not exist yet.
func (f *eventForm) New() bool { return f.ID == "" }

// SecondaryOpen tells whether secondary links hold something, and so show at once.
func (f *eventForm) SecondaryOpen() bool {
	return len(f.OtherGroups)+len(f.OtherAxes)+len(f.OtherActions)+len(f.OtherPriorities) > 0
}

// newEvent shows an empty form, or what the chosen programme usually asks.
func (s *site) newEvent(e *core.RequestEvent) error {
	var programme records.Item
	if id := e.Request.URL.Query().Get("programme"); id != "" {
		p, err := records.ItemOf(e.App, records.Programmes, id)
		if err != nil {
			return s.refuse(e, err)
		}
		programme = *p
	}
	form := formOf(event.DraftFor(programme))
	form.Intent, form.Prefilled, form.AgeBox = records.NewID(), programme.Name, training.AgeBox(programme.MinimumAge, nil)
	form.Rhythms = training.Rhythms(programme.Minutes)
	form.follow(e.Request.URL.Query().Get("rythme"))
	return s.showEventForm(e, 200, form, nil)
}

// editEvent shows an event in the form.
func (s *site) editEvent(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if ev.Status == domain.Cancelled {
		return s.refuse(e, domain.Error{Code: domain.ErrState})
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	agenda, err := records.Agenda(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	form := formOf(event.DraftOf(ev, slots, agenda))
	form.Held = ev.Status == domain.Held
	return s.showEventForm(e, 200, form, nil)
}

// createEvent writes a new event as a draft.
func (s *site) createEvent(e *core.RequestEvent) error { return s.writeEvent(e, "") }

// saveEvent writes the changes of an event.
func (s *site) saveEvent(e *core.RequestEvent) error {
	return s.writeEvent(e, e.Request.PathValue("event"))
}

func (s *site) writeEvent(e *core.RequestEvent, id string) error {
	form, err := readEventForm(e.Request)
	if err != nil {
		return e.BadRequestError("", err)
	}
	form.ID = id
	if form.Paste != "" || e.Request.PostForm.Has("read") { // read, shown to be checked, and not saved yet
		if errs := form.readPaste(); errs != nil {
			return s.showEventForm(e, 422, form, errs)
		}
		return s.showEventForm(e, 200, form, nil)
	}
	draft, errs := form.draft()
	if len(errs) == 0 {
		saved, err := training.SaveEvent(e.App, s.now(), actor(e), draft)
		if err == nil {
			s.nudge() // seats may have been given to those who wait
			if id == "" {
				return s.tell(e, "/gestion/evenements/"+saved.ID, "ok", "Brouillon enregistré. Relisez-le, puis publiez-le.")
			}
			if n, err := untold(e.App, s.now(), saved); err != nil {
				return s.refuse(e, err)
			} else if n > 0 {
				return s.tell(e, "/gestion/evenements/"+saved.ID+"/prevenir", "ok", "Modifications enregistrées. Le lieu ou les dates ont changé.")
			}
			return s.tell(e, "/gestion/evenements/"+saved.ID, "ok", "Modifications enregistrées.")
		}
		if errs = domain.Refusals(err); errs == nil || errs[0].Code == domain.ErrNotFound || errs[0].Code == domain.ErrEventCancelled {
			return s.refuse(e, err)
		}
	}
	if err := form.restore(e.App, errs); err != nil {
		return s.refuse(e, err)
	}
	return s.showEventForm(e, 422, form, form.fieldErrors(errs))
}

// showEventForm fills the lists to choose from and answers the form.
func (s *site) showEventForm(e *core.RequestEvent, status int, f *eventForm, errs []web.FieldError) error {
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	accounts, err := records.Users(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	if f.Campaigns, err = records.Campaigns(e.App); err != nil {
		return s.refuse(e, err)
	}
	f.Heading = "Nouvel événement"
	if f.ID != "" {
		ev, err := records.EventOf(e.App, f.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		f.Heading, f.Held = ev.Title, ev.Status == domain.Held
		if status == 422 { // told once of another's change, one may write over it
			f.Seen = ev.Updated.String()
		}
		if f.SeriesDates, err = s.seriesDates(e.App, ev); err != nil {
			return s.refuse(e, err)
		}
	}
	f.Programmes, f.Territories, f.Groups, f.Priorities = s.programmeOptions(ref.Programmes, f.Programme), itemOptions(inUse(ref.Territories, s.year(), f.Territory)), itemOptions(inUse(ref.Groups, s.year(), append(f.OtherGroups, f.WorkingGroup)...)), itemOptions(inUse(ref.Priorities, s.year(), append(f.OtherPriorities, f.Priority)...))
	for _, a := range inUse(ref.Axes, s.year(), append(f.OtherAxes, f.Axis)...) {
		f.Axes = append(f.Axes, web.Option{Value: a.ID, Label: a.Name, Group: records.Find(ref.Groups, a.WorkingGroup).Name})
	}
	for _, a := range inUse(ref.Actions, s.year(), append(f.OtherActions, f.Action)...) {
		f.Actions = append(f.Actions, web.Option{Value: a.ID, Label: "Action " + a.Code + "\u00a0: " + a.Name})
	}
	for _, o := range f.Actions {
		if slices.Contains(f.Proposed, o.Value) {
			f.Proposals = append(f.Proposals, o)
		}
	}
	for _, u := range accounts {
		if slices.Contains(f.Organisers, u.Id) || (!u.Disabled() && !u.IsCoordinator()) {
			f.Accounts = append(f.Accounts, web.Option{Value: u.Id, Label: u.Name(), Hint: u.Email()})
		}
	}
	f.Modes, f.Visibilities, f.Roles, f.Rules = modeOptions, visibilityOptions, roleOptions, ruleOptions
	f.pad()
	return s.renderForm(e, status, "desk_event/form", f, errs)
}

// formOf shows a draft in the form.
func formOf(d event.Draft) *eventForm {
	f := &eventForm{ID: d.ID, Seen: d.Seen, Title: d.Title, Programme: d.Programme, Summary: d.Summary, Description: d.Description, Audience: d.Audience,
		Mode: d.Mode, Place: d.Place, Address: d.Address, Access: d.Access, RemoteURL: d.RemoteURL, Territory: d.Territory,
		FullNote: d.FullNote, Contact: d.Contact, Visibility: d.Visibility, Rule: d.Rule, SignatoryName: d.SignatoryName,
		SignatoryFunction: d.SignatoryFunction, PTSMRole: d.PTSMRole, WorkingGroup: d.WorkingGroup, Axis: d.Axis, Action: d.Action,
		Priority: d.Priority, Partners: d.Partners, Campaign: d.Campaign, Waitlist: d.Waitlist, Certificate: d.Certificate, CoBuilt: d.CoBuilt,
		OtherGroups: d.OtherGroups, OtherAxes: d.OtherAxes, OtherActions: d.OtherActions, OtherPriorities: d.OtherPriorities,
		Organisers: d.Organisers, Proposed: d.ProposedActions}
	if d.Capacity > 0 {
		f.Capacity = strconv.Itoa(d.Capacity)
	}
	if !d.Opens.IsZero() {
		f.Opens = paris.Input(d.Opens)
	}
	if !d.Closes.IsZero() {
		f.Closes = paris.Input(d.Closes)
	}
	f.RuleSlots, f.RuleHours = amountTyped(d.Rule, d.RuleAmount)
	f.showRows(d)
	return f
}
