package door

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// catchUpNonce begins the nonces of the facts that a half-day caught up in another group makes: « rattrapage:id:… ».
const catchUpNonce = "rattrapage:"

// CatchUpIs is the nonce that begins all facts of a catch-up.
func CatchUpIs(id string) string { return catchUpNonce + id + ":" }

// AttendCatchUp records that a half-day was caught up: the presence is a fact of the half-day missed, added by hand
// with the trail as its reason, for no longer than either half-day. Done already, nothing changes. Refusals:
// ErrCatchUpAttended where the half-day missed turns out to be attended, ErrState for one that was dropped or whose
// event was called off. It belongs to a transaction.
func AttendCatchUp(app core.App, now time.Time, actor string, c *records.CatchUp) error {
	if !c.DoneAt.IsZero() {
		return nil
	}
	place, err := Open(app, c.Event, "", actor)
	if err != nil {
		return err
	}
	missed, other, err := catchUpSlots(app, place, c)
	if err != nil {
		return err
	}
	if !c.DroppedAt.IsZero() || place.Event.Status == domain.Cancelled {
		return domain.Error{Code: domain.ErrState}
	}
	facts, err := records.Facts(app, c.Registration, c.Slot)
	if err != nil {
		return err
	}
	if _, present := domain.FoldPresence(facts); present {
		return domain.Error{Code: domain.ErrCatchUpAttended, Field: "slot"}
	}
	reason, err := catchUpReason(app, other)
	if err != nil {
		return err
	}
	c.DoneAt, c.DoneBy = records.At(now), actor // before the facts: the certificate that follows them says so
	if err := records.PutCatchUp(app, c); err != nil {
		return err
	}
	arrived, left := domain.CatchUpHours(missed.Domain(), other.Domain())
	round := fmt.Sprint(catchUpNonce, c.ID, ":", len(facts)) // taken back, it may be done again
	if _, err := CorrectHours(app, now, place, Hours{Nonce: round, Registration: c.Registration, Slot: c.Slot, Arrived: arrived, Left: left, Reason: reason}); err != nil {
		return err
	}
	if facts, err = records.Facts(app, c.Registration, c.Slot); err != nil {
		return err
	}
	if _, present := domain.FoldPresence(facts); !present {
		return domain.Error{Code: domain.ErrState}
	}
	return traceCatchUp(app, now, actor, "catch_up_done", c, reason)
}

// UndoCatchUp takes that back, with a reason: the presence is voided, and the half-day is to be caught up again. Not
// done, nothing changes. It belongs to a transaction.
func UndoCatchUp(app core.App, now time.Time, actor string, c *records.CatchUp, reason string) error {
	if reason = limit(domain.CleanLine(reason), 300); reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	if c.DoneAt.IsZero() {
		return nil
	}
	place, err := Open(app, c.Event, "", actor)
	if err != nil {
		return err
	}
	facts, err := records.Facts(app, c.Registration, c.Slot)
	if err != nil {
		return err
	}
	nonce := fmt.Sprint(catchUpNonce, c.ID, ":", len(facts), ":annule")
	if _, err := Correct(app, now, place, Correction{Nonce: nonce, Registration: c.Registration, Slot: c.Slot, Reason: reason}); err != nil {
		return err
	}
	fresh, err := records.CatchUpOf(app, c.ID)
	if err != nil {
		return err
	}
	if *c = *fresh; !c.DoneAt.IsZero() { // the event was called off: its door takes nothing back
		return domain.Error{Code: domain.ErrState}
	}
	return traceCatchUp(app, now, actor, "catch_up_undone", c, reason)
}

// DropCatchUp takes away a catch-up that is not done. It belongs to a transaction.
func DropCatchUp(app core.App, now time.Time, actor string, c *records.CatchUp, reason string) error {
	c.DroppedAt, c.DroppedBy, c.DroppedReason = records.At(now), actor, limit(reason, 300)
	if err := records.PutCatchUp(app, c); err != nil {
		return err
	}
	return traceCatchUp(app, now, actor, "catch_up_drop", c, reason)
}

// unfollow takes back what was said done of catch-ups whose facts, among these, were voided by whatever hand.
func unfollow(app core.App, facts []domain.Fact) error {
	live := map[string]bool{}
	for _, f := range facts {
		if id, ok := catchUpOf(f.Nonce); ok {
			live[id] = false
		}
	}
	if len(live) == 0 {
		return nil
	}
	for _, f := range domain.LiveArrivals(facts) {
		if id, ok := catchUpOf(f.Nonce); ok {
			live[id] = true
		}
	}
	for id, stands := range live {
		if stands {
			continue
		}
		c, err := records.CatchUpOf(app, id)
		if err != nil {
			return err
		}
		if c.DoneAt.IsZero() {
			continue
		}
		c.DoneAt, c.DoneBy = records.Time{}, ""
		if err := records.PutCatchUp(app, c); err != nil {
			return err
		}
	}
	return nil
}

// catchUpOf is the catch-up whose fact has this nonce.
func catchUpOf(nonce string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(nonce, catchUpNonce)
	id, _, _ = strings.Cut(rest, ":")
	return id, ok
}

func catchUpSlots(app core.App, place Place, c *records.CatchUp) (missed, other *records.Slot, err error) {
	if missed = slotOf(place, c.Slot); missed == nil {
		return nil, nil, records.ErrNone
	}
	other, err = records.SlotOf(app, c.OtherSlot)
	return missed, other, err
}

// catchUpReason is the trail in the facts: « Rattrapage le jeudi 12 mars 2026, de 9 h à 12 h 30, dans le groupe … ».
func catchUpReason(app core.App, other *records.Slot) (string, error) {
	e, err := records.EventOf(app, other.Event)
	if err != nil {
		return "", err
	}
	from, to := other.StartsAt.Time(), other.EndsAt.Time()
	return limit("Rattrapage le "+paris.Long(from)+", de "+paris.Clock(from)+" à "+paris.Clock(to)+", dans le groupe «\u00a0"+e.Title+"\u00a0»", 300), nil
}

func traceCatchUp(app core.App, now time.Time, actor, action string, c *records.CatchUp, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "registration",
		Target: c.Registration, Event: c.Event, Reason: reason})
}

// away are the catch-ups that may be attended at this door by people of other groups, by where they are met.
func (c *call) away(app core.App) (map[records.Spot]*records.CatchUp, error) {
	var people, slots []string
	for _, r := range c.found {
		if r.Event != c.place.Event.ID {
			people = append(people, r.ID)
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	for _, s := range c.place.Slots {
		slots = append(slots, s.ID)
	}
	rows, err := records.CatchUpsAway(app, people, slots)
	at := map[records.Spot]*records.CatchUp{}
	for i := range rows {
		at[records.Spot{Registration: rows[i].Registration, Slot: rows[i].OtherSlot}] = &rows[i]
	}
	return at, err
}

// caught lets the presence in the other group follow what this door decided of somebody who catches up here, and says
// it. The scan itself counts at neither.
func (c *call) caught(app core.App, row *records.Scan, v domain.Verdict, reg *records.Expected, cu *records.CatchUp, r *Result) error {
	r.Person, r.CatchUp, r.FirstAt = reg.Name(), cu.ID, ""
	home, err := homeOf(app, cu)
	if err != nil {
		return err
	}
	switch {
	case row.Kind == domain.ScanUndo && v == domain.Undone:
		if err := UndoCatchUp(app, c.now, c.place.Actor, cu, orReason(row.Reason, "Annulé à l’accueil de l’autre groupe")); err != nil {
			return err
		}
		r.Explanation = "Rattrapage annulé : cette demi-journée ne compte plus dans le " + home + "."
	case row.Kind == domain.ScanIn && (v == domain.Accepted || v == domain.Forced):
		if err := AttendCatchUp(app, c.now, c.place.Actor, cu); err != nil {
			return err
		}
		r.Explanation = "En rattrapage, " + home + " : laissez entrer. La présence compte dans son groupe."
	case v == domain.Already:
		r.Explanation = "En rattrapage, " + home + " : déjà noté, laissez entrer. Rien n’est compté deux fois."
	case row.Kind == domain.ScanOut && v == domain.Accepted:
		r.Explanation = "En rattrapage, " + home + " : départ noté. La demi-journée compte dans son groupe."
	}
	facts, err := records.FactsOf(app, []string{reg.ID})
	for spot, f := range facts {
		c.facts[spot] = f
	}
	return err
}

// homeOf says whose half-day is caught up: « groupe du 12 au 14 mars 2026 ».
func homeOf(app core.App, cu *records.CatchUp) (string, error) {
	e, err := records.EventOf(app, cu.Event)
	if err != nil {
		return "", err
	}
	days := paris.Range(e.StartsAt.Time(), e.EndsAt.Time())
	return "groupe du " + strings.TrimPrefix(days, "du "), nil
}

func orReason(said, other string) string {
	if said == "" {
		return other
	}
	return said
}
