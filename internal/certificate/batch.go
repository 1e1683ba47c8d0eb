package certificate

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Pack writes an archive of the stored documents of certificates, one file each, named by who they are of. One
// document at a time is in memory. A certificate without stored bytes is left out.
func Pack(app core.App, w io.Writer, rows []records.Certificate) error {
	z := zip.NewWriter(w)
	for _, c := range rows {
		f, err := records.FileOf(app, FileID(c.ID))
		if domain.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		name, err := fileName(c)
		if err != nil {
			return err
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: c.IssuedAt.Time()}) // a PDF packs no further
		if err != nil {
			return err
		}
		if _, err := out.Write(f.Bytes); err != nil {
			return err
		}
	}
	return z.Close()
}

// fileName is « NOM Prénom - ATT-2026-000001.pdf »: the number tells namesakes apart.
func fileName(c records.Certificate) (string, error) {
	var content domain.CertificateContent
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return "", fmt.Errorf("content of certificate %s: %w", c.ID, err)
	}
	return domain.SafeFileName(strings.ToUpper(content.LastName)+" "+content.FirstName) + " - " + c.Number + ".pdf", nil
}

// Valid lists the certificates of an event that are issued and not revoked, by number.
func Valid(app core.App, event string) (out []records.Certificate, err error) {
	rows, err := records.EventCertificates(app, event)
	for _, c := range rows {
		if !c.IssuedAt.IsZero() && c.RevokedAt.IsZero() {
			out = append(out, c)
		}
	}
	return out, err
}

// SendAgain queues once more the letter of a certificate, once an intent; sent is false where there is no address to
// send it to. ErrState for one that is not issued or not valid any more.
func SendAgain(app core.App, now time.Time, actor, id, intent string) (sent bool, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		c, err := records.CertificateOf(app, id)
		if err != nil {
			return err
		}
		if c.IssuedAt.IsZero() || !c.RevokedAt.IsZero() {
			return domain.Error{Code: domain.ErrState}
		}
		if sent, err = tell(app, now, c, again(c, intent)); err != nil || !sent {
			return err
		}
		return trace(app, now, actor, "send_certificate", c, "")
	})
	return sent, err
}

// SendAllAgain is SendAgain for every valid certificate of an event; it counts those that have an address.
func SendAllAgain(app core.App, now time.Time, actor, event, intent string) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		rows, err := Valid(app, event)
		if err != nil {
			return err
		}
		for i := range rows {
			sent, err := tell(app, now, &rows[i], again(&rows[i], intent))
			if err != nil {
				return err
			}
			if sent {
				n++
			}
		}
		if n == 0 {
			return nil
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "send_certificates", Kind: "event", Target: event, Event: event})
	})
	return n, err
}

func again(c *records.Certificate, intent string) string {
	return mail.CertificateOut + ":" + c.ID + ":renvoi:" + intent
}

// Retry lets the certificates of an event that could not be drawn be tried anew, and counts them.
func Retry(app core.App, now time.Time, actor, event string) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		if n, err = records.RetryCertificates(app, event); err != nil || n == 0 {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "retry_certificates", Kind: "event", Target: event, Event: event})
	})
	return n, err
}

// Renamed is a valid certificate whose name is no longer that of its registration.
type Renamed struct {
	Certificate  *records.Certificate
	Registration *records.Registration
	Was          string // « Prénom Nom », as it is frozen
}

// RenamedOf lists the certificates of an event whose name was corrected since.
func RenamedOf(app core.App, event string) (out []Renamed, err error) {
	rows, err := records.Registrations(app, event)
	if err != nil {
		return nil, err
	}
	certificates, err := records.EventCertificates(app, event)
	if err != nil {
		return nil, err
	}
	byID := map[string]*records.Registration{}
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
	}
	for i, c := range certificates {
		r := byID[c.Registration]
		if r == nil || !c.RevokedAt.IsZero() {
			continue
		}
		var content domain.CertificateContent
		if err := json.Unmarshal(c.Content, &content); err != nil {
			return nil, fmt.Errorf("content of certificate %s: %w", c.ID, err)
		}
		if content.LastName != r.LastName || content.FirstName != r.FirstName {
			out = append(out, Renamed{&certificates[i], r, content.FirstName + " " + content.LastName})
		}
	}
	return out, nil
}

// ReissueRenamed reissues every certificate of an event whose name was corrected since, and counts them. One that the
// rule would not give any more stays as it is.
func ReissueRenamed(app core.App, now time.Time, actor, event string) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		list, err := RenamedOf(app, event)
		if err != nil || len(list) == 0 {
			return err
		}
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		s, err := sourceOf(app, now, e)
		if err != nil {
			return err
		}
		for _, r := range list {
			err := s.reissue(actor, r.Certificate, r.Registration, "Nom corrigé.")
			if domain.Is(err, domain.ErrState) {
				continue
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}
