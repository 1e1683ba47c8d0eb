package door

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Correction is a presence that a hand at the desk adds afterwards, or voids.
type Correction struct {
	Nonce        string // of the form: sent twice, it acts once
	Registration string
	Slot         string
	Present      bool
	Reason       string
}

// Correct records a correction as a scan like any other, with its reason: nothing is edited. ErrReason without
// one. It is dated after every scan that stands there, so that it has the last word even where a phone's clock
// is a little ahead.
func Correct(app core.App, now time.Time, place Place, c Correction) (r Result, err error) {
	if domain.CleanLine(c.Reason) == "" {
		return r, domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	err = app.RunInTransaction(func(app core.App) error {
		at := now.Truncate(time.Millisecond) // the grain that is stored
		facts, err := records.Facts(app, c.Registration, c.Slot)
		if err != nil {
			return err
		}
		for _, f := range facts {
			if !f.At.Before(at) {
				at = f.At.Add(time.Millisecond)
			}
		}
		scan := Scan{Nonce: c.Nonce, Registration: c.Registration, Slot: c.Slot, At: at.Format(time.RFC3339Nano),
			Kind: domain.ScanUndo, Source: "manual", Reason: c.Reason}
		if c.Present {
			scan.Kind, scan.Force = domain.ScanIn, true
		}
		results, err := Sync(app, now, place, Batch{Device: "gestion", Scans: []Scan{scan}})
		if err != nil {
			return err
		}
		if len(results) == 1 {
			r = results[0]
		}
		return nil
	})
	return r, err
}
