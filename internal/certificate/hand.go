package certificate

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Rules are what an event asks before its certificates leave.
type Rules struct {
	Seen        string `json:"-"` // Updated of the event when it was read: a change since is refused; empty: not asked
	Review      bool   // the coordinator reads the list before they are issued
	SurveyFirst bool   // each person fills in the evaluation first
}

// RulesOf are the rules of an event as they are.
func RulesOf(e *records.Event) Rules {
	return Rules{Seen: e.Updated.String(), Review: e.ReviewCertificates, SurveyFirst: e.SurveyFirst}
}

// SaveRules writes what an event asks before its certificates leave. Refusals: ErrEventHeld at « review » once it is
// closed, ErrState of one called off, ErrChangedMeanwhile. Nothing to change changes nothing.
func SaveRules(app core.App, now time.Time, actor, event string, r Rules) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		before := RulesOf(e)
		switch {
		case before.Review == r.Review && before.SurveyFirst == r.SurveyFirst:
			return nil
		case e.Status == domain.Held:
			return domain.Error{Code: domain.ErrEventHeld, Field: "review"}
		case e.Status == domain.Cancelled:
			return domain.Error{Code: domain.ErrState}
		case r.Seen != "" && r.Seen != before.Seen:
			return domain.Error{Code: domain.ErrChangedMeanwhile}
		}
		e.ReviewCertificates, e.SurveyFirst, e.Updated = r.Review, r.SurveyFirst, records.At(now)
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		was, err := json.Marshal(before)
		if err != nil {
			return err
		}
		is, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "certificate-rules", Kind: "event", Target: e.ID, Event: e.ID, Before: was, After: is})
	})
}

// LetGo ends the review of a closed event: what presence earned is reserved. ErrState unless its certificates wait
// for that alone, and for no phone; letting go twice changes nothing.
func LetGo(app core.App, now time.Time, actor, event string) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if e.Status != domain.Held || !e.ReviewCertificates || e.HeldBack {
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

// Grant says, or no longer says, that a registration completed an event whose rule is by hand. ErrState to say it of
// an event with another rule.
func Grant(app core.App, now time.Time, actor, registration string, granted bool, reason string) error {
	action := "grant"
	if !granted {
		action = "ungrant"
	}
	return app.RunInTransaction(func(app core.App) error {
		r, e, err := inHand(app, registration)
		if err != nil {
			return err
		}
		if granted && e.Rule != domain.ByHand {
			return domain.Error{Code: domain.ErrState}
		}
		return decide(app, now, actor, r.ID, action, domain.CleanText(reason), func(r *records.Registration) { r.Granted = granted })
	})
}

// GrantAll is Grant for several registrations of one event, all or none. ErrNotFound for one of another event.
func GrantAll(app core.App, now time.Time, actor, event string, registrations []string, granted bool) error {
	return app.RunInTransaction(func(app core.App) error {
		for _, id := range registrations {
			r, err := records.RegistrationOf(app, id)
			if err != nil {
				return err
			}
			if r.Event != event {
				return records.ErrNone
			}
			if err := Grant(app, now, actor, id, granted, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

func inHand(app core.App, registration string) (*records.Registration, *records.Event, error) {
	r, err := records.RegistrationOf(app, registration)
	if err != nil {
		return nil, nil, err
	}
	e, err := records.EventOf(app, r.Event)
	return r, e, err
}

// Answered notes that the evaluation was filled in, where the event asks for it before the certificate (ErrState
// where it does not).
func Answered(app core.App, now time.Time, actor, registration string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, e, err := inHand(app, registration)
		if err != nil {
			return err
		}
		if !e.SurveyFirst {
			return domain.Error{Code: domain.ErrState}
		}
		return decide(app, now, actor, r.ID, "answered", "", func(r *records.Registration) {
			if r.SurveyAt.IsZero() {
				r.SurveyAt = records.At(now)
			}
		})
	})
}

// AnsweredSurvey notes that our own survey was answered, where the event asks for it before the certificate, which
// follows at once. The moment noted is the end of the event, the same for all, and no line of the trail tells it: the
// answers are anonymous.
func AnsweredSurvey(app core.App, now time.Time, e *records.Event, r *records.Registration) error {
	if !e.SurveyFirst || !r.SurveyAt.IsZero() {
		return nil
	}
	r.SurveyAt = e.EndsAt
	if err := records.SaveRegistration(app, r); err != nil {
		return err
	}
	if e.Status != domain.Held || e.Awaits() {
		return nil
	}
	return Follow(app, now, e, r, "")
}

// decide changes what a hand says of a registration's certificate, which follows at once where its event is closed.
func decide(app core.App, now time.Time, actor, registration, action, reason string, change func(*records.Registration)) error {
	return app.RunInTransaction(func(app core.App) error {
		r, e, err := inHand(app, registration)
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
		if e.Status == domain.Held && !e.Awaits() {
			return Follow(app, now, e, r, reason)
		}
		return withdraw(app, now, r)
	})
}

// withdraw revokes the certificate of an earlier closing that is withheld, and the yearly summary that tells of it:
// that waits for nothing.
func withdraw(app core.App, now time.Time, r *records.Registration) error {
	if r.Withheld == "" {
		return nil
	}
	if err := FollowPerson(app, now, r.Person); err != nil {
		return err
	}
	live, err := LiveOf(app, r.ID)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return revoke(app, now, live, r, r.Withheld, true)
}
