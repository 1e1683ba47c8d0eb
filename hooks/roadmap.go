package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/roadmap"
	"passerelle/internal/stats"
)

// roadmapPage is the view of roadmap/board.
type roadmapPage struct {
	Period    string
	Years     []yearLink
	Sheets    []roadmapSheet
	Fed, All  int
	Proposals int
	Query     string // of the period, sent back by the buttons
}

// roadmapSheet is one action and what fed it.
type roadmapSheet struct {
	ID, Code, Name    string
	Events            []roadmapLine
	History           []roadmapLine
	Achievements      []roadmapLine
	Anonymous         []roadmapLine
	Proposals         []roadmapLine
	Present, People   figureCell
	Stages            figureCell // Value empty: none
	DeclaredPresent   string
	Empty, HasFigures bool
}

// roadmapLine is one thing that feeds an action. Target is of a proposal.
type roadmapLine struct {
	Title, When, Detail, URL, Target string
	Secondary                        bool
}

// roadmapBoard shows each action of the roadmap and what fed it.
func (s *site) roadmapBoard(e *core.RequestEvent) error {
	query, _, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	if !q.Has("du") && !q.Has("au") { // a sheet tells its whole story unless a year is asked for
		query.Period = domain.Period{}
	}
	query.Filter = domain.Filter{}
	first, last, err := records.FirstAndLastDay(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	sheets, err := roadmap.Sheets(e.App, s.now(), query.Period)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := stats.Count(e.App, s.now(), query)
	if err != nil {
		return s.refuse(e, err)
	}
	view := roadmapPage{Period: stats.PeriodText(query.Period), All: len(sheets), Query: query.Values().Encode(),
		Years: yearsAt("/gestion/feuille-de-route", query, first.Time(), last.Time(), s.now(), true)}
	for _, sheet := range sheets {
		view.Proposals += len(sheet.Proposals)
		if sheet.Fed() {
			view.Fed++
		}
		view.Sheets = append(view.Sheets, sheetView(sheet, r))
	}
	return s.render(e, http.StatusOK, "roadmap/board", view)
}

func sheetView(sheet roadmap.Sheet, r stats.Report) roadmapSheet {
	v := roadmapSheet{ID: sheet.Action.ID, Code: sheet.Action.Code, Name: sheet.Action.Name, Empty: !sheet.Fed()}
	for _, e := range sheet.Events {
		v.Events = append(v.Events, roadmapLine{Title: e.Title, When: paris.Range(e.StartsAt.Time(), e.LastAt.Time().Add(time.Hour)), URL: "/gestion/evenements/" + e.ID, Secondary: e.Secondary})
	}
	for _, d := range sheet.History {
		v.History = append(v.History, roadmapLine{Title: d.Title, When: paris.SpanWords(d.DateText), Detail: declaredWords(d.Declared), URL: "/gestion/historique/" + d.ID, Secondary: d.Secondary})
	}
	for _, a := range sheet.Achievements {
		v.Achievements = append(v.Achievements, roadmapLine{Title: a.Title, When: paris.SpanWords(a.DateText), Detail: achievementWords[a.Status], URL: "/gestion/realisations/" + a.ID})
	}
	for _, c := range sheet.Anonymous {
		v.Anonymous = append(v.Anonymous, roadmapLine{Title: c.Title, When: paris.SpanWords(c.DateText), Detail: anonymousWords(c), URL: "/gestion/decomptes/" + c.ID})
	}
	for _, p := range sheet.Proposals {
		line := roadmapLine{Title: p.Title, When: paris.SpanWords(p.DateText), Target: p.Target, URL: "/gestion/historique/" + p.Target}
		if p.Event {
			line.When, line.URL = paris.Range(p.At, p.At.Add(time.Hour)), "/gestion/evenements/"+p.Target
		}
		v.Proposals = append(v.Proposals, line)
	}
	for _, row := range r.Tables[domain.ByAction] {
		if row.Key != sheet.Action.Code {
			continue
		}
		cells := strip(r, row, domain.Tables[domain.ByAction].Name, row.Key, []domain.Figure{domain.FigPresent, domain.FigPeople})
		if row.Counts[domain.FigPlacements] > 0 {
			v.Stages = strip(r, row, domain.Tables[domain.ByAction].Name, row.Key, []domain.Figure{domain.FigPlacements})[0]
		}
		v.Present, v.People, v.HasFigures = cells[0], cells[1], row.Counts[domain.FigPresent] > 0 || row.DeclaredPresent != nil
		if d := row.DeclaredPresent; d != nil {
			v.DeclaredPresent = atLeast(d)
		}
	}
	return v
}

// atLeast writes a declared number.
func atLeast(d *domain.DeclaredValue) string {
	if d.AtLeast {
		return "au moins " + paris.Number(d.Value)
	}
	return paris.Number(d.Value)
}

// declaredWords says what a line of the history counts.
func declaredWords(d records.Declared) string {
	row := declaredRow(d, records.Reference{})
	switch {
	case row.People != "" && row.Note != "":
		return row.People + " (" + row.Note + ")"
	case row.People != "":
		return row.People + "\u00a0personnes, déclaré"
	case d.Occurrences > 1:
		return row.Meetings + "\u00a0réunions, déclaré"
	}
	return row.Note
}

// confirmAction makes a proposed link a true one, or takes it away.
func (s *site) confirmAction(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	yes := f.Get("reponse") == "oui"
	if err := roadmap.Confirm(e.App, s.now(), actor(e), f.Get("cible"), f.Get("action"), yes); err != nil {
		return s.refuse(e, err)
	}
	text := "Le lien est confirmé : il entre dans les chiffres de l’action."
	if !yes {
		text = "La proposition est retirée."
	}
	back := "/gestion/feuille-de-route?" + f.Get("retour")
	return s.tell(e, back+"#action-"+f.Get("action"), "ok", text)
}
