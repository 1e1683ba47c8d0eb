package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Tries is how often a certificate is drawn before it waits for a hand or the next night.
const Tries = 5

// Seal draws the certificates that are reserved, at most limit, each outside of any transaction, and keeps
// the bytes, their hash and the letter in one. Stopped anywhere it goes on where it was: a certificate has
// its bytes once, and its letter once. One that cannot be drawn holds back no other; its error comes at the end.
func Seal(app core.App, now time.Time, limit int) (sealed int, err error) {
	rows, err := records.UnsealedCertificates(app, Tries, limit)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		if one := sealOne(app, now, &rows[i]); one != nil {
			err = errors.Join(err, fmt.Errorf("seal certificate %s: %w", rows[i].Number, one), records.FailCertificate(app, rows[i].ID, one.Error()))
			continue
		}
		sealed++
	}
	return sealed, err
}

func sealOne(app core.App, now time.Time, c *records.Certificate) error {
	var drawn bytes.Buffer
	if err := Draw(app, &drawn, c); err != nil {
		return err
	}
	b := drawn.Bytes()
	sum := sha256.Sum256(b)
	hash := hex.EncodeToString(sum[:])
	return app.RunInTransaction(func(app core.App) error {
		fresh, err := records.CertificateOf(app, c.ID)
		if err != nil || !fresh.IssuedAt.IsZero() || !fresh.RevokedAt.IsZero() {
			return err // sealed by another hand, or revoked meanwhile: nothing to do
		}
		if err := records.AddFile(app, &records.File{ID: FileID(c.ID), Name: c.Number + ".pdf", Type: "application/pdf",
			SHA256: hash, Bytes: b, Created: records.At(now)}); err != nil {
			return err
		}
		if err := sign(app, now, c, b); err != nil {
			return err
		}
		if err := records.SealCertificate(app, c.ID, hash, records.At(now)); err != nil {
			return err
		}
		_, err = tell(app, now, c, mail.CertificateOut+":"+c.ID)
		return err
	})
}

// tell sends the certificate to whom it is of, once a cause, and says whether there is an address to send it to. A
// summary is given to who asked for it.
func tell(app core.App, now time.Time, c *records.Certificate, cause string) (bool, error) {
	if c.Speaker != "" {
		return tellSpeaker(app, now, mail.SpeakerOut, cause, c, "")
	}
	if c.Registration == "" {
		return false, nil
	}
	r, err := records.RegistrationOf(app, c.Registration)
	if err != nil {
		return false, err
	}
	return r.Address() != "", mail.ToRegistration(app, now, mail.CertificateOut, cause, r, func(w *mail.Words) {
		w.Certificate, w.Number, w.Paper = c.ID, c.Number, titles[c.Kind]
	})
}

// FileID is the id of the stored bytes of a certificate.
func FileID(certificate string) string { return "certificate:" + certificate }
