package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mailing"
	"passerelle/internal/records"
)

// changePage is the view of event_letters/change.
type changePage struct {
	Head          eventHead
	Change        mailing.Change
	Place         string
	Slots         []string
	People, Names int // who gets it; of them, how many names are shown
	Readers       []string
	Preview       letterPreview
}

// readersNamed is how many of those who will get a letter are named.
const readersNamed = 30

// untold counts the people of an event who have not been told of a change.
func untold(app core.App, now time.Time, ev *records.Event) (int, error) {
	c, err := mailing.Untold(app, now, ev)
	if domain.Is(err, domain.ErrNotFound) {
		return 0, nil
	}
	return len(c.Readers) + c.Without, err
}

// changeForm says what changed, who would be told, and what they would read.
func (s *site) changeForm(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	view := changePage{Head: headOf(e, ev, s.now()), Place: placeOf(ev)}
	view.Change, err = mailing.Untold(e.App, s.now(), ev)
	if domain.Is(err, domain.ErrNotFound) {
		return s.render(e, http.StatusOK, "event_letters/change", view)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Slots = mailing.SlotLines(slots)
	view.People = len(view.Change.Readers)
	for _, r := range view.Change.Readers[:min(view.People, readersNamed)] {
		view.Readers = append(view.Readers, r.Name()+", "+r.Address())
	}
	view.Names = len(view.Readers)
	r := sampleOf(view.Change.Readers, "")
	view.Preview, err = previewOf(nil, r, func() (string, string, error) { return view.Change.Preview(e.App, r) })
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "event_letters/change", view)
}

// tellChange writes to everyone, or notes that nobody is to be told.
func (s *site) tellChange(e *core.RequestEvent) error {
	id, move := e.Request.PathValue("event"), e.Request.FormValue("move")
	if e.Request.FormValue("do") == "rien" {
		if err := mailing.KeepQuiet(e.App, s.now(), actor(e), id, move); err != nil {
			return s.refuse(e, err)
		}
		return s.tell(e, eventPath(e), "ok", "Personne n’est prévenu de ce changement.")
	}
	n, err := mailing.Tell(e.App, s.now(), actor(e), id, move)
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e), "ok", counted(n, "message est préparé", "messages sont préparés")+", avec le nouveau calendrier.")
}
