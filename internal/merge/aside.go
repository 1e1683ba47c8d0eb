package merge

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// aside is a registration that a merge set aside: what it was, and what it became.
type aside struct {
	Registration string `json:"registration"`
	Was          fate   `json:"was"`
	Became       fate   `json:"became"`
}

// fate is the columns of a registration that setting it aside changes.
type fate struct {
	State        string       `json:"state"`
	CancelledBy  string       `json:"cancelled_by"`
	CancelReason string       `json:"cancel_reason"`
	CancelledAt  records.Time `json:"cancelled_at"`
}

func fateOf(r *records.Registration) fate {
	return fate{r.State, r.CancelledBy, r.CancelReason, r.CancelledAt}
}

// same tells whether two fates are one.
func (f fate) same(o fate) bool {
	return f.State == o.State && f.CancelledBy == o.CancelledBy && f.CancelReason == o.CancelReason && f.CancelledAt.Equal(o.CancelledAt)
}

// apply gives a registration a fate; its figures follow.
func (f fate) apply(app core.App, now time.Time, actor, action string, r *records.Registration) error {
	before, err := json.Marshal(fateOf(r))
	if err != nil {
		return err
	}
	after, err := json.Marshal(f)
	if err != nil {
		return err
	}
	r.State, r.CancelledBy, r.CancelReason, r.CancelledAt = f.State, f.CancelledBy, f.CancelReason, f.CancelledAt
	if err := records.SaveRegistration(app, r); err != nil {
		return err
	}
	if err := records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "registration", Target: r.ID,
		Event: r.Event, Reason: r.CancelReason, Before: types.JSONRaw(before), After: types.JSONRaw(after)})
}

// double is two live registrations at one event that a merge would give to one person.
type double struct{ kept, gone *records.Registration }

// doubles lists them: the invariant of one live registration a person and event stands in the way of each.
func doubles(app core.App, keep, gone string) (pairs []double, err error) {
	ours, err := records.LiveRegistrations(app, keep)
	if err != nil {
		return nil, err
	}
	theirs, err := records.LiveRegistrations(app, gone)
	if err != nil {
		return nil, err
	}
	at := map[string]*records.Registration{}
	for i := range ours {
		at[ours[i].Event] = &ours[i]
	}
	for i := range theirs {
		if r := at[theirs[i].Event]; r != nil {
			pairs = append(pairs, double{r, &theirs[i]})
		}
	}
	return pairs, nil
}

// settle leaves one of the two: the other, at an event that is over, is set aside without a letter. Nothing is
// decided in silence of an event to come, nor of two presences.
func (d double) settle(app core.App, now time.Time, actor string) (a aside, err error) {
	e, err := records.EventOf(app, d.kept.Event)
	if err != nil {
		return a, err
	}
	over := e.Status == domain.Held || e.Status == domain.Cancelled || !now.Before(e.EndsAt.Time())
	if !over {
		return a, domain.Error{Code: domain.ErrMergeComing, Arg: e.Title}
	}
	kept, err := weightOf(app, d.kept)
	if err != nil {
		return a, err
	}
	gone, err := weightOf(app, d.gone)
	if err != nil {
		return a, err
	}
	if kept.present && gone.present {
		return a, domain.Error{Code: domain.ErrMergePresent, Arg: e.Title}
	}
	stays, leaves := d.kept, d.gone
	if gone.over(kept) {
		stays, leaves = leaves, stays
	}
	a = aside{Registration: leaves.ID, Was: fateOf(leaves)}
	a.Became = fate{string(domain.RegistrationStopped), registration.ByOrganiser,
		fmt.Sprintf("Doublon : même personne que l’inscription n° %d.", stays.Seq), records.At(now)}
	return a, a.Became.apply(app, now, actor, "set_aside", leaves)
}

// weight is what makes a registration the one that stays: presence, then an excuse, then a seat.
type weight struct {
	present, excused, seated bool
	seq                      int
}

func weightOf(app core.App, r *records.Registration) (weight, error) {
	rows, err := records.AttendancesOf(app, r.ID)
	return weight{len(rows) > 0, r.Excused, domain.State(r.State).Seated(), r.Seq}, err
}

func (w weight) over(o weight) bool {
	for _, c := range [][2]bool{{w.present, o.present}, {w.excused, o.excused}, {w.seated, o.seated}} {
		if c[0] != c[1] {
			return c[0]
		}
	}
	return w.seq < o.seq
}

// restore gives a registration back what it was, unless somebody changed it since. An event that took someone
// else meanwhile gets the seat that is missing.
func (a aside) restore(app core.App, now time.Time, actor string) error {
	r, err := records.RegistrationOf(app, a.Registration)
	if err != nil {
		return err
	}
	if !fateOf(r).same(a.Became) {
		return nil
	}
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return err
	}
	if _, err := records.LiveRegistration(app, r.Event, r.Person); err == nil {
		return domain.Error{Code: domain.ErrMergeUndo, Arg: e.Title}
	} else if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	if err := a.Was.apply(app, now, actor, "restore", r); err != nil {
		return err
	}
	if e.Status == domain.Cancelled && domain.State(r.State).Live() { // set aside when it was called off, nobody told them
		if err := mail.ToCalledOff(app, now, e, r); err != nil {
			return err
		}
	}
	seats, err := records.SeatsOf(app, e)
	if err != nil || e.Capacity == 0 || seats.Taken <= e.Capacity {
		return err
	}
	before := e.Capacity
	e.Capacity = seats.Taken
	if err := records.SaveEvent(app, e); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "add_seat", Kind: "event", Target: e.ID, Event: e.ID,
		Reason: fmt.Sprintf("de %d à %d places : une inscription écartée comme doublon est rétablie", before, e.Capacity)})
}
