package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// answerOffer takes or leaves the seat that was offered.
func (s *site) answerOffer(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	if f.Get("reponse") != "accepter" {
		if l.r.State != string(domain.Offered) { // a page left open: a seat taken meanwhile is not given up by it
			return redirect(e, l.path)
		}
		if err := registration.Cancel(e.App, s.now(), l.r.ID, registration.ByPerson, "participant", "Place proposée, non retenue"); err != nil {
			return s.refuse(e, err)
		}
		s.nudge()
		return redirect(e, l.path)
	}
	if err := registration.Accept(e.App, s.now(), l.r.ID, "participant"); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, l.path, "ok", "La place est à vous.")
}

// elsewhereView is the view of registration/elsewhere.
type elsewhereView struct {
	Path, Name, Structure string
	Events                []elsewhereEvent
}

type elsewhereEvent struct{ Path, Title, When, Place string }

// elsewhere lists the events to which somebody may register with the details of this registration.
func (s *site) elsewhere(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in, err := registration.RequestOf(e.App, l.r)
	if err != nil {
		return s.refuse(e, err)
	}
	v := elsewhereView{Path: l.path, Name: l.r.Name(), Structure: in.Structure}
	events, err := records.Events(e.App, records.EventFilter{Statuses: []string{domain.Published}, Visibility: domain.Public, EndsAfter: records.At(s.now())})
	if err != nil {
		return s.refuse(e, err)
	}
	for i := range events {
		if ev := &events[i]; ev.ID != l.ev.ID && ev.Window().Open(s.now()) == nil {
			v.Events = append(v.Events, elsewhereEvent{l.path + "/inscrire/" + ev.Slug, ev.Title, spanOf(ev), placeOf(ev)})
		}
	}
	return s.render(e, http.StatusOK, "registration/elsewhere", v)
}

// registerAgain shows the form of an event filled with the details of this registration: to come back after a
// withdrawal, or for another event. It posts to the form's own address.
func (s *site) registerAgain(e *core.RequestEvent) error {
	l, err := s.lifeOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	was, err := registration.RequestOf(e.App, l.r)
	if err != nil {
		return s.refuse(e, err)
	}
	in := inputOf(was)
	in.Intent = security.RandomString(32)
	if ev.ID != l.ev.ID {
		in.Answers, in.People, in.Needs = nil, "", ""
	}
	return s.showForm(e, http.StatusOK, ev, in, nil)
}
