package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
)

// issuerPart is what the dashboard says of the training's own certificate (desk_training/_issuer).
type issuerPart struct {
	Name, URL string // who gives it; its outside evaluation
	Rows      []issuerRow
	Left      int       // complete, and no certificate recorded
	Chase     int       // of them, those whom the letter would reach now
	Leaves    time.Time // when that letter leaves by itself; zero: it did, or will not
	Over      bool      // the training is over: the letter may be sent now
	Day       string    // typed
}

// issuerRow is somebody who completed the training.
type issuerRow struct {
	ID, Name string
	On       time.Time // recorded; zero: not yet
	Chased   bool
	Ticked   bool
}

func (s *site) issuerPart(e *core.RequestEvent, ev *records.Event, b *training.Board) (p issuerPart, err error) {
	if ev.Issuer == "" {
		return p, nil
	}
	p = issuerPart{Name: ev.Issuer, URL: ev.EvaluationURL, Over: !s.now().Before(ev.EndsAt.Time()) && ev.Status != domain.Cancelled, Day: paris.Day(s.now())}
	ticked := map[string]bool{}
	if f, err := form(e); err == nil && f.Has("day") {
		p.Day = f.Get("day")
		for _, id := range f["personne"] {
			ticked[id] = true
		}
	}
	waiting, err := records.ToChase(e.App, ev.ID, mail.IssuerChase)
	if err != nil {
		return p, err
	}
	reached := map[string]bool{}
	for _, r := range waiting {
		reached[r.ID] = true
	}
	for _, r := range b.Completed() {
		reg := &r.Registration
		row := issuerRow{ID: reg.ID, Name: reg.LastName + " " + reg.FirstName, On: reg.IssuerOn.Time(), Ticked: ticked[reg.ID]}
		row.Chased = reg.IssuerOn.IsZero() && reg.Address() != "" && !reached[reg.ID]
		if reg.IssuerOn.IsZero() {
			p.Left++
		}
		p.Rows = append(p.Rows, row)
	}
	p.Chase = len(waiting)
	if due := ev.EndsAt.Time().Add(domain.IssuerChase); s.now().Before(due) && p.Chase > 0 {
		p.Leaves = due
	}
	return p, nil
}

// recordIssued keeps, for those ticked, the day when the issuer gave its certificate, or takes it back.
func (s *site) recordIssued(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	if id := f.Get("retirer"); id != "" {
		if err := training.RecordIssued(e.App, s.now(), actor(e), e.Request.PathValue("event"), []string{id}, time.Time{}); err != nil {
			return s.refuse(e, err)
		}
		return s.tell(e, eventPath(e)+"/formation#certificats", "ok", "Date retirée.")
	}
	day, err := paris.ParseDay(f.Get("day"))
	if err != nil || day.IsZero() {
		err = domain.Error{Code: domain.ErrIssuerDay, Field: "day"}
	} else {
		err = training.RecordIssued(e.App, s.now(), actor(e), e.Request.PathValue("event"), f["personne"], day)
	}
	if errs := fieldErrors(err); len(errs) > 0 && errs[0].Field != "" {
		return s.showTraining(e, http.StatusUnprocessableEntity, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e)+"/formation#certificats", "ok", "Certificats notés\u00a0: "+people(len(f["personne"]))+".")
}

// chaseIssuer sends now, once each, the letter about the issuer's certificate.
func (s *site) chaseIssuer(e *core.RequestEvent) error {
	n, err := training.ChaseIssuer(e.App, s.now(), e.Request.PathValue("event"), true)
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Message envoyé\u00a0: " + people(n) + "."
	if n == 0 {
		text = "Personne à prévenir\u00a0: ce message ne part qu’une fois."
	}
	return s.tell(e, eventPath(e)+"/formation#certificats", "ok", text)
}

// issuerWords is what the own page of somebody who completed a training says of its certificate.
type issuerWords struct {
	Name, URL string
	On        time.Time
}

// issuer fills it; nil: nobody else gives one, or a half-day is missing.
func (v *myRegistrationView) issuer(app core.App) error {
	if v.Event.Issuer == "" {
		return nil
	}
	rows, err := records.AttendancesOf(app, v.Registration.ID)
	if err == nil && (len(rows) > 0 && len(rows) == len(v.Slots) || !v.Registration.IssuerOn.IsZero()) {
		v.Issuer = &issuerWords{Name: v.Event.Issuer, URL: v.Event.EvaluationURL, On: v.Registration.IssuerOn.Time()}
	}
	return err
}
