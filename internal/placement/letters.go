package placement

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// roles to whom letters go: a party, or the tutor where it is somebody else than who answers for the host.
const (
	roleTrainee = string(domain.PartyTrainee)
	roleManager = string(domain.PartyManager)
	roleHost    = string(domain.PartyHost)
	roleHome    = string(domain.PartyHome)
	roleTutor   = "tutor"
)

// Reader is to whom a letter to a party goes: its link, its address and how it is greeted. Without an address the
// coordinator reaches it otherwise.
func (c *Case) Reader(role string) mail.Reader {
	row, offer := c.Row, c.Offer
	if offer == nil {
		offer = c.left
	}
	if offer == nil {
		offer = &records.Offer{}
	}
	tutor := mail.Reader{Link: link.PlacementHost, Address: row.TutorEmail, Name: row.TutorName}
	host := mail.Reader{Link: link.PlacementHost, Address: offer.ReferentEmail, Name: offer.ReferentName}
	manager := mail.Reader{Link: link.PlacementManager, Address: row.ManagerEmail, Name: row.ManagerName}
	switch role {
	case roleTrainee:
		return mail.Reader{Link: link.PlacementTrainee, Address: row.Email, Name: row.FirstName}
	case roleManager:
		return manager
	case roleHome:
		if row.HomeEmail == "" {
			return mail.Reader{Link: link.PlacementHome, Address: manager.Address, Name: manager.Name}
		}
		return mail.Reader{Link: link.PlacementHome, Address: row.HomeEmail, Name: row.HomeName}
	case roleTutor:
		if tutor.Address == "" {
			return host
		}
		return tutor
	}
	if host.Address == "" {
		return tutor
	}
	return host
}

// letters queues what a step has to say, to each whom it concerns.
func (c *Case) letters(app core.App, now time.Time, before domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move == domain.MoveUnmatch { // what has not left yet would bear the link of the next host
		if err := records.DropPlacementLetters(app, c.Row.ID, link.PlacementHost, ""); err != nil {
			return err
		}
	}
	for _, l := range c.due(before, step) {
		w, err := c.words(app)
		if err != nil {
			return err
		}
		w.Reason = step.Why
		if l.kind == mail.StagePostponed || l.kind == mail.StageCancelled {
			w.OldSlots = slotLines(before.Untold())
		}
		if err := c.write(app, now, l.kind, c.cause(l.kind), l.to, w); err != nil {
			return err
		}
	}
	return nil
}

// letter is one to write, and to whom.
type letter struct {
	kind string
	to   []string
}

// due are the letters of a step.
func (c *Case) due(before domain.Placement, step domain.PlacementStep) []letter {
	one := func(kind string, to ...string) []letter { return []letter{{kind, to}} }
	all := c.everyone()
	switch step.Act.Move {
	case domain.MoveAsk:
		list := one(mail.StageWish, roleTrainee)
		if c.P.NeedsAgreement {
			list = append(list, letter{mail.StageAgreement, []string{roleManager}})
		}
		return list
	case domain.MoveAgree:
		if step.By != domain.PartyPlatform {
			return one(mail.StageAgreed, roleTrainee)
		}
	case domain.MoveRetract:
		list := one(mail.StageRetracted, roleTrainee)
		if step.By != domain.PartyManager {
			list = append(list, letter{mail.StageAgreement, []string{roleManager}})
		}
		return list
	case domain.MoveRefuse:
		return one(mail.StageRefused, roleTrainee)
	case domain.MoveMatch:
		return []letter{{mail.StagePlace, []string{roleTrainee}}, {mail.StageArrival, []string{roleHost, roleTutor}}, {mail.StageDeparture, []string{roleHome}}}
	case domain.MoveUnmatch:
		return one(mail.StageReturned, all...)
	case domain.MovePostpone:
		return one(mail.StagePostponed, all...)
	case domain.MoveResume:
		return one(mail.StageDates, all...)
	case domain.MoveWithdraw, domain.MoveCancel, domain.MoveNoShow:
		return one(mail.StageCancelled, all...)
	}
	return c.dueAfter(before, step)
}

// dueAfter are those of the convention and of what follows the days.
func (c *Case) dueAfter(before domain.Placement, step domain.PlacementStep) []letter {
	signers := []string{roleTrainee, roleHome, roleHost}
	switch step.Act.Move {
	case domain.MoveSend:
		return []letter{{mail.StageSign, signers}}
	case domain.MoveAmend:
		return []letter{{mail.StageSignAgain, signers}}
	case domain.MoveUnsign:
		if signer := step.Act.Signature.Signer; signer != step.By {
			return []letter{{mail.StageUnsigned, []string{string(signer)}}}
		}
	case domain.MoveSign:
		if before.State == domain.PlacementAgreementSent && c.P.State != domain.PlacementAgreementSent && len(c.P.Untold()) > 0 {
			return []letter{{mail.StageJoining, []string{roleTrainee}}, {mail.StageJoiningTutor, []string{roleTutor}}}
		}
	case domain.MoveFinish:
		list := []letter{{mail.StageFeedback, []string{roleTutor}}}
		if c.P.ReportAsked {
			list = append(list, letter{mail.StageReport, []string{roleTrainee}})
		}
		return list
	case domain.MoveReturn:
		return []letter{{mail.StageReportAgain, []string{roleTrainee}}}
	}
	return nil
}

// everyone are those whom a change concerns: the trainee, and the others once a place was given.
func (c *Case) everyone() []string {
	if c.Offer == nil && c.left == nil {
		return []string{roleTrainee}
	}
	list := []string{roleTrainee, roleHost, roleTutor, roleHome}
	if c.P.NeedsAgreement {
		list = append(list, roleManager)
	}
	return list
}

// cause makes a letter leave once for a step; the joining instructions, once for a version of the agreement.
func (c *Case) cause(kind string) string {
	if kind == mail.StageJoining || kind == mail.StageJoiningTutor {
		return fmt.Sprintf("%s:%s:v%d", kind, c.Row.ID, c.P.Version)
	}
	return fmt.Sprintf("%s:%s:%d", kind, c.Row.ID, len(c.Steps))
}

// write queues a letter to some, once to an address.
func (c *Case) write(app core.App, now time.Time, kind, cause string, to []string, w mail.Words) error {
	written := map[string]bool{}
	for _, role := range to {
		r := c.Reader(role)
		if key := strings.ToLower(r.Address); key == "" || written[key] {
			continue
		} else {
			written[key] = true
		}
		if kind == mail.StageReturned && r.Link == link.PlacementHost { // the link is the next host's already
			r.Link = ""
		}
		if err := mail.ToParty(app, now, kind, cause+":"+role, c.Row.ID, r, w); err != nil {
			return err
		}
	}
	return nil
}

// AskManager asks the manager for an agreement again: another one was named. cause makes it leave once.
func (c *Case) AskManager(app core.App, now time.Time, cause string) error {
	w, err := c.words(app)
	if err != nil {
		return err
	}
	return c.write(app, now, mail.StageAgreement, mail.StageAgreement+":"+c.Row.ID+":"+cause, []string{roleManager}, w)
}

// SendLink sends the trainee the link of the placement again, at most once an hour.
func (c *Case) SendLink(app core.App, now time.Time) error {
	w, err := c.words(app)
	if err != nil {
		return err
	}
	return c.write(app, now, mail.StageAgain, fmt.Sprintf("%s:%s:%d", mail.StageAgain, c.Row.ID, now.Unix()/3600), []string{roleTrainee}, w)
}
