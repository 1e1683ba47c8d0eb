// Package question holds what an event asks of each who registers: writing the questions, checking the answers,
// counting the seats of the workshops.
package question

import (
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Kinds of question.
const (
	Text     = "text"
	Choice   = "choice"
	Several  = "several"
	Tick     = "tick"
	Workshop = domain.Workshop // a choice whose options have seats of their own
)

// Kinds lists them, in the order of the form.
var Kinds = []string{Text, Choice, Several, Tick, Workshop}

// Yes is the answer that a tick keeps.
const Yes = "oui"

// MaxAnswer is the longest text that is kept of an answer, in characters.
const MaxAnswer = 500

// Field is the name that a question has in a form, and where its refusals stand.
func Field(id string) string { return "question-" + id }

// Chooses tells whether a kind has options.
func Chooses(kind string) bool { return kind == Choice || kind == Several || kind == Workshop }

// Offered are the options that can still be chosen.
func Offered(q records.Question) (out []records.Option) {
	for _, o := range q.Options {
		if !o.Removed {
			out = append(out, o)
		}
	}
	return out
}

// Check is what is kept of the answers somebody typed, by question, and what must be refused of them. Questions
// stand in the order in which they are asked; one whose condition does not hold is not asked: what was typed
// there is dropped. What it accepts, it accepts again unchanged.
func Check(questions []records.Question, typed map[string][]string) (records.Answers, domain.Errors) {
	kept, errs := records.Answers{}, domain.Errors{}
	for _, q := range questions {
		if !Asked(q, kept) {
			continue
		}
		values, code := read(q, typed[q.ID])
		if code == "" && q.Required && len(values) == 0 {
			if code = domain.ErrRequired; q.Kind == Tick {
				code = domain.ErrTick
			}
		}
		if code != "" {
			errs = append(errs, domain.Error{Code: code, Field: Field(q.ID)})
			continue
		}
		if len(values) > 0 {
			kept[q.ID] = values
		}
	}
	return kept, errs
}

// Asked tells whether a question is asked of who gave these answers to those before it.
func Asked(q records.Question, answers records.Answers) bool {
	return q.ShowIf == "" || slices.Contains(answers[q.ShowIf], q.ShowValue)
}

// read brings what was typed to one question to what is kept; a code says why it cannot be.
func read(q records.Question, typed []string) (values []string, code domain.Code) {
	if q.Kind == Text {
		text := domain.CleanLine(first(typed))
		if e := domain.CheckLine("", text, MaxAnswer, false, false); e != nil {
			return nil, e.Code
		}
		typed = []string{text}
	}
	for _, v := range typed {
		if v == "" {
			continue
		}
		switch {
		case q.Kind == Text:
		case q.Kind == Tick && (v == "1" || v == Yes):
			v = Yes
		case Chooses(q.Kind) && slices.ContainsFunc(Offered(q), func(o records.Option) bool { return o.ID == v }):
		default:
			return nil, domain.ErrChoice
		}
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if q.Kind != Several && len(values) > 1 {
		return nil, domain.ErrChoice
	}
	slices.SortFunc(values, func(a, b string) int { return place(q, a) - place(q, b) })
	return values, ""
}

func first(typed []string) string {
	if len(typed) == 0 {
		return ""
	}
	return typed[0]
}

// place is where an option stands among its question's.
func place(q records.Question, option string) int {
	return slices.IndexFunc(q.Options, func(o records.Option) bool { return o.ID == option })
}

// Words says an answer as people wrote or chose it; nil when there is none.
func Words(q records.Question, answers records.Answers) (out []string) {
	for _, v := range answers[q.ID] {
		if i := place(q, v); i >= 0 {
			v = q.Options[i].Label
		} else if q.Kind == Tick {
			v = "Oui"
		}
		out = append(out, v)
	}
	return out
}
