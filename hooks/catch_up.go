package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/signature"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// catchUpPart is what the dashboard says of half-days caught up in another group (desk_training/_catch_up).
type catchUpPart struct {
	Missed []web.Option // « registration:half-day », by person
	Others []web.Option // half-days of the other groups
	Own    []catchUpLine
	Guests []catchUpLine

	Chosen, Other, Reason string // typed
}

// catchUpLine is a half-day caught up, or to be, in words.
type catchUpLine struct {
	ID, Name      string
	Missed, Other string // half-days
	Home, Group   string // titles
	Reason        string
	Done, Live    bool
	Begun         bool // the half-day of the other group: the presence can be noted
	Path          string
	Person        string // address of the registration, where the reader may open it
}

func catchUpLines(now int64, path string, list []training.Meeting) (lines []catchUpLine) {
	for _, m := range list {
		lines = append(lines, catchUpLine{ID: m.CatchUp.ID, Name: m.Registration.LastName + " " + m.Registration.FirstName, Missed: slotWords(*m.Missed), Other: slotWords(*m.Other),
			Home: m.Home.Title, Group: m.Group.Title, Reason: m.CatchUp.Reason, Done: m.Done(), Live: m.Live(), Begun: now >= m.Other.StartsAt.Time().Unix(),
			Path: path + "/rattrapages/" + m.CatchUp.ID})
	}
	return lines
}

func (s *site) catchUpPart(e *core.RequestEvent, ev *records.Event, b *training.Board) (p catchUpPart, err error) {
	path, now := eventPath(e)+"/formation", s.now().Unix()
	own, err := training.Meetings(e.App, b.CatchUps)
	if err != nil {
		return p, err
	}
	guests, err := training.Guests(e.App, ev.ID, "")
	if err != nil {
		return p, err
	}
	p.Own, p.Guests = catchUpLines(now, path, own), catchUpLines(now, path, guests)
	for i := range p.Own {
		p.Own[i].Person = eventPath(e) + "/inscriptions/" + own[i].Registration.ID
	}
	for _, r := range b.Rows {
		name := r.Registration.LastName + " " + r.Registration.FirstName
		for _, c := range r.Cells {
			if c.Absent() && c.CatchUp == nil && r.Registration.State == string(domain.Confirmed) {
				p.Missed = append(p.Missed, web.Option{Value: r.Registration.ID + ":" + c.Slot.ID, Label: name + ", " + slotWords(c.Slot)})
			}
		}
	}
	if len(p.Missed) == 0 {
		return p, nil
	}
	groups, err := training.OtherGroups(e.App, ev)
	for _, g := range groups {
		for _, sl := range g.Slots {
			label := slotWords(sl)
			if g.Full[sl.ID] {
				label += " (groupe complet)"
			}
			p.Others = append(p.Others, web.Option{Value: sl.ID, Label: label, Group: g.Event.Title + ", " + paris.Range(g.Event.StartsAt.Time(), g.Event.EndsAt.Time())})
		}
	}
	form := e.Request.PostFormValue
	p.Chosen, p.Other, p.Reason = form("manquee"), form("autre"), form("raison")
	return p, err
}

// planCatchUp says that somebody attends a missed half-day in another group.
func (s *site) planCatchUp(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	who, slot, _ := strings.Cut(f.Get("manquee"), ":")
	var errs []web.FieldError
	for _, field := range []string{"manquee", "autre"} {
		if f.Get(field) == "" {
			errs = append(errs, web.FieldError{Field: field, Text: sentence(domain.Error{Code: domain.ErrRequired})})
		}
	}
	if len(errs) > 0 {
		return s.showTraining(e, http.StatusUnprocessableEntity, errs)
	}
	r, err := records.RegistrationOf(e.App, who)
	if err == nil && r.Event != e.Request.PathValue("event") {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	c, err := training.PlanCatchUp(e.App, s.now(), actor(e), r.ID, slot, f.Get("autre"), f.Get("raison"))
	if refusals := domain.Refusals(err); len(refusals) > 0 && refusals[0].Field != "" {
		errs := fieldErrors(err)
		for i := range errs {
			errs[i].Field = map[string]string{"slot": "manquee", "other": "autre", "reason": "raison"}[errs[i].Field]
		}
		return s.showTraining(e, http.StatusUnprocessableEntity, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	kind, text := "ok", "Rattrapage prévu. "+r.Name()+" reçoit le lieu et les heures, et l’accueil de l’autre groupe reconnaît son billet."
	if over, err := fullWith(e.App, c); err != nil {
		return s.refuse(e, err)
	} else if over {
		kind, text = "warn", text+" Cette demi-journée de l’autre groupe dépasse son nombre de places\u00a0: prévoyez une chaise."
	}
	return s.tell(e, eventPath(e)+"/formation#rattrapages", kind, text)
}

// fullWith tells whether a catch-up brings its half-day over the places of the other group.
func fullWith(app core.App, c *records.CatchUp) (bool, error) {
	other, err := records.SlotOf(app, c.OtherSlot)
	if err != nil {
		return false, err
	}
	group, err := records.EventOf(app, other.Event)
	if err != nil {
		return false, err
	}
	return training.Full(app, group, other.ID, 0)
}

// settleCatchUp says, at the desk of either group, that the half-day was attended, takes that back, or drops the plan.
func (s *site) settleCatchUp(e *core.RequestEvent) error {
	event, id, form, text := e.Request.PathValue("event"), e.Request.PathValue("catchup"), e.Request.FormValue, ""
	var err error
	switch form("act") {
	case "present":
		err, text = training.AttendCatchUp(e.App, s.now(), actor(e), event, "", id), "Présence au rattrapage notée\u00a0: elle compte dans son groupe."
	case "undo":
		err, text = training.UndoCatchUp(e.App, s.now(), actor(e), event, "", id, form("raison-"+id)), "Présence annulée\u00a0: le rattrapage reste prévu."
	case "drop":
		err, text = training.DropCatchUp(e.App, s.now(), actor(e), event, id, form("raison-"+id)), "Rattrapage retiré."
	default:
		err = domain.Error{Code: domain.ErrUnreadable}
	}
	if domain.Is(err, domain.ErrReason) {
		return s.showTraining(e, http.StatusUnprocessableEntity, []web.FieldError{{Field: "raison-" + id, Text: sentence(domain.Error{Code: domain.ErrReason})}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/formation#rattrapages", "ok", text)
}

// settleCatchUpAsTrainer is the same by who teaches the half-day of the link: present, or not after all.
func (s *site) settleCatchUpAsTrainer(e *core.RequestEvent) error {
	token := e.Request.PathValue("token")
	sheet, err := signature.OpenSheet(e.App, s.now(), token)
	if err != nil {
		return s.refuse(e, err)
	}
	event, slot, id, text := sheet.Place.Event.ID, sheet.Slot.ID, e.Request.PathValue("catchup"), "Présence au rattrapage notée."
	switch e.Request.FormValue("act") {
	case "present":
		err = training.AttendCatchUp(e.App, s.now(), sheet.Place.Actor, event, slot, id)
	case "undo":
		err, text = training.UndoCatchUp(e.App, s.now(), sheet.Place.Actor, event, slot, id, "Annulé par qui anime la demi-journée"), "Présence au rattrapage annulée."
	default:
		err = domain.Error{Code: domain.ErrUnreadable}
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/intervenants/"+token+"#rattrapages", "ok", text)
}
