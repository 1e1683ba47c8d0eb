package hooks

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// otherGroupsPage is the view of desk_training/group: where somebody may be moved, and with whom one may exchange.
type otherGroupsPage struct {
	Top              eventTop
	ID, Name, Path   string
	State            stateWord
	Groups           []web.Option
	People           []web.Option // of the other groups, to exchange with
	Group, Other     string       // typed
	CanSwap, CanMove bool
}

// otherGroups shows the other groups of somebody's training.
func (s *site) otherGroups(e *core.RequestEvent) error {
	return s.showGroups(e, http.StatusOK, "", "", nil)
}

func (s *site) showGroups(e *core.RequestEvent, status int, group, other string, errs []web.FieldError) error {
	l, err := s.deskLifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := otherGroupsPage{Top: s.topOf(e, l.ev), ID: l.r.ID, Name: l.r.Name(), Path: "/gestion/evenements/" + l.ev.ID + "/formation/groupe/" + l.r.ID,
		State: stateWords[domain.State(l.r.State)], Group: group, Other: other, CanSwap: registration.Swappable(l.r, l.ev, s.now()) == nil}
	groups, err := s.groupsBeside(e, l.ev)
	if err != nil {
		return s.refuse(e, err)
	}
	for i := range groups {
		g := &groups[i]
		seats, err := records.SeatsOf(e.App, g)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Groups = append(v.Groups, web.Option{Value: g.ID, Label: sessionOf(g), Hint: seatsSaid(g, seats)})
		if !v.CanSwap {
			continue
		}
		people, err := records.Registrations(e.App, g.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		for _, r := range people {
			if r.State == string(domain.Confirmed) && r.Person != l.r.Person {
				v.People = append(v.People, web.Option{Value: r.ID, Label: r.LastName + " " + r.FirstName, Group: sessionOf(g)})
			}
		}
	}
	v.CanMove = domain.State(l.r.State).Live() && len(v.Groups) > 0 && !v.Top.Held() && !v.Top.Cancelled()
	return s.renderForm(e, status, "desk_training/group", v, errs)
}

// seatsSaid says what becomes of who is moved there.
func seatsSaid(ev *records.Event, seats domain.Seats) string {
	switch left := seats.Left(); {
	case seats.Waiting > 0:
		return "Complet : à la fin de sa liste d’attente, après " + counted(seats.Waiting, "personne", "personnes") + "."
	case left < 0:
		return "Places sans limite."
	case left > 0:
		return counted(left, "place libre", "places libres") + " sur " + intText(ev.Capacity) + "."
	case ev.Waitlist:
		return "Complet : en tête de sa liste d’attente."
	}
	return "Complet, sans liste d’attente."
}

// groupsBeside lists the coming groups of the same programme that whoever asks may see.
func (s *site) groupsBeside(e *core.RequestEvent, ev *records.Event) (out []records.Event, err error) {
	events, err := records.Events(e.App, records.EventFilter{Statuses: []string{domain.Published}, Programme: ev.Programme, EndsAfter: records.At(s.now())})
	u := user(e)
	for _, o := range events {
		if o.ID != ev.ID && s.now().Before(o.StartsAt.Time()) && (u.IsCoordinator() || slices.Contains(o.Organisers, u.Id)) {
			out = append(out, o)
		}
	}
	return out, err
}

// changeGroup moves somebody to another group, or exchanges two people.
func (s *site) changeGroup(e *core.RequestEvent) error {
	l, err := s.deskLifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	if f.Get("geste") == "echanger" {
		return s.swapGroups(e, l, f.Get("personne"))
	}
	group := f.Get("groupe")
	groups, err := s.groupsBeside(e, l.ev)
	if err != nil {
		return s.refuse(e, err)
	}
	if !slices.ContainsFunc(groups, func(g records.Event) bool { return g.ID == group }) {
		return s.showGroups(e, http.StatusUnprocessableEntity, group, "", []web.FieldError{{Field: "groupe", Text: sentence(domain.Error{Code: domain.ErrChoice})}})
	}
	next, err := registration.Transfer(e.App, s.now(), l.r.ID, group, actor(e))
	if refusals := domain.Refusals(err); refusals != nil {
		return s.showGroups(e, http.StatusUnprocessableEntity, group, "", []web.FieldError{{Field: "groupe", Text: transferRefusal(refusals[0])}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := l.r.Name() + " change de groupe, et reçoit ses nouvelles dates."
	if next.State == string(domain.Waitlisted) {
		text = l.r.Name() + " est sur la liste d’attente de l’autre groupe, et le sait par courriel."
	}
	return s.tell(e, eventPath(e)+"/formation", "ok", text)
}

func transferRefusal(r domain.Error) string {
	switch r.Code {
	case domain.ErrAlreadyRegistered:
		return "Cette personne est déjà inscrite dans ce groupe."
	case domain.ErrEventFull, domain.ErrQuota:
		return "Ce groupe est complet, et n’a pas de liste d’attente."
	case domain.ErrGroupMet:
		return "Cette personne a déjà été présente ici : elle reste dans ce groupe. Prévoyez plutôt un rattrapage."
	}
	return sentence(r)
}

// swapGroups exchanges two people of two groups.
func (s *site) swapGroups(e *core.RequestEvent, l life, other string) error {
	wrong := func(text string) error {
		return s.showGroups(e, http.StatusUnprocessableEntity, "", other, []web.FieldError{{Field: "personne", Text: text}})
	}
	o, err := records.RegistrationOf(e.App, other)
	if domain.Is(err, domain.ErrNotFound) {
		return wrong(sentence(domain.Error{Code: domain.ErrChoice}))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	groups, err := s.groupsBeside(e, l.ev)
	if err != nil {
		return s.refuse(e, err)
	}
	if !slices.ContainsFunc(groups, func(g records.Event) bool { return g.ID == o.Event }) {
		return wrong(sentence(domain.Error{Code: domain.ErrChoice}))
	}
	err = registration.Swap(e.App, s.now(), l.r.ID, o.ID, actor(e))
	if refusals := domain.Refusals(err); refusals != nil {
		return wrong(swapRefusal(refusals[0]))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/formation", "ok", "L’échange est fait : "+l.r.Name()+" et "+o.Name()+" reçoivent leurs nouvelles dates.")
}
