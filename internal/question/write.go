package question

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Bounds of a question.
const (
	MaxLabel     = 300
	MaxHelp      = 500
	MaxOptions   = 40
	MaxQuestions = 60
)

var validID = regexp.MustCompile(`^[a-z0-9]{15}$`)

// Draft is a question as the coordinator typed it. ID is of a question that exists, or the one that a new question
// will have: the same form sent twice makes one question. Options that bear an id are reworded, those without are
// new, those of the question that are not named are no longer offered.
type Draft struct {
	ID                string
	Kind, Label, Help string
	Required          bool
	Comfort           bool // answers are erased some days after the event; never of a workshop
	ShowIf, ShowValue string
	Options           []records.Option
}

// DraftOf is the draft of a question as it is.
func DraftOf(q records.Question) Draft {
	return Draft{ID: q.ID, Kind: q.Kind, Label: q.Label, Help: q.Help, Required: q.Required, Comfort: q.Comfort, ShowIf: q.ShowIf, ShowValue: q.ShowValue, Options: Offered(q)}
}

// Check tidies a draft and refuses what is wrong by itself, at its field: « option-N » and « seats-N » (from 0)
// for the options.
func (d *Draft) Check() (errs domain.Errors) {
	d.Label, d.Help = domain.CleanLine(d.Label), domain.CleanText(d.Help)
	if !Chooses(d.Kind) {
		d.Options = nil
	}
	refuse := func(code domain.Code, field string) { errs = append(errs, domain.Error{Code: code, Field: field}) }
	if !slices.Contains(Kinds, d.Kind) {
		refuse(domain.ErrChoice, "kind")
	}
	if e := domain.CheckLine("label", d.Label, MaxLabel, true, true); e != nil {
		errs = append(errs, *e)
	}
	if e := domain.CheckLine("help", d.Help, MaxHelp, false, false); e != nil {
		errs = append(errs, *e)
	}
	for i := range d.Options {
		o := &d.Options[i]
		if o.Label = domain.CleanLine(o.Label); d.Kind != Workshop {
			o.Capacity = 0
		}
		same := func(p records.Option) bool { return domain.Fold(p.Label) == domain.Fold(o.Label) }
		switch e := domain.CheckLine("", o.Label, MaxLabel, true, false); {
		case e != nil:
			refuse(e.Code, fmt.Sprintf("option-%d", i))
		case slices.ContainsFunc(d.Options[:i], same):
			refuse(domain.ErrTwice, fmt.Sprintf("option-%d", i))
		}
		if o.Capacity < 0 || o.Capacity > domain.MaxSeats {
			refuse(domain.ErrNumber, fmt.Sprintf("seats-%d", i))
		}
	}
	if Chooses(d.Kind) && (len(d.Options) < 2 || len(d.Options) > MaxOptions) {
		refuse(domain.ErrOptions, "options")
	}
	return errs
}

// Save writes a question of an event, new or reworded: answers keep their meaning, since they name an option by
// its id. Refusals: the fields; a workshop under the seats already taken (ErrCapacityTaken at « seats-N »); a kind
// that answers do not suit any more (ErrAnswered at « kind »); an event called off or closed (ErrState).
func Save(app core.App, now time.Time, actor, event string, d Draft) (q *records.Question, err error) {
	errs := d.Check()
	if !validID.MatchString(d.ID) {
		return nil, domain.Error{Code: domain.ErrNotFound}
	}
	err = app.RunInTransaction(func(app core.App) error {
		all, err := open(app, event)
		if err != nil {
			return err
		}
		isNew := false
		if q, err = find(app, event, d.ID); domain.Is(err, domain.ErrNotFound) {
			q, err, isNew = &records.Question{ID: d.ID, Event: event, Position: next(all)}, nil, true
		}
		if err != nil {
			return err
		}
		if isNew && len(all) >= MaxQuestions {
			return domain.Error{Code: domain.ErrTooLong, Field: "label"}
		}
		errs = append(errs, d.checkCondition(all, q)...)
		more, err := d.checkAnswers(app, q, all)
		if err != nil {
			return err
		}
		if err := append(errs, more...).OrNil(); err != nil {
			return err
		}
		d.fill(q)
		put := records.PutQuestion
		if isNew {
			put = records.AddQuestion
		}
		if err := put(app, q); err != nil {
			return err
		}
		return trace(app, now, actor, "question", q)
	})
	return q, err
}

// open reads the questions of an event that can still change.
func open(app core.App, event string) ([]records.Question, error) {
	e, err := records.EventOf(app, event)
	if err != nil {
		return nil, err
	}
	if e.Status == domain.Cancelled || e.Status == domain.Held {
		return nil, domain.Error{Code: domain.ErrState}
	}
	return records.Questions(app, event)
}

// find reads a question of an event that is still asked.
func find(app core.App, event, id string) (*records.Question, error) {
	q, err := records.QuestionOf(app, id)
	if err == nil && q.Event != event {
		return nil, domain.Error{Code: domain.ErrState} // an id of another event's: nobody's form says that
	}
	if err == nil && !q.RemovedAt.IsZero() {
		return nil, domain.Error{Code: domain.ErrState}
	}
	return q, err
}

func next(all []records.Question) int {
	if len(all) == 0 {
		return 1
	}
	return all[len(all)-1].Position + 1
}

// checkCondition refuses a condition on a question that comes later or has no such answer.
func (d Draft) checkCondition(all []records.Question, q *records.Question) domain.Errors {
	if d.ShowIf == "" {
		return nil
	}
	for _, other := range all {
		if other.ID == d.ShowIf && other.Position < q.Position && answerable(other, d.ShowValue) {
			return nil
		}
	}
	return domain.Errors{{Code: domain.ErrCondition, Field: "condition"}}
}

// answerable tells whether a question can be answered so.
func answerable(q records.Question, value string) bool {
	if q.Kind == Tick {
		return value == Yes
	}
	return slices.ContainsFunc(Offered(q), func(o records.Option) bool { return o.ID == value })
}

// checkAnswers refuses what would deny the answers already given, and what other questions depend on.
func (d Draft) checkAnswers(app core.App, q *records.Question, all []records.Question) (errs domain.Errors, err error) {
	if q.Kind == "" {
		return nil, nil
	}
	given, err := records.AnswerCounts(app, q.Event)
	if err != nil {
		return nil, err
	}
	if n := given[q.ID]; n > 0 && !suits(q.Kind, d.Kind) {
		errs = append(errs, domain.Error{Code: domain.ErrKindAnswered, Field: "kind", Arg: fmt.Sprint(n)})
	}
	taken, _, err := records.ChoiceCounts(app, q.Event, "")
	if err != nil {
		return nil, err
	}
	kept := map[string]bool{}
	for i, o := range d.Options {
		if kept[o.ID] = true; o.ID != "" && o.Capacity > 0 && o.Capacity < taken[o.ID] {
			errs = append(errs, domain.Error{Code: domain.ErrCapacityTaken, Field: fmt.Sprintf("seats-%d", i), Arg: fmt.Sprint(taken[o.ID])})
		}
	}
	for _, other := range all {
		if other.ShowIf == q.ID && !kept[other.ShowValue] && !(d.Kind == Tick && q.Kind == Tick) {
			errs = append(errs, domain.Error{Code: domain.ErrDependent, Field: "options", Arg: other.Label})
		}
	}
	return errs, nil
}

// suits tells whether the answers of a kind are answers of another.
func suits(was, is string) bool {
	one := func(kind string) bool { return kind == Choice || kind == Workshop }
	return was == is || one(was) && (one(is) || is == Several)
}

// fill copies the draft into the row. Options that are no longer offered stay, so that answers keep their words.
func (d Draft) fill(q *records.Question) {
	q.Kind, q.Label, q.Help, q.Required, q.ShowIf, q.ShowValue = d.Kind, d.Label, d.Help, d.Required, d.ShowIf, d.ShowValue
	q.Comfort = d.Comfort && d.Kind != Workshop
	if d.ShowIf == "" {
		q.ShowValue = ""
	}
	was, now := q.Options, records.Options{}
	for _, o := range d.Options {
		if place(records.Question{Options: was}, o.ID) < 0 {
			o.ID = records.NewID()
		}
		o.Removed = false
		now = append(now, o)
	}
	for _, o := range was {
		if place(records.Question{Options: now}, o.ID) < 0 {
			o.Removed = true
			now = append(now, o)
		}
	}
	q.Options = now
}
