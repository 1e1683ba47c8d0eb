package survey

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Draft is a survey as the coordinator typed it.
type Draft struct {
	Intent    string // id that a new one will have: the same form makes one
	Title     string
	Intro     string
	Kind      string
	Questions []domain.SurveyQuestion
}

const (
	maxTitle = 200
	maxIntro = 1000
)

// Save writes a survey, new (id empty) or changed. Refusals: the fields; ErrSurveyFixed where answers bear its questions.
func Save(app core.App, now time.Time, actor, id string, d Draft) (row *records.Survey, err error) {
	d.Title, d.Intro = domain.CleanLine(d.Title), domain.CleanText(d.Intro)
	d.Questions = slices.Clone(d.Questions)
	err = app.RunInTransaction(func(app core.App) error {
		action := "edit"
		if id == "" {
			if row, err = records.SurveyOf(app, d.Intent); err == nil {
				id = d.Intent // the same form again
			} else if !domain.Is(err, domain.ErrNotFound) {
				return err
			}
		}
		if row = (&records.Survey{ID: d.Intent, Created: records.At(now)}); id == "" {
			action = "create"
		} else if row, err = records.SurveyOf(app, id); err != nil {
			return err
		}
		if err := d.check(app, row, action == "create"); err != nil {
			return err
		}
		row.Title, row.Intro, row.Kind, row.Questions, row.Updated = d.Title, d.Intro, d.Kind, d.Questions, records.At(now)
		write := records.SaveSurvey
		if action == "create" {
			write = records.AddSurvey
		}
		if err := write(app, row); err != nil {
			return err
		}
		return trace(app, now, actor, action, row.ID)
	})
	return row, err
}

func (d *Draft) check(app core.App, row *records.Survey, isNew bool) error {
	var errs domain.Errors
	if e := domain.CheckLine("title", d.Title, maxTitle, true, true); e != nil {
		errs = append(errs, *e)
	}
	if e := domain.CheckLine("intro", d.Intro, maxIntro, false, false); e != nil {
		errs = append(errs, *e)
	}
	var answered []domain.SurveyQuestion
	if !isNew {
		fixed, err := records.SurveyAnswered(app, row.ID)
		if err != nil {
			return err
		}
		if fixed {
			answered = row.Questions
			d.Kind = row.Kind
		}
	}
	if d.Kind != domain.SurveyHot && d.Kind != domain.SurveyCold {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "kind"})
	}
	return append(errs, domain.Refusals(domain.CheckSurvey(d.Questions, answered))...).OrNil()
}

// Archive takes a survey out of those to choose from, or puts it back. ErrSurveyUsed where it is still chosen.
func Archive(app core.App, now time.Time, actor, id string, archived bool) error {
	return app.RunInTransaction(func(app core.App) error {
		row, err := records.SurveyOf(app, id)
		if err != nil || row.Archived == archived {
			return err
		}
		used, err := records.SurveyUsed(app, id)
		if err != nil {
			return err
		}
		if used && archived {
			return domain.Error{Code: domain.ErrSurveyUsed}
		}
		row.Archived, row.Updated = archived, records.At(now)
		if err := records.SaveSurvey(app, row); err != nil {
			return err
		}
		return trace(app, now, actor, map[bool]string{true: "archive", false: "unarchive"}[archived], id)
	})
}

func trace(app core.App, now time.Time, actor, action, id string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "survey", Target: id})
}

// Choice is what an event asks: ids of surveys, empty for none.
type Choice struct {
	Hot, Cold string
	ColdDays  int
}

// Choose writes what an event asks. Refusals at « hot », « cold », « days »; ErrState for one that was called off.
func Choose(app core.App, now time.Time, actor, event string, c Choice) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if e.Status == domain.Cancelled {
			return domain.Error{Code: domain.ErrState}
		}
		var errs domain.Errors
		for _, one := range []struct{ field, id, was, kind string }{{"hot", c.Hot, e.SurveyHot, domain.SurveyHot}, {"cold", c.Cold, e.SurveyCold, domain.SurveyCold}} {
			ok, err := Fits(app, one.id, one.was, one.kind)
			if err != nil {
				return err
			}
			if !ok {
				errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: one.field})
			}
		}
		if c.ColdDays != 0 && domain.SurveyColdDays(c.ColdDays) != c.ColdDays {
			errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "days"})
		}
		if err := errs.OrNil(); err != nil {
			return err
		}
		e.SurveyHot, e.SurveyCold, e.SurveyColdDays = c.Hot, c.Cold, c.ColdDays
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "surveys", Kind: "event", Target: e.ID, Event: e.ID})
	})
}

// Fits tells whether a survey may be chosen: none, the one that is, or one in use of the kind.
func Fits(app core.App, id, was, kind string) (bool, error) {
	if id == "" || id == was {
		return true, nil
	}
	s, err := records.SurveyOf(app, id)
	if domain.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	return err == nil && s.Kind == kind && !s.Archived, err
}
