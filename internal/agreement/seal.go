package agreement

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
)

// Tries is how often an agreement is drawn before it waits for a hand.
const Tries = 5

// Seal draws the versions that are reserved, at most limit, outside of any transaction, and keeps the bytes and their
// hash. Stopped anywhere it goes on where it was. One that cannot be drawn holds back no other; its error comes at the end.
func Seal(app core.App, now time.Time, limit int) (sealed int, err error) {
	rows, err := records.UnsealedAgreements(app, Tries, limit)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		a := &rows[i]
		if _, failed := sealOne(app, now, a); failed != nil {
			err = errors.Join(err, fmt.Errorf("seal agreement %s, version %d: %w", a.Number, a.Version, failed), records.FailAgreement(app, a.ID, failed.Error()))
			continue
		}
		sealed++
	}
	return sealed, err
}

// PDF is the file of a version; one that is not sealed yet is drawn and sealed at once. ErrErased: its person was erased.
func PDF(app core.App, now time.Time, a *records.Agreement) ([]byte, error) {
	if _, err := Content(a); err != nil {
		return nil, err
	}
	if a.IssuedAt.IsZero() {
		return sealOne(app, now, a)
	}
	f, err := records.FileOf(app, records.AgreementFile(a.ID))
	if err != nil {
		return nil, err
	}
	return f.Bytes, nil
}

// sealOne draws a version and keeps its bytes; where another hand was first, those are given.
func sealOne(app core.App, now time.Time, a *records.Agreement) ([]byte, error) {
	var b bytes.Buffer
	if err := Draw(&b, a); err != nil {
		return nil, err
	}
	kept := b.Bytes()
	err := app.RunInTransaction(func(app core.App) error {
		again, err := records.AgreementOf(app, a.Placement, a.Version)
		if err != nil {
			return err
		}
		if !again.IssuedAt.IsZero() {
			f, err := records.FileOf(app, records.AgreementFile(a.ID))
			if err == nil {
				kept = f.Bytes
			}
			return err
		}
		hash := HashOf(kept)
		if err := records.AddFile(app, &records.File{ID: records.AgreementFile(a.ID), Name: FileName(a), Type: "application/pdf", SHA256: hash, Bytes: kept, Created: records.At(now)}); err != nil {
			return err
		}
		return records.SealAgreement(app, a.ID, hash, records.At(now))
	})
	return kept, err
}

// FileName is the name under which a version is downloaded.
func FileName(a *records.Agreement) string { return fmt.Sprintf("%s-v%d.pdf", a.Number, a.Version) }

// HashOf is the SHA-256 of bytes, in hexadecimal.
func HashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
