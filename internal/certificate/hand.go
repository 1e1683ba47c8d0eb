package certificate

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// LetGo ends the review of a closed event: what presence earned is reserved. ErrState unless its certificates wait
// for that; letting go twice changes nothing.
func LetGo(app core.App, now time.Time, actor, event string) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if e.Status != domain.Held || !e.ReviewCertificates {
			return domain.Error{Code: domain.ErrState}
		}
		if !e.ReleasedAt.IsZero() {
			return nil
		}
		e.ReleasedAt = records.At(now)
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "let_go", Kind: "event", Target: e.ID, Event: e.ID}); err != nil {
			return err
		}
		return Reserve(app, now, e)
	})
}

// Withhold keeps a registration from any certificate, with a reason: what it has is revoked. ErrReason without one.
func Withhold(app core.App, now time.Time, actor, registration, reason string) error {
	reason = domain.CleanText(reason)
	if reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	return decide(app, now, actor, registration, "withhold", reason, func(r *records.Registration) { r.Withheld = reason })
}

// GiveBack ends a withholding.
func GiveBack(app core.App, now time.Time, actor, registration string) error {
	return decide(app, now, actor, registration, "give_back", "", func(r *records.Registration) { r.Withheld = "" })
}

// Grant says, or no longer says, that a registration completed an event whose rule is by hand.
func Grant(app core.App, now time.Time, actor, registration string, granted bool, reason string) error {
	action := "grant"
	if !granted {
		action = "ungrant"
	}
	return decide(app, now, actor, registration, action, domain.CleanText(reason), func(r *records.Registration) { r.Granted = granted })
}

// Answered notes that the evaluation was filled in: an event may ask for it before the certificate.
func Answered(app core.App, now time.Time, actor, registration string) error {
	return decide(app, now, actor, registration, "answered", "", func(r *records.Registration) {
		if r.SurveyAt.IsZero() {
			r.SurveyAt = records.At(now)
		}
	})
}

// decide changes what a hand says of a registration's certificate, which follows at once.
func decide(app core.App, now time.Time, actor, registration, action, reason string, change func(*records.Registration)) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.RegistrationOf(app, registration)
		if err != nil {
			return err
		}
		before := [3]any{r.Withheld, r.Granted, r.SurveyAt}
		change(r)
		if before == [3]any{r.Withheld, r.Granted, r.SurveyAt} {
			return nil
		}
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "registration", Target: r.ID, Event: r.Event, Reason: reason}); err != nil {
			return err
		}
		e, err := records.EventOf(app, r.Event)
		if err != nil {
			return err
		}
		return Follow(app, now, e, r, reason)
	})
}
