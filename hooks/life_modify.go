package hooks

import (
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// changeView is the view of registration/modify and registration/replace: the form of a registration, filled.
type changeView struct {
	registrationView
	Path         string // of the registration's page
	Registration *records.Registration
	Began        bool // what seats and figures count no longer changes
	NoMail       bool // a mailbox is not needed: a referent, or the desk, made the registration
	AskOther     bool // a namesake has a seat: is this somebody else?
	Informed     bool
}

// life is where the pages of one registration live: the person's own, or the desk's.
type life struct {
	r    *records.Registration
	ev   *records.Event
	path string
}

func (s *site) lifeOf(e *core.RequestEvent) (l life, err error) {
	l.r, l.ev, err = s.opened(e)
	l.path = "/inscriptions/" + e.Request.PathValue("token")
	return l, err
}

// inputOf is a registration as its form would hold it.
func inputOf(in registration.Request) registrationInput {
	return registrationInput{FirstName: in.FirstName, LastName: in.LastName, Email: in.Email, Structure: in.Structure, StructureID: in.StructureID,
		NoStructure: in.NoStructure, Profession: in.Profession, Sector: in.Sector, Territory: in.Territory, Needs: in.Needs, Answers: in.Answers,
		People: strconv.Itoa(in.Companions + 1)}
}

func (s *site) modifyForm(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err == nil {
		err = registration.Modifiable(l.r, l.ev, s.now())
	}
	if err != nil {
		return s.refuse(e, err)
	}
	in, err := registration.RequestOf(e.App, l.r)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showModify(e, http.StatusOK, l, inputOf(in), nil)
}

// modify corrects a registration by its secret link.
func (s *site) modify(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	in := registrationInputOf(f)
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second) // a new mailbox is written to
	typed := in.request(l.ev.ID)
	if began(l.ev, s.now()) { // the form does not ask the rest
		was, err := registration.RequestOf(e.App, l.r)
		if err != nil {
			return s.refuse(e, err)
		}
		was.LastName, was.FirstName, was.Email, was.Needs = typed.LastName, typed.FirstName, typed.Email, typed.Needs
		typed = was
	}
	if !l.ev.Companions {
		typed.Companions = l.r.Companions
	}
	err = registration.Modify(e.App, s.now(), l.r.ID, typed, "participant")
	if err != nil && atFields(err) {
		return s.showModify(e, http.StatusUnprocessableEntity, l, in, seatErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, l.path, "ok", "Votre inscription est à jour.")
}

func began(ev *records.Event, now time.Time) bool {
	return !now.Before(ev.StartsAt.Time())
}

// atFields tells whether every refusal has its place in the form.
func atFields(err error) bool {
	refusals := domain.Refusals(err)
	for _, r := range refusals {
		if r.Field == "" {
			return false
		}
	}
	return len(refusals) > 0
}

// seatErrors says the refusals of a seat that changes hands or rules, under the names of the form.
func seatErrors(err error) (out []web.FieldError) {
	for _, r := range domain.Refusals(err) {
		text := sentence(r)
		switch {
		case r.Code == domain.ErrRequired && missing[r.Field] != "":
			text = missing[r.Field]
		case r.Code == domain.ErrQuota:
			text = "Le nombre de places de cette structure ou de ce secteur est atteint\u00a0: la place ne peut pas y passer."
		case r.Code == domain.ErrAlreadyRegistered:
			text = "Cette personne a déjà une inscription à cet événement."
		}
		out = append(out, web.FieldError{Field: nameOf(r.Field), Text: text})
	}
	return out
}

func (s *site) showModify(e *core.RequestEvent, status int, l life, in registrationInput, errs []web.FieldError) error {
	v, err := s.changeOf(e.App, l, in)
	if err != nil {
		return s.refuse(e, err)
	}
	if v.NoMail = l.r.Origin != domain.FromOnline; v.Began {
		v.MaxPeople, v.Questions = 0, nil
	}
	return s.renderForm(e, status, "registration/modify", v, named(errs, v.Questions))
}

// changeOf makes the form of a registration that is there already.
func (s *site) changeOf(app core.App, l life, in registrationInput) (v changeView, err error) {
	v = changeView{Path: l.path, Registration: l.r, Began: began(l.ev, s.now())}
	v.registrationView = registrationView{Event: l.ev, When: spanOf(l.ev), Place: placeOf(l.ev), In: in}
	if err := v.choices(app); err != nil {
		return v, err
	}
	err = v.rules(app, s.now())
	return v, err
}

// heirInput is where the form of who comes in somebody's place begins: a colleague mostly works in the same
// place; the workshops go with the seat.
func heirInput(app core.App, r *records.Registration) (in registrationInput, err error) {
	was, err := registration.RequestOf(app, r)
	in = inputOf(was)
	in.FirstName, in.LastName, in.Email, in.Profession, in.Needs, in.Intent = "", "", "", "", "", security.RandomString(32)
	return in, err
}

func (s *site) replaceForm(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
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
	return s.showReplace(e, http.StatusOK, l, changeView{}, in, nil)
}

// replace gives the seat to a colleague. Who gave it never sees the colleague's own link.
func (s *site) replace(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	return s.giveSeat(e, l, registrationInputOf(f), f.Get("informe") != "", "participant")
}

func (s *site) giveSeat(e *core.RequestEvent, l life, in registrationInput, informed bool, who string) error {
	v := changeView{Informed: informed}
	if !informed {
		return s.showReplace(e, http.StatusUnprocessableEntity, l, v, in,
			[]web.FieldError{{Field: "informe", Text: "Cochez cette case\u00a0: la personne doit savoir que vous l’inscrivez."}})
	}
	typed := in.request(l.ev.ID)
	if l.r.Origin != domain.FromOnline {
		typed.Origin = domain.FromCoordinator
	}
	a, err := registration.Replace(e.App, s.now(), l.r.ID, typed, who)
	if err != nil && atFields(err) {
		v.AskOther = domain.Is(err, domain.ErrAlreadyRegistered) || domain.Is(err, domain.ErrSamePerson) || in.OtherPerson
		return s.showReplace(e, http.StatusUnprocessableEntity, l, v, in, seatErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, l.path, "ok", "La place est donnée à "+a.Registration.FirstName+".")
}

func (s *site) showReplace(e *core.RequestEvent, status int, l life, v changeView, in registrationInput, errs []web.FieldError) error {
	full, err := s.changeOf(e.App, l, in)
	if err != nil {
		return s.refuse(e, err)
	}
	full.AskOther, full.Informed, full.NoMail, full.Began = v.AskOther, v.Informed, l.r.Origin != domain.FromOnline, false
	return s.renderForm(e, status, "registration/replace", full, named(errs, full.Questions))
}
