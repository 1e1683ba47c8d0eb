package hooks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// questionsPage is the view of desk_question/list.
type questionsPage struct {
	Head      eventHead
	Fixed     bool // closed or called off: to be read only
	Rows      []questionRow
	Removed   []questionRow
	Workshops bool
	Proposed  string // the box that the programme asks for, and that is not there yet
	Intent    string // id of the question that the proposal makes
	Sure      questionRow
	MayPublic bool
}

// questionRow is a question as the desk lists it.
type questionRow struct {
	ID, Label, Kind, Shown string
	Options                []string
	Required, Comfort      bool
	First, Last            bool
	Answers                int
}

var questionKindOptions = []web.Option{
	{Value: question.Text, Label: "Réponse courte", Hint: "Une ligne de texte."},
	{Value: question.Choice, Label: "Une réponse parmi plusieurs"},
	{Value: question.Several, Label: "Plusieurs réponses possibles"},
	{Value: question.Tick, Label: "Case à cocher", Hint: "Nécessaire, elle est une condition pour s’inscrire : « J’ai 18 ans ou plus »."},
	{Value: question.Workshop, Label: "Choix d’un atelier", Hint: "Chaque atelier a ses places."}}

// eventQuestions lists what an event asks.
func (s *site) eventQuestions(e *core.RequestEvent) error {
	return s.showQuestions(e, 200, "", nil)
}

// showQuestions lists the questions; sure is the one whose removal waits for a second word.
func (s *site) showQuestions(e *core.RequestEvent, status int, sure string, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	all, err := records.EveryQuestion(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	given, err := records.AnswerCounts(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	programme, err := records.ItemOf(e.App, records.Programmes, ev.Programme)
	if err != nil {
		return s.refuse(e, err)
	}
	v := questionsPage{Head: headOf(e, ev, s.now()), Intent: records.NewID(), MayPublic: ev.Visibility != domain.Internal && ev.Status == domain.Published}
	v.Fixed = v.Head.Held() || v.Head.Cancelled()
	v.Proposed = training.AgeBox(programme.MinimumAge, all)
	for _, q := range all {
		row := questionRow{ID: q.ID, Label: q.Label, Kind: optionLabel(questionKindOptions, q.Kind), Shown: strings.Replace(conditionWords(q, all), "vous avez", "la personne a", 1), Required: q.Required, Comfort: q.Comfort, Answers: given[q.ID]}
		for _, o := range question.Offered(q) {
			row.Options = append(row.Options, optionWords(o))
		}
		v.Workshops = v.Workshops || q.Kind == question.Workshop
		if q.ID == sure {
			v.Sure = row
		}
		if q.RemovedAt.IsZero() {
			v.Rows = append(v.Rows, row)
		} else {
			v.Removed = append(v.Removed, row)
		}
	}
	if n := len(v.Rows); n > 0 {
		v.Rows[0].First, v.Rows[n-1].Last = true, true
	}
	return s.renderForm(e, status, "desk_question/list", v, errs)
}

// optionWords says an option with its seats.
func optionWords(o records.Option) string {
	switch {
	case o.Capacity == 1:
		return o.Label + " (1\u00a0place)"
	case o.Capacity > 1:
		return fmt.Sprintf("%s (%d\u00a0places)", o.Label, o.Capacity)
	}
	return o.Label
}

// conditionWords says when a question is asked: « si vous avez répondu … à … »; empty: always.
func conditionWords(q records.Question, all []records.Question) string {
	i := slices.IndexFunc(all, func(o records.Question) bool { return o.ID == q.ShowIf })
	if q.ShowIf == "" || i < 0 {
		return ""
	}
	if all[i].Kind == question.Tick {
		return "si vous avez coché «\u00a0" + all[i].Label + "\u00a0»"
	}
	answer := strings.Join(question.Words(all[i], records.Answers{q.ShowIf: {q.ShowValue}}), "")
	return "si vous avez répondu «\u00a0" + answer + "\u00a0» à «\u00a0" + all[i].Label + "\u00a0»"
}

// removeQuestion stops asking a question; one that was answered asks for a second word first.
func (s *site) removeQuestion(e *core.RequestEvent) error {
	id := e.Request.PathValue("question")
	err := event.RemoveQuestion(e.App, s.now(), actor(e), e.Request.PathValue("event"), id, e.Request.FormValue("sure") != "")
	switch {
	case domain.Is(err, domain.ErrAnswered):
		return s.showQuestions(e, 409, id, nil)
	case domain.Is(err, domain.ErrDependent):
		return s.showQuestions(e, 409, "", fieldErrors(err))
	case err != nil:
		return s.refuse(e, err)
	}
	s.nudge() // a workshop may have held back who waits
	return s.tell(e, eventPath(e)+"/questions", "ok", "La question n’est plus posée.")
}

// moveQuestion puts a question higher or lower.
func (s *site) moveQuestion(e *core.RequestEvent) error {
	id := e.Request.PathValue("question")
	err := question.Move(e.App, s.now(), actor(e), e.Request.PathValue("event"), id, e.Request.FormValue("sens") == "haut")
	if domain.Is(err, domain.ErrDependent) {
		return s.showQuestions(e, 409, "", fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, eventPath(e)+"/questions#"+question.Field(id))
}
