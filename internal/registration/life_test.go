package registration_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// sessions are two events of a random life, and what has been asked so far.
type sessions struct {
	app    core.App
	now    time.Time
	events []*records.Event
	people int
	places []string
}

func (s *sessions) request(t *rapid.T, e *records.Event) registration.Request {
	s.people++
	in := testapp.Request(e, fmt.Sprintf("Personne%d", s.people), "Ana")
	in.Structure = rapid.SampledFrom(s.places).Draw(t, "structure")
	return in
}

// anyone draws a registration of one of the events, whatever its state; nil where there is none.
func (s *sessions) anyone(t *rapid.T) *records.Registration {
	rows, err := records.Registrations(s.app, rapid.SampledFrom(s.events).Draw(t, "event").ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return nil
	}
	return &rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")]
}

// lists are those who wait, event by event, in order; some people left out.
func (s *sessions) lists(t *rapid.T, but ...string) (out string) {
	for _, e := range s.events {
		rows, err := records.Registrations(s.app, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.State == string(domain.Waitlisted) && !slices.Contains(but, r.Person) {
				out += r.ID + " "
			}
		}
		out += "; "
	}
	return out
}

// refusal keeps what a person may be told; any other error fails.
func refusal(t *rapid.T, err error) {
	if err != nil && domain.Refusals(err) == nil {
		t.Fatal(err)
	}
}

// Whatever people do, in any order, what they leave is sound, and who gives or exchanges a seat moves no list.
func TestALifeLeavesTheSeatsSound(t *testing.T) {
	app := testapp.New(t)
	rapid.Check(t, func(t0 *rapid.T) {
		s := &sessions{app: app, now: testapp.Now, places: []string{"CH Lens", "EPSM Val de Lys-Artois"}}
		quota := rapid.Bool().Draw(t0, "quota")
		for range 2 {
			e := testapp.Event(t, app, rapid.IntRange(1, 3).Draw(t0, "capacity"), func(d *event.Draft) {})
			e.Promotion, e.OfferHours = rapid.SampledFrom([]string{domain.PromoteDirectly, domain.PromoteByOffer}).Draw(t0, "promotion"), 2
			if quota {
				e.Quotas = records.Quotas{{Kind: domain.PerStructure, Max: rapid.IntRange(1, 2).Draw(t0, "max")}}
			}
			if err := records.SaveEvent(app, e); err != nil {
				t0.Fatal(err)
			}
			s.events = append(s.events, e)
		}
		t0.Repeat(map[string]func(*rapid.T){
			"register": func(t *rapid.T) {
				_, err := registration.Register(app, s.now, s.request(t, rapid.SampledFrom(s.events).Draw(t, "event")))
				refusal(t, err)
			},
			"cancel": func(t *rapid.T) {
				if r := s.anyone(t); r != nil {
					refusal(t, registration.Cancel(app, s.now, r.ID, registration.ByPerson, "participant", ""))
				}
			},
			"accept": func(t *rapid.T) {
				if r := s.anyone(t); r != nil {
					refusal(t, registration.Accept(app, s.now, r.ID, "participant"))
				}
			},
			"time": func(t *rapid.T) {
				s.now = s.now.Add(time.Duration(rapid.IntRange(1, 80).Draw(t, "minutes")) * time.Minute)
				_, err := registration.Tick(app, s.now)
				refusal(t, err)
			},
			"replace": func(t *rapid.T) { s.handOver(t, quota) },
			"swap":    func(t *rapid.T) { s.swap(t, quota) },
			"modify": func(t *rapid.T) {
				r := s.anyone(t)
				if r == nil {
					return
				}
				in, err := registration.RequestOf(app, r)
				refusal(t, err)
				in.StructureID, in.Structure = "", rapid.SampledFrom(s.places).Draw(t, "structure")
				refusal(t, registration.Modify(app, s.now, r.ID, in, "participant"))
			},
		})
		report, err := check.Run(app, s.now)
		if err != nil {
			t0.Fatal(err)
		}
		for _, v := range report.Violations {
			t0.Fatal(v)
		}
	})
}

// handOver gives a seat to somebody new, or to somebody of the list.
func (s *sessions) handOver(t *rapid.T, quota bool) {
	r := s.anyone(t)
	if r == nil {
		return
	}
	e, err := records.EventOf(s.app, r.Event)
	if err != nil {
		t.Fatal(err)
	}
	in, but := s.request(t, e), ""
	if other := s.anyone(t); other != nil && rapid.Bool().Draw(t, "known") {
		in.LastName, in.Email, but = other.LastName, other.Email, other.Person
	}
	before := s.lists(t, but)
	_, err = registration.Replace(s.app, s.now, r.ID, in, "participant")
	refusal(t, err)
	if after := s.lists(t, but); !quota && after != before {
		t.Fatalf("the list moved: %s, then %s", before, after)
	}
}

func (s *sessions) swap(t *rapid.T, quota bool) {
	a, b := s.anyone(t), s.anyone(t)
	if a == nil || b == nil {
		return
	}
	before := s.lists(t, a.Person, b.Person)
	var err error
	if rapid.Bool().Draw(t, "asked") {
		if err = registration.ProposeSwap(s.app, s.now, a.ID, b.Event, b.ShortCode); err == nil {
			received, _, open := registration.OpenSwaps(s.app, s.now, b.ID)
			refusal(t, open)
			err = registration.AnswerSwap(s.app, s.now, received[0].ID, b.ID, rapid.Bool().Draw(t, "accept"))
		}
	} else {
		err = registration.Swap(s.app, s.now, a.ID, b.ID, "essai")
	}
	refusal(t, err)
	if after := s.lists(t, a.Person, b.Person); !quota && after != before {
		t.Fatalf("the list moved: %s, then %s", before, after)
	}
}
