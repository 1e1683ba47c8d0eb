package hooks

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// deskReplaceView is the view of desk_registration/replace.
type deskReplaceView struct {
	changeView
	Top eventTop
}

func (s *site) deskLifeOf(e *core.RequestEvent) (l life, err error) {
	if l.ev, err = eventOf(e); err != nil {
		return l, err
	}
	l.r, err = registrationOf(e)
	l.path = "/gestion/evenements/" + l.ev.ID + "/inscriptions/" + e.Request.PathValue("registration")
	return l, err
}

// deskReplaceForm asks who comes in somebody's place.
func (s *site) deskReplaceForm(e *core.RequestEvent) error {
	l, err := s.deskLifeOf(e)
	if err == nil {
		err = registration.Givable(l.r, l.ev, s.now())
	}
	if err != nil {
		return s.refuse(e, err)
	}
	in, err := heirInput(e.App, l.r)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeskReplace(e, http.StatusOK, l, in, false, nil)
}

// deskReplace gives a seat to a colleague, by the hand of the desk: a mailbox is not needed.
func (s *site) deskReplace(e *core.RequestEvent) error {
	l, err := s.deskLifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	in := registrationInputOf(f)
	typed := in.request(l.ev.ID)
	typed.Origin = domain.FromCoordinator
	a, err := registration.Replace(e.App, s.now(), l.r.ID, typed, actor(e))
	if err != nil && atFields(err) {
		other := domain.Is(err, domain.ErrAlreadyRegistered) || domain.Is(err, domain.ErrSamePerson) || in.OtherPerson
		return s.showDeskReplace(e, http.StatusUnprocessableEntity, l, in, other, seatErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/evenements/"+l.ev.ID+"/inscriptions/"+a.Registration.ID, "ok",
		"La place de "+l.r.Name()+" est donnée à "+a.Registration.Name()+".")
}

func (s *site) showDeskReplace(e *core.RequestEvent, status int, l life, in registrationInput, other bool, errs []web.FieldError) error {
	v, err := s.changeOf(e.App, l, in)
	if err != nil {
		return s.refuse(e, err)
	}
	v.AskOther, v.NoMail = other, true
	return s.renderForm(e, status, "desk_registration/replace", deskReplaceView{v, s.topOf(e, l.ev)}, errs)
}

// deskSwap exchanges two registrations at once, when both asked the desk for it.
func (s *site) deskSwap(e *core.RequestEvent) error {
	l, err := s.deskLifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	short, _ := ticket.ParseShort(form("code"))
	typed := typedReasons{Session: form("session"), Code: form("code")}
	wrong := func(text string) error {
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typed, []web.FieldError{{Field: "code", Text: text}})
	}
	other, err := s.otherSide(e, typed.Session, short)
	if domain.Is(err, domain.ErrNotFound) {
		return wrong("Aucune inscription à cette session ne porte ce code.")
	}
	if err == nil {
		err = registration.Swap(e.App, s.now(), l.r.ID, other.ID, actor(e))
	}
	if refusals := domain.Refusals(err); refusals != nil {
		return wrong(swapRefusal(refusals[0]))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, l.path, "ok", "L’échange est fait : "+l.r.Name()+" et "+other.Name()+".")
}

// otherSide finds the other registration of an exchange, at an event of whoever asks.
func (s *site) otherSide(e *core.RequestEvent, event, short string) (*records.Registration, error) {
	ev, err := records.EventOf(e.App, event)
	if err != nil {
		return nil, err
	}
	if u := user(e); !u.IsCoordinator() && !slices.Contains(ev.Organisers, u.Id) {
		return nil, records.ErrNone
	}
	return records.RegistrationByShort(e.App, ev.ID, short)
}

func swapRefusal(r domain.Error) string {
	switch r.Code {
	case domain.ErrState:
		return "Les deux inscriptions doivent être confirmées."
	case domain.ErrEventPast:
		return "L’une des deux sessions a commencé ou a eu lieu."
	case domain.ErrAlreadyRegistered:
		return "L’une des deux personnes a déjà une place à l’autre session."
	case domain.ErrQuota:
		return "Un quota de l’une des deux sessions ne le permet pas."
	}
	return sentence(r)
}

// hands is through whose hands a seat goes: whose place this registration has, who has its place, and what can
// still be done.
type hands struct {
	CanReplace    bool
	Sessions      []web.Option // to exchange with; none: it cannot be
	Before, After *records.Registration
}

func (s *site) handsOf(e *core.RequestEvent, ev *records.Event, r *records.Registration) (h hands, err error) {
	h.CanReplace = registration.Givable(r, ev, s.now()) == nil
	if registration.Swappable(r, ev, s.now()) == nil {
		if h.Sessions, _, err = sessionsBeside(e.App, ev, s.now()); err != nil {
			return h, err
		}
	}
	if r.Replaces != "" {
		if h.Before, err = records.RegistrationOf(e.App, r.Replaces); err != nil {
			return h, err
		}
	}
	if r.State == string(domain.Replaced) {
		h.After, err = records.SuccessorOf(e.App, r.ID)
	}
	return h, err
}
