package hooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// trapped is said to a person whose browser filled the field that only robots see.
const trapped = "Un champ caché a été rempli, sans doute par un remplissage automatique\u00a0: votre demande n’a pas été gardée. Vérifiez vos réponses et envoyez-les de nouveau."

// missing says what is asked of each field that must be filled.
var missing = map[string]string{
	"first_name": "Indiquez votre prénom.",
	"last_name":  "Indiquez votre nom.",
	"email":      "Indiquez votre adresse électronique\u00a0: votre billet y sera envoyé.",
	"structure":  "Indiquez votre structure, ou cochez la case «\u00a0Je n’exerce dans aucun établissement\u00a0».",
	"profession": "Choisissez votre fonction dans la liste.",

	"manager_email": "Indiquez l’adresse de votre responsable, ou cochez «\u00a0Je suis responsable de service\u00a0».",
}

// registrationInput is what somebody typed, under the names of the form.
type registrationInput struct {
	FirstName, LastName, Email           string
	Structure, StructureID               string
	NoStructure                          bool
	Profession, Sector, Territory, Needs string
	Intent                               string
	OtherPerson                          bool
	Answers                              records.Answers
	FullSeen                             string // the workshops that the form had shown full
	People                               string // « nous venons à … personnes », oneself counted
	ManagerEmail                         string
	IsManager                            bool
}

// registrationView is the view of registration/form.
type registrationView struct {
	Event                             *records.Event
	When, Place                       string
	Rank                              int // on the list, for who registers now; 0: there is a seat
	RankText                          string
	Shut                              string // why nobody can register; empty: one can
	Hidden                            bool
	In                                registrationInput
	Professions, Sectors, Territories []web.Option
	Organiser, Contact, Controller    string
	Questions                         []askedField
	Full                              string   // ids of the workshops that are full
	Quotas                            []string // in words
	Outlook                           string   // what they say of the structure typed
	MaxPeople                         int      // who may come together, oneself counted; 0: not asked
}

// duplicateView is the view of registration/duplicate: everything typed, to send again as another person.
type duplicateView struct {
	Event *records.Event
	In    registrationInput
	More  []hiddenAnswer
}

// hiddenAnswer is something typed that a form carries along.
type hiddenAnswer struct{ Name, Value string }

// fieldNames are the names of the form, by those of the use case.
var fieldNames = map[string]string{"first_name": "prenom", "last_name": "nom", "email": "email", "structure": "structure",
	"profession": "fonction", "sector": "secteur", "territory": "territoire", "needs": "besoins",
	"companions": "personnes", "manager_email": "responsable"}

// nameOf is the form's name of a field of the use case; a question has its own.
func nameOf(field string) string {
	if name, ok := fieldNames[field]; ok {
		return name
	}
	return field
}

var intentPattern = regexp.MustCompile(`^[A-Za-z0-9]{16,64}$`)

// form reads the fields of a POST; a body that is too large is refused as such (413).
func form(e *core.RequestEvent) (url.Values, error) {
	if err := e.Request.ParseForm(); err != nil {
		var known *router.ApiError
		if errors.As(err, &known) {
			return nil, known
		}
		return nil, e.BadRequestError("", err)
	}
	return e.Request.PostForm, nil
}

func registrationInputOf(f url.Values) registrationInput {
	in := registrationInput{FirstName: f.Get("prenom"), LastName: f.Get("nom"), Email: f.Get("email"), Structure: f.Get("structure"),
		StructureID: f.Get("structure_id"), NoStructure: f.Get("sans_structure") != "", Profession: f.Get("fonction"),
		Sector: f.Get("secteur"), Territory: f.Get("territoire"), Needs: f.Get("besoins"), Intent: f.Get("intention"),
		OtherPerson: f.Get("autre_personne") != "", Answers: typedAnswers(f, ""), FullSeen: f.Get("complets"),
		People: strings.TrimSpace(f.Get("personnes")), ManagerEmail: f.Get("responsable"), IsManager: f.Get("je_suis_responsable") != ""}
	if !intentPattern.MatchString(in.Intent) {
		in.Intent = security.RandomString(32)
	}
	return in
}

// request is what the use case is asked. The nonce stands for this form and this name: sent twice it
// registers once, while a colleague's name typed over it after « back » is another registration.
func (in registrationInput) request(event string) registration.Request {
	companions := 0
	if in.People != "" {
		n, err := strconv.Atoi(in.People)
		if companions = n - 1; err != nil || n < 1 {
			companions = -1 // refused at its field
		}
	}
	if in.IsManager {
		in.ManagerEmail = ""
	}
	sum := sha256.Sum256([]byte(in.Intent + "|" + domain.NameKey(in.LastName, in.FirstName)))
	return registration.Request{Event: event, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email,
		StructureID: in.StructureID, Structure: in.Structure, NoStructure: in.NoStructure, Profession: in.Profession,
		Sector: in.Sector, Territory: in.Territory, Needs: in.Needs, Intent: hex.EncodeToString(sum[:16]),
		Origin: domain.FromOnline, OtherPerson: in.OtherPerson, Actor: "participant",
		Answers: in.Answers, Companions: companions, ManagerEmail: in.ManagerEmail, IsManager: in.IsManager}
}

// registrationForm shows the form, or the sentence that says why there is none.
func (s *site) registrationForm(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showForm(e, http.StatusOK, ev, registrationInput{Intent: security.RandomString(32)}, nil)
}

// A hospital has one address, and a thousand people may register when a training opens: only what no crowd
// does is slowed.
const (
	registerBurst = 4000
	registerEvery = time.Second / 2000
)

// register takes a seat or a place on the list, and leads to the registration's own page.
func (s *site) register(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := registrationInputOf(f)
	if f.Get("site_web") != "" {
		return s.showForm(e, http.StatusUnprocessableEntity, ev, in, []web.FieldError{{Text: trapped}})
	}
	if crowded, err := filledSince(e.App, ev, in.Answers, in.FullSeen); err != nil {
		return s.refuse(e, err)
	} else if len(crowded) > 0 {
		return s.notRegistered(e, ev, in, crowded)
	}
	var answer registration.Answer
	err = s.write(context.WithoutCancel(e.Request.Context()), e, func(app core.App) (err error) { // who reloads keeps the place in the queue
		answer, err = registration.Register(app, s.now(), in.request(ev.ID))
		return err
	})
	if err != nil {
		return s.notRegistered(e, ev, in, err)
	}
	s.nudge()
	token, err := link.Token(e.App, link.Registration, answer.Registration.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.Registration, token))
}

// notRegistered answers what a refusal asks for: the form again, the event's door shut, or the question
// « Êtes-vous une autre personne ? ».
func (s *site) notRegistered(e *core.RequestEvent, ev *records.Event, in registrationInput, err error) error {
	refusals := domain.Refusals(err)
	if len(refusals) == 0 {
		return s.refuse(e, err)
	}
	if refusals[0].Code == domain.ErrAlreadyRegistered {
		if err := registration.SendAgain(e.App, s.now(), refusals[0].Arg); err != nil {
			return s.refuse(e, err)
		}
		s.nudge()
		in.Intent = security.RandomString(32)
		return s.render(e, http.StatusConflict, "registration/duplicate", duplicateView{ev, in, in.more()})
	}
	if refusals[0].Field == "" {
		return s.showForm(e, sentenceOf(refusals[0].Code).status, ev, in, nil)
	}
	faults, err := registration.Faults(e.App, ev, in.request(ev.ID))
	if err != nil {
		return s.refuse(e, err)
	}
	for _, f := range faults { // all that is wrong, at once
		if !covered(refusals, f.Field) {
			refusals = append(refusals, f)
		}
	}
	return s.showForm(e, http.StatusUnprocessableEntity, ev, in, formErrors(refusals))
}

// formErrors puts refusals at the fields of a form that people fill themselves, each in the words that suit it best.
func formErrors(refusals []domain.Error) (errs []web.FieldError) {
	for _, r := range refusals {
		text := sentence(r)
		if better := missing[r.Field]; better != "" && r.Code == domain.ErrRequired {
			text = better
		}
		errs = append(errs, web.FieldError{Field: nameOf(r.Field), Text: text})
	}
	return errs
}

func (s *site) showForm(e *core.RequestEvent, status int, ev *records.Event, in registrationInput, errs []web.FieldError) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	seats, err := records.SeatsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	v := registrationView{Event: ev, When: spanOf(ev), Place: placeOf(ev), In: in, Hidden: ev.Visibility != domain.Public,
		Organiser: set.Organiser, Contact: ev.Contact, Controller: set.Controller}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	waitlist, shut := doors(ev, seats, s.now())
	if v.Shut = shut; waitlist && !ev.Approval && !ev.Manager {
		v.Rank = seats.Waiting + 1
		v.RankText = "Vous y serez en tête."
		if v.Rank > 1 {
			v.RankText = "Vous y serez " + paris.Ordinal(v.Rank) + "."
		}
	}
	if err := v.choices(e.App); err != nil {
		return s.refuse(e, err)
	}
	if err := v.rules(e.App, s.now()); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "registration/form", v, named(errs, v.Questions))
}

// choices reads the territory's lists. A sector that is counted without names is never offered beside one.
func (v *registrationView) choices(app core.App) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	year := v.Event.StartsAt.Time().In(paris.Location).Year()
	for _, it := range inUse(ref.Professions, year, v.In.Profession) {
		v.Professions = append(v.Professions, web.Option{Value: it.Code, Label: it.Name})
	}
	for _, it := range inUse(ref.Sectors, year, v.In.Sector) {
		if it.Named {
			v.Sectors = append(v.Sectors, web.Option{Value: it.Code, Label: it.Name})
		}
	}
	for _, it := range inUse(ref.Territories, year, v.In.Territory) {
		v.Territories = append(v.Territories, web.Option{Value: it.Code, Label: it.Name})
	}
	return nil
}
