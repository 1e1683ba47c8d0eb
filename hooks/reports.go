package hooks

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

const reportsPath = "/gestion/rapports"

// reportsPage is the view of reports/list.
type reportsPage struct {
	Form reportForm
	Rows []reportLine
}

// reportForm is what was typed of a report to make.
type reportForm struct {
	Intent, Title, From, To string
	Compare, CFrom, CTo     string
	Compares                []web.Option
	Choices                 []reportChoice
	Filtered                bool
	Kept                    []periodKept // filters that have no list here
}

// periodKept is a filter of the address that a form sends on.
type periodKept struct{ Name, Value string }

// reportChoice is a filter with its list.
type reportChoice struct {
	Name, Label, Value string
	Options            []web.Option
}

// reportLine is a report in the list.
type reportLine struct {
	ID, Number, Title, Period, Code string
	MadeAt, WithdrawnAt             time.Time
	Published                       bool
}

// Withdrawn tells whether the report is not to be relied on any more.
func (l reportLine) Withdrawn() bool { return !l.WithdrawnAt.IsZero() }

func reportLineOf(r *records.Report) reportLine {
	return reportLine{ID: r.ID, Number: evaluation.NumberOf(r), Title: r.Title, Code: ticket.ShowCertificateCode(r.Code), MadeAt: r.MadeAt.Time(),
		WithdrawnAt: r.WithdrawnAt.Time(), Published: r.Published, Period: stats.PeriodText(domain.Period{From: r.FromDay.Time(), To: r.ToDay.Time()})}
}

// compares are what a report may be compared with.
var compares = []web.Option{{Value: "avant", Label: "La même période, un an plus tôt"}, {Value: "autre", Label: "Une autre période (à préciser)"}, {Value: "rien", Label: "Sans comparaison"}}

// reports lists the reports that were kept, above the form that makes one.
func (s *site) reports(e *core.RequestEvent) error {
	q, typed, err := s.queryAsked(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if !typed.Has("du") {
		typed = q.Values()
	}
	typed.Set("comparer", "avant")
	return s.showReports(e, http.StatusOK, typed, records.NewID(), nil)
}

func (s *site) showReports(e *core.RequestEvent, status int, typed url.Values, intent string, errs []web.FieldError) error {
	v := reportsPage{Form: reportForm{Intent: intent, Title: typed.Get("titre"), From: typed.Get("du"), To: typed.Get("au"), Compare: typed.Get("comparer"),
		CFrom: typed.Get("cdu"), CTo: typed.Get("cau"), Compares: compares}}
	if err := v.Form.choose(e.App, typed); err != nil {
		return s.refuse(e, err)
	}
	rows, err := records.Reports(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for i := range rows {
		v.Rows = append(v.Rows, reportLineOf(&rows[i]))
	}
	return s.renderForm(e, status, "reports/list", v, errs)
}

// choose lists the filters that a report may have; those without a list here follow as they came.
func (f *reportForm) choose(app core.App, typed url.Values) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	var roles []records.Item
	for _, r := range domain.PTSMRoles {
		roles = append(roles, records.Item{Code: r, Name: stats.RoleText(r)})
	}
	shown := map[string]bool{}
	for _, l := range []struct {
		table domain.Table
		label string
		items []records.Item
		coded bool
	}{{domain.ByProgramme, "Programme", ref.Programmes, false}, {domain.ByRole, "Rôle du PTSM", roles, false}, {domain.ByGroup, "Groupe de travail", ref.Groups, false},
		{domain.ByAction, "Action", ref.Actions, true}, {domain.ByPriority, "Priorité", ref.Priorities, true}, {domain.ByPlace, "Territoire du lieu", ref.Territories, false},
		{domain.ByWork, "Territoire d’exercice", ref.Territories, false}, {domain.BySector, "Secteur d’activité", ref.Sectors, false}} {
		c := reportChoice{Name: stats.Param(l.table), Label: l.label, Value: typed.Get(stats.Param(l.table))}
		for _, it := range l.items {
			label := it.Name
			if l.coded {
				label = it.Code + ". " + it.Name
			}
			c.Options = append(c.Options, web.Option{Value: it.Code, Label: label})
		}
		c.Options = append(c.Options, web.Option{Value: "-", Label: domain.Unset})
		shown[c.Name], f.Filtered = true, f.Filtered || c.Value != ""
		f.Choices = append(f.Choices, c)
	}
	for name, values := range (stats.Query{Filter: stats.FilterOf(typed)}).Values() {
		if !shown[name] && name != "du" && name != "au" {
			f.Kept, f.Filtered = append(f.Kept, periodKept{name, values[0]}), true
		}
	}
	slices.SortFunc(f.Kept, func(a, b periodKept) int { return compareText(a.Name, b.Name) })
	return nil
}

func compareText(a, b string) int {
	if a < b {
		return -1
	}
	return boolToInt(a > b)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// makeReport counts and keeps a report.
func (s *site) makeReport(e *core.RequestEvent) error {
	typed, err := form(e)
	if err != nil {
		return err
	}
	q, err := reportRequest(typed)
	if err == nil {
		var made *records.Report
		if made, err = evaluation.Make(e.App, s.now(), actor(e), q); err == nil {
			return s.tell(e, reportsPath+"/"+made.ID, "ok", "Le rapport "+evaluation.NumberOf(made)+" est fait\u00a0: ses chiffres ne bougeront plus.")
		}
	}
	errs := fieldErrors(err)
	if errs == nil {
		return s.refuse(e, err)
	}
	return s.showReports(e, http.StatusUnprocessableEntity, typed, typed.Get("intention"), errs)
}

func reportRequest(typed url.Values) (q evaluation.Request, err error) {
	q = evaluation.Request{Title: typed.Get("titre"), Intent: typed.Get("intention")}
	if len(q.Intent) != len(records.NewID()) {
		return q, domain.Error{Code: domain.ErrState}
	}
	q.Query.Filter = stats.FilterOf(typed)
	if q.Query.Period, err = periodOf(typed.Get("du"), typed.Get("au")); err != nil {
		return q, err
	}
	switch typed.Get("comparer") {
	case "avant":
		if before, ok := q.Query.Before(); ok { // « toutes périodes » has none before
			q.Compared = &before
		}
	case "autre":
		other := q.Query
		if other.Period, err = periodOf(typed.Get("cdu"), typed.Get("cau")); err != nil {
			r := domain.Refusals(err)[0]
			return q, domain.Error{Code: r.Code, Field: "c" + r.Field}
		}
		q.Compared = &other
	}
	return q, nil
}

// reportOf reads the report of the path.
func reportOf(e *core.RequestEvent) (*records.Report, error) {
	return records.ReportOf(e.App, e.Request.PathValue("report"))
}

// madeOn says when a report was made.
func madeOn(c evaluation.Content) string { return paris.Moment(c.At()) }
