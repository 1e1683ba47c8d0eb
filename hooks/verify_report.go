package hooks

import (
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// reportTotals is the view of verify/report: what anybody who has the paper may compare it with.
type reportTotals struct {
	reportLine
	Content evaluation.Content
	Made    string
	State   banner
	Totals  []totalLine
}

type totalLine struct{ Label, Value, Definition string }

// verifyReport shows the frozen totals of a report, small numbers hidden as they are for readers.
func (s *site) verifyReport(e *core.RequestEvent, r *records.Report) error {
	c, err := evaluation.Load(e.App, r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := reportTotals{reportLine: reportLineOf(r), Content: c, Made: madeOn(c),
		State: banner{Kind: "ok", Title: "Rapport authentique", Text: "Ce rapport a été fait ici. Comparez ses totaux à ceux du document présenté."}}
	if !r.WithdrawnAt.IsZero() {
		v.State = banner{Kind: "err", Title: "Rapport retiré", Text: "Ce rapport a été retiré le " + paris.Moment(r.WithdrawnAt.Time()) + "\u00a0: ne vous appuyez plus sur ses chiffres."}
	}
	safe := domain.Suppress(c.Report())
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered} {
		i := c.Indicator(domain.Indicators[f].Code)
		v.Totals = append(v.Totals, totalLine{i.Label, shownTotal(safe, f), i.Definition})
	}
	return s.render(e, http.StatusOK, "verify/report", v)
}

// shownTotal is a total as readers have it: whoever holds both the code and a link learns no more than by the link.
func shownTotal(r domain.SafeReport, f domain.Figure) string {
	c := r.Total.Cells[slices.Index(domain.KeyFigures, f)]
	if c.Mask != domain.Plain {
		return reader.MaskText(c.Mask)
	}
	return paris.Number(c.Value)
}

// reportByTyped finds a report by a code as it was typed.
func reportByTyped(app core.App, typed string) (*records.Report, error) {
	code, err := ticket.ParseCertificateCode(typed)
	if err != nil {
		return nil, err
	}
	return records.ReportByCode(app, code)
}
