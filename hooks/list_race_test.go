package hooks_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// moving is an event with quotas, offers and groups, on the real server, whose clock goes on.
type moving struct {
	t     *testing.T
	app   core.App
	srv   *httptest.Server
	event *records.Event
	clock atomic.Int64
	round int
}

func (s *moving) now() time.Time { return time.Unix(s.clock.Load(), 0).UTC() }

func newMoving(t *testing.T) *moving {
	s := &moving{t: t}
	s.clock.Store(testapp.Now.Unix())
	app := testapp.At(t, s.now)
	s.app, s.srv = app, testapp.Serve(t, app)
	e := testapp.Event(t, app, 6, func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 3, 0), d.Slots[i].End.AddDate(0, 3, 0)
		}
	})
	e.Promotion, e.OfferHours = domain.PromoteByOffer, 5
	e.Quotas = records.Quotas{{Kind: domain.PerStructure, Max: 2, Until: testapp.Now.Add(30 * time.Hour)},
		{Kind: domain.PerParent, Max: 3, Until: testapp.Now.Add(45 * time.Hour)}}
	must(t, records.SaveEvent(app, e))
	s.event = e
	return s
}

var employers = []string{"CH Lens", "Maison fictive", "Collège fictif", "Foyer fictif"}

func (s *moving) register(hand int) error {
	answer, err := testapp.Browser(s.t).PostForm(s.srv.URL+"/evenements/"+s.event.Slug+"/inscription", url.Values{
		"prenom": {"Zoe"}, "nom": {fmt.Sprintf("Tour%c%c main%c", 'a'+s.round/26, 'a'+s.round%26, 'a'+hand)}, "email": {fmt.Sprintf("z%d.%d@exemple.invalid", s.round, hand)},
		"structure": {employers[hand%len(employers)]}, "fonction": {"infirmier"}, "intention": {fmt.Sprintf("course%020d", s.round*100+hand)}})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("registering answers %d", answer.StatusCode)
	}
	return nil
}

func (s *moving) book() error {
	in := registration.Group{Event: s.event.ID, LastName: "Référente", FirstName: "Rita", Email: "rita@exemple.invalid", Informed: true,
		Whole: s.round%2 == 0, Intent: fmt.Sprintf("groupe-%d", s.round)}
	for i := range 2 {
		q := testapp.Request(s.event, fmt.Sprintf("Tour%c%c groupe%c", 'a'+s.round/26, 'a'+s.round%26, 'a'+i), "Bo")
		q.Structure, q.Email = employers[(s.round+i)%len(employers)], ""
		in.People = append(in.People, q)
	}
	_, err := registration.Book(s.app, s.now(), in)
	return err
}

func (s *moving) cancel(r records.Registration) error {
	token, err := link.Token(s.app, link.Registration, r.ID)
	if err != nil {
		return err
	}
	answer, err := testapp.Browser(s.t).PostForm(s.srv.URL+"/inscriptions/"+token+"/annuler", url.Values{})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("cancelling answers %d", answer.StatusCode)
	}
	return nil
}

func (s *moving) accept(r records.Registration) error {
	err := registration.Accept(s.app, s.now(), r.ID, "participant")
	if domain.Refusals(err) != nil { // cancelled or expired in the meantime
		return nil
	}
	return err
}

// resize gives one seat more, or takes one back where it is free.
func (s *moving) resize(up bool) error {
	return s.app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, s.event.ID)
		if err != nil {
			return err
		}
		seats, err := records.SeatsOf(app, e)
		if err != nil {
			return err
		}
		if up {
			e.Capacity++
		} else if e.Capacity > max(4, seats.Taken) {
			e.Capacity--
		}
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		return registration.Promote(app, s.now(), e)
	})
}

// hands are what is done at once in one round.
func (s *moving) hands(rows []records.Registration) (acts []func() error) {
	for hand := range 5 {
		acts = append(acts, func() error { return s.register(hand) })
	}
	acts = append(acts, s.book, func() error { return s.resize(s.round%3 == 0) },
		func() error { _, err := registration.Tick(s.app, s.now()); return err },
		func() error { _, err := registration.Tick(s.app, s.now()); return err })
	left := 0
	for _, r := range rows {
		switch r.State {
		case "offered":
			if r.Seq%4 != 0 { // the others let the deadline pass
				acts = append(acts, func() error { return s.accept(r) })
			}
		case "confirmed":
			if left++; left <= 2 {
				acts = append(acts, func() error { return s.cancel(r) }, func() error { return s.cancel(r) })
			}
		}
	}
	return acts
}

// Fifty rounds (ten under the race detector) of everything that moves seats, at once, while the hours pass: after each, no invariant is hurt.
func TestEverythingThatMovesSeatsAtOnce(t *testing.T) {
	s := newMoving(t)
	random := rand.New(rand.NewPCG(3, 50))
	for s.round = range rounds {
		rows, err := records.Registrations(s.app, s.event.ID)
		must(t, err)
		random.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		start := make(chan struct{})
		var done sync.WaitGroup
		for _, act := range s.hands(rows) {
			done.Go(func() {
				<-start
				if err := act(); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		done.Wait()
		report, err := check.Run(s.app, s.now())
		must(t, err)
		for _, v := range report.Violations {
			t.Errorf("round %d: %v", s.round, v)
		}
		if t.Failed() {
			return
		}
		s.clock.Add(3600)
	}
	counts, err := records.StateCounts(s.app, s.event.ID)
	must(t, err)
	for _, state := range []string{"confirmed", "waitlisted", "cancelled", "expired"} {
		if counts[state] == 0 {
			t.Errorf("nobody is %s: the race was too tame: %v", state, counts)
		}
	}
	var accepted int
	must(t, s.app.DB().NewQuery("SELECT COUNT(*) FROM audit WHERE action = 'accept_offer'").Row(&accepted))
	if accepted == 0 {
		t.Error("no offer was accepted")
	}
}
