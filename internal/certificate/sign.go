package certificate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/seal"
)

// sign keeps the platform's signature of the bytes of a certificate, beside them.
func sign(app core.App, now time.Time, c *records.Certificate, b []byte) error {
	signature, err := seal.Sign(app, b)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(signature)
	return records.AddFile(app, &records.File{ID: seal.FileID(c.ID), Name: c.Number + ".p7s", Type: seal.Type,
		SHA256: hex.EncodeToString(sum[:]), Bytes: signature, Created: records.At(now)})
}

// SignEarlier signs what was issued before the platform signed what it issues. Stopped anywhere it goes on where it was.
func SignEarlier(app core.App, now time.Time) error {
	for {
		rows, err := records.UnsignedCertificates(app, 100)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = app.RunInTransaction(func(app core.App) error {
			for i := range rows {
				f, err := records.FileOf(app, FileID(rows[i].ID))
				if err == nil {
					err = sign(app, now, &rows[i], f.Bytes)
				}
				if err != nil {
					return fmt.Errorf("sign certificate %s: %w", rows[i].Number, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
