package retention_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

// snapshot is everything that is counted, by what it is called.
type snapshot map[string]string

func (s snapshot) put(t *testing.T, what string, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	must(t, err)
	s[what] = string(b)
}

// moved lists what is not in another as it is here.
func (s snapshot) moved(other snapshot) (list []string) {
	for what, was := range s {
		if other[what] != was {
			list = append(list, what)
		}
	}
	for what := range other {
		if _, was := s[what]; !was {
			list = append(list, what)
		}
	}
	slices.Sort(list)
	return list
}

// figures are every figure, table and list of every period, through every filter, with what is counted beside them.
func figures(t *testing.T, app core.App) snapshot {
	t.Helper()
	all := snapshot{}
	for y := 2020; y <= 2024; y++ {
		q := stats.Query{}
		if y > 2020 {
			q.From, q.To = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		all.count(t, app, fmt.Sprint(y), q)
	}
	whole, err := stats.Count(app, testapp.Now, stats.Query{})
	must(t, err)
	for table, rows := range whole.Tables {
		for _, row := range rows {
			if row.Counts == (domain.Counts{}) { // nobody is named there
				continue
			}
			what := domain.Tables[table].Name + "/" + row.Key
			if stats.Param(domain.Table(table)) != "" {
				all.count(t, app, what, stats.Query{Filter: domain.Filter{}.With(domain.Table(table), row.Key)})
			}
			for _, f := range domain.Table(table).Figures() {
				all.list(t, app, what, stats.Query{}, f, domain.Tables[table].Name, row.Key)
			}
		}
	}
	for what, f := range map[string]domain.Filter{"campaign": {Campaign: "Semaine d’essai"}, "partner": {Partner: domain.Fold("Mairie d’Essai")},
		"held": {Status: domain.Held}, "published": {Status: domain.Published}} {
		all.count(t, app, what, stats.Query{Filter: f})
	}
	all.kept(t, app)
	return all
}

// count keeps what is counted of a query: its report, its lists, who met whom, what was answered, what a report of it says.
func (s snapshot) count(t *testing.T, app core.App, what string, q stats.Query) {
	t.Helper()
	r, err := stats.Count(app, testapp.Now, q)
	must(t, err)
	s.put(t, what+" figures", r)
	m, err := stats.MetOf(app, testapp.Now, q)
	must(t, err)
	s.put(t, what+" met", m)
	for _, reader := range []bool{false, true} {
		scores, blocks, err := survey.Results(app, q, reader)
		must(t, err)
		s.put(t, what+" survey", []any{scores, blocks})
	}
	c, err := evaluation.Preview(app, testapp.Now, evaluation.Request{Query: q})
	must(t, err)
	s.put(t, what+" report", c)
	for f := range domain.Indicators {
		s.list(t, app, what, q, domain.Figure(f), "", "")
	}
}

// list keeps how long a list is and what each of its lines counts, whatever their order: names are what goes.
func (s snapshot) list(t *testing.T, app core.App, what string, q stats.Query, f domain.Figure, table, key string) {
	t.Helper()
	l, err := stats.ListOf(app, q, domain.Indicators[f].Code, table, key)
	must(t, err)
	var lines []string
	for _, r := range l.Rows {
		lines = append(lines, fmt.Sprint(r.Count, r.Times, r.Event, r.Registration, r.Detail))
	}
	slices.Sort(lines)
	s.put(t, what+" list "+table+" "+domain.Indicators[f].Code, []any{l.Total, lines})
}

// kept are the reports that were frozen.
func (s snapshot) kept(t *testing.T, app core.App) {
	t.Helper()
	list, err := records.Reports(app)
	must(t, err)
	for _, r := range list {
		b, err := evaluation.Bytes(app, r.ID)
		must(t, err)
		s["frozen "+r.Code] = string(b)
	}
}
