package question_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

func options(ids ...string) (out records.Options) {
	for _, id := range ids {
		out = append(out, records.Option{ID: id, Label: "Réponse " + id})
	}
	return out
}

var asked = []records.Question{
	{ID: "age", Kind: question.Tick, Required: true},
	{ID: "repas", Kind: question.Choice, Options: options("oui", "non")},
	{ID: "regime", Kind: question.Several, Options: options("a", "b", "c"), ShowIf: "repas", ShowValue: "oui", Required: true},
	{ID: "detail", Kind: question.Text, ShowIf: "regime", ShowValue: "c"},
	{ID: "atelier", Kind: question.Workshop, Required: true, Options: append(options("x", "y"), records.Option{ID: "z", Removed: true})},
}

func TestWhatIsKeptOfAnswers(t *testing.T) {
	ok := map[string][]string{"age": {"1"}, "atelier": {"x"}}
	for name, c := range map[string]struct {
		typed map[string][]string
		kept  records.Answers
		errs  string
	}{
		"what is asked":                {nil, records.Answers{"age": {"oui"}, "atelier": {"x"}}, ""},
		"a hidden answer is dropped":   {map[string][]string{"repas": {"non"}, "regime": {"a"}}, records.Answers{"age": {"oui"}, "atelier": {"x"}, "repas": {"non"}}, ""},
		"and those that hang on it":    {map[string][]string{"regime": {"c"}, "detail": {"Sans sel"}}, records.Answers{"age": {"oui"}, "atelier": {"x"}}, ""},
		"a condition that holds":       {map[string][]string{"repas": {"oui"}, "regime": {"c", "a", "c"}, "detail": {" Sans  sel "}}, records.Answers{"age": {"oui"}, "atelier": {"x"}, "repas": {"oui"}, "regime": {"a", "c"}, "detail": {"Sans sel"}}, ""},
		"then it is required":          {map[string][]string{"repas": {"oui"}}, records.Answers{"age": {"oui"}, "atelier": {"x"}, "repas": {"oui"}}, "required (question-regime)"},
		"the box is required":          {map[string][]string{"age": {""}}, records.Answers{"atelier": {"x"}}, "tick (question-age)"},
		"a box knows one answer":       {map[string][]string{"age": {"non"}}, records.Answers{"atelier": {"x"}}, "choice (question-age)"},
		"an option of nowhere":         {map[string][]string{"repas": {"peut-être"}}, records.Answers{"age": {"oui"}, "atelier": {"x"}}, "choice (question-repas)"},
		"an option no longer offered":  {map[string][]string{"atelier": {"z"}}, records.Answers{"age": {"oui"}}, "choice (question-atelier)"},
		"two where one is asked":       {map[string][]string{"atelier": {"x", "y"}}, records.Answers{"age": {"oui"}}, "choice (question-atelier)"},
		"a question of another event":  {map[string][]string{"ailleurs": {"x"}}, records.Answers{"age": {"oui"}, "atelier": {"x"}}, ""},
		"too long":                     {map[string][]string{"repas": {"oui"}, "regime": {"c"}, "detail": {long}}, records.Answers{"age": {"oui"}, "atelier": {"x"}, "repas": {"oui"}, "regime": {"c"}}, "too_long (question-detail)"},
		"nothing where nothing is due": {map[string][]string{"repas": {""}}, records.Answers{"age": {"oui"}, "atelier": {"x"}}, ""},
	} {
		typed := maps.Clone(ok)
		maps.Copy(typed, c.typed)
		kept, errs := question.Check(asked, typed)
		said := ""
		for _, e := range errs {
			said += e.Error()
		}
		if !reflect.DeepEqual(kept, c.kept) || said != c.errs {
			t.Errorf("%s: %v %q", name, kept, said)
		}
	}
}

var long = fmt.Sprintf("%0*d", question.MaxAnswer+1, 0)

func drawQuestions(t *rapid.T) (out []records.Question) {
	for i := range rapid.IntRange(0, 6).Draw(t, "questions") {
		q := records.Question{ID: fmt.Sprint("q", i), Kind: rapid.SampledFrom(question.Kinds).Draw(t, "kind"), Required: rapid.Bool().Draw(t, "required")}
		if question.Chooses(q.Kind) {
			for j := range rapid.IntRange(0, 3).Draw(t, "options") {
				q.Options = append(q.Options, records.Option{ID: fmt.Sprint("o", j), Removed: rapid.Bool().Draw(t, "removed")})
			}
		}
		if i > 0 && rapid.Bool().Draw(t, "hangs") {
			q.ShowIf = fmt.Sprint("q", rapid.IntRange(0, i-1).Draw(t, "on"))
			q.ShowValue = rapid.SampledFrom([]string{"o0", "o1", question.Yes, ""}).Draw(t, "value")
		}
		out = append(out, q)
	}
	return out
}

func TestWhatCheckAcceptsItAcceptsAgainUnchanged(t *testing.T) {
	value := rapid.OneOf(rapid.SampledFrom([]string{"", "1", question.Yes, "o0", "o1", "o2", "o9", " o0 "}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		questions := drawQuestions(t)
		typed := rapid.MapOf(rapid.SampledFrom([]string{"q0", "q1", "q2", "q3", "q4", "q5", "q6"}), rapid.SliceOfN(value, 0, 3)).Draw(t, "typed")
		kept, errs := question.Check(questions, typed)
		again, errsAgain := question.Check(questions, kept)
		if !reflect.DeepEqual(kept, again) {
			t.Fatalf("%v, then %v", kept, again)
		}
		if len(errs) == 0 && len(errsAgain) > 0 {
			t.Fatalf("accepted, then %v", errsAgain)
		}
		for _, q := range questions {
			values, ok := kept[q.ID]
			if !ok {
				continue
			}
			if len(values) == 0 || !question.Asked(q, kept) || q.Kind != question.Several && len(values) != 1 {
				t.Fatalf("%s keeps %v", q.ID, values)
			}
			for _, v := range values {
				if question.Chooses(q.Kind) && !slices.ContainsFunc(question.Offered(q), func(o records.Option) bool { return o.ID == v }) {
					t.Fatalf("%s keeps %s, which is not offered", q.ID, v)
				}
			}
		}
		for _, e := range errs {
			if domain.Refusals(e)[0].Field == "" {
				t.Fatalf("an error at no field: %v", e)
			}
		}
	})
}
