package sheet

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

const undoReason = "saisie de la feuille annulée"

// Undo takes back the presences of a half-day that were typed again from a sheet, and those only: who was scanned
// too stays present.
func Undo(app core.App, now time.Time, actor string, s *records.Sheet, slot string) (undone int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		scans, err := records.ScansNamed(app, nonceHead+s.ID+":"+slot+":")
		if err != nil {
			return err
		}
		place, err := door.Open(app, s.Event, "", actor)
		if err != nil {
			return err
		}
		r, back := &Reading{Sheet: s, Event: place.Event}, []door.Scan{}
		for _, scan := range scans {
			if !scan.Counts || scan.Kind != domain.ScanIn {
				continue
			}
			facts, err := records.Facts(app, scan.Registration, slot)
			if err != nil {
				return err
			}
			if alone(facts, s.ID, scan.Nonce) {
				back = append(back, door.Scan{Nonce: scan.Nonce + nonceUndo, Registration: scan.Registration, Slot: slot,
					At: scan.At.Time().Format(time.RFC3339Nano), Kind: domain.ScanUndo, Source: "paper", Reason: undoReason})
			}
		}
		if err := r.send(app, now, place, back); err != nil {
			return err
		}
		undone = len(back)
		if undone == 0 {
			return nil
		}
		if err := records.UndoSheet(app, s.ID, records.At(now)); err != nil {
			return err
		}
		return note(app, now, actor, s, "sheet_undo", slot)
	})
	return undone, err
}

// alone tells whether an arrival from a sheet is live, and whether taking it back would touch none of another source:
// an undo voids whatever came before it.
func alone(facts []domain.Fact, sheet, name string) bool {
	live := domain.LiveArrivals(facts)
	i := slices.IndexFunc(live, func(f domain.Fact) bool { return f.Nonce == name })
	return i >= 0 && !slices.ContainsFunc(live, func(f domain.Fact) bool {
		return !f.At.After(live[i].At) && !strings.HasPrefix(f.Nonce, nonceHead+sheet+":")
	})
}
