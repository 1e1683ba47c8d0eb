package demo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// stage is one placement, once matched, as far as its fate goes.
type stage struct {
	t   *troupe
	app core.App
	r   *stageRound
	c   *placement.Case
	w   stageWish
	now time.Time // of its last move
}

func (s *stage) move(at time.Time, by domain.Party, why string, act domain.PlacementAct) error {
	actor := ""
	if by == domain.PartyCoordinator {
		actor = s.t.coordinator
	}
	c, err := placement.Move(s.app, at, s.c.Row.ID, placement.Doing{By: by, Actor: actor, Why: why}, act, nil)
	if err == nil {
		s.c, s.now = c, at
	}
	return err
}

// live goes from the match to where the fate says, each step on its day.
func (s *stage) live() error {
	matched := s.r.at(s.r.matched, "15:00")
	switch s.w.fate {
	case stageAsked, stageAgreed, stageDeclined, stageMatched:
		return nil
	case stageLeft:
		return s.move(s.r.at(10, "10:00"), domain.PartyCoordinator, "Aucune place ne reste dans les services souhaités : une nouvelle campagne est prévue.", domain.PlacementAct{Move: domain.MoveRefuse})
	}
	if err := s.move(matched.Add(20*time.Hour), domain.PartyCoordinator, "", domain.PlacementAct{Move: domain.MoveSend}); err != nil {
		return err
	}
	switch s.w.fate {
	case stageSent:
		return s.sign(1)
	case stagePostponed:
		return s.move(s.now.AddDate(0, 0, 9), domain.PartyHost, "L’équipe est en sous-effectif ces semaines-là.", domain.PlacementAct{Move: domain.MovePostpone})
	case stageCancelled:
		return s.move(s.now.AddDate(0, 0, 5), domain.PartyTrainee, "Changement de poste.", domain.PlacementAct{Move: domain.MoveCancel})
	}
	if err := s.sign(3); err != nil || s.w.fate == stageSigned || s.w.fate == stageUntold {
		return err
	}
	return s.attend()
}

// sign records some signatures, one a day, as they come back on paper.
func (s *stage) sign(n int) error {
	for i, by := range domain.PlacementSigners[:n] {
		at := s.now.AddDate(0, 0, 1+i)
		act := domain.PlacementAct{Move: domain.MoveSign, Signature: domain.AgreementSignature{Signer: by, Day: paris.StartOfDay(at), How: domain.SignedOnPaper}}
		if err := s.move(at, domain.PartyCoordinator, "", act); err != nil {
			return err
		}
	}
	return nil
}

// attend plays the half-days, then what follows.
func (s *stage) attend() error {
	if s.w.fate == stageNoShow {
		start, _ := domain.Span(s.c.P.Days)
		return s.move(start.Add(2*time.Hour), domain.PartyHost, "Personne n’est venu, et personne n’a prévenu.", domain.PlacementAct{Move: domain.MoveNoShow})
	}
	if s.w.fate == stageMoved {
		if err := s.putOff(); err != nil {
			return err
		}
	}
	for i, d := range s.c.P.Untold() {
		if d.End.After(s.t.now) {
			return nil // still to come
		}
		if err := s.tell(i, d); err != nil {
			return err
		}
	}
	if err := s.move(s.now.Add(time.Hour), domain.PartyHost, "", domain.PlacementAct{Move: domain.MoveFinish}); err != nil || s.w.fate == stageDone {
		return err
	}
	return s.report()
}

// tell says a half-day, in the ways that tutors have.
func (s *stage) tell(i int, d domain.Slot) error {
	told := domain.HalfDayTold{Slot: d.ID, Present: true, Minutes: d.Minutes()}
	if i < len(s.w.how) {
		told.How = s.w.how[i]
	}
	why := ""
	if s.w.fate == stageShort && i == 0 {
		told.Minutes, told.Incident, why = d.Minutes()-60, domain.IncidentShortened, "Une urgence du service : la matinée a fini plus tôt."
	}
	return s.move(d.End.Add(15*time.Minute), domain.PartyHost, why, domain.PlacementAct{Move: domain.MoveTell, HalfDay: told})
}

// putOff moves the half-days two weeks later: a new version is signed.
func (s *stage) putOff() error {
	first, _ := domain.Span(s.c.P.Days)
	if err := s.move(first.AddDate(0, 0, -4), domain.PartyHome, "Grève des transports annoncée.", domain.PlacementAct{Move: domain.MovePostpone}); err != nil {
		return err
	}
	var days []domain.Slot
	for _, d := range s.c.P.Days {
		days = append(days, domain.Slot{ID: records.NewID(), Start: at(d.Start.In(paris.Location).AddDate(0, 0, 14), paris.ClockInput(d.Start)), End: at(d.End.In(paris.Location).AddDate(0, 0, 14), paris.ClockInput(d.End))})
	}
	if err := s.move(first.AddDate(0, 0, -3), domain.PartyCoordinator, "", domain.PlacementAct{Move: domain.MoveResume, Days: days}); err != nil {
		return err
	}
	if err := s.move(s.now.Add(time.Hour), domain.PartyCoordinator, "Nouvelles dates.", domain.PlacementAct{Move: domain.MoveAmend}); err != nil {
		return err
	}
	return s.sign(3)
}

// report is what both sides write a few days later, and the short surveys of most.
func (s *stage) report() error {
	n, at := s.c.Row.Num, s.now.AddDate(0, 0, 4)
	if n%3 != 0 {
		if err := placement.SendReport(s.app, at.Add(-time.Hour), s.c.Row.ID, domain.PartyHost, placement.Words{Answers: hostWords[n%len(hostWords)], Read: true}); err != nil {
			return err
		}
	}
	if err := placement.SendReport(s.app, at, s.c.Row.ID, domain.PartyTrainee, placement.Words{Answers: traineeWords[n%len(traineeWords)], Read: true}); err != nil {
		return err
	}
	for _, by := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		if by == domain.PartyHost && n%4 == 0 {
			continue
		}
		if err := placement.Opine(s.app, s.c.Row.ID, by, stageOpinion(by, n)); err != nil {
			return err
		}
	}
	return nil
}
