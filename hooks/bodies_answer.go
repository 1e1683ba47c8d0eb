package hooks

import (
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// answerView is bodies/answer (the member's own page) and bodies/desk_answer (noted by the desk).
type answerView struct {
	Head          eventHead
	Event         *records.Event
	Body          *records.Body
	Member        *records.Member
	Path          string // of this page
	When, Place   string
	Slots         []records.Slot
	State         banner
	Shut          string // why the answer cannot change any more; empty: it can
	In            body.Reply
	Answers       []web.Option
	Registration  string // address of the registration with its ticket; empty: none
	Contact       string
	ContactIsMail bool
}

var answerOptions = []web.Option{{Value: domain.AnswerPresent, Label: "Présent", Hint: "Je viens sur place."},
	{Value: domain.AnswerRemote, Label: "À distance", Hint: "Je participe en visioconférence."}, {Value: domain.AnswerExcused, Label: "Excusé", Hint: "Je ne viens pas."},
	{Value: domain.AnswerRepresented, Label: "Représenté par…", Hint: "Quelqu’un vient à ma place : son nom ci-dessous."}}

// deskAnswers are the same, in the words of somebody else.
var deskAnswers = []web.Option{{Value: domain.AnswerPresent, Label: "Présent"}, {Value: domain.AnswerRemote, Label: "À distance"},
	{Value: domain.AnswerExcused, Label: "Excusé"}, {Value: domain.AnswerRepresented, Label: "Représenté par…"}}

// invitation is a member's own page: the meeting, the answer so far, the form to change it.
func (s *site) invitation(e *core.RequestEvent) error {
	i, err := s.invitationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showAnswer(e, http.StatusOK, i, nil, nil)
}

func (s *site) invitationOpened(e *core.RequestEvent) (*records.Invitation, error) {
	id, err := link.Open(e.App, s.now(), link.Invitation, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	return records.InvitationOf(e.App, id)
}

// answerInvitation keeps the member's answer.
func (s *site) answerInvitation(e *core.RequestEvent) error {
	i, err := s.invitationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	in, err := s.answer(e, i, "participant")
	if err != nil {
		return s.notAnswered(e, i, in, err)
	}
	return s.tell(e, "/invitations/"+e.Request.PathValue("token"), "ok", "Votre réponse est enregistrée. Merci.")
}

func (s *site) answer(e *core.RequestEvent, i *records.Invitation, actor string) (*body.Reply, error) {
	f, err := form(e)
	if err != nil {
		return nil, err
	}
	in := &body.Reply{Answer: f.Get("reponse"), LastName: f.Get("nom"), FirstName: f.Get("prenom"), Email: f.Get("email"), Note: f.Get("mot")}
	if err := body.Answer(e.App, s.now(), i.ID, actor, *in); err != nil {
		return in, err
	}
	s.nudge()
	return in, nil
}

func (s *site) notAnswered(e *core.RequestEvent, i *records.Invitation, in *body.Reply, err error) error {
	refusals := domain.Refusals(err)
	if in == nil {
		return err
	}
	if len(refusals) == 0 || refusals[0].Field == "" {
		return s.refuse(e, err)
	}
	return s.showAnswer(e, http.StatusUnprocessableEntity, i, in, fieldErrors(err))
}

// deskInvitation notes the answer that a member gave by telephone.
func (s *site) deskInvitation(e *core.RequestEvent) error {
	i, err := invitationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showAnswer(e, http.StatusOK, i, nil, nil)
}

func (s *site) deskAnswer(e *core.RequestEvent) error {
	i, err := invitationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in, err := s.answer(e, i, actor(e))
	if err != nil {
		return s.notAnswered(e, i, in, err)
	}
	return s.tell(e, eventPath(e)+"/invitations", "ok", "Réponse notée.")
}

// invitationOf reads the invitation of the path, which must be to the event of the path.
func invitationOf(e *core.RequestEvent) (*records.Invitation, error) {
	i, err := records.InvitationOf(e.App, e.Request.PathValue("invitation"))
	if err == nil && i.Event != e.Request.PathValue("event") {
		return nil, records.ErrNone
	}
	return i, err
}

// showAnswer shows the form, at the desk where the path names the event. in is what was typed; nil: what stands.
func (s *site) showAnswer(e *core.RequestEvent, status int, i *records.Invitation, in *body.Reply, errs []web.FieldError) error {
	ev, err := records.EventOf(e.App, i.Event)
	if err != nil {
		return s.refuse(e, err)
	}
	v := answerView{Event: ev, When: spanOf(ev), Place: placeOf(ev), Path: "/invitations/" + e.Request.PathValue("token"), Answers: answerOptions, Contact: ev.Contact}
	page := "bodies/answer"
	if e.Request.PathValue("token") == "" {
		page, v.Head, v.Answers = "bodies/desk_answer", headOf(e, ev, s.now()), deskAnswers
		v.Path = v.Head.Path() + "/invitations/" + i.ID
	}
	if err := v.fill(e.App, i, ev); err != nil {
		return s.refuse(e, err)
	}
	if err := body.Answerable(ev, s.now()); err != nil {
		v.Shut = "La réunion a commencé ou a eu lieu : la réponse ne change plus."
		if domain.Is(err, domain.ErrEventCancelled) {
			v.Shut = "Cette réunion est annulée. " + ev.CancelReason
		}
	}
	if in != nil {
		v.In = *in
	}
	return s.renderForm(e, status, page, v, errs)
}

// fill reads what the page says of the meeting and of the answer so far.
func (v *answerView) fill(app core.App, i *records.Invitation, ev *records.Event) (err error) {
	if v.Body, err = records.BodyOf(app, ev.Body); err != nil {
		return err
	}
	if v.Member, err = records.MemberOf(app, i.Member); err != nil {
		return err
	}
	if v.Slots, err = records.Slots(app, ev.ID); err != nil {
		return err
	}
	if v.Contact == "" {
		set, err := records.LoadSettings(app)
		if err != nil {
			return err
		}
		v.Contact = set.Contact
	}
	v.ContactIsMail = isMail(v.Contact)
	v.In = body.Reply{Answer: i.Answer, Note: i.Note}
	r, err := records.RegistrationOf(app, i.Registration)
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	live := err == nil && domain.State(r.State).Live()
	if i.Answer == domain.AnswerRepresented && r != nil {
		v.In.LastName, v.In.FirstName = r.LastName, r.FirstName // not the address: it may be another answer's
	}
	v.State = answerBanner(i, live)
	if live && opens(i, v.Member, r) && (i.Answer == domain.AnswerPresent || i.Answer == domain.AnswerRemote) {
		token, err := link.Token(app, link.Registration, r.ID)
		v.Registration = link.Path(link.Registration, token)
		return err
	}
	return nil
}

// opens tells whether an invitation leads to a registration: the one it made, or that of the same mailbox. The same
// name alone is a guess, and never a way in.
func opens(i *records.Invitation, m *records.Member, r *records.Registration) bool {
	return strings.HasPrefix(r.Intent, body.ByInvitation+i.ID+":") || m.Email != "" && r.Email == m.Email
}

// answerBanner says the answer so far, big.
func answerBanner(i *records.Invitation, live bool) banner {
	if i.Answer != "" && i.Answer != domain.AnswerExcused && !live {
		return banner{"warn", "L’inscription a été annulée depuis", "Répondez de nouveau si la situation a changé."}
	}
	switch i.Answer {
	case domain.AnswerPresent:
		return banner{"ok", "Réponse : présent", ""}
	case domain.AnswerRemote:
		return banner{"ok", "Réponse : à distance", ""}
	case domain.AnswerExcused:
		return banner{"", "Réponse : excusé", ""}
	case domain.AnswerRepresented:
		return banner{"ok", "Réponse : représenté par " + i.RepresentedBy, ""}
	}
	return banner{"warn", "Réponse attendue", ""}
}
