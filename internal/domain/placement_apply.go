package domain

import (
	"slices"
	"strings"
	"time"
)

// PlacementAct is a move and what a hand says with it: the days of a match, an amendment or a resumption; the signature
// of Sign (of Unsign, its signer alone); the half-day of Tell (of Untell, its slot alone).
type PlacementAct struct {
	Move      Move
	Days      []Slot
	Signature AgreementSignature
	HalfDay   HalfDayTold
}

// PlacementStep is a line of the trail: who did what, when and why, and where it led. From its steps alone a placement
// can be made again.
type PlacementStep struct {
	Act      PlacementAct
	By       Party
	At       time.Time
	Why      string // as typed, without the spaces around it
	From, To PlacementState
}

// Allowed says whether a party may make a move on the placement as it is: what a page may offer. What is typed with the
// move (a reason, days…) is left to Apply. Errors: ErrPlacementParty (not its move, or not now), ErrState (nobody's
// move from here), or the refusal of the need that is not met.
func (p Placement) Allowed(m Move, by Party) error {
	rule, err := p.rule(m, by)
	if err != nil {
		return err
	}
	for _, n := range rule.Needs {
		if err := p.lacks(n); err != nil {
			return err
		}
	}
	return nil
}

// rule is the line of the table for a move. Whoever never makes it learns nothing of where the placement is.
func (p Placement) rule(m Move, by Party) (PlacementRule, error) {
	here, ever := false, false
	for _, r := range PlacementRules {
		if r.Move != m {
			continue
		}
		from, mine := slices.Contains(r.From, p.State), slices.Contains(r.By, by)
		if from && mine {
			return r, nil
		}
		here, ever = here || from, ever || mine
	}
	if here || !ever {
		return PlacementRule{}, Error{Code: ErrPlacementParty}
	}
	return PlacementRule{}, Error{Code: ErrState}
}

// Apply makes a move: the placement after it, and the step for the trail. p is left as it was. Errors: those of
// Allowed, and what is missing of what was typed, as one Errors, each at its field.
func (p Placement) Apply(a PlacementAct, by Party, at time.Time, why string) (Placement, PlacementStep, error) {
	why = strings.TrimSpace(why)
	if err := p.Allowed(a.Move, by); err != nil {
		return p, PlacementStep{}, err
	}
	rule, _ := p.rule(a.Move, by)
	var errs Errors
	for _, n := range rule.Needs {
		for _, e := range Refusals(p.wants(n, a, by, at, why)) {
			if !errs.at(e.Field) {
				errs = append(errs, e)
			}
		}
	}
	if err := errs.OrNil(); err != nil {
		return p, PlacementStep{}, err
	}
	next := p.moved(a, at, why)
	if rule.To != Settled {
		next.State = rule.To
	}
	if next.State != p.State || a.Move == MoveAmend {
		next.Since = at
	}
	a.Days = slices.Clone(a.Days)
	return next, PlacementStep{Act: a, By: by, At: at, Why: why, From: p.State, To: next.State}, nil
}

// moved is what a move changes besides the state that its rule names.
func (p Placement) moved(a PlacementAct, at time.Time, why string) Placement {
	n := p.clone()
	switch a.Move {
	case MoveMatch:
		n.Days = slices.Clone(a.Days)
	case MoveUnmatch: // the trail keeps the days and the signatures of before
		n.Days, n.Told, n.Signatures, n.SentAt, n.AmendDue = nil, nil, nil, time.Time{}, false
	case MoveSend, MoveAmend:
		if len(a.Days) > 0 {
			n.Days = append(n.told(), a.Days...)
		}
		n.Version, n.SentAt, n.Signatures, n.AmendDue = p.Version+1, at, nil, false
	case MoveSign:
		n.Signatures = append(n.Signatures, a.Signature)
		n.State = n.settled()
	case MoveUnsign:
		n.Signatures = slices.DeleteFunc(n.Signatures, func(s AgreementSignature) bool { return s.Signer == a.Signature.Signer })
		n.State = n.settled()
	case MoveTell:
		a.HalfDay.Why = why
		n.Told = append(n.Told, a.HalfDay)
		n.State = n.settled()
	case MoveUntell:
		n.Told = slices.DeleteFunc(n.Told, func(t HalfDayTold) bool { return t.Slot == a.HalfDay.Slot })
		n.State = n.settled()
	case MoveFinish: // half-days put off and never set again were not held
		n.Days, n.Resume, n.AmendDue = n.told(), "", false
	case MovePostpone:
		n.Resume = p.State
	case MoveResume: // a paper that was sent says other days: it is amended before anything rests on it
		n.Days = append(n.told(), a.Days...)
		n.State, n.Resume, n.AmendDue = p.Resume, "", p.Resume != PlacementMatched
	case MoveCancel:
		n.Resume = ""
	case MoveNoShow:
		n.NoShow = true
	}
	return n
}

// ReplayPlacement makes a placement again from what it was asked with and its steps. It fails where a step is not
// legal, or does not lead where it says.
func ReplayPlacement(asked Placement, steps []PlacementStep) (Placement, error) {
	p := asked
	for _, s := range steps {
		next, again, err := p.Apply(s.Act, s.By, s.At, s.Why)
		if err != nil {
			return p, err
		}
		if again.From != s.From || again.To != s.To {
			return p, Error{Code: ErrState, Arg: string(s.To)}
		}
		p = next
	}
	return p, nil
}
