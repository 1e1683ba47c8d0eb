package event

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Bounds of the rules of an event's places.
const (
	DefaultOfferHours = 48
	MaxOfferHours     = 30 * 24
	MaxCancelHours    = 90 * 24
	MaxCompanions     = 50
)

// Rules are how the places of an event are given, taken and left.
type Rules struct {
	Seen         string `json:"-"` // Updated of the event when it was read: a change since is refused; empty: not asked
	Quotas       []domain.Quota
	Approval     bool   // who registers applies, and the coordinator decides
	Manager      bool   // the manager's agreement is asked for
	Promotion    string // domain.PromoteDirectly, domain.PromoteByOffer
	OfferHours   int    // to accept an offer
	CancelHours  int    // one cancels until so many hours before the beginning
	Companions   bool   // one says with how many one comes
	CompanionMax int    // at most so many besides oneself
}

// RulesOf are the rules of an event as they are: saving them changes nothing.
func RulesOf(e *records.Event) Rules {
	r := Rules{Seen: e.Updated.String(), Quotas: e.Quotas, Approval: e.Approval, Manager: e.Manager, Promotion: e.Promotion, OfferHours: e.OfferHours,
		CancelHours: e.CancelHours, Companions: e.Companions, CompanionMax: e.CompanionsMax}
	if r.Promotion == "" {
		r.Promotion = domain.PromoteDirectly
	}
	if r.OfferHours == 0 {
		r.OfferHours = DefaultOfferHours
	}
	return r
}

// Check refuses what cannot stand by itself beside an event as it is, each thing at its field.
func (r Rules) Check(e *records.Event, now time.Time) (errs domain.Errors) {
	errs = domain.CheckQuotas(r.Quotas, e.Capacity, e.Quotas, now)
	if r.Promotion != domain.PromoteDirectly && r.Promotion != domain.PromoteByOffer {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "promotion"})
	}
	for _, n := range []struct {
		field          string
		value, min, up int
		asked          bool
	}{
		{"offer_hours", r.OfferHours, 1, MaxOfferHours, r.Promotion == domain.PromoteByOffer},
		{"cancel_hours", r.CancelHours, 0, MaxCancelHours, true},
		{"companions_max", r.CompanionMax, 1, MaxCompanions, r.Companions},
	} {
		if n.asked && (n.value < n.min || n.value > n.up) {
			errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: n.field})
		}
	}
	return errs
}

// SaveRules writes the rules of an event's places and gives a seat to all who can now have one, in one
// transaction. Who has a seat keeps it: over counts those whom the quotas would not allow. Refusals: the fields (domain.Errors), ErrState of an event that is
// closed or called off, ErrChangedMeanwhile.
func SaveRules(app core.App, now time.Time, actor, id string, r Rules) (over int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if e.Status == domain.Cancelled || e.Status == domain.Held {
			return domain.Error{Code: domain.ErrState}
		}
		if r.Seen != "" && r.Seen != e.Updated.String() {
			return domain.Error{Code: domain.ErrChangedMeanwhile}
		}
		errs := r.Check(e, now)
		if err := checkOf(app, r.Quotas, &errs); err != nil {
			return err
		}
		if err := errs.OrNil(); err != nil {
			return err
		}
		before := RulesOf(e)
		r.fill(e)
		e.Updated = records.At(now)
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		if err := traceRules(app, now, actor, e, before); err != nil {
			return err
		}
		if over, err = registration.Exempt(app, now, e); err != nil {
			return err
		}
		return registration.Promote(app, now, e)
	})
	return over, err
}

func (r Rules) fill(e *records.Event) {
	e.Quotas, e.Approval, e.Manager, e.Promotion = r.Quotas, r.Approval, r.Manager, r.Promotion
	e.CancelHours, e.Companions = r.CancelHours, r.Companions
	e.OfferHours = max(0, min(r.OfferHours, MaxOfferHours))
	e.CompanionsMax = max(0, min(r.CompanionMax, MaxCompanions))
}

// checkOf refuses a quota about a sector or a structure that is not there.
func checkOf(app core.App, quotas []domain.Quota, errs *domain.Errors) error {
	for i, q := range quotas {
		var err error
		switch {
		case q.Of == "":
			continue
		case q.Kind == domain.ReservedStructure:
			_, err = records.StructureOf(app, q.Of)
		case q.Kind == domain.PerSector, q.Kind == domain.ReservedSector:
			_, err = records.ItemOf(app, records.Sectors, q.Of)
		}
		if err != nil && domain.Refusals(choice(err, "")) == nil {
			return err
		}
		if err != nil {
			*errs = append(*errs, domain.Error{Code: domain.ErrChoice, Field: fmt.Sprintf("quota-%d-of", i)})
		}
	}
	return nil
}

func traceRules(app core.App, now time.Time, actor string, e *records.Event, before Rules) error {
	was, err := json.Marshal(before)
	if err != nil {
		return err
	}
	is, err := json.Marshal(RulesOf(e))
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "rules", Kind: "event",
		Target: e.ID, Event: e.ID, Before: was, After: is})
}
