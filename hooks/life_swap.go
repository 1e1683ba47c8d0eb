package hooks

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// swapView is the view of registration/swap.
type swapView struct {
	Event         *records.Event
	Path, When    string
	Workshops     bool // the event has some
	Sessions      []web.Option
	Session, Code string
	Sent          *proposal
	Received      []proposal
}

// proposal is an exchange that waits for its answer.
type proposal struct{ ID, Name, Session string }

func proposalOf(p registration.Proposal, own string) proposal {
	words := sessionOf(p.Event)
	if p.Event.ID == own {
		words = "ses ateliers, contre les vôtres"
	}
	return proposal{p.ID, p.Other.Name(), words}
}

func sessionOf(ev *records.Event) string { return ev.Title + ", " + spanOf(ev) }

func (s *site) swapForm(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err == nil {
		err = registration.Swappable(l.r, l.ev, s.now())
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showSwap(e, http.StatusOK, l, swapView{}, nil)
}

// proposeSwap asks another person for an exchange.
func (s *site) proposeSwap(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	s.slow.wait(e.Request.Context(), time.Now(), "claim "+e.RealIP(), 20, time.Second, 2*time.Second)
	f, err := form(e)
	if err != nil {
		return err
	}
	v := swapView{Session: f.Get("session"), Code: f.Get("code")}
	short, _ := ticket.ParseShort(v.Code) // what is no code is nobody's
	sessions, _, err := sessionsBeside(e.App, l.ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	if !slices.ContainsFunc(sessions, func(o web.Option) bool { return o.Value == v.Session }) {
		short = "" // an event that is not offered here: nobody's code there counts
	}
	err = registration.ProposeSwap(e.App, s.now(), l.r.ID, v.Session, short)
	if refusals := domain.Refusals(err); refusals != nil {
		text := sentence(refusals[0])
		switch refusals[0].Code {
		case domain.ErrNotFound:
			text = "Aucune inscription confirmée à cette session ne porte ce code. Vérifiez la session et le code."
		case domain.ErrEventPast:
			text = "L’une des deux sessions a commencé ou a eu lieu\u00a0: l’échange n’est plus possible."
		}
		return s.showSwap(e, http.StatusUnprocessableEntity, l, v, []web.FieldError{{Field: "code", Text: text}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, l.path+"/echanger", "ok", "L’échange est proposé : l’autre personne reçoit un message.")
}

// answerSwap accepts or refuses; who accepts is led to the new registration.
func (s *site) answerSwap(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	accept := f.Get("reponse") == "accepter"
	if err := registration.AnswerSwap(e.App, s.now(), f.Get("echange"), l.r.ID, accept); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if !accept {
		return s.tell(e, l.path, "ok", "L’échange est refusé. Votre inscription ne change pas.")
	}
	own, err := registration.AfterSwap(e.App, l.r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	token, err := link.Token(e.App, link.Registration, own.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, link.Path(link.Registration, token), "ok", "L’échange est fait. Voici votre inscription.")
}

func (s *site) showSwap(e *core.RequestEvent, status int, l life, v swapView, errs []web.FieldError) error {
	v.Event, v.Path, v.When = l.ev, l.path, spanOf(l.ev)
	received, sent, err := registration.OpenSwaps(e.App, s.now(), l.r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, p := range received {
		v.Received = append(v.Received, proposalOf(p, l.ev.ID))
	}
	if sent != nil {
		p := proposalOf(*sent, l.ev.ID)
		v.Sent = &p
	}
	if v.Sessions, v.Workshops, err = sessionsBeside(e.App, l.ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "registration/swap", v, errs)
}

// sessionsBeside are the sessions that one may have instead: the event itself where it has workshops, then the
// events to come of its series, or of its programme where it is of none.
func sessionsBeside(app core.App, ev *records.Event, now time.Time) (out []web.Option, workshops bool, err error) {
	rooms, err := question.Workshops(app, ev.ID, "")
	if err != nil {
		return nil, false, err
	}
	if workshops = len(rooms) > 0; workshops {
		out = append(out, web.Option{Value: ev.ID, Label: "Un autre atelier, au même événement"})
	}
	f := records.EventFilter{Statuses: []string{domain.Published}, EndsAfter: records.At(now), Series: ev.Series}
	if ev.Series == "" {
		f.Programme = ev.Programme
	}
	events, err := records.Events(app, f)
	for _, o := range events {
		if o.ID != ev.ID && o.Visibility != domain.Internal && now.Before(o.StartsAt.Time()) && (o.Visibility == domain.Public || o.Series != "" && o.Series == ev.Series) {
			out = append(out, web.Option{Value: o.ID, Label: sessionOf(&o)})
		}
	}
	return out, workshops, err
}
