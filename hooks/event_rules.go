package hooks

import (
	"fmt"
	"net/url"
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

// rulesForm is the view of desk_rules/rules: what was typed, as it was typed.
type rulesForm struct {
	Head                                             eventHead
	Fixed                                            bool // closed or called off: to be read only
	Capacity, Taken, Waiting, Exempt                 int
	Waitlist                                         bool
	Seen                                             string
	Rows                                             []quotaRow
	Approval, Manager, Companions                    bool
	Promotion, OfferHours, CancelHours, CompanionMax string
	Kinds, Sectors, Ends, Promotions                 []web.Option
	Standing                                         []string // the quotas that are stored, in words
	start                                            time.Time
}

// quotaRow is a quota as typed; N is the row's number, or « __i__ » in the pattern of new rows.
type quotaRow struct{ N, Kind, Max, Sector, Structure, StructureID, End, Until string }

func (r quotaRow) blank() bool {
	return r.Kind+r.Max+r.Sector+r.Structure+r.Until == ""
}

// Pattern is the empty row that the page's script copies.
func (f *rulesForm) Pattern() quotaRow { return quotaRow{N: "__i__"} }

// Spares are the empty rows of a page without a script.
func (f *rulesForm) Spares() (rows []quotaRow) {
	for i := range spares {
		rows = append(rows, quotaRow{N: strconv.Itoa(len(f.Rows) + i)})
	}
	return rows
}

var (
	quotaKindOptions = []web.Option{
		{Value: domain.PerStructure, Label: "Au plus par structure (site)"},
		{Value: domain.PerParent, Label: "Au plus par établissement"},
		{Value: domain.PerSector, Label: "Au plus par secteur d’activité"},
		{Value: domain.ReservedSector, Label: "Réservées à un secteur"},
		{Value: domain.ReservedStructure, Label: "Réservées à un établissement"}}
	quotaEndOptions = []web.Option{{Value: "30", Label: "Jusqu’à J-30, 9 h"}, {Value: "21", Label: "Jusqu’à J-21, 9 h"}, {Value: "15", Label: "Jusqu’à J-15, 9 h"},
		{Value: "10", Label: "Jusqu’à J-10, 9 h"}, {Value: "7", Label: "Jusqu’à J-7, 9 h"}, {Value: "3", Label: "Jusqu’à J-3, 9 h"}, {Value: "1", Label: "Jusqu’à la veille, 9 h"}, {Value: "date", Label: "Jusqu’à une date"}}
	promotionOptions = []web.Option{
		{Value: domain.PromoteDirectly, Label: "Directement", Hint: "La première personne de la liste est inscrite et prévenue."},
		{Value: domain.PromoteByOffer, Label: "Par une offre à confirmer", Hint: "Elle a un délai pour accepter ; passé ce délai, la place va à la suivante."}}
)

// eventRules shows the rules of an event's places.
func (s *site) eventRules(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f := &rulesForm{start: ev.StartsAt.Time()}
	if err := f.show(e.App, event.RulesOf(ev)); err != nil {
		return s.refuse(e, err)
	}
	return s.showRules(e, 200, ev, f, nil)
}

// saveRules writes the rules; who can be seated by them is, and who is over them keeps the seat.
func (s *site) saveRules(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f := &rulesForm{start: ev.StartsAt.Time()}
	f.read(values)
	rules, errs := f.rules(e.App)
	for _, r := range rules.Check(ev, s.now()) {
		if r.Field = f.place(r.Field); !covered(errs, r.Field) && !f.unread(errs, r.Field) {
			errs = append(errs, r)
		}
	}
	if len(errs) == 0 {
		over, err := event.SaveRules(e.App, s.now(), actor(e), ev.ID, rules)
		if err == nil {
			s.nudge() // seats may have been given to those who wait
			return s.tell(e, eventPath(e)+"/regles", "ok", rulesSaved(over))
		}
		if errs = domain.Refusals(err); errs == nil || errs[0].Code == domain.ErrState {
			return s.refuse(e, err)
		}
		for i := range errs {
			errs[i].Field = f.place(errs[i].Field)
		}
		f.Seen = ev.Updated.String() // told once of another's change, one may write over it
	}
	return s.showRules(e, 422, ev, f, fieldErrors(errs))
}

// rulesSaved says what new rules do, and to how many they do not.
func rulesSaved(over int) string {
	text := "Règles enregistrées. Elles valent pour les prochaines demandes et pour la liste d’attente."
	switch {
	case over == 1:
		text += " Une personne déjà inscrite dépasse une limite\u00a0: elle garde sa place."
	case over > 1:
		text += fmt.Sprintf(" %d personnes déjà inscrites dépassent une limite\u00a0: elles gardent leur place.", over)
	}
	return text
}

func (s *site) showRules(e *core.RequestEvent, status int, ev *records.Event, f *rulesForm, errs []web.FieldError) error {
	seats, err := records.SeatsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	if f.Exempt, err = records.ExemptCount(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	if f.Standing, err = quotasInWords(e.App, ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	if f.Sectors, err = namedSectors(e.App); err != nil {
		return s.refuse(e, err)
	}
	f.Head, f.Capacity, f.Waitlist, f.Taken, f.Waiting = headOf(e, ev, s.now()), ev.Capacity, ev.Waitlist, seats.Taken, seats.Waiting
	f.Fixed = f.Head.Held() || f.Head.Cancelled()
	f.Kinds, f.Ends, f.Promotions = quotaKindOptions, quotaEndOptions, promotionOptions
	if len(f.Rows) == 0 {
		f.Rows = []quotaRow{{}}
	}
	for i := range f.Rows {
		f.Rows[i].N = strconv.Itoa(i)
	}
	return s.renderForm(e, status, "desk_rules/rules", f, errs)
}

// show puts rules into the form.
func (f *rulesForm) show(app core.App, r event.Rules) error {
	f.Seen, f.Approval, f.Manager, f.Companions, f.Promotion = r.Seen, r.Approval, r.Manager, r.Companions, r.Promotion
	f.OfferHours, f.CancelHours = strconv.Itoa(r.OfferHours), strconv.Itoa(r.CancelHours)
	if r.CompanionMax > 0 {
		f.CompanionMax = strconv.Itoa(r.CompanionMax)
	}
	names, err := door.StructureNames(app)
	if err != nil {
		return err
	}
	for _, q := range r.Quotas {
		row := quotaRow{Kind: q.Kind, Max: strconv.Itoa(q.Max)}
		if q.Kind == domain.ReservedStructure {
			row.Structure, row.StructureID = names[q.Of], q.Of
		} else {
			row.Sector = q.Of
		}
		row.End, row.Until = f.endOf(q.Until)
		f.Rows = append(f.Rows, row)
	}
	return nil
}

// endOf says a quota's end as the form does: so many days before where it is, else a date.
func (f *rulesForm) endOf(until time.Time) (end, date string) {
	if until.IsZero() {
		return "", ""
	}
	for _, o := range quotaEndOptions {
		if at, err := f.before(o.Value); err == nil && at.Equal(until) {
			return o.Value, ""
		}
	}
	return "date", paris.Input(until)
}

// before is nine o'clock so many days before the event.
func (f *rulesForm) before(days string) (time.Time, error) {
	n, err := strconv.Atoi(days)
	if err != nil || f.start.IsZero() {
		return time.Time{}, paris.ErrFormat
	}
	return paris.Combine(paris.Day(f.start.In(paris.Location).AddDate(0, 0, -n)), "09:00")
}

// read keeps what was typed, unread; empty rows are left out.
func (f *rulesForm) read(v url.Values) {
	f.Seen, f.Promotion = v.Get("seen"), v.Get("promotion")
	f.Approval, f.Manager, f.Companions = v.Get("approval") != "", v.Get("manager") != "", v.Get("companions") != ""
	f.OfferHours, f.CancelHours, f.CompanionMax = strings.TrimSpace(v.Get("offer_hours")), strings.TrimSpace(v.Get("cancel_hours")), strings.TrimSpace(v.Get("companions_max"))
	for _, n := range rowNumbers(v, "quota-", domain.MaxQuotas+1) {
		get := func(name string) string { return strings.TrimSpace(v.Get("quota-" + n + "-" + name)) }
		r := quotaRow{Kind: get("kind"), Max: get("max"), Sector: get("sector"), Structure: get("structure"), StructureID: get("structure_id"), End: get("end"), Until: get("until")}
		if !r.blank() {
			f.Rows = append(f.Rows, r)
		}
	}
}
