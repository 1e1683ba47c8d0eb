// Package sheet holds the use cases of what is on paper: attendance sheets, prepared and typed again once signed,
// and badges.
package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Orders of the lines of a sheet.
const (
	ByName      = "name"
	ByStructure = "structure"
)

// How chosen half-days are shared among sheets.
const (
	ADay     = "day"
	AHalfDay = "slot"
	InOne    = "one"
)

// The empty lines under the people: so many as somebody may come unregistered.
const (
	LeastBlanks = 5
	MostBlanks  = 10
)

// Request is what a sheet is asked for with.
type Request struct {
	Slots  []string
	Split  string // ADay, AHalfDay, InOne
	Sorted string // ByName, ByStructure
	Blanks int
}

// again is how long the same request, sent twice, gives the same sheets.
const again = time.Minute

// Prepare freezes whom the sheets of some half-days of an event list, in their order: those confirmed. Errors, at
// their field: ErrRequired without a half-day, ErrNumber; ErrEventCancelled.
func Prepare(app core.App, now time.Time, actor, event string, in Request) (sheets []records.Sheet, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		place, err := door.Open(app, event, "", actor)
		if err != nil {
			return err
		}
		chosen, err := in.check(place)
		if err != nil {
			return err
		}
		people, err := confirmed(app, event, in.Sorted)
		if err != nil {
			return err
		}
		before, err := records.Sheets(app, event)
		if err != nil {
			return err
		}
		for _, group := range shared(chosen, in.Split) {
			s := records.Sheet{Event: event, Slots: idsOf(group), People: listed(people, group), Blanks: in.Blanks, Sorted: in.Sorted,
				Created: records.At(now), Actor: actor}
			if i := slices.IndexFunc(before, func(b records.Sheet) bool { return same(b, s, now) }); i >= 0 {
				sheets = append(sheets, before[i])
				continue
			}
			if err := records.AddSheet(app, &s); err != nil {
				return err
			}
			if err := note(app, now, actor, &s, "sheet_prepare", fmt.Sprintf("%d personnes", len(s.People))); err != nil {
				return err
			}
			sheets = append(sheets, s)
		}
		return nil
	})
	return sheets, err
}

// check gives the half-days asked for, in their order.
func (in Request) check(place door.Place) (chosen []records.Slot, err error) {
	var errs domain.Errors
	for _, s := range place.Slots {
		if slices.Contains(in.Slots, s.ID) {
			chosen = append(chosen, s)
		}
	}
	if place.Event.Status == domain.Cancelled {
		return nil, domain.Error{Code: domain.ErrEventCancelled}
	}
	if len(chosen) == 0 {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "slots"})
	}
	for _, f := range []struct {
		name, value string
		known       []string
	}{{"split", in.Split, []string{ADay, AHalfDay, InOne}}, {"sorted", in.Sorted, []string{ByName, ByStructure}}} {
		if !slices.Contains(f.known, f.value) {
			errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: f.name})
		}
	}
	if in.Blanks < LeastBlanks || in.Blanks > MostBlanks {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "blanks"})
	}
	return chosen, errs.OrNil()
}

// shared groups half-days, each group for one sheet.
func shared(slots []records.Slot, split string) (groups [][]records.Slot) {
	for i, s := range slots {
		together := i > 0 && (split == InOne || split == ADay && paris.Day(s.StartsAt.Time()) == paris.Day(slots[i-1].StartsAt.Time()))
		if !together {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], s)
	}
	return groups
}

// confirmed lists who has a seat, in the order of a sheet.
func confirmed(app core.App, event, sorted string) (people []records.Registration, err error) {
	all, err := records.Registrations(app, event)
	if err != nil {
		return nil, err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.State == string(domain.Confirmed) {
			people = append(people, r)
		}
	}
	key := func(r records.Registration) (k string) {
		if sorted == ByStructure { // without one: at the end
			k = "\uffff"
			if r.Structure != "" {
				k = domain.Fold(structures[r.Structure])
			}
		}
		return k
	}
	slices.SortStableFunc(people, func(a, b records.Registration) int {
		return cmp.Or(strings.Compare(key(a), key(b)), strings.Compare(domain.NameKey(a.LastName, a.FirstName), domain.NameKey(b.LastName, b.FirstName)))
	})
	return people, nil
}

// listed are the ids of those whom at least one of these half-days expects.
func listed(people []records.Registration, slots []records.Slot) records.List {
	ids := records.List{}
	for _, r := range people {
		if slices.ContainsFunc(slots, func(s records.Slot) bool { return takes(r, s.ID) }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// takes tells whether a registration is for a half-day.
func takes(r records.Registration, slot string) bool {
	return len(r.Slots) == 0 || slices.Contains(r.Slots, slot)
}

func idsOf(slots []records.Slot) records.List {
	ids := records.List{}
	for _, s := range slots {
		ids = append(ids, s.ID)
	}
	return ids
}

func same(a, b records.Sheet, now time.Time) bool {
	return a.Actor == b.Actor && now.Sub(a.Created.Time()) < again && a.Blanks == b.Blanks && a.Sorted == b.Sorted &&
		slices.Equal(a.Slots, b.Slots) && slices.Equal(a.People, b.People)
}

// Of finds a sheet of an event; ErrNotFound for another's.
func Of(app core.App, event, id string) (*records.Sheet, error) {
	s, err := records.SheetOf(app, id)
	if err == nil && s.Event != event {
		return nil, records.ErrNone
	}
	return s, err
}

// Name is how a sheet is called on paper and on the screen: the first characters of its id.
func Name(id string) string {
	short := strings.ToUpper(id)
	return short[:4] + "-" + short[4:min(8, len(short))]
}

// Address is what the code of a sheet opens, behind a login.
func Address(app core.App, s *records.Sheet) string {
	return link.Base(app) + "/gestion/evenements/" + s.Event + "/feuilles/" + s.ID
}

func note(app core.App, now time.Time, actor string, s *records.Sheet, action, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "sheet", Target: s.ID, Event: s.Event, Reason: reason})
}
