package hooks

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// wishView is the view of wish/form, wish/modify and wish/desk.
type wishView struct {
	Campaign                          *records.Campaign
	Head                              campaignHead // of the desk
	Path                              string       // where the form is sent
	Back                              string
	When, Until                       string
	Shut                              string // why nobody can ask; empty: one can
	In                                wishInput
	Desk                              bool
	Changing                          bool // a wish that is there: who asks and from where stay
	ManagerFixed                      bool
	Places                            []wishPlaceLine
	Offers                            []web.Option
	Professions, Sectors, Territories []web.Option
	Parts                             []web.Option
	Unwelcome                         []string // the wishes that expect other professions
	Contact, Controller               string
	ContactMail                       bool
	MaxObjectives, MaxConstraints     int
}

// wishPlaceLine is a place that can be asked for, in words.
type wishPlaceLine struct {
	ID, Structure, Service, When, Professions, Path string
	Full                                            bool
}

// Label is the place in the list of a wish.
func (p wishPlaceLine) Label() string {
	label := strings.Join(slices.DeleteFunc([]string{p.Service, p.When}, func(s string) bool { return s == "" }), " – ")
	if p.Full {
		label += " (complet pour l’instant)"
	}
	return label
}

// awayLine is a row of days of the form, with its number.
type awayLine struct {
	At string
	awayRow
}

// Rows are the rows of days typed, one at least.
func (v wishView) Rows() (rows []awayLine) {
	for i, r := range v.In.Away {
		rows = append(rows, awayLine{strconv.Itoa(i), r})
	}
	if len(rows) == 0 {
		rows = []awayLine{{At: "0"}}
	}
	return rows
}

// Spares are empty rows for a page without JavaScript.
func (v wishView) Spares() []awayLine {
	n := max(1, len(v.In.Away))
	return []awayLine{{At: strconv.Itoa(n)}, {At: strconv.Itoa(n + 1)}}
}

// Pattern is the row that a script copies.
func (v wishView) Pattern() awayLine { return awayLine{At: "__i__"} }

// wishViewOf makes the form of a campaign.
func (s *site) wishViewOf(app core.App, c *records.Campaign, in wishInput) (v wishView, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return v, err
	}
	v = wishView{Campaign: c, Head: campaignHeadOf(c), In: in, Contact: c.Contact, Controller: set.Controller, MaxObjectives: placement.MaxObjectives, MaxConstraints: placement.MaxConstraints,
		Parts: []web.Option{{Value: placement.AllDay, Label: "toute la journée"}, {Value: placement.Morning, Label: "le matin"}, {Value: placement.Afternoon, Label: "l’après-midi"}}}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	if v.ContactMail = isMail(v.Contact); v.Controller == "" {
		v.Controller = set.Organiser
	}
	if c.Kind != records.StandingKind && !c.FromDay.IsZero() && !c.ToDay.IsZero() {
		v.When = paris.Range(c.FromDay.Time(), c.ToDay.Time())
		if !c.WishesUntil.IsZero() {
			v.Until = paris.Long(c.WishesUntil.Time().Add(-1))
		}
	}
	if v.Places, err = wishPlaces(app, c, in.Choices[:]); err != nil {
		return v, err
	}
	for _, p := range v.Places {
		v.Offers = append(v.Offers, web.Option{Value: p.ID, Label: p.Label(), Group: p.Structure})
	}
	return v, v.lists(app, s.now().In(paris.Location).Year())
}

func (v *wishView) lists(app core.App, year int) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	for _, it := range inUse(ref.Professions, year, v.In.Profession) {
		v.Professions = append(v.Professions, web.Option{Value: it.Code, Label: it.Name})
	}
	for _, it := range inUse(ref.Sectors, year, v.In.Sector) {
		if it.Named {
			v.Sectors = append(v.Sectors, web.Option{Value: it.Code, Label: it.Name})
		}
	}
	for _, it := range inUse(ref.Territories, year, v.In.Territory) {
		v.Territories = append(v.Territories, web.Option{Value: it.Code, Label: it.Name})
	}
	return nil
}

// wishPlaces lists the published places of a campaign by structure, and those chosen already.
func wishPlaces(app core.App, c *records.Campaign, chosen []string) (list []wishPlaceLine, err error) {
	offers, err := records.Offers(app, c.ID)
	if err != nil {
		return nil, err
	}
	taken, err := records.OffersTaken(app, c.ID)
	if err != nil {
		return nil, err
	}
	names, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	jobs, err := listNames(app, records.Professions)
	if err != nil {
		return nil, err
	}
	for i := range offers {
		o := &offers[i]
		if o.Status != records.OfferPublished && !slices.Contains(chosen, o.ID) {
			continue
		}
		p := wishPlaceLine{ID: o.ID, Structure: names[o.Structure], Service: o.Service, When: wishWhen(o), Full: o.Places > 0 && taken[o.ID] >= o.Places}
		if o.Status == records.OfferPublished {
			p.Path = "/stages/" + c.Slug + "/places/" + o.ID
		}
		var welcome []string
		for _, id := range o.Professions {
			welcome = append(welcome, jobs[id])
		}
		p.Professions = strings.Join(welcome, ", ")
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b wishPlaceLine) int { return strings.Compare(a.Structure, b.Structure) })
	return list, nil
}

// wishWhen says the half-days of a place in a few words.
func wishWhen(o *records.Offer) string {
	slots := o.HalfDays.Slots()
	if len(slots) == 0 {
		if o.Periods != "" {
			return o.Periods
		}
		return "dates à convenir"
	}
	if len(slots) == 1 {
		return strings.ReplaceAll(paris.Slot(slots[0].Start, slots[0].End), " - ", "\u00a0-\u00a0")
	}
	return paris.Number(len(slots)) + " demi-journées, " + paris.Range(slots[0].Start, slots[len(slots)-1].End)
}
