package hooks

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/survey"
	"passerelle/internal/web"
)

// A room has one address: answers from it are slowed only beyond what a room sends. How many an event may get at all is
// the use case's to bound.
const (
	surveyBurst   = 300
	surveyEvery   = time.Second
	surveyLongest = 5 * time.Second
)

// surveyView is the view of survey/answer: the page on which people answer.
type surveyView struct {
	Title, Intro          string
	Event, When           string
	Action                string // empty: a preview
	Questions             []surveyField
	Done                  bool // thanks
	Room                  bool
	Organiser, Controller string
}

// surveyField is a question with what was typed.
type surveyField struct {
	domain.SurveyQuestion
	Name    string
	Options []web.Option
	Value   string
	Values  []string
}

var surveyScale = []web.Option{{Value: "1", Label: "1, pas du tout"}, {Value: "2", Label: "2"}, {Value: "3", Label: "3"}, {Value: "4", Label: "4"}, {Value: "5", Label: "5, tout à fait"}}

func surveyFields(questions []domain.SurveyQuestion, typed url.Values) (list []surveyField) {
	for _, q := range questions {
		f := surveyField{SurveyQuestion: q, Name: "q-" + q.Key}
		f.Values = typed[f.Name]
		if f.Value = typed.Get(f.Name); q.Kind == domain.AskScale {
			f.Options = surveyScale
		}
		if q.Kind == domain.AskYesNo {
			f.Options = []web.Option{{Value: "1", Label: "Oui"}, {Value: "0", Label: "Non"}}
		}
		for i, o := range q.Options {
			f.Options = append(f.Options, web.Option{Value: strconv.Itoa(i), Label: o})
		}
		list = append(list, f)
	}
	return list
}

// askSurvey shows the questions to who was invited, or thanks them.
func (s *site) askSurvey(e *core.RequestEvent) error {
	a, err := survey.Open(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showSurvey(e, http.StatusOK, a, surveyView{Action: e.Request.URL.Path, Done: a.Done}, nil, nil)
}

// answerSurvey keeps the answer, and nothing of who gives it.
func (s *site) answerSurvey(e *core.RequestEvent) error {
	token := e.Request.PathValue("token")
	return s.keepSurvey(e, false, func(app core.App, typed func(string) []string) error {
		return survey.Answer(app, s.now(), token, typed)
	})
}

// askRoom shows the questions to who scanned the code in the room.
func (s *site) askRoom(e *core.RequestEvent) error {
	a, err := survey.OpenRoom(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showSurvey(e, http.StatusOK, a, surveyView{Action: e.Request.URL.Path, Room: true, Done: e.Request.URL.Query().Has("merci")}, nil, nil)
}

// answerRoom keeps an answer of the room.
func (s *site) answerRoom(e *core.RequestEvent) error {
	s.slow.wait(e.Request.Context(), time.Now(), "avis "+e.RealIP(), surveyBurst, surveyEvery, surveyLongest)
	token := e.Request.PathValue("token")
	return s.keepSurvey(e, true, func(app core.App, typed func(string) []string) error {
		return survey.AnswerRoom(app, s.now(), token, typed)
	})
}

// keepSurvey answers the form: thanks, or the same page with what was typed.
func (s *site) keepSurvey(e *core.RequestEvent, room bool, keep func(core.App, func(string) []string) error) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	path, open := e.Request.URL.Path, survey.Open
	thanks := path
	if room {
		open, thanks = survey.OpenRoom, path+"?merci=1"
	}
	if f.Get("site_web") != "" {
		err = domain.Errors{{Code: domain.ErrSurveyBlank}}
	} else {
		err = keep(e.App, func(key string) []string { return f["q-"+key] })
	}
	if err == nil {
		s.nudge() // a certificate may have waited for it
		return redirect(e, thanks)
	}
	refusals := domain.Refusals(err)
	if len(refusals) == 0 || (refusals[0].Field == "" && refusals[0].Code != domain.ErrSurveyBlank) {
		return s.refuse(e, err)
	}
	a, err := open(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showSurvey(e, http.StatusUnprocessableEntity, a, surveyView{Action: path, Room: room}, f, fieldErrors(domain.Errors(refusals)))
}

func (s *site) showSurvey(e *core.RequestEvent, status int, a *survey.Asked, v surveyView, typed url.Values, errs []web.FieldError) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Title, v.Intro, v.Event, v.When = a.Survey.Title, a.Survey.Intro, a.Event.Title, spanOf(a.Event)
	v.Organiser, v.Controller = set.Organiser, set.Controller
	v.Questions = surveyFields(a.Survey.Questions, typed)
	return s.renderForm(e, status, "survey/answer", v, errs)
}

// surveyPreview shows a survey as people will see it.
func (s *site) surveyPreview(e *core.RequestEvent) error {
	row, err := records.SurveyOf(e.App, e.Request.PathValue("survey"))
	if err != nil {
		return s.refuse(e, err)
	}
	a := &survey.Asked{Survey: row, Event: &records.Event{Title: "Nom de l’événement", StartsAt: records.At(s.now()), EndsAt: records.At(s.now())}}
	return s.showSurvey(e, http.StatusOK, a, surveyView{}, nil, nil)
}

// roomSurveyURL is the address that the code in the room opens.
func roomSurveyURL(app core.App, event string) (string, error) {
	return link.URL(app, link.SurveyRoom, event)
}
