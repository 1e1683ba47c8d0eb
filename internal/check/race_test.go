package check_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// together runs so many hands at the same moment and waits for them all.
func together(hands int, act func(hand int)) {
	start := make(chan struct{})
	var done sync.WaitGroup
	for i := range hands {
		done.Go(func() {
			<-start
			act(i)
		})
	}
	close(start)
	done.Wait()
}

func clean(t *testing.T, app core.App) {
	t.Helper()
	report, err := check.Run(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// Twenty times, people come and go at once; no seat is sold twice, none stays empty while somebody waits,
// and nobody overtakes.
func TestComingAndGoingAtOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 20 {
		rows, err := records.Registrations(app, e.ID)
		must(t, err)
		random.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		together(16, func(hand int) {
			if hand%2 == 0 {
				if _, err := registration.Register(app, testapp.Now, testapp.Request(e, fmt.Sprintf("Tour%d", round), fmt.Sprintf("Main%d", hand))); err != nil {
					t.Error(err)
				}
				return
			}
			if hand < len(rows) { // two hands may cancel the same one
				if err := registration.Cancel(app, testapp.Now, rows[hand/2].ID, registration.ByPerson, "", ""); err != nil {
					t.Error(err)
				}
			}
		})
		clean(t, app)
	}
	counts, err := records.StateCounts(app, e.ID)
	if err != nil || counts["confirmed"] != 5 || counts["waitlisted"] == 0 || counts["cancelled"] == 0 {
		t.Errorf("%v %v", counts, err)
	}
}

func TestADoubleClickRegistersOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	answers := make([]string, 20)
	together(len(answers), func(hand int) {
		in := testapp.Request(e, "Double", "Clic")
		in.Intent = "la même intention"
		a, err := registration.Register(app, testapp.Now, in)
		if err != nil {
			t.Error(err)
			return
		}
		answers[hand] = a.Registration.ID
	})
	for _, id := range answers {
		if id == "" || id != answers[0] {
			t.Errorf("answers %v", answers)
			break
		}
	}
	clean(t, app)
}

// Six phones send the same arrivals, some under one nonce, while the organiser closes the event and the
// worker draws: each is present once, each certificate says the presence, whoever came first.
func TestPhonesTheClosingAndTheWorkerAtOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	people := make([]*records.Registration, 30)
	for i := range people {
		people[i] = testapp.Register(t, app, e, "Attendue", fmt.Sprintf("Numero%d", i))
	}
	at := e.StartsAt.Time().Add(10 * time.Minute)
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	together(8, func(hand int) {
		switch hand {
		case 6:
			time.Sleep(20 * time.Millisecond)
			if err := event.Close(app, at, "essai", e.ID); err != nil {
				t.Error(err)
			}
		case 7:
			for range 20 {
				if _, err := certificate.Seal(app, at, 5); err != nil {
					t.Error(err)
				}
			}
		default:
			for from := 0; from < len(people); from += 10 {
				if _, err := door.Sync(app, at, place, door.Batch{Device: fmt.Sprint(hand), SentAt: stamp(at), Scans: arrivals(people[from:from+10], hand, at)}); err != nil {
					t.Error(err)
				}
			}
		}
	})
	_, err = certificate.Seal(app, at, 1000)
	must(t, err)
	clean(t, app)
	present, err := records.Attendances(app, e.ID)
	must(t, err)
	certificates, err := records.EventCertificates(app, e.ID)
	must(t, err)
	if len(present) != len(people) || len(certificates) != len(people) {
		t.Errorf("%d present, %d certificates, want %d", len(present), len(certificates), len(people))
	}
}

// arrivals are those of some people as a phone noted them; two phones in three share their nonces.
func arrivals(people []*records.Registration, phone int, at time.Time) (scans []door.Scan) {
	for _, r := range people {
		nonce := fmt.Sprintf("%s-%d", r.ID, phone%3)
		scans = append(scans, door.Scan{Nonce: nonce, Code: r.Ticket, Kind: domain.ScanIn, At: stamp(at.Add(time.Duration(phone%3) * time.Minute))})
	}
	return scans
}
