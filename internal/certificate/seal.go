package certificate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Tries is how often a certificate is drawn before it waits for a hand or the next night.
const Tries = 5

// portion is how many certificates are kept in one transaction: their bytes reach the disk together.
const portion = 25

// drawn is a certificate with its bytes, or why there are none.
type drawn struct {
	*records.Certificate
	bytes []byte
	err   error
}

// Seal draws the certificates that are reserved, at most limit, outside of any transaction, and keeps
// the bytes, their hash and the letter of each in one. Stopped anywhere it goes on where it was: a certificate has
// its bytes once, and its letter once. One that cannot be drawn holds back no other; its error comes at the end.
func Seal(app core.App, now time.Time, limit int) (sealed int, err error) {
	rows, err := records.UnsealedCertificates(app, Tries, limit)
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(rows, portion) {
		list := drawAll(app, some)
		keepAll(app, now, list)
		for _, d := range list {
			if d.err == nil {
				sealed++
				continue
			}
			err = errors.Join(err, fmt.Errorf("seal certificate %s: %w", d.Number, d.err), records.FailCertificate(app, d.ID, d.err.Error()))
		}
	}
	return sealed, err
}

// sealOne is Seal for one certificate.
func sealOne(app core.App, now time.Time, c *records.Certificate) error {
	list := drawAll(app, []records.Certificate{*c})
	keepAll(app, now, list)
	return list[0].err
}

// drawAll draws some certificates, as many at once as the machine has hands.
func drawAll(app core.App, rows []records.Certificate) []drawn {
	list := make([]drawn, len(rows))
	var next atomic.Int64
	var hands sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(rows), 4) {
		hands.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(rows)); i = next.Add(1) - 1 {
				var b bytes.Buffer
				err := Draw(app, &b, &rows[i])
				list[i] = drawn{&rows[i], b.Bytes(), err}
			}
		})
	}
	hands.Wait()
	return list
}

// keepAll keeps what was drawn in one transaction; where one of them cannot be kept, each in its own, so that the
// others are.
func keepAll(app core.App, now time.Time, list []drawn) {
	err := app.RunInTransaction(func(app core.App) error {
		for _, d := range list {
			if d.err != nil {
				continue
			}
			if err := keep(app, now, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return
	}
	for i := range list {
		if list[i].err == nil {
			list[i].err = app.RunInTransaction(func(app core.App) error { return keep(app, now, list[i]) })
		}
	}
}

// keep stores the bytes of a certificate, their hash and seal, and queues its letter.
func keep(app core.App, now time.Time, d drawn) error {
	c, err := records.CertificateOf(app, d.ID)
	if err != nil || !c.IssuedAt.IsZero() || !c.RevokedAt.IsZero() {
		return err // sealed by another hand, or revoked meanwhile: nothing to do
	}
	sum := sha256.Sum256(d.bytes)
	hash := hex.EncodeToString(sum[:])
	if err := records.AddFile(app, &records.File{ID: FileID(c.ID), Name: c.Number + ".pdf", Type: "application/pdf",
		SHA256: hash, Bytes: d.bytes, Created: records.At(now)}); err != nil {
		return err
	}
	if err := sign(app, now, c, d.bytes); err != nil {
		return err
	}
	if err := records.SealCertificate(app, c.ID, hash, records.At(now)); err != nil {
		return err
	}
	_, err = tell(app, now, c, mail.CertificateOut+":"+c.ID)
	return err
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
		w.Certificate, w.Number, w.Paper = c.ID, c.Number, Titles[c.Kind]
	})
}

// FileID is the id of the stored bytes of a certificate.
func FileID(certificate string) string { return "certificate:" + certificate }
