package placement

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Signing is a signature to be recorded: on this version, at this day, with the signed page or without.
type Signing struct {
	Signer  domain.Party
	Day     time.Time // that the paper bears
	Version int       // that was read: another one came meanwhile, and nothing is recorded
	Scan    *agreement.Scan
}

// Sign records a signature and keeps its page, in one transaction. Errors: ErrVersionReplaced, and those of Move.
func Sign(app core.App, now time.Time, id string, d Doing, s Signing) (*Case, error) {
	sig := domain.AgreementSignature{Signer: s.Signer, Day: s.Day, How: domain.SignedOnPaper}
	if s.Scan != nil {
		sig.How = domain.SignedByScan
	}
	return Move(app, now, id, d, domain.PlacementAct{Move: domain.MoveSign, Signature: sig}, func(app core.App, c *Case) error {
		if c.P.Version != s.Version {
			return domain.Error{Code: domain.ErrVersionReplaced}
		}
		return c.keepSigned(app, now, d, s)
	})
}

// Attach keeps the page of a signature that was recorded without it. The coordinator's.
func Attach(app core.App, now time.Time, id string, d Doing, s Signing) error {
	return records.Together(app, func(app core.App) error {
		c, err := Open(app, id)
		if err != nil {
			return err
		}
		if _, signed := c.P.Signed(s.Signer); !signed || c.P.Version != s.Version {
			return domain.Error{Code: domain.ErrVersionReplaced}
		}
		return c.keepSigned(app, now, d, s)
	})
}

func (c *Case) keepSigned(app core.App, now time.Time, d Doing, s Signing) error {
	if s.Scan == nil {
		return nil
	}
	a, err := records.AgreementOf(app, c.Row.ID, s.Version)
	if err != nil {
		return err
	}
	return agreement.Keep(app, now, records.Paper{Placement: c.Row.ID, Agreement: a.ID, Party: string(s.Signer), Kind: agreement.SignedPaper, Actor: paperActor(d)}, s.Scan)
}

func paperActor(d Doing) string {
	if d.Actor == "" {
		return string(d.By)
	}
	return d.Actor
}

// unsigned takes away the page of a signature that was recorded in error.
func (c *Case) unsigned(app core.App, now time.Time, before domain.Placement, step domain.PlacementStep) error {
	if step.Act.Move != domain.MoveUnsign {
		return nil
	}
	papers, err := c.signedPapers(app, before.Version, step.Act.Signature.Signer)
	for i := range papers {
		if err := agreement.Remove(app, now, &papers[i], string(step.By), step.Why); err != nil {
			return err
		}
	}
	return err
}

// signedPapers lists the pages kept of a party's signature on a version.
func (c *Case) signedPapers(app core.App, version int, by domain.Party) (list []records.Paper, err error) {
	a, err := records.AgreementOf(app, c.Row.ID, version)
	if domain.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := records.Papers(app, c.Row.ID)
	for _, p := range rows {
		if p.RemovedAt.IsZero() && p.Kind == agreement.SignedPaper && p.Agreement == a.ID && p.Party == string(by) {
			list = append(list, p)
		}
	}
	return list, err
}

// RemovePaper takes a wrong paper away: its bytes go, its row stays with the reason. A signature that rests on it is no
// longer recorded, as long as nothing else rests on the signature. Errors: ErrNotFound, ErrReason.
func RemovePaper(app core.App, now time.Time, id, paper string, d Doing) error {
	return records.Together(app, func(app core.App) error {
		c, err := Open(app, id)
		if err != nil {
			return err
		}
		p, err := records.PaperOf(app, paper)
		if err != nil {
			return err
		}
		if p.Placement != id || !p.RemovedAt.IsZero() {
			return domain.Error{Code: domain.ErrNotFound}
		}
		if d.Why = domain.CleanText(d.Why); d.Why == "" {
			return domain.Error{Code: domain.ErrReason, Field: "reason"}
		}
		if err := agreement.Remove(app, now, p, paperActor(d), d.Why); err != nil || p.Kind != agreement.SignedPaper {
			return err
		}
		return c.unsignWithout(app, now, d, p)
	})
}

// unsignWithout takes back the signature that rested on a page alone.
func (c *Case) unsignWithout(app core.App, now time.Time, d Doing, p *records.Paper) error {
	signer := domain.Party(p.Party)
	sig, signed := c.P.Signed(signer)
	if !signed || sig.How != domain.SignedByScan || c.P.Allowed(domain.MoveUnsign, domain.PartyCoordinator) != nil {
		return nil
	}
	latest, err := records.AgreementOf(app, c.Row.ID, c.P.Version)
	if err != nil || latest.ID != p.Agreement {
		return err
	}
	if left, err := c.signedPapers(app, c.P.Version, signer); err != nil || len(left) > 0 {
		return err
	}
	return c.move(app, now, Doing{By: domain.PartyCoordinator, Actor: d.Actor, Why: d.Why}, domain.PlacementAct{Move: domain.MoveUnsign, Signature: domain.AgreementSignature{Signer: signer}})
}
