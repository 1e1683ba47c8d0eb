package hooks

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// trainingRulesForm is the view of desk_training/rules: what was typed, as it was typed.
type trainingRulesForm struct {
	Head         eventHead
	Off          bool // called off: to be read only
	Seen         string
	Rules        trainingTyped
	Capacity     int
	Rule, Public string // of the certificate, in words; the public page, empty when there is none
}

// trainingTyped is what a training asks, as it is typed for an event or for a programme.
type trainingTyped struct {
	training.Rules
	Least string
}

func trainingTypedOf(r training.Rules) trainingTyped {
	t := trainingTyped{Rules: r}
	if r.GroupMin > 0 {
		t.Least = strconv.Itoa(r.GroupMin)
	}
	return t
}

// readTraining reads what a training asks out of a form; what cannot be read is refused at its field.
func readTraining(v url.Values) (t trainingTyped, errs domain.Errors) {
	t = trainingTyped{Least: strings.TrimSpace(v.Get("group_min")), Rules: training.Rules{Seen: v.Get("seen"), Prerequisites: v.Get("prerequisites"), Provider: v.Get("provider"),
		Issuer: v.Get("issuer"), EvaluationURL: v.Get("evaluation_url"), TrainerNeeds: v.Get("trainer_needs"), PriceNote: v.Get("price_note")}}
	t.GroupMin, errs = readCount("group_min", t.Least, errs)
	return t, errs
}

// readCount reads a whole number that may be empty: 0.
func readCount(field, typed string, errs domain.Errors) (int, domain.Errors) {
	if typed == "" {
		return 0, errs
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 {
		return 0, append(errs, domain.Error{Code: domain.ErrNumber, Field: field})
	}
	return n, errs
}

// trainingRules shows what an event asks and tells as a training.
func (s *site) trainingRules(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	rules := training.RulesOf(ev)
	return s.showTrainingRules(e, http.StatusOK, ev, &trainingRulesForm{Seen: rules.Seen, Rules: trainingTypedOf(rules)}, nil)
}

// saveTrainingRules writes it.
func (s *site) saveTrainingRules(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	typed, errs := readTraining(values)
	f, rules := &trainingRulesForm{Seen: typed.Seen, Rules: typed}, typed.Rules
	for _, r := range rules.Check(ev.Capacity) {
		if !covered(errs, r.Field) {
			errs = append(errs, r)
		}
	}
	if len(errs) == 0 {
		err := training.SaveRules(e.App, s.now(), actor(e), ev.ID, rules)
		if err == nil {
			return s.tell(e, eventPath(e)+"/formation/reglages", "ok", "Réglages de la formation enregistrés. Ce qui est déjà émis ne change pas.")
		}
		if errs = domain.Refusals(err); errs == nil || errs[0].Code == domain.ErrState {
			return s.refuse(e, err)
		}
		f.Seen = ev.Updated.String() // told once of another's change, one may write over it
	}
	return s.showTrainingRules(e, http.StatusUnprocessableEntity, ev, f, fieldErrors(errs))
}

func (s *site) showTrainingRules(e *core.RequestEvent, status int, ev *records.Event, f *trainingRulesForm, errs []web.FieldError) error {
	f.Head, f.Off, f.Capacity = headOf(e, ev, s.now()), ev.Status == domain.Cancelled, ev.Capacity
	f.Rule = trainingFactsOf(ev, true, nil).Rule
	if ev.Visibility != domain.Internal && ev.Status != domain.Draft {
		f.Public = "/evenements/" + ev.Slug
	}
	return s.renderForm(e, status, "desk_training/rules", f, errs)
}
