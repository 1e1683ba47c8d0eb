package hooks

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// programmesPage is the view of programmes/list.
type programmesPage struct{ Rows []programmeLine }

// programmeLine is a programme in words.
type programmeLine struct {
	ID, Name, Kind, Length, Group, Rule string
	Over                                bool // not proposed any more
}

// programmeForm is the view of programmes/form: what was typed, as it was typed.
type programmeForm struct {
	ID, Intent, Heading, Code              string
	Name, Kind, Rule, RuleSlots, RuleHours string
	Length, Capacity, Age, From, To        string
	Group, SurveyHot, SurveyCold           string
	HotOptions, ColdOptions                []web.Option
	Certificate                            bool
	Rules                                  trainingTyped
	Kinds, RuleOptions, Groups             []web.Option
}

var programmeKinds = []web.Option{{Value: records.TrainingKind, Label: "Formation"}, {Value: "journee", Label: "Journée"}, {Value: "demi-journee", Label: "Demi-journée"},
	{Value: "visio", Label: "Webinaire"}, {Value: records.PlacementKind, Label: "Stage"}, {Value: "reunion", Label: "Réunion"}}

// programmes lists them all.
func (s *site) programmes(e *core.RequestEvent) error {
	items, err := records.Items(e.App, records.Programmes)
	if err != nil {
		return s.refuse(e, err)
	}
	var v programmesPage
	for _, p := range items {
		line := programmeLine{ID: p.ID, Name: p.Name, Kind: optionLabel(programmeKinds, p.Kind), Group: groupWords(p.GroupMin, p.Capacity),
			Over: !p.InUse(s.now().In(paris.Location).Year())}
		if p.Minutes > 0 {
			line.Length = paris.Minutes(p.Minutes)
		}
		if p.Certificate {
			line.Rule = paris.Capital(certificate.RuleWords(domain.Completion{Rule: p.Rule, Amount: p.RuleAmount}))
		}
		v.Rows = append(v.Rows, line)
	}
	return s.render(e, http.StatusOK, "programmes/list", v)
}

// newProgramme shows an empty form.
func (s *site) newProgramme(e *core.RequestEvent) error {
	f := &programmeForm{Intent: records.NewID(), Kind: records.TrainingKind, Rule: domain.EverySlot, Certificate: true, SurveyHot: reference.HotSurvey, SurveyCold: reference.ColdSurvey}
	return s.showProgramme(e, http.StatusOK, f, nil)
}

// editProgramme shows what a programme usually asks.
func (s *site) editProgramme(e *core.RequestEvent) error {
	p, err := records.ItemOf(e.App, records.Programmes, e.Request.PathValue("programme"))
	if err != nil {
		return s.refuse(e, err)
	}
	f := &programmeForm{ID: p.ID, Name: p.Name, Kind: p.Kind, Rule: p.Rule, From: p.ValidFrom, To: p.ValidTo, Group: p.WorkingGroup, Certificate: p.Certificate, SurveyHot: p.SurveyHot, SurveyCold: p.SurveyCold,
		Rules: trainingTypedOf(training.RulesOfProgramme(p)), Capacity: countTyped(p.Capacity), Age: countTyped(p.MinimumAge)}
	f.RuleSlots, f.RuleHours = amountTyped(p.Rule, p.RuleAmount)
	if p.Minutes > 0 {
		f.Length = paris.Minutes(p.Minutes)
	}
	return s.showProgramme(e, http.StatusOK, f, nil)
}

// countTyped shows a number that may be none.
func countTyped(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// saveProgramme writes a programme; the events that exist stay as they are.
func (s *site) saveProgramme(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	f := &programmeForm{ID: e.Request.PathValue("programme")}
	p, errs := f.read(values)
	for _, r := range p.Check() {
		if r.Field == "rule_amount" {
			r.Field = amountField(f.Rule)
		}
		if !covered(errs, r.Field) {
			errs = append(errs, r)
		}
	}
	if len(errs) == 0 {
		saved, err := training.SaveProgramme(e.App, s.now(), actor(e), f.ID, p)
		if err == nil {
			return s.tell(e, "/gestion/programmes", "ok", "« "+saved.Name+" » est enregistré. Les événements qui existent restent comme ils sont.")
		}
		if errs = domain.Refusals(err); errs == nil || errs[0].Code == domain.ErrNotFound {
			return s.refuse(e, err)
		}
	}
	return s.showProgramme(e, http.StatusUnprocessableEntity, f, fieldErrors(errs))
}

// read keeps what was typed, and reads it; what cannot be read is refused at its field.
func (f *programmeForm) read(v url.Values) (p training.Programme, errs domain.Errors) {
	get := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	f.Intent, f.Name, f.Kind, f.Rule, f.RuleSlots, f.RuleHours = idTyped(get("intent")), get("name"), get("kind"), get("rule"), get("rule_slots"), get("rule_hours")
	f.Length, f.Capacity, f.Age, f.From, f.To, f.Group = get("minutes"), get("capacity"), get("minimum_age"), get("valid_from"), get("valid_to"), get("working_group")
	f.Certificate = v.Get("certificate") != ""
	f.SurveyHot, f.SurveyCold = get("survey_hot"), get("survey_cold")
	f.Rules, errs = readTraining(v)
	p = training.Programme{Intent: f.Intent, Name: f.Name, Kind: f.Kind, Certificate: f.Certificate, WorkingGroup: f.Group, SurveyHot: f.SurveyHot, SurveyCold: f.SurveyCold,
		Rules: f.Rules.Rules, ValidFrom: f.From, ValidTo: f.To, Completion: domain.Completion{Rule: f.Rule}}
	p.Rules.Seen = ""
	p.Capacity, errs = readCount("capacity", f.Capacity, errs)
	p.MinimumAge, errs = readCount("minimum_age", f.Age, errs)
	if f.Length != "" {
		var err error
		if p.Minutes, err = paris.ReadMinutes(f.Length); err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrDuration, Field: "minutes"})
		}
	}
	var refused *domain.Error
	if p.Completion.Amount, refused = amountRead(f.Rule, f.RuleSlots, f.RuleHours); refused != nil {
		errs = append(errs, *refused)
	}
	return p, errs
}

// programmeOptions are the programmes to choose from: those of this year, and the one that is chosen already.
func (s *site) programmeOptions(items []records.Item, chosen string) []web.Option {
	year := s.now().In(paris.Location).Year()
	return itemOptions(slices.DeleteFunc(slices.Clone(items), func(p records.Item) bool { return p.ID != chosen && !p.InUse(year) }))
}

func (s *site) showProgramme(e *core.RequestEvent, status int, f *programmeForm, errs []web.FieldError) error {
	groups, err := records.Items(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	f.Heading = "Nouveau programme"
	if f.ID != "" {
		p, err := records.ItemOf(e.App, records.Programmes, f.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		f.Heading, f.Code = p.Name, p.Code
	}
	if f.HotOptions, err = surveyOptions(e.App, domain.SurveyHot, f.SurveyHot); err != nil {
		return s.refuse(e, err)
	}
	if f.ColdOptions, err = surveyOptions(e.App, domain.SurveyCold, f.SurveyCold); err != nil {
		return s.refuse(e, err)
	}
	f.Kinds, f.RuleOptions, f.Groups = programmeKinds, ruleOptions, itemOptions(groups)
	return s.renderForm(e, status, "programmes/form", f, errs)
}
