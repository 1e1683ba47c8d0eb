package training

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
)

// Rules are what a training asks and tells, beside its half-days and its places. A programme has the same: they are
// what its new events begin with.
type Rules struct {
	Seen          string `json:"-"` // Updated of the event when it was read: a change since is refused; empty: not asked
	GroupMin      int    // people, 0: none
	Prerequisites string
	Provider      string // partner training provider
	Issuer        string // who issues the training's own certificate
	EvaluationURL string // outside evaluation, https
	TrainerNeeds  string // seen by organisers and trainers alone
	PriceNote     string
}

// RulesOf are the rules of a training as they are: saving them changes nothing.
func RulesOf(e *records.Event) Rules {
	r := plainRules(e)
	r.Seen = e.Updated.String()
	return r
}

func plainRules(e *records.Event) Rules {
	return Rules{GroupMin: e.GroupMin, Prerequisites: e.Prerequisites, Provider: e.Provider, Issuer: e.Issuer,
		EvaluationURL: e.EvaluationURL, TrainerNeeds: e.TrainerNeeds, PriceNote: e.PriceNote}
}

// RulesOfProgramme are what a programme usually asks.
func RulesOfProgramme(p *records.Item) Rules {
	return Rules{GroupMin: p.GroupMin, Prerequisites: p.Prerequisites, Provider: p.Provider, Issuer: p.Issuer,
		EvaluationURL: p.EvaluationURL, TrainerNeeds: p.TrainerNeeds, PriceNote: p.PriceNote}
}

// Check tidies the rules and refuses what cannot stand with so many seats (0: no limit), each thing at its field.
func (r *Rules) Check(capacity int) (errs domain.Errors) {
	r.Provider, r.Issuer, r.EvaluationURL = domain.CleanLine(r.Provider), domain.CleanLine(r.Issuer), domain.CleanLine(r.EvaluationURL)
	for _, s := range []*string{&r.Prerequisites, &r.TrainerNeeds, &r.PriceNote} {
		*s = domain.CleanText(*s)
	}
	switch {
	case r.GroupMin < 0 || r.GroupMin > domain.MaxSeats:
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "group_min"})
	case capacity > 0 && r.GroupMin > capacity:
		errs = append(errs, domain.Error{Code: domain.ErrGroupMin, Field: "group_min", Arg: strconv.Itoa(capacity)})
	}
	for _, l := range []struct {
		field, value string
		max          int
	}{
		{"prerequisites", r.Prerequisites, event.MaxText}, {"price_note", r.PriceNote, event.MaxText}, {"provider", r.Provider, event.MaxLine},
		{"issuer", r.Issuer, event.MaxLine}, {"evaluation_url", r.EvaluationURL, 1000}, {"trainer_needs", r.TrainerNeeds, event.MaxText},
	} {
		if e := domain.CheckLine(l.field, l.value, l.max, false, false); e != nil {
			errs = append(errs, *e)
		}
	}
	if !safeAddress(r.EvaluationURL) {
		errs = append(errs, domain.Error{Code: domain.ErrHTTPS, Field: "evaluation_url"})
	}
	return errs
}

// safeAddress tells whether an address is empty, or whole and https.
func safeAddress(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.User == nil && strings.Contains(strings.Trim(u.Hostname(), "."), ".") && !strings.ContainsAny(s, " \"<>")
}

// SaveRules writes what a training asks. Refusals: the fields (domain.Errors), ErrState of an event that is called
// off, ErrChangedMeanwhile. What is issued already keeps what it says.
func SaveRules(app core.App, now time.Time, actor, id string, r Rules) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if e.Status == domain.Cancelled {
			return domain.Error{Code: domain.ErrState}
		}
		if r.Seen != "" && r.Seen != e.Updated.String() {
			return domain.Error{Code: domain.ErrChangedMeanwhile}
		}
		if err := r.Check(e.Capacity).OrNil(); err != nil {
			return err
		}
		return r.put(app, now, actor, e)
	})
}

// put writes rules that were checked, and the trail; the same again write nothing.
func (r Rules) put(app core.App, now time.Time, actor string, e *records.Event) error {
	before := plainRules(e)
	r.Seen = ""
	if before == r {
		return nil
	}
	e.GroupMin, e.Prerequisites, e.Provider, e.Issuer = r.GroupMin, r.Prerequisites, r.Provider, r.Issuer
	e.EvaluationURL, e.TrainerNeeds, e.PriceNote, e.Updated = r.EvaluationURL, r.TrainerNeeds, r.PriceNote, records.At(now)
	if err := records.SaveEvent(app, e); err != nil {
		return err
	}
	return trail(app, now, actor, records.AuditLine{Action: "training", Kind: "event", Target: e.ID, Event: e.ID}, before, r)
}

// trail keeps what something was and what it is.
func trail(app core.App, now time.Time, actor string, line records.AuditLine, before, after any) (err error) {
	line.At, line.Actor = records.At(now), actor
	if line.Before, err = json.Marshal(before); err != nil {
		return err
	}
	if line.After, err = json.Marshal(after); err != nil {
		return err
	}
	return records.AddAudit(app, line)
}
