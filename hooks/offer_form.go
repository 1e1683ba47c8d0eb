package hooks

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// offerTyped is what was typed of a place, as it was.
type offerTyped struct {
	F      campaign.Offering
	Places string
	Slots  []slotRow
}

// offerFields is what the fields of a place show: offer/propose, offer/mine and offer/desk.
type offerFields struct {
	offerTyped
	Campaign                         *records.Campaign
	Length, Period                   string // what the campaign asks of the half-days
	Locked                           bool   // people have a place: the half-days stay
	Link                             bool   // typed by the structure
	Days                             []string
	AskCrossed                       bool
	CrossedNeeded                    bool
	Sectors, Territories, Profession []web.Option
}

// SlotPattern is the empty row that the page's script copies.
func (f offerFields) SlotPattern() slotRow { return slotRow{N: "__i__"} }

// SpareSlots are the empty rows of a page without a script.
func (f offerFields) SpareSlots() (rows []slotRow) {
	for i := range spares {
		rows = append(rows, slotRow{N: strconv.Itoa(len(f.Slots) + i)})
	}
	return rows
}

func newOfferTyped() offerTyped {
	return offerTyped{F: campaign.Offering{Intent: security.RandomString(32)}, Places: "1"}
}

func offerTypedOf(f campaign.Offering) offerTyped {
	t := offerTyped{F: f, Places: strconv.Itoa(f.Places)}
	for _, d := range f.HalfDays {
		t.Slots = append(t.Slots, slotRow{ID: d.ID, Day: paris.Day(d.Start), Start: paris.ClockInput(d.Start), End: paris.ClockInput(d.End)})
	}
	return t
}

// readOffer keeps what was typed, and reads it; hours that cannot be read are refused at their field.
func readOffer(v url.Values) (t offerTyped, errs domain.Errors) {
	get := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	t.F = campaign.Offering{Structure: get("structure"), StructureID: get("structure_id"), Sector: get("sector"), Territory: get("territory"), Service: get("service"), Place: get("place"),
		Address: get("address"), Professions: v["professions"], Periods: get("periods"), TutorName: get("tutor_name"), TutorFunction: get("tutor_function"), TutorEmail: get("tutor_email"),
		TutorPhone: get("tutor_phone"), ReferentName: get("referent_name"), ReferentEmail: get("referent_email"), Seen: get("seen"), Badge: get("badge"), Vaccination: get("vaccination"),
		Dress: get("dress"), Meal: get("meal"), Access: get("access"), CrossedWith: get("crossed"), CrossedID: get("crossed_id"), Intent: get("intent")}
	if !intentPattern.MatchString(t.F.Intent) {
		t.F.Intent = security.RandomString(32)
	}
	t.Places = get("places")
	t.F.Places, _ = strconv.Atoi(t.Places) // zero is refused as such
	rows := eventForm{}
	rows.readRows(v)
	t.Slots = rows.Slots
	drafts, errs := rows.slotDrafts()
	for _, d := range drafts {
		t.F.HalfDays = append(t.F.HalfDays, domain.Slot{ID: d.ID, Start: d.Start, End: d.End})
	}
	return t, errs
}

// offerOrder is the order of the page, in which errors are said.
var offerOrder = []string{"structure", "sector", "territory", "service", "place", "address", "seen", "professions", "slot-", "periods", "places", "crossed",
	"tutor_", "referent_", "badge", "vaccination", "dress", "meal", "access"}

// offerErrors says the refusals in French at the fields of the form, in the order of the page. A row of which the hours
// could not be read is not wrong twice.
func offerErrors(unread domain.Errors, err error) []web.FieldError {
	all := slices.Clone(unread)
	for _, e := range domain.Refusals(err) {
		if covered(unread, e.Field) {
			continue
		}
		if isRow(e.Field) && strings.Count(e.Field, "-") == 1 {
			e.Field += "-" + cmp.Or(map[domain.Code]string{domain.ErrSlotOrder: "end", domain.ErrSlotOverlap: "start", domain.ErrHalfDayLong: "end"}[e.Code], "day")
		}
		all = append(all, e)
	}
	rank := func(e domain.Error) int {
		return slices.IndexFunc(offerOrder, func(f string) bool {
			return f == e.Field || strings.HasSuffix(f, "_") && strings.HasPrefix(e.Field, f) || f == "slot-" && isRow(e.Field)
		})
	}
	slices.SortStableFunc(all, func(a, b domain.Error) int { return cmp.Compare(rank(a), rank(b)) })
	return fieldErrors(all)
}

// fieldsOf fills the lists to choose from; o nil: a new place.
func (s *site) fieldsOf(app core.App, c *records.Campaign, o *records.Offer, t offerTyped, byLink bool) (f offerFields, err error) {
	f = offerFields{offerTyped: t, Campaign: c, Length: lengthWords(c), Link: byLink, AskCrossed: c.Way != campaign.OneWay, CrossedNeeded: c.Way == campaign.Crossed}
	if c.Kind != records.StandingKind && !c.FromDay.IsZero() && !c.ToDay.IsZero() {
		f.Period = paris.Range(c.FromDay.Time(), c.ToDay.Time())
	}
	if f.Sectors, err = codeOptions(app, records.Sectors); err != nil {
		return f, err
	}
	if f.Territories, err = codeOptions(app, records.Territories); err != nil {
		return f, err
	}
	professions, err := records.Items(app, records.Professions)
	if err != nil {
		return f, err
	}
	f.Profession = itemOptions(inUse(professions, s.year(), t.F.Professions...))
	if o != nil {
		taken, err := records.OffersTaken(app, c.ID)
		if err != nil {
			return f, err
		}
		f.Locked, f.Days = taken[o.ID] > 0, halfDayWords(o)
	}
	if len(f.Slots) == 0 {
		f.Slots = []slotRow{{}}
	}
	for i := range f.Slots {
		f.Slots[i].N = strconv.Itoa(i)
	}
	return f, nil
}

// halfDayWords says the half-days of a place, those of one day together; none: they are agreed with each person.
func halfDayWords(o *records.Offer) (words []string) {
	day := ""
	for _, d := range o.HalfDays.Slots() {
		if paris.Day(d.Start) == day {
			words[len(words)-1] += " et " + paris.Clock(d.Start) + " - " + paris.Clock(d.End)
			continue
		}
		day, words = paris.Day(d.Start), append(words, paris.Slot(d.Start, d.End))
	}
	return words
}

// offerBegun tells whether the half-days of a place have begun: nobody can have it any more.
func offerBegun(o *records.Offer, now time.Time) bool {
	start, _ := domain.Span(o.HalfDays.Slots())
	return !start.IsZero() && !now.Before(start)
}
