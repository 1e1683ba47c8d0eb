package training

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
)

// Kinds are the natures of a programme.
var Kinds = []string{"journee", "demi-journee", records.TrainingKind, records.PlacementKind, "visio", "reunion"}

// Bounds of what a programme says.
const (
	maxMinutes = 1000 * 60
	maxAge     = 120
)

// Programme is what a programme usually asks, as the coordinator typed it. Amounts are minutes or half-days, as the
// rule counts.
type Programme struct {
	Intent             string // id that a new one will have: the same form makes one
	Name, Kind         string
	Completion         domain.Completion
	Minutes            int // 0: not known
	Capacity           int // 0: no limit
	MinimumAge         int // 0: none
	Certificate        bool
	WorkingGroup       string // id
	SurveyHot          string // ids of surveys that its new events ask; empty: none
	SurveyCold         string
	Rules              Rules
	ValidFrom, ValidTo string // years, empty: not bounded
}

// ProgrammeOf is a programme as it is: saving it changes nothing.
func ProgrammeOf(p *records.Item) Programme {
	return Programme{Name: p.Name, Kind: p.Kind, Completion: domain.Completion{Rule: p.Rule, Amount: p.RuleAmount}, Minutes: p.Minutes,
		Capacity: p.Capacity, MinimumAge: p.MinimumAge, Certificate: p.Certificate, WorkingGroup: p.WorkingGroup, SurveyHot: p.SurveyHot, SurveyCold: p.SurveyCold,
		Rules: RulesOfProgramme(p), ValidFrom: p.ValidFrom, ValidTo: p.ValidTo}
}

// Check tidies what was typed and refuses what cannot stand, each thing at its field. Of an amount, only the length
// of the training bounds it: an event brings the half-days.
func (p *Programme) Check() (errs domain.Errors) {
	p.Name = domain.CleanLine(p.Name)
	refuse := func(code domain.Code, field string) { errs = append(errs, domain.Error{Code: code, Field: field}) }
	if e := domain.CheckLine("name", p.Name, event.MaxTitle, true, true); e != nil {
		errs = append(errs, *e)
	}
	if !slices.Contains(Kinds, p.Kind) {
		refuse(domain.ErrChoice, "kind")
	}
	if !p.Completion.Counts() {
		p.Completion.Amount = 0
	}
	switch c := p.Completion; {
	case !slices.Contains(domain.Rules, c.Rule):
		refuse(domain.ErrChoice, "rule")
	case c.Counts() && (c.Amount < 1 || c.Amount > maxMinutes):
		refuse(domain.ErrNumber, "rule_amount")
	case c.Rule == domain.EnoughMinutes && p.Minutes > 0 && c.Amount > p.Minutes:
		errs = append(errs, domain.Error{Code: domain.ErrTooManyMinutes, Field: "rule_amount", Arg: strconv.Itoa(p.Minutes)})
	}
	for _, n := range []struct {
		field      string
		value, max int
	}{{"minutes", p.Minutes, maxMinutes}, {"capacity", p.Capacity, event.MaxCapacity}, {"minimum_age", p.MinimumAge, maxAge}} {
		if n.value < 0 || n.value > n.max {
			refuse(domain.ErrNumber, n.field)
		}
	}
	errs = append(errs, p.Rules.Check(p.Capacity)...)
	errs = append(errs, domain.CheckValidity(p.ValidFrom, p.ValidTo)...)
	return errs
}

// SaveProgramme writes a programme, new (id empty) or changed; its events stay as they are. Refusals: the fields;
// ErrTwice at « name » where another bears it.
func SaveProgramme(app core.App, now time.Time, actor, id string, p Programme) (programme *records.Item, err error) {
	if err := p.Check().OrNil(); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		all, err := records.Items(app, records.Programmes)
		if err != nil {
			return err
		}
		if id == "" && records.Find(all, p.Intent).ID != "" {
			id = p.Intent // the same form again
		}
		for _, other := range all {
			if other.ID != id && domain.Fold(other.Name) == domain.Fold(p.Name) {
				return domain.Error{Code: domain.ErrTwice, Field: "name"}
			}
		}
		if p.WorkingGroup != "" {
			if _, err := records.ItemOf(app, records.WorkingGroups, p.WorkingGroup); domain.Is(err, domain.ErrNotFound) {
				return domain.Error{Code: domain.ErrChoice, Field: "working_group"}
			} else if err != nil {
				return err
			}
		}
		for field, id := range map[string]string{"survey_hot": p.SurveyHot, "survey_cold": p.SurveyCold} {
			if s, err := records.SurveyOf(app, id); domain.Is(err, domain.ErrNotFound) && id != "" || err == nil && (s.Kind == domain.SurveyCold) != (field == "survey_cold") {
				return domain.Error{Code: domain.ErrChoice, Field: field}
			} else if err != nil && id != "" {
				return err
			}
		}
		if programme, err = p.write(app, now, actor, id, all); err != nil {
			return err
		}
		return nil
	})
	return programme, err
}

// write puts the row and its trail.
func (p Programme) write(app core.App, now time.Time, actor, id string, all []records.Item) (*records.Item, error) {
	line, before := records.AuditLine{Action: "edit", Kind: "programme", Target: id}, Programme{}
	columns := p.columns()
	if id == "" {
		columns["id"], columns["code"] = p.Intent, records.FreeCode(all, p.Name)
		columns["roadmap_actions"], columns["proposed_actions"] = "[]", "[]"
		if _, err := records.AddItem(app, records.Programmes, columns); err != nil {
			return nil, err
		}
		id, line.Action, line.Target = p.Intent, "create", p.Intent
	} else {
		was, err := records.ItemOf(app, records.Programmes, id)
		if err != nil {
			return nil, err
		}
		before = ProgrammeOf(was)
		if err := records.SaveItem(app, records.Programmes, id, columns); err != nil {
			return nil, err
		}
	}
	is, err := records.ItemOf(app, records.Programmes, id)
	if err != nil || ProgrammeOf(is) == before {
		return is, err
	}
	return is, trail(app, now, actor, line, before, ProgrammeOf(is))
}

func (p Programme) columns() dbx.Params {
	r := p.Rules
	return dbx.Params{"name": p.Name, "kind": p.Kind, "rule": p.Completion.Rule, "rule_amount": p.Completion.Amount, "minutes": p.Minutes,
		"capacity": p.Capacity, "minimum_age": p.MinimumAge, "certificate": p.Certificate, "working_group": p.WorkingGroup,
		"survey_hot": p.SurveyHot, "survey_cold": p.SurveyCold,
		"group_min": r.GroupMin, "prerequisites": r.Prerequisites, "provider": r.Provider, "issuer": r.Issuer, "evaluation_url": r.EvaluationURL,
		"trainer_needs": r.TrainerNeeds, "price_note": r.PriceNote, "valid_from": p.ValidFrom, "valid_to": p.ValidTo}
}
