package hooks

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// rules reads what was typed; what cannot be read is refused at its field.
func (f *rulesForm) rules(app core.App) (r event.Rules, errs domain.Errors) {
	r = event.Rules{Seen: f.Seen, Approval: f.Approval, Manager: f.Manager, Companions: f.Companions, Promotion: f.Promotion}
	for _, n := range []struct {
		field, typed string
		asked        bool
		into         *int
	}{
		{"offer_hours", f.OfferHours, f.Promotion == domain.PromoteByOffer, &r.OfferHours},
		{"cancel_hours", f.CancelHours, f.CancelHours != "", &r.CancelHours},
		{"companions_max", f.CompanionMax, f.Companions, &r.CompanionMax},
	} {
		v, err := strconv.Atoi(n.typed)
		if *n.into = v; err != nil && n.asked {
			errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: n.field})
		}
	}
	for i, row := range f.Rows {
		q, refused := f.quota(app, i, row)
		r.Quotas, errs = append(r.Quotas, q), append(errs, refused...)
	}
	return r, errs
}

func (f *rulesForm) quota(app core.App, i int, row quotaRow) (q domain.Quota, errs domain.Errors) {
	at := fmt.Sprintf("quota-%d-", i)
	q = domain.Quota{Kind: row.Kind}
	var err error
	if q.Max, err = strconv.Atoi(row.Max); err != nil {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: at + "max"})
	}
	switch row.Kind {
	case domain.PerSector, domain.ReservedSector:
		q.Of = row.Sector
	case domain.ReservedStructure:
		if q.Of = row.StructureID; q.Of == "" {
			if found, err := records.StructureNamed(app, row.Structure); err == nil {
				q.Of = found.ID
			}
		}
	}
	switch {
	case row.End == "" && row.Until == "":
	case row.End == "" || row.End == "date":
		if row.Until == "" {
			return q, append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: at + "until"})
		}
		q.Until, errs = readInput(at+"until", row.Until, errs)
	default:
		if q.Until, err = f.before(row.End); err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: at + "end"})
		}
	}
	return q, errs
}

// place says at which field of the form a refusal of a rule stands: whom a quota is about is asked in one of two
// fields, its end in two.
func (f *rulesForm) place(field string) string {
	row, ok := strings.CutSuffix(field, "-of")
	if ok {
		field = row + "-sector"
	} else if row, ok = strings.CutSuffix(field, "-until"); !ok {
		return field
	}
	i, err := strconv.Atoi(strings.TrimPrefix(row, "quota-"))
	if err != nil || i < 0 || i >= len(f.Rows) {
		return field
	}
	switch r := f.Rows[i]; {
	case strings.HasSuffix(field, "-sector") && r.Kind == domain.ReservedStructure:
		return row + "-structure"
	case strings.HasSuffix(field, "-until") && r.End != "" && r.End != "date":
		return row + "-end"
	}
	return field
}

// unread tells whether the end of a row was refused already, at the other of its two fields.
func (f *rulesForm) unread(errs domain.Errors, field string) bool {
	row, ok := strings.CutSuffix(field, "-until")
	return ok && covered(errs, row+"-end")
}

// quotasInWords says the quotas of an event that hold at now.
func quotasInWords(app core.App, ev *records.Event, now time.Time) (out []string, err error) {
	if len(ev.Quotas) == 0 {
		return nil, nil
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	sectors, err := listNames(app, records.Sectors)
	if err != nil {
		return nil, err
	}
	for _, q := range ev.Quotas {
		if q.Active(now) {
			out = append(out, quotaWords(q, sectors, structures))
		}
	}
	return out, nil
}

// quotaWords says a quota in a sentence: « Au plus 2 personnes par structure, jusqu’au … ; ensuite, ouvert à tous. »
func quotaWords(q domain.Quota, sectors, structures map[string]string) string {
	people := fmt.Sprintf("Au plus %d\u00a0personnes", q.Max)
	seats := fmt.Sprintf("%d\u00a0places réservées", q.Max)
	if q.Max == 1 {
		people, seats = "Une seule personne", "Une place réservée"
	}
	text := ""
	switch q.Kind {
	case domain.PerStructure:
		text = people + " par structure"
	case domain.PerParent:
		text = people + " par établissement, ses sites et services compris"
	case domain.PerSector:
		if text = people + " par secteur d’activité"; q.Of != "" {
			text = people + " du secteur «\u00a0" + sectors[q.Of] + "\u00a0»"
		}
	case domain.ReservedSector:
		text = seats + " au secteur «\u00a0" + sectors[q.Of] + "\u00a0»"
	case domain.ReservedStructure:
		text = seats + " à la structure «\u00a0" + structures[q.Of] + "\u00a0»"
	}
	if q.Until.IsZero() {
		return text + "."
	}
	return text + ", jusqu’au " + paris.Moment(q.Until) + "\u202f; ensuite, ouvert à tous."
}

// namedSectors are the sectors to choose from, by id.
func namedSectors(app core.App) (out []web.Option, err error) {
	items, err := records.Items(app, records.Sectors)
	for _, it := range items {
		if it.Named {
			out = append(out, web.Option{Value: it.ID, Label: it.Name})
		}
	}
	return out, err
}
