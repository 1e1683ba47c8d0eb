package domain

import (
	"regexp"
	"slices"
	"strconv"
)

// Bounds of a survey.
const (
	MaxSurveyQuestions = 30
	MaxSurveyOptions   = 20
	MaxSurveyLine      = 300  // characters of a question, an option, a help
	MaxSurveyText      = 2000 // characters of an answer in words
)

// surveyKey is what a question may be called in answers.
var surveyKey = regexp.MustCompile(`^[a-z][a-z0-9]{0,19}$`)

// AskKinds are the kinds of question, in the order in which they are proposed.
var AskKinds = []string{AskScale, AskYesNo, AskOne, AskMany, AskText}

// CheckSurvey tidies the questions of a survey and refuses what cannot stand, at « q-N-… » of its line. answered are
// the questions that answers bear already, nil without any: their keys and kinds are fixed then, no question is added
// or goes, no option either; words may be corrected.
func CheckSurvey(questions, answered []SurveyQuestion) error {
	var errs Errors
	satisfaction, keys := 0, map[string]bool{}
	if len(questions) == 0 || len(questions) > MaxSurveyQuestions {
		errs = append(errs, Error{Code: ErrSurveyQuestions, Field: "questions", Arg: strconv.Itoa(MaxSurveyQuestions)})
	}
	for i := range questions {
		q := &questions[i]
		errs = append(errs, q.check("q-"+strconv.Itoa(i))...)
		if !surveyKey.MatchString(q.Key) || keys[q.Key] {
			errs = append(errs, Error{Code: ErrChoice, Field: "questions"})
		}
		keys[q.Key] = true
		if q.Satisfaction {
			satisfaction++
		}
	}
	if satisfaction > 1 {
		errs = append(errs, Error{Code: ErrSurveySatisfaction, Field: "questions"})
	}
	if answered != nil && !sameShape(questions, answered) {
		errs = append(errs, Error{Code: ErrSurveyFixed, Field: "questions"})
	}
	return errs.OrNil()
}

func (q *SurveyQuestion) check(field string) (errs Errors) {
	q.Label, q.Help = CleanLine(q.Label), CleanLine(q.Help)
	if e := CheckLine(field+"-label", q.Label, MaxSurveyLine, true, true); e != nil {
		errs = append(errs, *e)
	}
	if e := CheckLine(field+"-help", q.Help, MaxSurveyLine, false, false); e != nil {
		errs = append(errs, *e)
	}
	if !slices.Contains(AskKinds, q.Kind) {
		errs = append(errs, Error{Code: ErrChoice, Field: field + "-kind"})
	}
	if q.Satisfaction && q.Kind != AskScale {
		errs = append(errs, Error{Code: ErrSurveySatisfaction, Field: field + "-kind"})
	}
	if q.Kind != AskOne && q.Kind != AskMany {
		q.Options = nil
		return errs
	}
	var kept []string
	for _, o := range q.Options {
		if o = CleanLine(o); o != "" {
			kept = append(kept, o)
		}
	}
	q.Options = kept
	folded := map[string]bool{}
	for _, o := range kept {
		if e := CheckLine(field+"-options", o, MaxSurveyLine, true, false); e != nil {
			errs = append(errs, *e)
			break
		}
		folded[o] = true
	}
	switch {
	case len(kept) < 2 || len(kept) > MaxSurveyOptions:
		errs = append(errs, Error{Code: ErrOptions, Field: field + "-options"})
	case len(folded) < len(kept):
		errs = append(errs, Error{Code: ErrTwice, Field: field + "-options"})
	}
	return errs
}

// sameShape tells whether answers to one list of questions can be read with the other.
func sameShape(a, b []SurveyQuestion) bool {
	return slices.EqualFunc(a, b, func(x, y SurveyQuestion) bool {
		return x.Key == y.Key && x.Kind == y.Kind && len(x.Options) == len(y.Options) && x.Satisfaction == y.Satisfaction
	})
}

// SurveyAnswers is what somebody answered, by question key: the step of a scale (1 to 5), 1 or 0 for yes or no, the
// places of the options chosen (from 0). Words are kept apart.
type SurveyAnswers map[string][]int

// ReadSurvey reads what was typed, by question key. Texts are by key too. Refusals stand at « q-KEY ». A survey without
// a single answer is refused (ErrSurveyBlank).
func ReadSurvey(questions []SurveyQuestion, typed func(key string) []string) (answers SurveyAnswers, texts map[string]string, err error) {
	answers, texts = SurveyAnswers{}, map[string]string{}
	var errs Errors
	for _, q := range questions {
		field := "q-" + q.Key
		values := slices.DeleteFunc(slices.Clone(typed(q.Key)), func(v string) bool { return v == "" })
		if q.Kind == AskText {
			text := ""
			if len(values) > 0 {
				text = CleanText(values[0])
			}
			if e := CheckLine(field, text, MaxSurveyText, q.Required, false); e != nil {
				errs = append(errs, *e)
			} else if text != "" {
				texts[q.Key] = text
			}
			continue
		}
		given, ok := q.read(values)
		switch {
		case !ok:
			errs = append(errs, Error{Code: ErrChoice, Field: field})
		case len(given) == 0 && q.Required:
			errs = append(errs, Error{Code: ErrSurveyRequired, Field: field})
		case len(given) > 0:
			answers[q.Key] = given
		}
	}
	if len(errs) == 0 && len(answers)+len(texts) == 0 {
		errs = append(errs, Error{Code: ErrSurveyBlank})
	}
	return answers, texts, errs.OrNil()
}

// read gives the numbers chosen, in order and each once; false for one that is not offered.
func (q SurveyQuestion) read(values []string) (given []int, ok bool) {
	least, most := q.Span()
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil || n < least || n > most {
			return nil, false
		}
		if !slices.Contains(given, n) {
			given = append(given, n)
		}
	}
	if q.Kind != AskMany && len(given) > 1 {
		return nil, false
	}
	slices.Sort(given)
	return given, true
}

// Span is the least and the most number that answers the question; most is under least where none does.
func (q SurveyQuestion) Span() (least, most int) {
	switch q.Kind {
	case AskScale:
		return 1, 5
	case AskYesNo:
		return 0, 1
	case AskOne, AskMany:
		return 0, len(q.Options) - 1
	}
	return 0, -1
}
