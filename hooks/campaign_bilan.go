package hooks

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// bilanPage is the view of campaign_bilan/bilan.
type bilanPage struct {
	Head     campaignHead
	Path     string
	Period   string
	Headline string
	Empty    bool
	Figures  []bilanFigure
	Sections []bilanSection
	Texts    []bilanTexts
	Few      []string // surveys that too few answered
	List     *bilanList
}

type bilanFigure struct{ Value, Label, URL string }

// bilanSection is a table with its chart, if any.
type bilanSection struct {
	ID, Title, Note string
	Columns         []placement.BilanColumn
	Lines           [][]bilanCell
	Total           []string
	SVG             template.HTML
}

type bilanCell struct {
	Text, URL, Column string
	Number            bool
}

type bilanTexts struct {
	Title string
	Lines []string
}

// bilanList is the placements that a number counts.
type bilanList struct {
	Title string
	Rows  []bilanRow
}

type bilanRow struct {
	ID, Name, From, Where, When string
	State                       tag
}

// bilanFew says whose survey too few answered.
var bilanFew = map[domain.Party]string{domain.PartyTrainee: "des personnes en stage", domain.PartyHost: "des structures d’accueil"}

// campaignSummary shows what a campaign came to, and the list that one of its numbers counts.
func (s *site) campaignSummary(e *core.RequestEvent) error {
	b, err := s.bilanOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	head := campaignHeadOf(b.Campaign)
	v := bilanPage{Head: head, Path: head.Path + "/bilan", Period: b.Period(), Headline: b.Headline(), Empty: b.N(domain.BilanWishes) == 0}
	for _, f := range b.Figures() {
		v.Figures = append(v.Figures, bilanFigure{f.Value, f.Label, v.listURL(b, f.Key)})
	}
	for _, t := range b.Tables() {
		if len(t.Lines) > 0 {
			v.Sections = append(v.Sections, v.section(b, t))
		}
	}
	for _, of := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		tally := b.Opinions[of]
		if len(tally.Texts) > 0 {
			v.Texts = append(v.Texts, bilanTexts{"Un mot sur l’organisation, " + bilanFew[of], tally.Texts})
		}
		if tally.Answers > 0 && !tally.Shown() {
			v.Few = append(v.Few, bilanFew[of])
		}
	}
	if key := e.Request.URL.Query().Get("voir"); key != "" {
		if v.List, err = bilanListOf(b, key); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.render(e, http.StatusOK, "campaign_bilan/bilan", v)
}

func (s *site) bilanOf(e *core.RequestEvent) (*placement.Bilan, error) {
	c, err := campaignOf(e)
	if err != nil {
		return nil, err
	}
	return placement.BilanOf(e.App, s.now(), c)
}

// listURL opens the placements that a number counts; empty for none.
func (v bilanPage) listURL(b *placement.Bilan, key string) string {
	if key == "" || b.N(key) == 0 {
		return ""
	}
	return v.Path + "?voir=" + url.QueryEscape(key) + "#liste"
}

func (v bilanPage) section(b *placement.Bilan, t placement.BilanTable) bilanSection {
	out := bilanSection{ID: t.ID, Title: t.Title, Note: t.Note, Columns: t.Columns}
	var bars []chart.Item
	for _, l := range t.Lines {
		var row []bilanCell
		for i, c := range l.Cells {
			cell := bilanCell{Text: placement.ShowCell(c), Column: t.Columns[i].Title, Number: t.Columns[i].Number}
			if i < len(l.Keys) {
				cell.URL = v.listURL(b, l.Keys[i])
			}
			row = append(row, cell)
		}
		if n, is := l.Cells[1].(int); is {
			bars = append(bars, chart.Item{Label: row[0].Text, Value: n})
		}
		out.Lines = append(out.Lines, row)
	}
	for _, c := range t.Total {
		out.Total = append(out.Total, placement.ShowCell(c))
	}
	if t.Chart != "" && len(bars) > 1 {
		out.SVG = chart.Bars(chart.Figure{ID: "g-" + t.ID, Title: t.Title, Unit: t.Chart}, bars)
	}
	return out
}

// bilanListOf lists the placements of a number. One that counts none is an unknown page.
func bilanListOf(b *placement.Bilan, key string) (*bilanList, error) {
	title := b.ListTitle(key)
	if title == "" {
		return nil, records.ErrNone
	}
	l := &bilanList{Title: title}
	for _, id := range b.Lists[key] {
		c := b.Case(id)
		row := bilanRow{ID: id, Name: c.Row.Name(), From: b.Names[c.Row.Structure], State: deskStates[c.P.State]}
		if c.Offer != nil {
			row.Where = b.Names[c.Offer.Structure]
			if c.Offer.Service != "" {
				row.Where += ", " + c.Offer.Service
			}
		}
		if from, to := domain.Span(c.P.Days); !from.IsZero() {
			row.When = paris.Range(from, to)
		}
		l.Rows = append(l.Rows, row)
	}
	return l, nil
}

// campaignSummaryPDF is the bilan on paper.
func (s *site) campaignSummaryPDF(e *core.RequestEvent) error {
	b, err := s.bilanOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var out bytes.Buffer
	if err := pdf.DrawBrief(&out, b.Document(set)); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `inline; filename="bilan-stages.pdf"`)
	return e.Blob(http.StatusOK, "application/pdf", out.Bytes())
}

// campaignSummaryXLSX is the bilan as a spreadsheet.
func (s *site) campaignSummaryXLSX(e *core.RequestEvent) error {
	b, err := s.bilanOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out, b.Workbook()); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="bilan-stages.xlsx"`)
	return e.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}
