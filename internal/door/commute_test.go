package door_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Scans commute (invariant 4), on the real app: what several phones noted, sent in any order, in any calls,
// some of it twice, gives the same presences.
func TestScansCommute(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 11))
		app := testapp.New(t)
		var story []told
		for i := range 60 {
			story = append(story, told{who: r.IntN(4), slot: r.IntN(2), minute: r.IntN(20), id: i,
				kind:  []string{domain.ScanIn, domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo}[r.IntN(5)],
				force: r.IntN(3) == 0, signed: r.IntN(3) == 0})
		}
		want := play(t, app, story, 0, nil)
		for turn := 1; turn <= 3; turn++ {
			again := append(append([]told(nil), story...), story[:r.IntN(len(story))]...)
			r.Shuffle(len(again), func(a, b int) { again[a], again[b] = again[b], again[a] })
			if got := play(t, app, again, turn, r); got != want {
				t.Fatalf("seed %d, turn %d:\n%s\nthen\n%s", seed, turn, want, got)
			}
		}
	}
}

// told is a scan of the story: who is 0 and 1 for confirmed people, 2 on the list, 3 cancelled.
type told struct {
	who, slot, minute, id int
	kind                  string
	force, signed         bool
}

// play makes an event with four registrations, sends the story in calls of random size (one by one without
// r), and writes down the presences and the signatures.
func play(t testing.TB, app core.App, story []told, turn int, r *rand.Rand) string {
	t.Helper()
	e := testapp.Event(t, app, 9, nil)
	var people []*records.Registration
	for i, state := range []domain.State{domain.Confirmed, domain.Confirmed, domain.Waitlisted, domain.RegistrationStopped} {
		people = append(people, setState(t, app, testapp.Register(t, app, e, "Essai", fmt.Sprint("P", string(rune('a'+i)))), state))
	}
	place := open(t, app, e)
	for len(story) > 0 {
		n := 1
		if r != nil {
			n = min(len(story), 1+r.IntN(20))
		}
		batch := door.Batch{Device: "d", SentAt: morning.Format(time.RFC3339)}
		for _, s := range story[:n] {
			scan := door.Scan{Nonce: fmt.Sprintf("%s-%d", e.ID, s.id), Code: people[s.who].Ticket, Slot: place.Slots[s.slot].ID, Kind: s.kind,
				At: morning.Add(time.Duration(s.minute) * time.Minute).Format(time.RFC3339)}
			if s.force {
				scan.Force, scan.Reason = true, "accord"
			}
			if s.signed {
				scan.Signature = drawn
			}
			batch.Scans = append(batch.Scans, scan)
		}
		if _, err := door.Sync(app, morning, place, batch); err != nil {
			t.Fatal(err)
		}
		story = story[n:]
	}
	rows, err := records.Attendances(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	signatures, err := records.Signatures(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for i, p := range people {
		for j, sl := range place.Slots {
			for _, a := range rows {
				if a.Registration == p.ID && a.Slot == sl.ID {
					text += fmt.Sprintf("%d at %d: %s to %s, %d min, proof %d, %d scans\n", i, j, a.FirstAt, a.LeftAt, a.Minutes, a.Proof, a.Scans)
				}
			}
		}
	}
	var signed []string
	for _, g := range signatures {
		signed = append(signed, fmt.Sprintf("%s signed, revoked: %t\n", strings.TrimPrefix(g.Nonce, e.ID), !g.RevokedAt.IsZero()))
	}
	slices.Sort(signed)
	return text + strings.Join(signed, "")
}
