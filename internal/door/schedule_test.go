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
	"passerelle/internal/ticket"
)

// Twenty phones and five hundred people, three times on another schedule of the same day: the network loses calls
// and answers, phones send again, out of order, with clocks that are hours wrong. The presences are the same, and
// no scan is lost.
func TestTwentyPhonesOnAnySchedule(t *testing.T) {
	crowdAtTheDoor(t, 20, 500, 1200)
}

// Small days, of many kinds.
func TestFewPhonesOnAnySchedule(t *testing.T) {
	for range 3 {
		crowdAtTheDoor(t, 3, 12, 60)
	}
}

// gesture is a scan as it happened: which phone, of whom, at which half-day, when in truth.
type gesture struct {
	phone, who, slot int
	after            time.Duration
	kind             string
	force            bool
}

func crowdAtTheDoor(t *testing.T, phones, people, gestures int) {
	t.Helper()
	seed := rand.Uint64()
	t.Log("seed", seed)
	r := rand.New(rand.NewPCG(seed, 20))
	skew := make([]time.Duration, phones) // of each phone's clock: right, a little wrong, hours wrong
	for i := range skew {
		skew[i] = []time.Duration{0, 40 * time.Second, -90 * time.Second, 3 * time.Hour, -26 * time.Hour}[r.IntN(5)]
	}
	var day []gesture
	for range gestures {
		day = append(day, gesture{phone: r.IntN(phones), who: r.IntN(people), slot: r.IntN(2), after: time.Duration(r.IntN(7200)) * time.Second,
			kind: []string{domain.ScanIn, domain.ScanIn, domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo}[r.IntN(6)], force: r.IntN(4) == 0})
	}
	want := ""
	for turn := range 3 {
		got := live(t, r, day, skew, people)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("seed %d, schedule %d gives other presences:\n%s", seed, turn, firstDifference(want, got))
		}
	}
}

// live is the day lived once, on an app of its own; it writes down the presences.
func live(t *testing.T, r *rand.Rand, day []gesture, skew []time.Duration, people int) string {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	tickets := crowd(t, app, e, people)
	place := open(t, app, e)
	queues := make([][]door.Scan, len(skew))
	for i, g := range day {
		// A clock that is wrong by less than two minutes is believed, and so is part of what happened.
		s := door.Scan{Nonce: fmt.Sprintf("gesture-%d", i), Code: tickets[g.who], Slot: place.Slots[g.slot].ID, Kind: g.kind,
			At: morning.Add(g.after + skew[g.phone]).Format(time.RFC3339)}
		if g.force {
			s.Force, s.Reason = true, "accord"
		}
		queues[g.phone] = append(queues[g.phone], s)
	}
	now := morning.Add(3 * time.Hour)
	for waiting := len(day); waiting > 0; {
		phone := r.IntN(len(skew))
		queue := queues[phone]
		if len(queue) == 0 {
			continue
		}
		now = now.Add(time.Second)
		r.Shuffle(len(queue), func(a, b int) { queue[a], queue[b] = queue[b], queue[a] })
		call := slices.Clone(queue[:1+r.IntN(min(len(queue), 40))])
		if r.IntN(3) == 0 { // some of it twice in one call
			call = append(call, call[r.IntN(len(call))])
		}
		if r.IntN(5) == 0 { // the call never arrives
			continue
		}
		batch := door.Batch{Device: fmt.Sprint("phone", phone), SentAt: now.Add(skew[phone]).Format(time.RFC3339), Scans: call}
		results, err := door.Sync(app, now, place, batch)
		if err != nil || len(results) != len(call) {
			t.Fatal(len(results), len(call), err)
		}
		if r.IntN(5) == 0 { // the answer is lost: the phone keeps what it has
			continue
		}
		told := map[string]bool{}
		for _, x := range results {
			told[x.Nonce] = true
		}
		queues[phone] = slices.DeleteFunc(queue, func(s door.Scan) bool { return told[s.Nonce] })
		waiting -= len(queue) - len(queues[phone])
	}
	kept, err := records.ScansSince(app, e.ID, 0)
	if err != nil || len(kept) != len(day) {
		t.Fatalf("%d scans kept of %d, %v", len(kept), len(day), err)
	}
	return presences(t, app, e, tickets)
}

// crowd registers people without a letter each: confirmed, but every seventh on the list and every eleventh cancelled.
func crowd(t *testing.T, app core.App, e *records.Event, people int) (tickets []string) {
	t.Helper()
	err := app.RunInTransaction(func(app core.App) error {
		for i := range people {
			state := domain.Confirmed
			switch {
			case i%7 == 6:
				state = domain.Waitlisted
			case i%11 == 10:
				state = domain.RegistrationStopped
			}
			last := fmt.Sprint("Essai-", i)
			p := &records.Person{LastName: last, FirstName: "Zoé", NameKey: domain.NameKey(last, "Zoé"), Created: records.At(morning)}
			if err := records.AddPerson(app, p); err != nil {
				return err
			}
			r := &records.Registration{Event: e.ID, Person: p.ID, LastName: last, FirstName: "Zoé", State: string(state), Origin: domain.FromOnline,
				Ticket: ticket.New(e.Tag), ShortCode: ticket.NewShort(), RegisteredAt: records.At(morning)}
			if err := records.AddRegistration(app, r); err != nil {
				return err
			}
			tickets = append(tickets, r.Ticket)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tickets
}

// presences writes down who was there when, and how it is counted, whatever the ids.
func presences(t *testing.T, app core.App, e *records.Event, tickets []string) string {
	t.Helper()
	regs, err := records.Registrations(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	slots, _ := records.Slots(app, e.ID)
	rows, err := records.Attendances(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := records.FactsOfEvents(app, []int{e.Num})
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]int{}
	for i, code := range tickets {
		for _, r := range regs {
			if r.Ticket == code {
				who[r.ID] = i
			}
		}
	}
	var lines []string
	for _, a := range rows {
		lines = append(lines, fmt.Sprintf("%04d at %v: %s to %s, %d min, proof %d, %d scans", who[a.Registration], a.Slot == slots[1].ID, a.FirstAt, a.LeftAt, a.Minutes, a.Proof, a.Scans))
	}
	for _, f := range facts {
		if f.Minutes > 0 || f.Proof > 0 {
			lines = append(lines, fmt.Sprintf("%04d counts %d min, proof %d, outcome %d", who[f.ID], f.Minutes, f.Proof, f.Outcome))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return fmt.Sprintf("%d lines, then %d", len(x), len(y))
}
