package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// invitationsView is bodies/invitations, and bodies/sheet on paper.
type invitationsView struct {
	Head          eventHead
	Sheet         body.Sheet
	Bodies        []web.Option
	Chosen        string
	Open          bool // members may be invited and answer
	Slots         []records.Slot
	MailOn        bool
	Rows          []guestLine
	Address, Mode string
}

type guestLine struct {
	ID, Name, Function, Structure, Answer, Kind, By, Note string
	At, Reminded                                          time.Time
	Reminders                                             int
	NoAddress                                             bool
}

// answerWords say an answer, and the class of its tag.
var answerWords = map[string]stateWord{domain.AnswerPresent: {"Présent", "ok"}, domain.AnswerRemote: {"À distance", "ok"}, domain.AnswerExcused: {"Excusé", "plain"},
	domain.AnswerRepresented: {"Représenté", "ok"}, body.Withdrawn: {"S’est désisté", "warn"}, "": {"Sans réponse", "warn"}}

func (s *site) invitations(e *core.RequestEvent) error {
	return s.showInvitations(e, http.StatusOK, "bodies/invitations", nil)
}

// invitationSheet is the list of the meeting, to print.
func (s *site) invitationSheet(e *core.RequestEvent) error {
	return s.showInvitations(e, http.StatusOK, "bodies/sheet", nil)
}

func (s *site) showInvitations(e *core.RequestEvent, status int, page string, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	view := invitationsView{Head: headOf(e, ev, s.now()), Chosen: ev.Body, Open: body.Answerable(ev, s.now()) == nil, Address: ev.Address, Mode: modes[ev.Mode]}
	if view.Sheet, err = body.SheetOf(e.App, s.now(), ev); err != nil {
		return s.refuse(e, err)
	}
	if view.Slots, err = records.Slots(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	if _, view.MailOn, err = SMTP(e.App); err != nil {
		return s.refuse(e, err)
	}
	rows, err := records.Bodies(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, b := range rows {
		if !b.Archived || b.ID == ev.Body {
			view.Bodies = append(view.Bodies, web.Option{Value: b.ID, Label: b.Name})
		}
	}
	for _, g := range view.Sheet.Guests {
		view.Rows = append(view.Rows, guestLineOf(g))
	}
	return s.renderForm(e, status, page, view, errs)
}

func guestLineOf(g body.Guest) guestLine {
	word := answerWords[g.Standing]
	l := guestLine{ID: g.ID, Name: g.Member.Name(), Function: g.Member.Function, Structure: g.Structure, Answer: word.Text, Kind: word.Kind, Note: g.Note,
		At: g.AnsweredAt.Time(), Reminded: g.RemindedAt.Time(), Reminders: g.Reminders, NoAddress: g.Member.Email == ""}
	if g.Standing == domain.AnswerRepresented {
		l.By = g.RepresentedBy
	}
	if g.Waiting {
		l.Answer, l.Kind = "En liste d’attente", "warn"
	}
	return l
}

// chooseBody ties the event to the body that meets.
func (s *site) chooseBody(e *core.RequestEvent) error {
	err := body.Choose(e.App, s.now(), actor(e), e.Request.PathValue("event"), e.Request.FormValue("instance"))
	if errs := domain.Refusals(err); len(errs) > 0 && errs[0].Field != "" {
		return s.showInvitations(e, http.StatusUnprocessableEntity, "bodies/invitations", fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e)+"/invitations", "ok", "C’est enregistré.")
}

// invite asks every member who sits at that day, once each.
func (s *site) invite(e *core.RequestEvent) error {
	out, err := body.Invite(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if domain.Is(err, domain.ErrRequired) {
		return s.showInvitations(e, http.StatusUnprocessableEntity, "bodies/invitations", fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if out.People == 0 {
		return s.tell(e, eventPath(e)+"/invitations", "ok", "Tous les membres sont déjà invités : rien n’est parti.")
	}
	text := counted(out.People, "membre invité", "membres invités") + "."
	if out.NoAddress > 0 {
		text += " Sans adresse : " + counted(out.NoAddress, "membre, dont vous noterez la réponse", "membres, dont vous noterez la réponse") + "."
	}
	return s.tell(e, eventPath(e)+"/invitations", "ok", text)
}

// remind writes again to those who have not answered.
func (s *site) remind(e *core.RequestEvent) error {
	out, err := body.Remind(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if out.People == 0 {
		return s.tell(e, eventPath(e)+"/invitations", "warn", "Personne à relancer : deux rappels au plus, à un jour d’intervalle.")
	}
	return s.tell(e, eventPath(e)+"/invitations", "ok", counted(out.People, "rappel préparé", "rappels préparés")+".")
}
