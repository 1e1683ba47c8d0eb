package placement

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Report is what a party writes of a stage: the trainee's rapport d’étonnement, or the host's feedback.
type Report struct {
	Case    *Case
	By      domain.Party
	Row     *records.PlacementReport // with neither text nor id, as long as nothing is kept
	Answers map[string]string
}

// Sent tells whether it was sent: from then on it is only read.
func (r *Report) Sent() bool { return !r.Row.SentAt.IsZero() }

// Words are what a hand sends with a report: the notice was read, and doubts about the text were looked at.
type Words struct {
	Answers map[string]string
	Read    bool
	Sure    string // the words in doubt that were confirmed, as Doubts said them; others are asked about anew
	Actor   string
	Intent  string
}

// OpenReport reads what a party wrote, sent or not. Errors: ErrErased, ErrReportEarly before a half-day was attended.
func OpenReport(app core.App, id string, by domain.Party) (*Report, error) {
	c, err := Open(app, id)
	switch {
	case err != nil:
		return nil, err
	case !c.Row.ErasedAt.IsZero():
		return nil, domain.Error{Code: domain.ErrErased}
	case !c.P.ReportOpen():
		return nil, domain.Error{Code: domain.ErrReportEarly}
	}
	return c.ReportOf(app, by)
}

// ReportOf reads what a party wrote of a placement, if anything.
func (c *Case) ReportOf(app core.App, by domain.Party) (*Report, error) {
	r := &Report{Case: c, By: by, Answers: map[string]string{}}
	row, err := records.PlacementReportOf(app, c.Row.ID, string(by))
	if domain.Is(err, domain.ErrNotFound) {
		r.Row = &records.PlacementReport{Placement: c.Row.ID, Party: string(by), Answers: records.Raw("{}")}
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if r.Row = row; len(row.Answers) > 0 {
		err = json.Unmarshal(row.Answers, &r.Answers)
	}
	return r, err
}

// Doubts are the words of a text that may tell of somebody accompanied, as one line; empty: none was found. Who takes
// part in the stage may be named.
func (r *Report) Doubts(answers map[string]string) string {
	row := r.Case.Row
	return strings.Join(domain.ReportDoubts(answers, row.Name(), row.TutorName, row.ManagerName, row.HomeName), ", ")
}

// SaveReport keeps a draft. Errors: those of OpenReport, ErrReportSent, ErrTooLong at the field of a text.
func SaveReport(app core.App, now time.Time, id string, by domain.Party, typed map[string]string) error {
	return records.Together(app, func(app core.App) error {
		r, err := OpenReport(app, id, by)
		if err != nil {
			return err
		}
		if r.Sent() {
			return domain.Error{Code: domain.ErrReportSent}
		}
		return r.keep(app, now, domain.CleanReport(by, typed), false)
	})
}

// keep writes the texts, once checked.
func (r *Report) keep(app core.App, now time.Time, answers map[string]string, send bool) error {
	if err := domain.CheckReport(r.By, answers, send); err != nil {
		return err
	}
	raw, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	r.Answers, r.Row.Answers, r.Row.Updated = answers, raw, records.At(now)
	if send {
		r.Row.SentAt = records.At(now)
	}
	return records.PutPlacementReport(app, r.Row)
}

// SendReport sends a report; the trainee's moves a placement that is done. Sent twice, it is sent once. Errors: those of
// SaveReport and of domain.Placement.ReportSendable, ErrRequired at a text, ErrReportRead at « lu », ErrReportDoubt at
// « sur » with the words in doubt.
func SendReport(app core.App, now time.Time, id string, by domain.Party, w Words) error {
	return records.Together(app, func(app core.App) error {
		r, err := OpenReport(app, id, by)
		if err != nil || r.Sent() {
			return err
		}
		answers := domain.CleanReport(by, w.Answers)
		if err := r.check(answers, w); err != nil {
			return err
		}
		if err := r.keep(app, now, answers, true); err != nil {
			return err
		}
		if by != domain.PartyTrainee || r.Case.P.State != domain.PlacementDone {
			return nil
		}
		_, err = Move(app, now, id, Doing{By: by, Actor: w.Actor, Intent: w.Intent}, domain.PlacementAct{Move: domain.MoveReceive}, nil)
		return err
	})
}

// check refuses to send what is not ready: all that is missing at once.
func (r *Report) check(answers map[string]string, w Words) error {
	if err := r.Case.P.ReportSendable(r.By); err != nil {
		return err
	}
	var errs domain.Errors
	if err := domain.CheckReport(r.By, answers, true); err != nil {
		errs = append(errs, domain.Refusals(err)...)
	}
	if !w.Read {
		errs = append(errs, domain.Error{Code: domain.ErrReportRead, Field: "lu"})
	}
	if found := r.Doubts(answers); found != "" && found != w.Sure {
		errs = append(errs, domain.Error{Code: domain.ErrReportDoubt, Field: "sur", Arg: found})
	}
	return errs.OrNil()
}

// returned gives the trainee's report back to be written again: the text stays, as a draft.
func (c *Case) returned(app core.App, now time.Time, _ domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move != domain.MoveReturn {
		return nil
	}
	r, err := c.ReportOf(app, domain.PartyTrainee)
	if err != nil || !r.Sent() {
		return err
	}
	r.Row.SentAt, r.Row.Updated = records.Time{}, records.At(now)
	return records.PutPlacementReport(app, r.Row)
}

// Returned is why the trainee's report was given back the last time, and when; the zero time: never, or it was sent
// again since.
func (c *Case) Returned() (why string, at time.Time) {
	for _, s := range c.Steps {
		switch s.Act.Move {
		case domain.MoveReturn:
			why, at = s.Why, s.At
		case domain.MoveReceive:
			why, at = "", time.Time{}
		}
	}
	return why, at
}

// Answered tells whether a party answered the short survey.
func (r *Report) Answered() bool { return r.Row.Opinion }

// OpinionOpen refuses the short survey before the stage is over.
func (r *Report) OpinionOpen() error {
	if err := r.Case.P.ReportSendable(domain.PartyTrainee); err != nil {
		return domain.Error{Code: domain.ErrReportUnended}
	}
	return nil
}

// Opine keeps the answer of a party to its short survey, apart from who gives it: the placement only keeps that it was
// answered. Errors: those of OpenReport, ErrReportUnended, ErrOpinionTwice, those of domain.CheckOpinion.
func Opine(app core.App, id string, by domain.Party, o domain.Opinion) error {
	return records.Together(app, func(app core.App) error {
		r, err := OpenReport(app, id, by)
		if err != nil {
			return err
		}
		if err := r.OpinionOpen(); err != nil {
			return err
		}
		if r.Row.Opinion {
			return domain.Error{Code: domain.ErrOpinionTwice}
		}
		o.Text = domain.CleanText(o.Text)
		if err := domain.CheckOpinion(by, o); err != nil {
			return err
		}
		raw, err := json.Marshal(o)
		if err != nil {
			return err
		}
		r.Row.Opinion = true // no time of it is kept
		if err := records.PutPlacementReport(app, r.Row); err != nil {
			return err
		}
		return records.AddPlacementOpinion(app, &records.PlacementOpinion{Campaign: r.Case.Campaign.ID, Party: string(by), Answers: raw})
	})
}
