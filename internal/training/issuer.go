package training

import (
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Completed are those of a board who were present at every half-day, half-days caught up included, whatever earns the
// attestation. Who is known by half a name waits to be completed.
func (b *Board) Completed() (rows []Row) {
	for _, r := range b.Rows {
		if domain.CompleteCourse(r.Tally) && !r.Registration.Incomplete {
			rows = append(rows, r)
		}
	}
	return rows
}

// RecordIssued keeps the day when the issuer of a training gave its own certificate to people of it; a zero day takes
// that back. Nothing is made: it is theirs. All or none. Refusals: ErrNoIssuer, ErrNoneTicked, ErrIssuerDay at « day »
// for one before the training or to come, ErrNotFound for somebody of another event, ErrState for whoever missed a
// half-day.
func RecordIssued(app core.App, now time.Time, actor, event string, ids []string, day time.Time) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		switch first := paris.Day(e.StartsAt.Time()); {
		case e.Issuer == "":
			return domain.Error{Code: domain.ErrNoIssuer}
		case len(ids) == 0:
			return domain.Error{Code: domain.ErrNoneTicked, Field: "personne"}
		case !day.IsZero() && (paris.Day(day) < first || day.After(now)):
			return domain.Error{Code: domain.ErrIssuerDay, Field: "day"}
		}
		board, err := BoardOf(app, now, e)
		if err != nil {
			return err
		}
		complete := map[string]bool{}
		for _, r := range board.Completed() {
			complete[r.Registration.ID] = true
		}
		for _, id := range ids {
			if err := recordIssued(app, now, actor, e, id, day, complete[id]); err != nil {
				return err
			}
		}
		return nil
	})
}

func recordIssued(app core.App, now time.Time, actor string, e *records.Event, id string, day time.Time, complete bool) error {
	r, err := records.RegistrationOf(app, id)
	if err != nil {
		return err
	}
	switch {
	case r.Event != e.ID:
		return records.ErrNone
	case !complete && !day.IsZero():
		return domain.Error{Code: domain.ErrState}
	case r.IssuerOn.Equal(records.At(day)):
		return nil
	}
	line := records.AuditLine{At: records.At(now), Actor: actor, Action: "issuer_recorded", Kind: "registration", Target: r.ID, Event: e.ID,
		Reason: e.Issuer + ", " + paris.Long(day)}
	if day.IsZero() {
		line.Action, line.Reason = "issuer_undone", ""
	}
	r.IssuerOn = records.At(day)
	if err := records.SaveRegistration(app, r); err != nil {
		return err
	}
	return records.AddAudit(app, line)
}

// ChaseIssuer writes, once each, to the people of a training who completed it and have no certificate of its issuer
// recorded, and counts the letters. byHand: without waiting for the day when it leaves by itself. Refusals:
// ErrNoIssuer; ErrState for a training that is not over.
func ChaseIssuer(app core.App, now time.Time, event string, byHand bool) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		n = 0
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		live := e.Status == domain.Published || e.Status == domain.Held
		switch {
		case e.Issuer == "":
			return domain.Error{Code: domain.ErrNoIssuer}
		case byHand && (!live || now.Before(e.EndsAt.Time())), !byHand && !domain.ChasesIssuer(now, e.EndsAt.Time(), e.Status, e.Issuer):
			return domain.Error{Code: domain.ErrState}
		}
		rows, err := records.ToChase(app, event, mail.IssuerChase)
		for i := range rows {
			if err := mail.ToRegistrationOf(app, now, mail.IssuerChase, mail.IssuerChase+":"+rows[i].ID, e, &rows[i], func(w *mail.Words) {
				w.Issuer, w.Evaluation = e.Issuer, e.EvaluationURL
			}); err != nil {
				return err
			}
		}
		n = len(rows)
		return err
	})
	return n, err
}

// ChaseIssuers queues the letters about the issuers' certificates that are due, and counts them. It may be called at
// any time, as often as one likes; what fails for one training holds back no other.
func ChaseIssuers(app core.App, now time.Time) (queued int, err error) {
	events, err := records.EventsWithIssuer(app)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, e := range events {
		if !domain.ChasesIssuer(now, e.EndsAt.Time(), e.Status, e.Issuer) {
			continue
		}
		n, err := ChaseIssuer(app, now, e.ID, false)
		queued += n
		if err != nil && domain.Refusals(err) == nil { // refused: it changed since it was read
			faults = append(faults, fmt.Errorf("issuer of event %s: %w", e.ID, err))
		}
	}
	return queued, errors.Join(faults...)
}
