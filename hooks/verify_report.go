package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
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

// verifyReport shows the frozen totals of a report: those of the whole, never of a part, so that nothing small can be
// worked out from them.
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
	for _, f := range []domain.Figure{domain.FigEvents, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigRegistered} {
		i := c.Indicator(domain.Indicators[f].Code)
		v.Totals = append(v.Totals, totalLine{i.Label, shownTotal(f, c.Figures.Total.Of(f)), i.Definition})
	}
	return s.render(e, http.StatusOK, "verify/report", v)
}

// shownTotal hides a small number of people.
func shownTotal(f domain.Figure, n int) string {
	if f != domain.FigEvents && n > 0 && n < 5 {
		return "moins de 5"
	}
	return paris.Number(n)
}

// reportByTyped finds a report by a code as it was typed.
func reportByTyped(app core.App, typed string) (*records.Report, error) {
	code, err := ticket.ParseCertificateCode(typed)
	if err != nil {
		return nil, err
	}
	return records.ReportByCode(app, code)
}
