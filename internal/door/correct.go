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
	At           time.Time // of an arrival that is known; zero: now
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
		if !c.At.IsZero() {
			at = c.At.Truncate(time.Millisecond)
		}
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

// Hours are the arrival and the departure that a hand at the desk says of somebody, afterwards.
type Hours struct {
	Nonce         string // of the form: sent twice, it acts once
	Registration  string
	Slot          string
	Arrived, Left time.Time // zero Left: no departure is known
	Reason        string
}

// CorrectHours makes a presence say these hours, by facts with their reason; somebody who was not present is
// added. Refusals: ErrReason, ErrHours at « arrived » or « left », ErrNotFound for a half-day of another event.
// It tells how many facts it took: none where the presence says so already.
func CorrectHours(app core.App, now time.Time, place Place, h Hours) (added int, err error) {
	slot := slotOf(place, h.Slot)
	if slot == nil {
		return 0, records.ErrNone
	}
	if err := domain.CheckHours(slot.Domain(), h.Arrived, h.Left); err != nil {
		return 0, err
	}
	if domain.CleanLine(h.Reason) == "" {
		return 0, domain.Error{Code: domain.ErrReason, Field: "reason"}
	}
	err = app.RunInTransaction(func(app core.App) error {
		facts, err := records.Facts(app, h.Registration, h.Slot)
		if err != nil {
			return err
		}
		more := domain.CorrectHours(facts, now.Truncate(time.Millisecond), h.nonce(), h.Arrived, h.Left)
		batch := Batch{Device: "gestion"} // in one call: a certificate follows all of them at once
		for _, f := range more {
			batch.Scans = append(batch.Scans, Scan{Nonce: f.Nonce, Registration: h.Registration, Slot: h.Slot, At: f.At.Format(time.RFC3339Nano),
				Kind: f.Kind, Source: "manual", Reason: h.Reason, Force: f.Kind == domain.ScanIn, hour: f.Hour})
		}
		if _, err := Sync(app, now, place, batch); err != nil {
			return err
		}
		added = len(more)
		return nil
	})
	return added, err
}

// nonce tells the same form with other hours, sent again from the browser's history, from the same form twice.
func (h Hours) nonce() string {
	left := "present"
	if !h.Left.IsZero() {
		left = h.Left.UTC().Format("0102T1504")
	}
	return h.Nonce + ":" + h.Arrived.UTC().Format("0102T1504") + "-" + left
}
