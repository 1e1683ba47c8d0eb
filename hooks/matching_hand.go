package hooks

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// handPage is the view of matching/hand.
type handPage struct {
	Head                          campaignHead
	People, Places                []web.Option
	Person, Place, Reason, Intent string
	Rows                          []slotRow
	Wishes                        []string // of the person, in words
	Objectives, Constraints       string
	MinHalfDays, MaxHalfDays      int
}

// Pattern is the empty row that the page’s script copies.
func (handPage) Pattern() slotRow { return slotRow{N: "__i__"} }

// handForm asks which person goes where (?personne=ID&place=ID), and when where it is to be agreed.
func (s *site) handForm(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	return s.showHand(e, http.StatusOK, handPage{Person: q.Get("personne"), Place: q.Get("place"), Intent: records.NewID()}, nil)
}

func (s *site) showHand(e *core.RequestEvent, status int, v handPage, errs []web.FieldError) error {
	r, err := placement.ReadRound(e.App, s.now(), e.Request.PathValue("campaign"))
	if err != nil {
		return s.refuse(e, err)
	}
	m := &matchingMaker{now: s.now(), round: r}
	if m.names, err = records.StructureLabels(e.App, nil); err != nil {
		return s.refuse(e, err)
	}
	v.Head, v.MinHalfDays, v.MaxHalfDays = campaignHeadOf(r.Campaign), r.Campaign.MinHalfDays, r.Campaign.MaxHalfDays
	for _, w := range r.Input.Wishes {
		p := r.Wishes[w.ID]
		if p.State != string(domain.PlacementApproved) {
			continue
		}
		v.People = append(v.People, web.Option{Value: p.ID, Label: p.Name() + ", " + cmp.Or(m.names[p.Structure], "structure non renseignée")})
		if p.ID != v.Person {
			continue
		}
		v.Objectives, v.Constraints = p.Objectives, p.Constraints
		for _, id := range p.Choices {
			v.Wishes = append(v.Wishes, m.place(id))
		}
	}
	for _, o := range r.Input.Offers {
		if o.Places > 0 {
			v.Places = append(v.Places, web.Option{Value: o.ID, Label: m.place(o.ID) + ", " + offerWhen(r.Offers[o.ID])})
		}
	}
	slices.SortFunc(v.People, func(a, b web.Option) int { return strings.Compare(domain.Fold(a.Label), domain.Fold(b.Label)) })
	slices.SortFunc(v.Places, func(a, b web.Option) int { return strings.Compare(domain.Fold(a.Label), domain.Fold(b.Label)) })
	for len(v.Rows) < 2 {
		v.Rows = append(v.Rows, slotRow{})
	}
	for i := range v.Rows {
		v.Rows[i].N = strconv.Itoa(i)
	}
	return s.renderForm(e, status, "matching/hand", v, errs)
}

// matchByHand gives one person one place.
func (s *site) matchByHand(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	campaign := e.Request.PathValue("campaign")
	v := handPage{Person: f.Get("personne"), Place: f.Get("place"), Reason: f.Get("reason"), Intent: idTyped(f.Get("intention"))}
	v.Rows = halfDayRows(f)
	days, errs := halfDaysTyped(v.Rows)
	for _, field := range []string{"personne", "place"} {
		if f.Get(field) == "" {
			errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: field})
		}
	}
	if len(errs) == 0 {
		err := placement.MatchByHand(e.App, s.now(), actor(e), campaign, placement.Seat{Placement: v.Person, Offer: v.Place}, v.Reason, v.Intent, days)
		if err != nil && domain.Refusals(err) == nil {
			return s.refuse(e, err)
		}
		errs = atRows(domain.Refusals(err))
	}
	if len(errs) > 0 {
		return s.showHand(e, http.StatusUnprocessableEntity, v, fieldErrors(errs))
	}
	s.nudge()
	return s.tell(e, "/gestion/stages/"+campaign+"/affectation", "ok", "Cette personne a sa place : convention à envoyer depuis le suivi.")
}

// halfDayRows gathers the half-days typed; empty rows are left out.
func halfDayRows(f url.Values) (rows []slotRow) {
	for _, n := range rowNumbers(f, "slot-", maxSlots) {
		get := func(name string) string { return strings.TrimSpace(f.Get("slot-" + n + "-" + name)) }
		if r := (slotRow{Day: get("day"), Start: get("start"), End: get("end")}); !r.blank() {
			rows = append(rows, r)
		}
	}
	return rows
}

// halfDaysTyped reads their hours, each refusal at its field.
func halfDaysTyped(rows []slotRow) (days []domain.Slot, errs domain.Errors) {
	for i, r := range rows {
		at := "slot-" + strconv.Itoa(i) + "-"
		var d domain.Slot
		d.Start, errs = readMoment(r.Day, r.Start, at+"day", at+"start", errs)
		d.End, errs = readMoment(r.Day, r.End, at+"day", at+"end", errs)
		days = append(days, d)
	}
	return days, errs
}

// atRows brings the refusals of half-days to a field of their row.
func atRows(refusals []domain.Error) domain.Errors {
	for i, r := range refusals {
		if !strings.HasPrefix(r.Field, "slot-") || strings.Count(r.Field, "-") > 1 {
			continue
		}
		switch r.Code {
		case domain.ErrSlotOrder:
			refusals[i].Field += "-end"
		case domain.ErrSlotOverlap:
			refusals[i].Field += "-start"
		default:
			refusals[i].Field += "-day"
		}
	}
	return refusals
}
