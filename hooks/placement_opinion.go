package hooks

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/web"
)

// opinionPage is the view of placement_report/opinion: the short survey of a party.
type opinionPage struct {
	Host       bool
	Stage      stageLine
	Path, Back string
	Questions  []opinionField
	Scale      []web.Option
	Text       string
	TextName   string
	Most       int
	Done       bool
	Early      string
}

type opinionField struct{ Name, Label, Value string }

func (s *site) traineeOpinion(e *core.RequestEvent) error {
	return s.showOpinion(e, domain.PartyTrainee, http.StatusOK, nil, nil)
}
func (s *site) hostOpinion(e *core.RequestEvent) error {
	return s.showOpinion(e, domain.PartyHost, http.StatusOK, nil, nil)
}
func (s *site) saveTraineeOpinion(e *core.RequestEvent) error {
	return s.saveOpinion(e, domain.PartyTrainee)
}
func (s *site) saveHostOpinion(e *core.RequestEvent) error { return s.saveOpinion(e, domain.PartyHost) }

// saveOpinion keeps an answer, and nothing of who gives it.
func (s *site) saveOpinion(e *core.RequestEvent, by domain.Party) error {
	id, err := link.Open(e.App, s.now(), reportKinds[by], e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	o := domain.Opinion{Notes: map[string]int{}, Text: f.Get(domain.OpinionText)}
	for _, q := range domain.OpinionQuestions(by) {
		if typed := f.Get("note-" + q.Key); typed != "" {
			o.Notes[q.Key], _ = strconv.Atoi(typed) // what is no number is out of the scale
		}
	}
	err = placement.Opine(e.App, id, by, o)
	if refusals := domain.Refusals(err); len(refusals) > 0 && refusals[0].Field != "" {
		return s.showOpinion(e, by, http.StatusUnprocessableEntity, f, err)
	}
	if err != nil && !domain.Is(err, domain.ErrOpinionTwice) { // twice: the page thanks again
		return s.refuse(e, err)
	}
	return redirect(e, e.Request.URL.Path)
}

func (s *site) showOpinion(e *core.RequestEvent, by domain.Party, status int, typed url.Values, refused error) error {
	r, err := s.reportOpened(e, by)
	if err != nil {
		return s.refuse(e, err)
	}
	back := reportBase[by] + e.Request.PathValue("token")
	v := opinionPage{Host: by == domain.PartyHost, Path: back + "/avis", Back: back, Scale: surveyScale, Text: typed.Get(domain.OpinionText), TextName: domain.OpinionText,
		Most: domain.OpinionMost, Done: r.Answered()}
	if v.Stage, err = stageLineOf(e.App, r.Case); err != nil {
		return s.refuse(e, err)
	}
	switch {
	case !r.Case.Row.ErasedAt.IsZero():
		v.Early = messages[domain.ErrErased].text
	case r.OpinionOpen() != nil:
		v.Early = "Ce stage n’est pas terminé : ce questionnaire s’ouvre après la dernière demi-journée."
	}
	for _, q := range domain.OpinionQuestions(by) {
		v.Questions = append(v.Questions, opinionField{"note-" + q.Key, q.Label, typed.Get("note-" + q.Key)})
	}
	return s.renderForm(e, status, "placement_report/opinion", v, opinionErrors(refused))
}

// opinionErrors puts each refusal at its control.
func opinionErrors(err error) (out []web.FieldError) {
	for _, r := range domain.Refusals(err) {
		field := "note-" + r.Field
		if r.Field == domain.OpinionText {
			field = r.Field
		}
		out = append(out, web.FieldError{Field: field, Text: sentence(r)})
	}
	return out
}
