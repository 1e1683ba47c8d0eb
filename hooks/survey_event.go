package hooks

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// eventSurveyPage is the view of survey/event.
type eventSurveyPage struct {
	Head              eventHead
	Hot, Cold         string // titles; empty: none
	HotWhen, ColdWhen string
	QR, URL, Hours    string
	Open              bool // the code opens the survey now: before and after, its page refuses
	In                eventSurveyForm
	HotOptions        []web.Option
	ColdOptions       []web.Option
	DayOptions        []web.Option
	First             bool // the certificate waits for the answer
	Scores            surveyResults
	Anything          bool
	Blocks            []surveyBlock
}

type eventSurveyForm struct{ Hot, Cold, Days string }

// eventSurvey shows what an event asks, the code for the room, and what was answered.
func (s *site) eventSurvey(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showEventSurvey(e, http.StatusOK, ev, eventSurveyForm{ev.SurveyHot, ev.SurveyCold, strconv.Itoa(domain.SurveyColdDays(ev.SurveyColdDays))}, nil)
}

// chooseSurveys writes what an event asks.
func (s *site) chooseSurveys(e *core.RequestEvent) error {
	v := e.Request.FormValue
	in := eventSurveyForm{v("hot"), v("cold"), v("days")}
	days, err := strconv.Atoi(in.Days)
	if err != nil {
		days = -1
	}
	err = survey.Choose(e.App, s.now(), actor(e), e.Request.PathValue("event"), survey.Choice{Hot: in.Hot, Cold: in.Cold, ColdDays: days})
	if err == nil {
		return s.tell(e, eventPath(e)+"/enquete", "ok", "Enregistré.")
	}
	errs := fieldErrors(err)
	ev, lost := eventOf(e)
	if lost != nil || errs == nil || domain.Is(err, domain.ErrState) || domain.Is(err, domain.ErrNotFound) {
		return s.refuse(e, err)
	}
	return s.showEventSurvey(e, http.StatusUnprocessableEntity, ev, in, errs)
}

func (s *site) showEventSurvey(e *core.RequestEvent, status int, ev *records.Event, in eventSurveyForm, errs []web.FieldError) error {
	v := eventSurveyPage{Head: headOf(e, ev, s.now()), In: in, First: ev.SurveyFirst && ev.SurveyHot != "",
		DayOptions: []web.Option{{Value: "60", Label: "60 jours après"}, {Value: "75", Label: "75 jours après"}, {Value: "90", Label: "90 jours après"}}}
	var err error
	if v.HotOptions, err = surveyOptions(e.App, domain.SurveyHot, ev.SurveyHot); err != nil {
		return s.refuse(e, err)
	}
	if v.ColdOptions, err = surveyOptions(e.App, domain.SurveyCold, ev.SurveyCold); err != nil {
		return s.refuse(e, err)
	}
	v.Hot, v.Cold = optionLabel(v.HotOptions, ev.SurveyHot), optionLabel(v.ColdOptions, ev.SurveyCold)
	v.HotWhen = "Le lendemain à 9\u00a0h, une fois l’événement clôturé"
	if ev.ThanksDays > 0 {
		v.HotWhen = "Avec le remerciement, " + counted(ev.ThanksDays, "jour", "jours") + " après, une fois l’événement clôturé"
	}
	cold, _ := domain.SurveyWindow(domain.SurveyCold, ev.EndsAt.Time(), ev.SurveyColdDays, paris.Location)
	v.ColdWhen = "Le " + paris.Moment(cold) + ", puis deux rappels au plus, à quatorze jours, à qui n’a pas répondu"
	if ev.SurveyHot != "" && ev.Status != domain.Cancelled && ev.Status != domain.Draft {
		from, until := domain.RoomWindow(ev.StartsAt.Time(), ev.EndsAt.Time())
		v.Hours, v.Open = survey.RoomHours(ev), !s.now().Before(from) && s.now().Before(until)
		if v.URL, err = roomSurveyURL(e.App, ev.ID); err != nil {
			return s.refuse(e, err)
		}
		if v.QR, err = ticket.QRSVG(v.URL, "Code QR du questionnaire, à scanner dans la salle"); err != nil {
			return s.refuse(e, err)
		}
	}
	if v.Scores, err = surveyResultsOf(e.App, stats.Query{Filter: domain.Filter{}.With(domain.ByEvent, strconv.Itoa(ev.Num))}); err != nil {
		return s.refuse(e, err)
	}
	v.Anything, v.Blocks = v.Scores.Anything, v.Scores.Blocks
	return s.renderForm(e, status, "survey/event", v, errs)
}

// surveyPoster is the code of the room's survey on a sheet.
func (s *site) surveyPoster(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if ev.SurveyHot == "" {
		return s.refuse(e, domain.Error{Code: domain.ErrSurveyNone})
	}
	p, err := posterOf(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	if p.URL, err = roomSurveyURL(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	p.Summary, p.Title, p.Notice = p.Title, "Votre avis, en deux minutes", ""
	p.How = []string{"Photographiez ce code avec votre téléphone.", "Répondez sans donner votre nom.", "Merci : vos réponses préparent la prochaine fois."}
	var b bytes.Buffer
	if err := pdf.DrawVisitorPoster(&b, p); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "votre-avis-"+ev.Slug+".pdf", b.Bytes())
}
