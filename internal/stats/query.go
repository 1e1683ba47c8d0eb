package stats

import (
	"net/url"
	"slices"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Query says what is counted: the events of a period, through a filter.
type Query struct {
	domain.Period
	domain.Filter
}

// Query is what the report counts.
func (r Report) Query() Query { return Query{r.Period, r.Filter} }

// params are the names of the filters in an address.
var params = map[domain.Table]string{domain.ByProgramme: "programme", domain.ByRole: "role", domain.ByPlace: "lieu", domain.ByGroup: "groupe",
	domain.ByAxis: "axe", domain.ByAction: "action", domain.ByPriority: "priorite", domain.ByEvent: "evenement", domain.BySector: "secteur",
	domain.ByWork: "territoire", domain.ByStructure: "structure", domain.ByProfession: "fonction", domain.ByProof: "preuve"}

// Param is the name of a table's filter in an address; empty where a table is no filter (years and months are periods).
func Param(t domain.Table) string { return params[t] }

// unset is how an address says « non renseigné ».
const unset = "-"

// FilterOf reads a filter from an address; what it does not know is left out.
func FilterOf(v url.Values) (f domain.Filter) {
	for t, name := range params {
		if key := v.Get(name); key != "" {
			f = f.With(t, strings.TrimPrefix(key, unset))
		}
	}
	f.Campaign, f.Partner = strings.TrimSpace(v.Get("campagne")), domain.Fold(v.Get("partenaire"))
	if s := v.Get("statut"); slices.Contains([]string{domain.Published, domain.Held, domain.Cancelled}, s) {
		f.Status = s
	}
	return f
}

// Values is the query as an address says it: days « aaaa-mm-jj », both included.
func (q Query) Values() url.Values {
	v := url.Values{"du": {""}, "au": {""}}
	from, to := Days(q.Period)
	if from != nil {
		v.Set("du", *from)
	}
	if to != nil {
		v.Set("au", *to)
	}
	for t, key := range q.Keys {
		if key == "" {
			key = unset
		}
		v.Set(params[t], key)
	}
	for name, value := range map[string]string{"campagne": q.Campaign, "partenaire": q.Partner, "statut": q.Status} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// Before is the same query over the time before: the same days a year earlier; « toutes périodes » has none.
func (q Query) Before() (Query, bool) {
	if q.From.IsZero() || q.To.IsZero() {
		return q, false
	}
	q.From, q.To = q.From.In(paris.Location).AddDate(-1, 0, 0).UTC(), q.To.In(paris.Location).AddDate(-1, 0, 0).UTC()
	return q, true
}
