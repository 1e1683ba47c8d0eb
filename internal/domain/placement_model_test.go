package domain

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// placementWorld is a placement, its trail and the hour, with what a second reading of the moves remembers of it.
type placementWorld struct {
	asked, p Placement
	steps    []PlacementStep
	now      time.Time
	told     []HalfDayTold // by the moves themselves
	signed   []Party       // on the version in force
	version  int
	paper    []Slot // the half-days that the version in force says
	stale    bool   // something rested on a version that does not say all of them
}

// Whatever hands do, in any order, the placement stays sound, its trail makes it again, and it can always be ended.
func TestPlacementModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := Placement{NeedsAgreement: rapid.Bool().Draw(t, "needs agreement"), ReportAsked: rapid.Bool().Draw(t, "report asked")}
		w := &placementWorld{asked: asked, p: asked, now: placementDay(0, 9)}
		for range 60 - rapid.IntRange(0, 58).Draw(t, "moves less") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
			m, by := rapid.SampledFrom(Moves).Draw(t, "any move"), rapid.SampledFrom(Parties).Draw(t, "party")
			acts := actsOf(m, w.p, w.now)
			if legal := w.legal(); len(legal) > 0 && rapid.IntRange(0, 9).Draw(t, "senseless") < 9 {
				acts, by = w.working(rapid.SampledFrom(legal).Draw(t, "move")), PartyCoordinator
			}
			a := rapid.SampledFrom(acts).Draw(t, "act")
			w.do(t, a, by, rapid.SampledFrom([]string{"une raison", "une raison", "une raison", ""}).Draw(t, "why"))
		}
		again, err := ReplayPlacement(w.asked, w.steps)
		if err != nil || !reflect.DeepEqual(again, w.p) {
			t.Fatalf("replayed: %v\n%+v, was\n%+v", err, again, w.p)
		}
		w.end(t)
	})
}

// legal lists the moves that the coordinator is offered: rapid draws the first ones more, so those that lead on come
// first and those that end last, or no story would be long.
func (w *placementWorld) legal() (list []Move) {
	on := []Move{MoveAsk, MoveAgree, MoveMatch, MoveSend, MoveSign, MoveTell, MoveFinish, MoveResume, MoveReceive}
	ends := []Move{MoveRefuse, MoveWithdraw, MoveCancel, MoveNoShow, MoveCertify}
	rank := func(m Move) int {
		switch {
		case slices.Contains(on, m), m == MoveAmend && w.p.AmendDue:
			return 0
		case slices.Contains(ends, m):
			return 2
		}
		return 1
	}
	for _, m := range Moves {
		if w.p.Allowed(m, PartyCoordinator) == nil || (m == MoveAgree && w.p.Allowed(m, PartyPlatform) == nil) {
			list = append(list, slices.Repeat([]Move{m}, []int{12, 2, 1}[rank(m)])...)
		}
	}
	slices.SortStableFunc(list, func(a, b Move) int { return rank(a) - rank(b) })
	return list
}

// working lists what can be said with a move so that it is made; anything where nothing can.
func (w *placementWorld) working(m Move) (acts []PlacementAct) {
	all := actsOf(m, w.p, w.now)
	for _, a := range all {
		if _, _, err := w.p.Apply(a, PartyCoordinator, w.now, "une raison"); err == nil {
			acts = append(acts, a)
		}
	}
	if len(acts) == 0 {
		return all
	}
	return acts
}

// do tries a move: refused, nothing changes; made, everything holds.
func (w *placementWorld) do(t *rapid.T, a PlacementAct, by Party, why string) {
	if a.Move == MoveAgree && !w.p.NeedsAgreement {
		by = PartyPlatform
	}
	before, was := w.p, w.p.clone()
	next, step, err := w.p.Apply(a, by, w.now, why)
	if !reflect.DeepEqual(before, was) {
		t.Fatalf("%s changed what it was given", a.Move)
	}
	if err != nil {
		if len(Refusals(err)) == 0 || !reflect.DeepEqual(next, was) {
			t.Fatalf("%s by %s: %v, %+v", a.Move, by, err, next)
		}
		return
	}
	if was.State.Terminal() {
		t.Fatalf("%s moved a placement that was %s", a.Move, was.State)
	}
	w.p, w.steps = next, append(w.steps, step)
	w.remember(step, was)
	w.sound(t)
}

// remember follows the facts apart from the rules.
func (w *placementWorld) remember(step PlacementStep, was Placement) {
	a := step.Act
	switch a.Move {
	case MoveTell:
		w.stale = w.stale || slices.ContainsFunc(was.Days, func(d Slot) bool { return !slices.Contains(w.paper, d) })
		a.HalfDay.Why = step.Why
		w.told = append(w.told, a.HalfDay)
	case MoveUntell:
		w.told = slices.DeleteFunc(w.told, func(h HalfDayTold) bool { return h.Slot == a.HalfDay.Slot })
	case MoveSign:
		w.stale = w.stale || slices.ContainsFunc(was.Days, func(d Slot) bool { return !slices.Contains(w.paper, d) })
		w.signed = append(w.signed, a.Signature.Signer)
	case MoveUnsign:
		w.signed = slices.DeleteFunc(w.signed, func(by Party) bool { return by == a.Signature.Signer })
	case MoveSend, MoveAmend:
		w.signed, w.version, w.paper = nil, w.version+1, w.p.Days
	case MoveUnmatch:
		w.signed, w.told = nil, nil
	}
}

// sound says what holds of a placement whatever led there.
func (w *placementWorld) sound(t *rapid.T) {
	p, over := w.p, []PlacementState{PlacementDone, PlacementReportReceived, PlacementCertified}
	present, allTold, allSigned := w.facts(t), true, len(w.signed) == len(PlacementSigners)
	for _, d := range p.Days {
		allTold = allTold && slices.ContainsFunc(w.told, func(h HalfDayTold) bool { return h.Slot == d.ID })
	}
	received := false
	for _, s := range w.steps {
		received = (received || s.Act.Move == MoveReceive) && s.Act.Move != MoveReturn
	}
	for what, holds := range map[string]bool{
		"a state of the list":                        slices.Contains(PlacementStates, p.State),
		"versions only grow":                         p.Version == w.version,
		"signed by all":                              p.State != PlacementAgreementSigned || allSigned,
		"somebody is missing":                        p.State != PlacementAgreementSent || !allSigned,
		"in progress: signed, and somebody came":     p.State != PlacementInProgress || (allSigned && present > 0),
		"signed: nobody came yet":                    p.State != PlacementAgreementSigned || present == 0,
		"over: all told, somebody came":              !slices.Contains(over, p.State) || (allTold && present > 0),
		"certified after the report":                 p.State != PlacementCertified || !p.ReportAsked || received,
		"what took place is not cancelled":           present == 0 || (p.State != PlacementCancelled && p.State != PlacementRefused),
		"a postponement knows where to come back":    (p.State == PlacementPostponed) == (p.Resume != ""),
		"half-days do not overlap":                   len(p.Days) == 0 || CheckSlots(p.Days) == nil,
		"nothing is signed or told on another paper": !w.stale,
	} {
		if !holds {
			t.Fatalf("%s: %+v", what, p)
		}
	}
}

// facts compares what was told and signed with what the placement kept, and counts who came.
func (w *placementWorld) facts(t *rapid.T) (present int) {
	if !slices.Equal(w.told, w.p.Told) {
		t.Fatalf("told %+v, kept %+v", w.told, w.p.Told)
	}
	if !slices.EqualFunc(w.signed, w.p.Signatures, func(by Party, s AgreementSignature) bool { return by == s.Signer }) {
		t.Fatalf("signed by %v, kept %+v", w.signed, w.p.Signatures)
	}
	for _, h := range w.told {
		if h.Present {
			present++
		}
	}
	return present
}

// end leads the placement to an end, by the coordinator's hand alone: no sequence leaves one that nothing can end.
func (w *placementWorld) end(t *rapid.T) {
	for range 20 {
		if w.p.State.Terminal() {
			return
		}
		w.now = w.now.AddDate(0, 2, 0)
		before := len(w.steps)
		for _, m := range []Move{MoveAsk, MoveCertify, MoveReceive, MoveFinish, MoveCancel, MoveAmend, MoveSign, MoveTell} {
			if m == MoveAmend && !w.p.AmendDue {
				continue
			}
			for _, a := range actsOf(m, w.p, w.now) {
				if len(w.steps) == before {
					w.do(t, a, PartyCoordinator, "une raison")
				}
			}
		}
		if len(w.steps) == before {
			t.Fatalf("nothing leads on from %+v", w.p)
		}
	}
	t.Fatalf("no end in sight: %+v", w.p)
}
