package hooks

import (
	"net/http"
	"net/url"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// agreementPage is the view of agreement/agreement: what a manager reads, and answers.
type agreementPage struct {
	Event           *records.Event
	Path            string // of this page
	When, Place     string
	Slots           []records.Slot
	Referent        string // who registered these colleagues; empty: each one alone
	People          []agreementPerson
	Pending         int
	Shut            string // why it is too late to answer; empty: it is not
	Word            string
	Contact, Asker  string
	ContactIsMail   bool
	Agreed, Refused int
}

// One is the person of a page that is about one alone.
func (v agreementPage) One() agreementPerson { return v.People[0] }

// agreementPerson is one of those whom the page is about.
type agreementPerson struct {
	ID, Name, Profession, Structure string
	Pending                         bool
	Answer                          stateWord // what was answered, or why nothing will be
	At                              time.Time
	Word, Choice                    string
}

// agreement shows a request to a manager. It changes nothing: a mail's scanner opens it too.
func (s *site) agreement(e *core.RequestEvent) error {
	return s.showAgreement(e, http.StatusOK, nil, nil)
}

// agree keeps the manager's answer.
func (s *site) agree(e *core.RequestEvent) error {
	target, err := link.Open(e.App, s.now(), link.Manager, e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	rows, err := registration.PendingOf(e.App, target)
	if err != nil {
		return s.refuse(e, err)
	}
	var yes, no []string
	waits := false
	for _, r := range rows {
		waits = waits || r.State == string(domain.PendingManager)
		choice := f.Get("reponse")
		if choice == "chacun" {
			choice = f.Get("choix-" + r.ID)
		}
		switch choice {
		case "oui":
			yes = append(yes, r.ID)
		case "non":
			no = append(no, r.ID)
		}
	}
	path := "/accord/" + e.Request.PathValue("token")
	if !waits { // answered meanwhile: the page says so
		return redirect(e, path)
	}
	err = registration.AgreeEach(e.App, s.now(), target, yes, no, f.Get("mot"))
	if domain.Is(err, domain.ErrRequired) || domain.Is(err, domain.ErrTooLong) {
		return s.showAgreement(e, http.StatusUnprocessableEntity, f, err)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, path, "ok", "Merci, votre réponse est enregistrée.")
}

func (s *site) showAgreement(e *core.RequestEvent, status int, f url.Values, refused error) error {
	target, err := link.Open(e.App, s.now(), link.Manager, e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	rows, err := registration.PendingOf(e.App, target)
	if err == nil && len(rows) == 0 {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	ev, err := records.EventOf(e.App, rows[0].Event)
	if err != nil {
		return s.refuse(e, err)
	}
	v := agreementPage{Event: ev, Path: "/accord/" + e.Request.PathValue("token"), When: spanOf(ev), Place: placeOf(ev), Contact: ev.Contact, Word: f.Get("mot")}
	if err := registration.Answerable(ev, s.now()); err != nil {
		v.Shut = "Cet événement a commencé ou a eu lieu : il est trop tard pour répondre ici."
		if domain.Is(err, domain.ErrEventCancelled) {
			v.Shut = "Cet événement est annulé : votre réponse n’est plus attendue. " + ev.CancelReason
		}
	}
	if err := v.fill(e.App, ev, rows, f); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "agreement/agreement", v, agreementErrors(refused))
}

func agreementErrors(err error) (out []web.FieldError) {
	for _, r := range domain.Refusals(err) {
		switch r.Field {
		case "reponse":
			out = append(out, web.FieldError{Field: "reponse", Text: "Choisissez une réponse : d’accord, ou pas d’accord."})
		case "word":
			out = append(out, web.FieldError{Field: "mot", Text: sentence(r)})
		}
	}
	return out
}

// fill says whom the request is about, and what was answered.
func (v *agreementPage) fill(app core.App, ev *records.Event, rows []records.Registration, f url.Values) (err error) {
	if v.Slots, err = records.Slots(app, ev.ID); err != nil {
		return err
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	if v.Asker = set.Organiser; v.Contact == "" {
		v.Contact = set.Contact
	}
	v.ContactIsMail = isMail(v.Contact)
	structures, err := door.StructureNames(app)
	if err != nil {
		return err
	}
	jobs, err := listNames(app, records.Professions)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		p := agreementPerson{ID: r.ID, Name: r.Name(), Profession: jobs[r.Profession], Structure: structures[r.Structure], Pending: r.State == string(domain.PendingManager),
			Answer: managerAnswer(r), At: r.ManagerAnsweredAt.Time(), Word: r.ManagerWord, Choice: f.Get("choix-" + r.ID)}
		switch {
		case p.Pending:
			v.Pending++
		case p.At.IsZero():
		case registration.ManagerRefused(r):
			v.Refused++
		default:
			v.Agreed++
		}
		v.People = append(v.People, p)
	}
	if rows[0].Booking == "" {
		return nil
	}
	b, err := records.BookingOf(app, rows[0].Booking)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err == nil {
		v.Referent = b.Name()
	}
	return err
}

// managerAnswer says what a manager answered, or why it is not awaited.
func managerAnswer(r *records.Registration) stateWord {
	switch {
	case r.State == string(domain.PendingManager):
		return stateWord{"Réponse attendue", "warn"}
	case registration.ManagerRefused(r):
		return stateWord{"Pas d’accord", "err"}
	case !r.ManagerAnsweredAt.IsZero():
		return stateWord{"D’accord", "ok"}
	case !domain.State(r.State).Live():
		return stateWord{"Demande retirée", "plain"}
	}
	return stateWord{"Suite donnée sans attendre cet accord", "plain"}
}
