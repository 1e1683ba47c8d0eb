package campaign

import (
	"regexp"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Limits of what is typed, in characters, half-days and days.
const (
	MaxTitle    = 200
	MaxSummary  = 500
	MaxText     = 10000
	MaxLine     = 300
	usualMax    = 6 // half-days: three days
	MaxHalfDays = 20
	maxDelay    = 365
)

var validIntent = regexp.MustCompile(`^[a-z0-9]{15}$`)

func (f *Form) clean() {
	for _, s := range []*string{&f.Title, &f.Contact} {
		*s = domain.CleanLine(*s)
	}
	f.Summary, f.Description = domain.CleanText(f.Summary), domain.CleanText(f.Description)
	if f.Kind == records.StandingKind { // places of all the year have no calendar
		f.From, f.To, f.OffersUntil, f.WishesUntil = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	}
	if !f.ReportAsked {
		f.ReportReviewed = false
	}
}

// check refuses what cannot stand, at the fields title, summary, description, contact, kind, way, from, to, offers_until,
// wishes_until, min_half_days, max_half_days, delay_MOVE, working_group, axis, action, priority.
func (f Form) check(app core.App, isNew bool) error {
	var errs domain.Errors
	refuse := func(code domain.Code, field string) { errs = append(errs, domain.Error{Code: code, Field: field}) }
	for _, l := range []struct {
		field, value string
		max          int
		required     bool
	}{{"title", f.Title, MaxTitle, true}, {"summary", f.Summary, MaxSummary, false}, {"description", f.Description, MaxText, false}, {"contact", f.Contact, MaxLine, false}} {
		if e := domain.CheckLine(l.field, l.value, l.max, l.required, l.required); e != nil {
			errs = append(errs, *e)
		}
	}
	if isNew && !validIntent.MatchString(f.Intent) {
		refuse(domain.ErrRequired, "")
	}
	if f.Kind != records.CampaignKind && f.Kind != records.StandingKind {
		refuse(domain.ErrChoice, "kind")
	}
	if !slices.Contains([]string{AnyWay, OneWay, Crossed}, f.Way) {
		refuse(domain.ErrChoice, "way")
	}
	errs = append(errs, f.checkDays()...)
	switch {
	case f.MinHalfDays < 1 || f.MinHalfDays > MaxHalfDays:
		refuse(domain.ErrHalfDayRange, "min_half_days")
	case f.MaxHalfDays < 1 || f.MaxHalfDays > MaxHalfDays:
		refuse(domain.ErrHalfDayRange, "max_half_days")
	case f.MaxHalfDays < f.MinHalfDays:
		refuse(domain.ErrHalfDayOrder, "max_half_days")
	}
	for move, days := range f.Delays {
		if _, usual := records.UsualDelays[move]; !usual || days < 1 || days > maxDelay {
			refuse(domain.ErrDelay, "delay_"+string(move))
		}
	}
	return f.checkLists(app, errs)
}

// checkDays keeps the calendar in its order: the offers, then the wishes, both before the last stage.
func (f Form) checkDays() (errs domain.Errors) {
	for _, d := range []struct {
		field         string
		first, second time.Time
		code          domain.Code
	}{
		{"to", f.From, f.To, domain.ErrPeriodOrder},
		{"offers_until", f.OffersUntil, f.To, domain.ErrAfterPeriod},
		{"wishes_until", f.WishesUntil, f.To, domain.ErrAfterPeriod},
		{"wishes_until", f.OffersUntil, f.WishesUntil, domain.ErrWishesFirst},
	} {
		if !d.first.IsZero() && !d.second.IsZero() && d.second.Before(d.first) {
			errs = append(errs, domain.Error{Code: d.code, Field: d.field})
		}
	}
	return errs
}

func (f Form) checkLists(app core.App, errs domain.Errors) error {
	for _, l := range []struct{ list, field, id string }{{records.WorkingGroups, "working_group", f.WorkingGroup}, {records.Axes, "axis", f.Axis},
		{records.RoadmapActions, "action", f.Action}, {records.Priorities, "priority", f.Priority}} {
		if l.id == "" {
			continue
		}
		if _, err := records.ItemOf(app, l.list, l.id); domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: l.field})
		} else if err != nil {
			return err
		}
	}
	return errs.OrNil()
}

// missing is what the public would look for in vain, at the fields of the form.
func missing(c *records.Campaign) (errs domain.Errors) {
	if c.Summary == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "summary"})
	}
	if c.Kind == records.StandingKind {
		return errs
	}
	for _, d := range []struct {
		field string
		at    records.Time
	}{{"from", c.FromDay}, {"to", c.ToDay}, {"offers_until", c.OffersUntil}, {"wishes_until", c.WishesUntil}} {
		if d.at.IsZero() {
			errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: d.field})
		}
	}
	return errs
}
