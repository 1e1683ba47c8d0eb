package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// paperMargin is the longest day of a year: an agreement sent in the evening may bear the date of that same day.
const paperMargin = 25 * time.Hour

// lacks says why the placement as it is does not meet a need; nil when it does, and for what is typed with the move.
func (p Placement) lacks(n Need) error {
	attended, _ := p.Attended()
	switch {
	case n == NeedAgreementAsked && !p.NeedsAgreement:
		return Error{Code: ErrApprovalUnasked}
	case n == NeedAgreementUnasked && p.NeedsAgreement:
		return Error{Code: ErrApprovalMissing}
	case n == NeedNobodyCame && attended > 0:
		return Error{Code: ErrPlacementAttended}
	case n == NeedSomebodyCame && attended == 0:
		return Error{Code: ErrPlacementUnattended}
	case n == NeedAllTold && len(p.Untold()) > 0:
		return Error{Code: ErrHalfDaysLeft, Arg: strconv.Itoa(len(p.Untold()))}
	case n == NeedSomeLeft && attended == len(p.Days):
		return Error{Code: ErrNothingLeft}
	case n == NeedUnamended && p.AmendDue:
		return Error{Code: ErrAmendFirst}
	case n == NeedReportUnasked && p.ReportAsked:
		return Error{Code: ErrReportMissing}
	}
	return nil
}

// wants says what is missing, or wrong, of what a hand typed with a move, each at its field.
func (p Placement) wants(n Need, a PlacementAct, by Party, at time.Time, why string) error {
	switch n {
	case NeedReason:
		if strings.TrimSpace(why) == "" {
			return Error{Code: ErrReason, Field: "reason"}
		}
	case NeedDays:
		return p.checkDays(a.Days, at)
	case NeedDaysMaybe:
		if len(a.Days) == 0 && len(p.Untold()) > 0 {
			return nil
		}
		return p.checkDays(a.Days, at)
	case NeedOwn:
		if a.Signature.Signer != by {
			return Error{Code: ErrPlacementParty}
		}
	case NeedSignature:
		return p.checkSignature(a.Signature, at)
	case NeedSigner:
		if _, ok := p.Signed(a.Signature.Signer); !ok {
			return Error{Code: ErrNotSigned, Field: "signer"}
		}
	case NeedHalfDay:
		return p.checkHalfDay(a.HalfDay, at, why)
	case NeedTold:
		if _, ok := p.ToldOf(a.HalfDay.Slot); !ok {
			return Error{Code: ErrHalfDayUntold, Field: "half_day"}
		}
	case NeedBegun:
		if start, _ := Span(p.Untold()); start.After(at) {
			return Error{Code: ErrHalfDayAhead, Field: "half_day"}
		}
	}
	return nil
}

// checkDays refuses new half-days that are none, that cannot be, that have begun, or that fall on one that was told:
// what was said of a half-day stays with it. Their number may differ from before.
func (p Placement) checkDays(days []Slot, at time.Time) error {
	if err := CheckSlots(days); err != nil {
		return err
	}
	var errs Errors
	seen := map[string]bool{}
	for i, d := range days {
		_, told := p.ToldOf(d.ID)
		switch {
		case d.ID == "", told, seen[d.ID]:
			errs = append(errs, Error{Code: ErrTwice, Field: slotField(i)})
		case !d.Start.After(at):
			errs = append(errs, Error{Code: ErrMomentPast, Field: slotField(i)})
		case slices.ContainsFunc(p.told(), func(s Slot) bool { return s.Start.Before(d.End) && d.Start.Before(s.End) }):
			errs = append(errs, Error{Code: ErrSlotOverlap, Field: slotField(i)})
		}
		seen[d.ID] = true
	}
	return errs.OrNil()
}

// told lists the planned half-days of which something was said.
func (p Placement) told() (days []Slot) {
	for _, d := range p.Days {
		if _, ok := p.ToldOf(d.ID); ok {
			days = append(days, d)
		}
	}
	return days
}

// checkSignature refuses one that is there already, of somebody who does not sign, or dated outside the days between
// the sending of the version and now.
func (p Placement) checkSignature(s AgreementSignature, at time.Time) error {
	_, there := p.Signed(s.Signer)
	switch {
	case !slices.Contains(PlacementSigners, s.Signer):
		return Error{Code: ErrChoice, Field: "signer"}
	case there:
		return Error{Code: ErrSigned, Field: "signer"}
	case s.How != SignedByScan && s.How != SignedOnPaper:
		return Error{Code: ErrChoice, Field: "how"}
	case s.Day.After(at), !s.Day.Add(paperMargin).After(p.SentAt):
		return Error{Code: ErrSignDay, Field: "signed_on"}
	}
	return nil
}

// checkHalfDay refuses what cannot be said of a half-day. A presence and a no-show wait for its beginning; a half-day
// that will not be held may be told before. Less than planned is « shortened »; an incident or an absence has a reason.
func (p Placement) checkHalfDay(t HalfDayTold, at time.Time, why string) error {
	d, planned := p.day(t.Slot)
	_, told := p.ToldOf(t.Slot)
	present := []Incident{IncidentNone, IncidentMoved, IncidentShortened}
	missed := []Incident{IncidentNone, IncidentCancelled, IncidentNoShow}
	switch {
	case !planned:
		return Error{Code: ErrChoice, Field: "half_day"}
	case told:
		return Error{Code: ErrHalfDayTold, Field: "half_day"}
	case t.Present && !slices.Contains(present, t.Incident), !t.Present && !slices.Contains(missed, t.Incident):
		return Error{Code: ErrChoice, Field: "incident"}
	case t.How != "" && (!t.Present || !slices.Contains([]string{ToldByCode, ToldByTicket, ToldSigned}, t.How)):
		return Error{Code: ErrChoice, Field: "how"}
	case (t.Present || t.Incident == IncidentNoShow) && d.Start.After(at):
		return Error{Code: ErrHalfDayAhead, Field: "half_day"}
	case t.Present && (t.Minutes < 1 || t.Minutes > d.Minutes()), !t.Present && t.Minutes != 0:
		return Error{Code: ErrHalfDayMinutes, Field: "minutes", Arg: strconv.Itoa(d.Minutes())}
	case t.Present && t.Incident == IncidentShortened && t.Minutes == d.Minutes():
		return Error{Code: ErrChoice, Field: "incident"}
	case (!t.Present || t.Incident != IncidentNone || t.Minutes < d.Minutes()) && strings.TrimSpace(why) == "":
		return Error{Code: ErrReason, Field: "reason"}
	}
	return nil
}
