package hooks_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"passerelle/internal/check"
	"passerelle/internal/device"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Many phones at once, while the event is closed, taken back and closed again: every arrival counts once, nothing is
// left waiting, and the invariants hold.
func TestManyPhonesWhileTheEventCloses(t *testing.T) {
	now := testapp.Now
	app := testapp.At(t, func() time.Time { return now })
	e := testapp.Event(t, app, 0, nil)
	const phones, people = 8, 12
	var tickets []string
	for i := range people {
		tickets = append(tickets, testapp.Register(t, app, e, fmt.Sprint("Foule", string(rune('a'+i))), "Alba").Ticket)
	}
	now = e.StartsAt.Time().Add(time.Hour)
	p := newPhone(t, app, testapp.Serve(t, app), e)
	var all sync.WaitGroup
	for n := range phones {
		all.Go(func() {
			name := fmt.Sprint("p", n)
			for i := range people {
				ticket := tickets[(i+n)%people]
				scan := map[string]any{"nonce": fmt.Sprint("shared-", (i+n)%people), "code": ticket, "at": now.Format(time.RFC3339)}
				own := map[string]any{"nonce": fmt.Sprint(name, "-", i), "code": ticket, "at": now.Format(time.RFC3339), "signature": map[string]any{"way": "drawn", "strokes": [][]int{{0, 0, 300, 300}}}}
				p.call("/scans", map[string]any{"device": name, "queued": people - i - 1, "scans": []any{scan, own}})
				p.call("/decompte", map[string]any{"nonce": fmt.Sprint("count-", i), "device": name, "category": "public", "people": 1})
				p.call("/appareil", map[string]any{"device": name, "queued": people - i - 1})
				p.call("/sur-place", map[string]any{"nonce": fmt.Sprint("w-", i), "device": name, "last_name": fmt.Sprint("Passante", string(rune('a'+i))), "first_name": "Ana", "queued": true, "at": now.Format(time.RFC3339)})
			}
		})
	}
	all.Go(func() {
		for range 4 {
			must(t, event.Close(app, now, "test", e.ID))
			if err := event.Reopen(app, now, "test", e.ID, "essai"); err != nil {
				t.Error(err)
			}
		}
		must(t, event.Close(app, now, "test", e.ID))
	})
	all.Wait()
	now = e.EndsAt.Time().Add(time.Minute)
	for n := range phones {
		p.call("/appareil", map[string]any{"device": fmt.Sprint("p", n), "queued": 0, "left": true})
	}
	held, err := records.EventOf(app, e.ID)
	must(t, err)
	waiting, err := device.Awaited(app, now, held)
	must(t, err)
	there, err := records.Attendances(app, e.ID)
	must(t, err)
	heads, err := records.HeadcountTotals(app, e.ID)
	must(t, err)
	certificates, err := records.EventCertificates(app, e.ID)
	must(t, err)
	if held.HeldBack || len(waiting) != 0 || len(there) != 2*people || heads["public"] != people || len(certificates) != 2*people {
		t.Errorf("held back %v, waiting %v, %d present, %v counted, %d certificates", held.HeldBack, waiting, len(there), heads, len(certificates))
	}
	report, err := check.Run(app, now)
	if err != nil || len(report.Violations) > 0 {
		t.Error(report.Violations, err)
	}
}
