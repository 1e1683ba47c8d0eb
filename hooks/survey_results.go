package hooks

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
	"passerelle/internal/web"
)

// surveyResultsPage is the view of survey/results.
type surveyResultsPage struct {
	From, To, Period, Event, Programme string
	Query                              template.URL
	Programmes                         []web.Option
	Shown                              bool // the dates typed could be read
	surveyResults
}

// surveyResults are results in words, of one event or of many.
type surveyResults struct {
	Hot, Cold   scoreWords
	ByProgramme []scoreRow
	ByEvent     []scoreRow
	Blocks      []surveyBlock
	Anything    bool
	Left        string // events whose answers are too few: in no mean; empty: none
}

// scoreWords is a score as it is read; empty Mean: nobody answered, or too few.
type scoreWords struct {
	Mean, High, Rate, Answers, Room string
	None                            bool
}

type scoreRow struct {
	Label, URL string
	Hot, Cold  scoreWords
}

// surveyBlock is a survey's results.
type surveyBlock struct {
	Title, Kind, Note string
	Few               bool
	Questions         []tallyWords
	Texts             []survey.Texts
}

type tallyWords struct {
	Label, Note string
	SVG         template.HTML
	Rows        []tallyRow
}

type tallyRow struct{ Label, Count, Share string }

func decimal(tenths int) string { return fmt.Sprintf("%d,%d", tenths/10, tenths%10) }

func scoreOf(s domain.Score) (w scoreWords) {
	w.Answers, w.Room = paris.Number(s.Answers()), ""
	if s.Room > 0 {
		w.Room = counted(s.Room, "dans la salle", "dans la salle")
	}
	if p, ok := domain.Share(s.Replied, s.Invited); ok {
		w.Rate = fmt.Sprintf("%d\u00a0%% (%d sur %d)", p, s.Replied, s.Invited)
	}
	w.None = s.Answers() == 0
	if m, ok := s.Tenths(); ok {
		w.Mean = decimal(m)
	}
	if p, ok := domain.Share(s.High, s.Answered); ok {
		w.High = fmt.Sprintf("%d\u00a0%%", p)
	}
	return w
}

// surveyResultsOf says the results of a query in words.
func surveyResultsOf(app core.App, q stats.Query) (v surveyResults, err error) {
	scores, blocks, err := survey.Results(app, q, false)
	if err != nil {
		return v, err
	}
	v.Hot, v.Cold = scoreOf(scores.Hot), scoreOf(scores.Cold)
	v.Anything = scores.Hot.Invited+scores.Cold.Invited+scores.Hot.Answers()+scores.Cold.Answers() > 0
	if scores.Left > 0 {
		v.Left = counted(scores.Left, "événement a", "événements ont")
	}
	for _, l := range scores.Programmes {
		v.ByProgramme = append(v.ByProgramme, scoreRow{l.Label, "", scoreOf(l.Hot), scoreOf(l.Cold)})
	}
	for _, l := range scores.Events {
		v.ByEvent = append(v.ByEvent, scoreRow{l.Label, "/gestion/evenements/" + l.Key + "/enquete", scoreOf(l.Hot), scoreOf(l.Cold)})
	}
	for i, b := range blocks {
		v.Blocks = append(v.Blocks, blockWords(i, b))
	}
	return v, nil
}

func blockWords(i int, b survey.Block) surveyBlock {
	out := surveyBlock{Title: b.Survey.Title, Kind: optionLabel(surveyKinds, b.Survey.Kind), Few: !b.Shown, Texts: b.Texts,
		Note: counted(b.Answers(), "réponse", "réponses")}
	if b.Room > 0 {
		out.Note += ", dont " + counted(b.Room, "dans la salle", "dans la salle")
	}
	if b.Shown && b.Left > 0 {
		out.Note += "\u00a0; celles de " + counted(b.Left, "événement", "événements") + ", moins de trois à chaque fois, ne sont pas dans ce qui suit"
	}
	for n, t := range b.Tallies {
		w := tallyWords{Label: t.Question.Label}
		if t.Answered == 0 {
			w.Note = "Moins de trois réponses par événement à cette question\u00a0: elles ne sont pas montrées."
			out.Questions = append(out.Questions, w)
			continue
		}
		w.Note = counted(t.Answered, "réponse", "réponses")
		if m, ok := t.Tenths(); ok {
			high, _ := domain.Share(t.High, t.Answered)
			w.Note = fmt.Sprintf("Moyenne %s sur 5, %d\u00a0%% de 4 et 5, %s", decimal(m), high, w.Note)
		}
		var items []chart.Item
		for k, c := range t.Counts {
			share, _ := domain.Share(c, t.Answered)
			label := stepLabel(t.Question, k)
			items = append(items, chart.Item{Label: label, Value: c})
			w.Rows = append(w.Rows, tallyRow{label, paris.Number(c), fmt.Sprintf("%d\u00a0%%", share)})
		}
		w.SVG = chart.Bars(chart.Figure{ID: fmt.Sprintf("q-%d-%d", i, n), Title: web.French(t.Question.Label), Unit: "réponses"}, items)
		out.Questions = append(out.Questions, w)
	}
	return out
}

// stepLabel names one of the answers to a question, from the least.
func stepLabel(q domain.SurveyQuestion, n int) string {
	switch q.Kind {
	case domain.AskScale:
		return surveyScale[n].Label
	case domain.AskYesNo:
		return []string{"Non", "Oui"}[n]
	}
	return q.Options[n]
}

// surveyResults shows what was answered over a period: this year unless the query says.
func (s *site) surveyResults(e *core.RequestEvent) error {
	q, typed, err := s.queryAsked(e)
	v := surveyResultsPage{From: typed.Get("du"), To: typed.Get("au"), Event: typed.Get("evenement"), Programme: typed.Get("programme")}
	items, perr := records.Items(e.App, records.Programmes)
	if perr != nil {
		return s.refuse(e, perr)
	}
	for _, p := range items {
		v.Programmes = append(v.Programmes, web.Option{Value: p.Code, Label: p.Name})
	}
	if err != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "survey/results", v, fieldErrors(err))
	}
	v.Shown, v.Period, v.Query = true, stats.PeriodText(q.Period), template.URL(q.Values().Encode())
	if v.surveyResults, err = surveyResultsOf(e.App, q); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "survey/results", v)
}

// surveyXLSX exports what the screen shows: what is hidden there is hidden here.
func (s *site) surveyXLSX(e *core.RequestEvent) error {
	q, _, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	scores, blocks, err := survey.Results(e.App, q, false)
	if err != nil {
		return s.refuse(e, err)
	}
	book := survey.Workbook(scores, blocks, stats.PeriodText(q.Period), s.now())
	var b bytes.Buffer
	if err := report.WriteXLSX(&b, book); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="satisfaction.xlsx"`)
	return e.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}
