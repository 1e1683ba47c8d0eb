package domain

import (
	"slices"
	"time"
)

// PlacementDelays are how long each party is left in peace: settings. Zero: never late.
type PlacementDelays struct {
	Agree, Match, Send, Sign, Tell, Resume, Report, Certify time.Duration
}

// AwaitedMove is what a placement waits for, and of whom.
type AwaitedMove struct {
	Move  Move
	Of    Party
	Slot  string    // of a half-day to be told
	Since time.Time // awaited
	Due   time.Time // zero: never late
	Late  bool      // past due
}

// Awaited lists what the placement waits for at now, the first due first and those without a date last. An agreement is
// due at its delay, and at the latest when the first half-day left begins. A half-day is awaited once it has ended.
// Once all are told missed, the coordinator chooses between other days and a cancellation: a postponement is awaited.
func (p Placement) Awaited(now time.Time, d PlacementDelays) []AwaitedMove {
	l := awaitedList{now: now}
	first, _ := Span(p.Untold())
	switch p.State {
	case PlacementMatched:
		l.add(AwaitedMove{Move: MoveSend, Of: PartyCoordinator, Since: p.Since}, d.Send, first)
	case PlacementAgreementSent, PlacementAgreementSigned, PlacementInProgress:
		if p.AmendDue {
			l.add(AwaitedMove{Move: MoveAmend, Of: PartyCoordinator, Since: p.Since}, d.Send, first)
			break
		}
		for _, by := range p.Unsigned() {
			l.add(AwaitedMove{Move: MoveSign, Of: by, Since: p.SentAt}, d.Sign, first)
		}
		if p.State != PlacementAgreementSent {
			p.awaitedDays(&l, d)
		}
	default:
		p.awaitedWord(&l, d)
	}
	slices.SortStableFunc(l.list, dueFirst)
	return l.list
}

// awaitedList is what is awaited at now.
type awaitedList struct {
	now  time.Time
	list []AwaitedMove
}

// add dates what is awaited: due at its delay, and at the latest at that moment, where there is one.
func (l *awaitedList) add(a AwaitedMove, delay time.Duration, latest time.Time) {
	if delay > 0 {
		a.Due = a.Since.Add(delay)
	}
	if !latest.IsZero() && (a.Due.IsZero() || latest.Before(a.Due)) {
		a.Due = latest
	}
	a.Late = !a.Due.IsZero() && l.now.After(a.Due)
	l.list = append(l.list, a)
}

// awaitedWord adds the one word that the states before the match, after the days and beside the path wait for.
func (p Placement) awaitedWord(l *awaitedList, d PlacementDelays) {
	add := func(m Move, of Party, delay time.Duration) {
		l.add(AwaitedMove{Move: m, Of: of, Since: p.Since}, delay, time.Time{})
	}
	switch {
	case p.State == PlacementRequested && p.NeedsAgreement:
		add(MoveAgree, PartyManager, d.Agree)
	case p.State == PlacementRequested:
		add(MoveAgree, PartyPlatform, 0)
	case p.State == PlacementApproved:
		add(MoveMatch, PartyCoordinator, d.Match)
	case p.State == PlacementPostponed:
		add(MoveResume, PartyCoordinator, d.Resume)
	case p.State == PlacementDone && p.ReportAsked:
		add(MoveReceive, PartyTrainee, d.Report)
	case p.State == PlacementDone, p.State == PlacementReportReceived:
		add(MoveCertify, PartyCoordinator, d.Certify)
	}
}

// awaitedDays adds what the half-days wait for: to be told once ended; all told, an end.
func (p Placement) awaitedDays(l *awaitedList, d PlacementDelays) {
	untold := p.Untold()
	for _, s := range untold {
		if !s.End.After(l.now) {
			l.add(AwaitedMove{Move: MoveTell, Of: PartyHost, Slot: s.ID, Since: s.End}, d.Tell, time.Time{})
		}
	}
	_, end := Span(p.Days)
	switch {
	case len(untold) > 0:
	case p.State == PlacementInProgress:
		l.add(AwaitedMove{Move: MoveFinish, Of: PartyHost, Since: end}, d.Tell, time.Time{})
	default:
		l.add(AwaitedMove{Move: MovePostpone, Of: PartyCoordinator, Since: end}, d.Resume, time.Time{})
	}
}

func dueFirst(a, b AwaitedMove) int {
	switch {
	case a.Due.IsZero() && b.Due.IsZero():
		return 0
	case a.Due.IsZero():
		return 1
	case b.Due.IsZero():
		return -1
	}
	return a.Due.Compare(b.Due)
}

// TimeInStates is how long a placement stayed in each state, for the bilan: a state it came back to is summed. The last
// one counts up to now, unless it is terminal or now is zero. An end has no length and is not in the answer.
func TimeInStates(steps []PlacementStep, now time.Time) map[PlacementState]time.Duration {
	spent := map[PlacementState]time.Duration{}
	for i, s := range steps {
		until := now
		if i+1 < len(steps) {
			until = steps[i+1].At
		}
		if until.IsZero() || s.To.Terminal() {
			continue
		}
		spent[s.To] += max(0, until.Sub(s.At))
	}
	return spent
}
