package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// datesView is the view of registration/dates: the new dates of a training, and the question whether they suit.
type datesView struct {
	Event        *records.Event
	Registration *records.Registration
	Path, Place  string
	Slots        []records.Slot
	Old          string // dates of before
	Confirmed    bool
	No           bool   // « Je ne peux plus » was followed in the letter
	Waiting      bool   // on the list
	Reason       string // typed
}

// datesForm asks; it changes nothing.
func (s *site) datesForm(e *core.RequestEvent) error {
	return s.showDates(e, http.StatusOK, "", nil)
}

func (s *site) showDates(e *core.RequestEvent, status int, reason string, errs []web.FieldError) error {
	r, ev, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	path := "/inscriptions/" + e.Request.PathValue("token")
	if r.DatesAskedAt.IsZero() || !domain.State(r.State).Live() {
		return redirect(e, path)
	}
	if err := registration.Answerable(ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	v := datesView{Event: ev, Registration: r, Path: path, Place: placeOf(ev), Confirmed: !r.DatesConfirmedAt.IsZero(), Reason: reason,
		No: status != http.StatusOK || e.Request.URL.Query().Get("reponse") == "non", Waiting: r.State == string(domain.Waitlisted)}
	if v.Slots, err = records.Slots(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	before, err := training.Before(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	if before != nil {
		v.Old = standingWords(before)
	}
	return s.renderForm(e, status, "registration/dates", v, errs)
}

// answerDates keeps the answer: the new dates suit, or the seat goes to the next of the list.
func (s *site) answerDates(e *core.RequestEvent) error {
	r, _, err := s.opened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path := "/inscriptions/" + e.Request.PathValue("token")
	switch f.Get("reponse") {
	case "oui":
		if err := training.Confirm(e.App, s.now(), "participant", r.ID); err != nil {
			return s.refuse(e, err)
		}
		return s.tell(e, path, "ok", "Merci, c’est noté : nous vous attendons aux nouvelles dates.")
	case "non":
		err := training.Decline(e.App, s.now(), "participant", r.ID, f.Get("raison"))
		if domain.Is(err, domain.ErrTooLong) {
			return s.showDates(e, http.StatusUnprocessableEntity, f.Get("raison"), []web.FieldError{{Field: "raison", Text: sentence(domain.Error{Code: domain.ErrTooLong})}})
		}
		if err != nil {
			return s.refuse(e, err)
		}
		s.nudge()
		return redirect(e, path)
	}
	return s.showDates(e, http.StatusUnprocessableEntity, f.Get("raison"), []web.FieldError{{Text: "Dites si vous venez toujours, ou si vous ne pouvez plus."}})
}

// postponedWords says, on the page of a coming event, that it was postponed: « Reportée du 12 mars 2026 au 2 avril 2026 ».
func postponedWords(app core.App, ev *records.Event, now time.Time) (string, error) {
	if ev.PostponedAt.IsZero() || ev.Status != domain.Published || over(ev, now) {
		return "", nil
	}
	before, err := training.Before(app, ev)
	if err != nil || len(before.Slots) == 0 {
		return "", err
	}
	return "Reportée du " + paris.Long(before.Slots[0].Start.Time()) + " au " + paris.Long(ev.StartsAt.Time()), nil
}
