package event

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// MaxRepetitions is how many repetitions one form makes at most.
const MaxRepetitions = 40

// Repetition is one more date of an event, as typed.
type Repetition struct {
	Start          time.Time // when its first half-day begins
	End            time.Time // when it ends, where the event has only one; zero: after as long
	Territory      string    // id; empty: the original's
	Place, Address string    // empty place: both are the original's
	Capacity       int       // 0: no limit
}

// Repeated tells what a form of repetitions made, and what it found made already.
type Repeated struct{ Made, Already int }

// Repeat makes a draft of each repetition, with the texts and the rules of an event and half-days of its own,
// and ties them to it as a series. All or none: each refusal stands at its row (« row-N-day », « -start »,
// « -end », « -territory », « -place », « -address », « -capacity »; N from 0). The same intent with the same
// row, sent again, makes nothing more.
func Repeat(app core.App, now time.Time, actor, id, intent string, rows []Repetition) (done Repeated, err error) {
	if !validIntent.MatchString(intent) {
		return done, domain.Error{Code: domain.ErrRequired}
	}
	if len(rows) == 0 || len(rows) > MaxRepetitions {
		return done, domain.Error{Code: domain.ErrRequired, Field: "row-0-day"}
	}
	err = app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if e.Series == "" {
			e.Series = records.NewID()
			if err := records.SaveEvent(app, e); err != nil {
				return err
			}
		}
		var errs domain.Errors
		for i, r := range rows {
			made, err := repeatOnce(app, now, actor, e, intent, i, r)
			if refused := domain.Refusals(err); err != nil && refused == nil {
				return err
			} else if errs = append(errs, refused...); made {
				done.Made++
			} else {
				done.Already++
			}
		}
		return errs.OrNil()
	})
	if err != nil {
		return Repeated{}, err
	}
	return done, nil
}

func repeatOnce(app core.App, now time.Time, actor string, e *records.Event, intent string, i int, r Repetition) (made bool, err error) {
	r.Place, r.Address = domain.CleanLine(r.Place), domain.CleanLine(r.Address)
	at := fmt.Sprintf("row-%d-", i)
	if err := r.check(app, at, domain.Reserved(e.Quotas, now), e.GroupMin); err != nil {
		return false, err
	}
	p := plan{action: "repeat", field: at + "start", change: func(c *records.Event, slots []records.Slot) { r.change(c, slots, e.Series) },
		id: derivedID(intent, e.ID, fmt.Sprint(i), r.Start.UTC().String(), r.End.UTC().String(), r.Territory, r.Place, r.Address, fmt.Sprint(r.Capacity))}
	p.days, p.minutes = paris.Wall(e.StartsAt.Time(), r.Start)
	_, made, err = copyOf(app, now, actor, e, p)
	if refused := domain.Refusals(err); refused != nil && refused[0].Code != domain.ErrNoSuchTime {
		return false, domain.Error{Code: refused[0].Code, Field: at + "end"} // of its half-days
	}
	return made, err
}

// check refuses what is wrong in a row; reserved is how many seats the event keeps for some, least how many people
// its group needs.
func (r Repetition) check(app core.App, at string, reserved, least int) error {
	var errs domain.Errors
	if r.Start.IsZero() {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: at + "day"})
	}
	for _, line := range []struct{ field, value string }{{"place", r.Place}, {"address", r.Address}} {
		if e := domain.CheckLine(at+line.field, line.value, MaxLine, false, false); e != nil {
			errs = append(errs, *e)
		}
	}
	if r.Address != "" && r.Place == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: at + "place"})
	}
	if r.Capacity < 0 || r.Capacity > MaxCapacity {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: at + "capacity"})
	} else if r.Capacity < reserved {
		errs = append(errs, domain.Error{Code: domain.ErrReserved, Field: at + "capacity", Arg: fmt.Sprint(reserved)})
	} else if r.Capacity > 0 && r.Capacity < least {
		errs = append(errs, domain.Error{Code: domain.ErrUnderMinimum, Field: at + "capacity", Arg: fmt.Sprint(least)})
	}
	if r.Territory != "" {
		if _, err := records.ItemOf(app, records.Territories, r.Territory); err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: at + "territory"})
		}
	}
	return errs.OrNil()
}

// change gives a copy what its row says. Another place has not the rooms nor the way of the first.
func (r Repetition) change(c *records.Event, slots []records.Slot, series string) {
	c.Series, c.Capacity = series, r.Capacity
	if r.Territory != "" {
		c.Territory = r.Territory
	}
	if r.Place != "" {
		if r.Place != c.Place {
			c.Access = ""
			for i := range slots {
				slots[i].Room = ""
			}
		}
		c.Place, c.Address = r.Place, r.Address
	}
	if len(slots) == 1 && !r.End.IsZero() {
		slots[0].EndsAt = records.At(r.End)
	}
}

// shareTexts gives the texts of an event to the other dates of its series that are still to come: what tells
// one date from another (half-days, place, territory, seats, how to come) stays its own.
func shareTexts(app core.App, now time.Time, actor string, e *records.Event) error {
	others, err := Siblings(app, now, e)
	if err != nil {
		return err
	}
	for i := range others {
		o := &others[i]
		was := *o
		o.Title, o.Summary, o.Description, o.Audience, o.Contact, o.Partners = e.Title, e.Summary, e.Description, e.Audience, e.Contact, e.Partners
		if o.Title == was.Title && o.Summary == was.Summary && o.Description == was.Description &&
			o.Audience == was.Audience && o.Contact == was.Contact && o.Partners == was.Partners {
			continue
		}
		o.Updated = records.At(now)
		if err := records.SaveEvent(app, o); err != nil {
			return err
		}
		if err := trace(app, now, actor, "series-texts", o, ""); err != nil {
			return err
		}
	}
	return nil
}

// Siblings lists the other dates of an event's series that are still to come, drafts too, the earliest first;
// none for an event without a series.
func Siblings(app core.App, now time.Time, e *records.Event) (others []records.Event, err error) {
	if e.Series == "" {
		return nil, nil
	}
	rows, err := records.Events(app, records.EventFilter{Series: e.Series, Statuses: []string{domain.Draft, domain.Published}, EndsAfter: records.At(now)})
	for _, r := range rows {
		if r.ID != e.ID {
			others = append(others, r)
		}
	}
	return others, err
}
