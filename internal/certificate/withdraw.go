package certificate

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Reissue gives, in place of a valid certificate of a registration, a new one with a new number that says what is
// known now: a name put right, say. The old one says by which it is replaced. ErrReason without a reason, ErrState
// for one that is not valid any more or is not of a registration.
func Reissue(app core.App, now time.Time, actor, id, reason string) error {
	reason = domain.CleanText(reason)
	if reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	return app.RunInTransaction(func(app core.App) error {
		c, err := records.CertificateOf(app, id)
		if err != nil {
			return err
		}
		if !c.RevokedAt.IsZero() || c.Registration == "" {
			return domain.Error{Code: domain.ErrState}
		}
		r, err := records.RegistrationOf(app, c.Registration)
		if err != nil {
			return err
		}
		e, err := records.EventOf(app, c.Event)
		if err != nil {
			return err
		}
		s, err := sourceOf(app, now, e)
		if err != nil {
			return err
		}
		return s.reissue(actor, c, r, reason)
	})
}

// reissue puts a new certificate in place of one, in the words of today.
func (s *source) reissue(actor string, c *records.Certificate, r *records.Registration, reason string) error {
	rows, err := s.attendances(r)
	if err != nil {
		return err
	}
	tally := tallyOf(s.slots, rows, r)
	if Why(s.event, r, tally) != "" {
		return domain.Error{Code: domain.ErrState}
	}
	content, err := s.content(r, rows, tally)
	if err != nil {
		return err
	}
	if err := trace(s.app, s.now, actor, "reissue", c, reason); err != nil {
		return err
	}
	return s.replace(c, r, content, reason)
}

// Erase takes the identity out of a certificate that is no longer wanted: it is revoked if it was not, its content
// and its bytes go, its number, code, dates and hash stay, and whoever verifies its code reads that the identity was
// erased (invariant 8). Erasing twice changes nothing.
func Erase(app core.App, now time.Time, actor, id, reason string) error {
	return app.RunInTransaction(func(app core.App) error {
		c, err := records.CertificateOf(app, id)
		if err != nil || !c.ErasedAt.IsZero() {
			return err
		}
		if c.RevokedAt.IsZero() {
			if err := records.RevokeCertificate(app, c.ID, reason, records.At(now)); err != nil {
				return err
			}
		}
		var content domain.CertificateContent
		if err := json.Unmarshal(c.Content, &content); err != nil {
			return err
		}
		blank, err := json.Marshal(content.Anonymous())
		if err != nil {
			return err
		}
		if err := records.EraseCertificate(app, c.ID, blank, records.At(now)); err != nil {
			return err
		}
		return trace(app, now, actor, "erase", c, reason)
	})
}

func trace(app core.App, now time.Time, actor, action string, c *records.Certificate, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "certificate", Target: c.ID, Event: c.Event, Reason: reason})
}
