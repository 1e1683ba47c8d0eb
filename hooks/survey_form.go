package hooks

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/survey"
	"passerelle/internal/web"
)

// surveysPage is the view of survey/list.
type surveysPage struct {
	Rows    []surveyLine
	Waiting int // texts to read
}

type surveyLine struct {
	ID, Title, Kind string
	Questions       int
	Archived        bool
}

var surveyKinds = []web.Option{{Value: domain.SurveyHot, Label: "À chaud"}, {Value: domain.SurveyCold, Label: "À froid"}}

var askKinds = []web.Option{{Value: domain.AskScale, Label: "Échelle de 1 à 5"}, {Value: domain.AskYesNo, Label: "Oui ou non"}, {Value: domain.AskOne, Label: "Un choix"},
	{Value: domain.AskMany, Label: "Plusieurs choix"}, {Value: domain.AskText, Label: "Texte libre, relu avant d’être montré"}}

// surveys lists them all.
func (s *site) surveys(e *core.RequestEvent) error {
	rows, err := records.Surveys(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var v surveysPage
	for _, r := range rows {
		v.Rows = append(v.Rows, surveyLine{r.ID, r.Title, optionLabel(surveyKinds, r.Kind), len(r.Questions), r.Archived})
	}
	if v.Waiting, err = records.WaitingVerbatims(e.App); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "survey/list", v)
}

// surveyForm is the view of survey/form: what was typed, as it was typed.
type surveyForm struct {
	ID, Intent, Title, Intro, Kind, Heading string
	Satisfaction                            string // key of the scale that says it
	Questions                               []surveyRow
	Fixed, Archived                         bool
	Kinds, AskKinds                         []web.Option
}

type surveyRow struct {
	Key, Kind, Label, Help, Options string
	Required                        bool
	KindLabel                       string
	Number                          int
}

func (s *site) newSurvey(e *core.RequestEvent) error {
	f := &surveyForm{Intent: records.NewID(), Kind: domain.SurveyHot, Satisfaction: "satisfaction",
		Questions: []surveyRow{{Key: "satisfaction", Kind: domain.AskScale, Label: "Dans l’ensemble, êtes-vous satisfait de cet événement ?", Required: true}}}
	return s.showSurveyForm(e, http.StatusOK, f, nil)
}

func (s *site) editSurvey(e *core.RequestEvent) error {
	row, err := records.SurveyOf(e.App, e.Request.PathValue("survey"))
	if err != nil {
		return s.refuse(e, err)
	}
	f := &surveyForm{ID: row.ID, Title: row.Title, Intro: row.Intro, Kind: row.Kind}
	for _, q := range row.Questions {
		f.Questions = append(f.Questions, surveyRow{Key: q.Key, Kind: q.Kind, Label: q.Label, Help: q.Help, Options: strings.Join(q.Options, "\n"), Required: q.Required})
		if q.Satisfaction {
			f.Satisfaction = q.Key
		}
	}
	return s.showSurveyForm(e, http.StatusOK, f, nil)
}

// saveSurvey writes a survey; a button that adds, moves or removes a question shows the form again, nothing saved.
func (s *site) saveSurvey(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	f := &surveyForm{ID: e.Request.PathValue("survey")}
	f.read(values)
	if f.act(values.Get("action")) {
		return s.showSurveyForm(e, http.StatusOK, f, nil)
	}
	d := survey.Draft{Intent: f.Intent, Title: f.Title, Intro: f.Intro, Kind: f.Kind}
	for _, r := range f.Questions {
		d.Questions = append(d.Questions, domain.SurveyQuestion{Key: r.Key, Kind: r.Kind, Label: r.Label, Help: r.Help, Options: strings.Split(strings.ReplaceAll(r.Options, "\r\n", "\n"), "\n"),
			Required: r.Required, Satisfaction: f.Satisfaction == r.Key})
	}
	saved, err := survey.Save(e.App, s.now(), actor(e), f.ID, d)
	if err == nil {
		return s.tell(e, "/gestion/enquetes", "ok", "« "+saved.Title+" » est enregistré.")
	}
	refusals := domain.Refusals(err)
	if refusals == nil || refusals[0].Code == domain.ErrNotFound {
		return s.refuse(e, err)
	}
	return s.showSurveyForm(e, http.StatusUnprocessableEntity, f, fieldErrors(err))
}

func (f *surveyForm) read(v url.Values) {
	f.Intent, f.Title, f.Intro, f.Kind, f.Satisfaction = idTyped(v.Get("intent")), v.Get("title"), v.Get("intro"), v.Get("kind"), v.Get("satisfaction")
	for i := 0; i <= domain.MaxSurveyQuestions; i++ {
		at := func(name string) string { return fmt.Sprintf("q-%d-%s", i, name) }
		if v.Get(at("key")) == "" {
			break
		}
		f.Questions = append(f.Questions, surveyRow{Key: v.Get(at("key")), Kind: v.Get(at("kind")), Label: v.Get(at("label")), Help: v.Get(at("help")),
			Options: v.Get(at("options")), Required: v.Get(at("required")) != ""})
	}
}

// act does what a button of a question asks: « ajouter », « retirer-N », « monter-N », « descendre-N »; false for none.
func (f *surveyForm) act(action string) bool {
	word, number, _ := strings.Cut(action, "-")
	n, err := strconv.Atoi(number)
	inside := err == nil && n >= 0 && n < len(f.Questions)
	switch {
	case word == "ajouter" && len(f.Questions) < domain.MaxSurveyQuestions:
		f.Questions = append(f.Questions, surveyRow{Key: "q" + records.NewID()[:8], Kind: domain.AskScale})
	case word == "retirer" && inside:
		f.Questions = slices.Delete(f.Questions, n, n+1)
	case word == "monter" && inside && n > 0:
		f.Questions[n], f.Questions[n-1] = f.Questions[n-1], f.Questions[n]
	case word == "descendre" && inside && n+1 < len(f.Questions):
		f.Questions[n], f.Questions[n+1] = f.Questions[n+1], f.Questions[n]
	default:
		return word == "ajouter" || word == "retirer" || word == "monter" || word == "descendre"
	}
	return true
}

func (s *site) showSurveyForm(e *core.RequestEvent, status int, f *surveyForm, errs []web.FieldError) error {
	f.Heading, f.Kinds, f.AskKinds = "Nouveau questionnaire", surveyKinds, askKinds
	if f.ID != "" {
		row, err := records.SurveyOf(e.App, f.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		f.Heading, f.Archived = row.Title, row.Archived
		if f.Fixed, err = records.SurveyAnswered(e.App, f.ID); err != nil {
			return s.refuse(e, err)
		}
	}
	for i := range f.Questions {
		f.Questions[i].KindLabel, f.Questions[i].Number = optionLabel(askKinds, f.Questions[i].Kind), i+1
	}
	return s.renderForm(e, status, "survey/form", f, errs)
}

// archiveSurvey takes a survey out of those to choose from, or puts it back.
func (s *site) archiveSurvey(e *core.RequestEvent) error {
	archived := e.Request.FormValue("archive") != ""
	if err := survey.Archive(e.App, s.now(), actor(e), e.Request.PathValue("survey"), archived); err != nil {
		return s.refuse(e, err)
	}
	if archived {
		return s.tell(e, "/gestion/enquetes", "ok", "Questionnaire archivé : ses réponses restent dans les résultats.")
	}
	return s.tell(e, "/gestion/enquetes", "ok", "Questionnaire remis en usage.")
}

// surveyOptions are the surveys of a kind to choose from: those in use, and the one that is chosen already.
func surveyOptions(app core.App, kind, chosen string) ([]web.Option, error) {
	rows, err := records.Surveys(app)
	var out []web.Option
	for _, r := range rows {
		if r.Kind == kind && (!r.Archived || r.ID == chosen) {
			out = append(out, web.Option{Value: r.ID, Label: r.Title})
		}
	}
	return out, err
}
