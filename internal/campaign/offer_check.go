package campaign

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Limits of an offer.
const (
	maxPlaces  = 200
	maxSeen    = 2000
	maxNote    = 500
	longestDay = 7 * time.Hour
)

func (f *Offering) clean(o *records.Offer) {
	for _, s := range []*string{&f.Structure, &f.Service, &f.Place, &f.Address, &f.TutorName, &f.TutorFunction, &f.TutorPhone, &f.ReferentName, &f.CrossedWith} {
		*s = domain.CleanLine(*s)
	}
	for _, s := range []*string{&f.Periods, &f.Seen, &f.Badge, &f.Vaccination, &f.Dress, &f.Meal, &f.Access} {
		*s = domain.CleanText(*s)
	}
	f.TutorEmail, f.ReferentEmail = domain.CleanEmail(f.TutorEmail), domain.CleanEmail(f.ReferentEmail)
	known := map[string]domain.Slot{}
	for _, d := range o.HalfDays.Slots() {
		known[d.ID] = d
	}
	for i := range f.HalfDays { // an id is the offer's own, or a new one
		d := &f.HalfDays[i]
		if was, ok := known[d.ID]; ok {
			d.BreakMinutes = was.BreakMinutes
			delete(known, d.ID)
		} else {
			d.ID = records.NewID()
		}
	}
}

// check refuses what cannot stand, at the fields structure, sector, territory, service, place, address, professions, periods,
// places, slot-N, tutor_…, referent_…, seen, badge, vaccination, dress, meal, access, crossed. It finds the structures: one
// that no list knows is proposed, where all the rest stands.
func (f *Offering) check(app core.App, now time.Time, c *records.Campaign, o *records.Offer, link bool, taken int) error {
	errs := f.checkText(link)
	if f.Places < 1 || f.Places > maxPlaces {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "places"})
	} else if f.Places < taken {
		errs = append(errs, domain.Error{Code: domain.ErrOfferPlaces, Field: "places", Arg: strconv.Itoa(taken)})
	}
	errs = append(errs, f.checkBlock(c, o, now, link, taken)...)
	if c.Way == OneWay {
		f.CrossedWith, f.CrossedID = "", ""
	} else if c.Way == Crossed && f.CrossedWith+f.CrossedID == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "crossed"})
	}
	return f.find(app, errs)
}

func (f Offering) checkText(link bool) (errs domain.Errors) {
	type line struct {
		field, value string
		max          int
		required     bool
		name         bool
	}
	for _, l := range []line{
		{"structure", f.Structure, domain.MaxName, f.StructureID == "", true}, {"service", f.Service, MaxLine, true, true}, {"place", f.Place, MaxLine, false, false},
		{"address", f.Address, MaxLine, false, false}, {"periods", f.Periods, maxNote, false, false},
		{"seen", f.Seen, maxSeen, link, true},
		{"tutor_name", f.TutorName, domain.MaxName, false, true}, {"tutor_function", f.TutorFunction, MaxLine, false, false}, {"tutor_phone", f.TutorPhone, 40, false, false},
		{"referent_name", f.ReferentName, domain.MaxName, link, true}, {"referent_email", f.ReferentEmail, 254, link, false}, {"tutor_email", f.TutorEmail, 254, false, false},
		{"badge", f.Badge, maxNote, false, false}, {"vaccination", f.Vaccination, maxNote, false, false}, {"dress", f.Dress, maxNote, false, false},
		{"meal", f.Meal, maxNote, false, false}, {"access", f.Access, maxNote, false, false}, {"crossed", f.CrossedWith, domain.MaxName, false, true},
	} {
		if e := domain.CheckLine(l.field, l.value, l.max, l.required, l.name); e != nil {
			errs = append(errs, *e)
		}
	}
	for field, address := range map[string]string{"tutor_email": f.TutorEmail, "referent_email": f.ReferentEmail} {
		if address != "" && !domain.ValidEmail(address) {
			errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: field})
		}
	}
	return errs
}

// checkBlock keeps the half-days within the campaign: its period, how many, how long; one with people on it is left alone.
func (f Offering) checkBlock(c *records.Campaign, o *records.Offer, now time.Time, link bool, taken int) (errs domain.Errors) {
	if taken > 0 && !sameBlock(f.HalfDays, o.HalfDays.Slots()) {
		return domain.Errors{{Code: domain.ErrOfferBlock, Field: "slot-0"}}
	}
	if taken > 0 {
		return nil
	}
	if len(f.HalfDays) == 0 {
		if f.Periods == "" {
			errs = append(errs, domain.Error{Code: domain.ErrOfferWhen, Field: "periods"})
		}
		return errs
	}
	errs = domain.Refusals(domain.CheckSlots(f.HalfDays))
	refuse := func(i int, code domain.Code, arg string) {
		errs = append(errs, domain.Error{Code: code, Field: fmt.Sprintf("slot-%d", i), Arg: arg})
	}
	for i, d := range f.HalfDays {
		switch {
		case d.Start.IsZero() || !d.End.After(d.Start):
		case !within(c, d):
			refuse(i, domain.ErrOutsidePeriod, paris.Range(c.FromDay.Time(), c.ToDay.Time()))
		case d.End.Sub(d.Start) > longestDay:
			refuse(i, domain.ErrHalfDayLong, "")
		case link && d.Start.Before(now):
			refuse(i, domain.ErrMomentPast, "")
		}
	}
	if n := len(f.HalfDays); n < c.MinHalfDays {
		refuse(n-1, domain.ErrHalfDaysFew, strconv.Itoa(c.MinHalfDays))
	} else if n > c.MaxHalfDays {
		refuse(c.MaxHalfDays, domain.ErrHalfDaysMany, strconv.Itoa(c.MaxHalfDays))
	}
	return errs
}

// within tells whether a half-day is of the campaign's period.
func within(c *records.Campaign, d domain.Slot) bool {
	return (c.FromDay.IsZero() || !d.Start.Before(c.FromDay.Time())) && (c.ToDay.IsZero() || !d.End.After(c.ToDay.Time()))
}

func sameBlock(a, b []domain.Slot) bool {
	return slices.EqualFunc(a, b, func(x, y domain.Slot) bool { return x.Start.Equal(y.Start) && x.End.Equal(y.End) })
}

// find looks up lists and structures. The structures come last: a form that is refused proposes none.
func (f *Offering) find(app core.App, errs domain.Errors) error {
	sector := ""
	for _, l := range []struct {
		list, field, code string
		into              *string
	}{{records.Sectors, "sector", f.Sector, &sector}, {records.Territories, "territory", f.Territory, &f.territory}} {
		if l.code == "" {
			continue
		}
		item, err := records.ItemByCode(app, l.list, l.code)
		if domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: l.field})
			continue
		}
		if err != nil {
			return err
		}
		*l.into = item.ID
	}
	for _, id := range f.Professions {
		if _, err := records.ItemOf(app, records.Professions, id); domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "professions"})
		} else if err != nil {
			return err
		}
	}
	if len(errs) > 0 {
		return errs
	}
	at, err := structureOf(app, f.StructureID, f.Structure, sector, f.territory)
	if err != nil {
		return err
	}
	if f.structure = at.ID; f.territory == "" {
		f.territory = at.Territory
	}
	other, err := structureOf(app, f.CrossedID, f.CrossedWith, "", "")
	if err != nil || other == nil {
		return err
	}
	if f.crossed = other.ID; f.crossed == f.structure {
		return domain.Error{Code: domain.ErrCrossedSelf, Field: "crossed"}
	}
	return nil
}
