package placement_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func okay(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func roundOf(t *testing.T, app core.App, c *records.Campaign) (*placement.Round, matching.Proposal) {
	t.Helper()
	r, err := placement.ReadRound(app, testapp.Now, c.ID)
	okay(t, err)
	p, err := matching.Propose(r.Input)
	okay(t, err)
	okay(t, matching.Prove(r.Input, p))
	return r, p
}

func refusedAs(t *testing.T, err error, code domain.Code, arg string) {
	t.Helper()
	list := domain.Refusals(err)
	if len(list) == 0 || list[0].Code != code || arg != "" && list[0].Arg != arg {
		t.Errorf("got %v, want %s about %q", err, code, arg)
	}
}

func wishOf(r *placement.Round, c *placement.Case) matching.Wish {
	for _, w := range r.Input.Wishes {
		if w.ID == placement.WishID(c.Row) {
			return w
		}
	}
	return matching.Wish{}
}

// What the rows say, the matching is told: places left, who asks, agreements, half-days, pairs, who was served.
func TestARoundIsWhatTheRowsSay(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	epsm, err := records.StructureNamed(app, "EPSM Val de Lys-Artois")
	okay(t, err)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.CrossedWith = epsm.ID })
	past := testapp.Offer(t, app, c, func(o *records.Offer) {
		o.HalfDays = records.HalfDaysOf([]domain.Slot{{ID: records.NewID(), Start: testapp.Now.Add(-time.Hour), End: testapp.Now.Add(time.Hour)}})
	})
	testapp.Offer(t, app, c, func(o *records.Offer) { o.Status = "proposed" })
	served := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Servi", "Un")))
	start := o.HalfDays[0].Start.Time()
	waiting := testapp.Wish(t, app, c, "Attente", "Deux", func(in *placement.Request) {
		in.Unavailable = []domain.Slot{{ID: "x", Start: start.Add(time.Hour), End: start.Add(90 * time.Minute)}}
	}, o.ID)
	agreed := testapp.Moved(t, app, testapp.Now, testapp.Wish(t, app, c, "Accord", "Trois", nil, o.ID), domain.PartyManager, domain.PlacementAct{Move: domain.MoveAgree})
	gone := testapp.Moved(t, app, testapp.Now, testapp.Wish(t, app, c, "Retrait", "Quatre", nil, o.ID), domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveWithdraw})

	r, p := roundOf(t, app, c)
	places := map[string]int{}
	for _, x := range r.Input.Offers {
		places[x.ID] = x.Places
	}
	if len(places) != 2 || places[o.ID] != 1 || places[past.ID] != 0 {
		t.Errorf("places left: %v", places)
	}
	if len(r.Input.Wishes) != 2 || wishOf(r, gone).ID != "" || wishOf(r, served).ID != "" || len(r.Held) != 1 {
		t.Errorf("%d wishes, %d held", len(r.Input.Wishes), len(r.Held))
	}
	w := wishOf(r, waiting)
	if w.Agreed || !w.NeedsAgreement || len(w.Unavailable) != 1 || w.Unavailable[0] != r.Input.Offers[0].Block[0] || w.Sector != "sanitaire" || !wishOf(r, agreed).Agreed {
		t.Errorf("%+v", w)
	}
	if !slices.Contains(r.Input.Rules.Served, epsm.ID) || len(r.Input.Rules.Crossed) != 1 || !r.Input.Rules.Crossed[0].Is(epsm.ID, o.Structure) || r.HeldWays(epsm.ID, o.Structure) != 1 {
		t.Errorf("%+v", r.Input.Rules)
	}
	if p.Score.Placed != 1 || p.Placed[0].Wish != placement.WishID(agreed.Row) {
		t.Errorf("%+v", p)
	}
	for way, want := range map[string]int{"one_way": 0, "crossed": 1} {
		c.Way = way
		okay(t, records.SaveCampaign(app, c))
		if r, _ := roundOf(t, app, c); len(r.Input.Rules.Crossed) != want {
			t.Errorf("%s: %v", way, r.Input.Rules.Crossed)
		}
	}
}

// The coordinator keeps a proposal: who is placed, where, with which tutor and half-days; the same form decides once, and
// what is no longer true is refused with a name, nobody being placed.
func TestADecisionIsWhatWasShown(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places = 1 })
	other := testapp.Offer(t, app, c, func(o *records.Offer) { o.Service = "Autre équipe" })
	a := testapp.Wish(t, app, c, "Exemple", "Alix", nil, o.ID, other.ID)
	b := testapp.Wish(t, app, c, "Exemple", "Bao", nil, o.ID, other.ID)
	r, p := roundOf(t, app, c)
	if p.Score.Placed != 2 || p.Placed[0].Wish != placement.WishID(a.Row) || p.Placed[0].Offer != o.ID {
		t.Fatalf("the first to ask has the first choice: %+v", p)
	}
	seats := []placement.Seat{{Placement: a.Row.ID, Offer: o.ID}, {Placement: b.Row.ID, Offer: other.ID}}
	digest := r.Digest(p)
	decide := func(d placement.Decision) error { return placement.Decide(app, testapp.Now, "test", c.ID, d) }

	refusedAs(t, decide(placement.Decision{Seats: []placement.Seat{{a.Row.ID, o.ID}, {b.Row.ID, o.ID}}}), domain.ErrOfferTaken, "Bao Exemple")
	okay(t, placement.Rule(app, testapp.Now, "test", c.ID, seats[0], placement.Exclusion, "Conflit d’intérêts."))
	refusedAs(t, decide(placement.Decision{Seats: seats, Digest: digest}), domain.ErrMatchingChanged, "")
	refusedAs(t, decide(placement.Decision{Seats: seats}), domain.ErrSeatForbidden, "Alix Exemple")
	okay(t, placement.Rule(app, testapp.Now, "test", c.ID, seats[0], placement.NoRuling, ""))
	other.Status = "withdrawn"
	okay(t, records.SaveOffer(app, other))
	refusedAs(t, decide(placement.Decision{Seats: seats}), domain.ErrSeatGone, "Bao Exemple")
	if again, err := placement.Open(app, a.Row.ID); err != nil || again.Row.Offer != "" {
		t.Fatalf("a refused decision placed somebody: %v", err)
	}
	other.Status = "published"
	okay(t, records.SaveOffer(app, other))
	intent := records.NewID()
	for range 2 {
		okay(t, decide(placement.Decision{Seats: seats, Digest: digest, Intent: intent}))
	}
	got, err := placement.Open(app, a.Row.ID)
	okay(t, err)
	if got.P.State != domain.PlacementMatched || got.Row.Offer != o.ID || got.Row.TutorEmail != o.TutorEmail || len(got.P.Days) != 2 || got.P.Days[0].ID == o.HalfDays[0].ID || !got.P.Days[0].Start.Equal(o.HalfDays[0].Start.Time()) {
		t.Errorf("%+v, %+v", got.Row, got.P)
	}
	refusedAs(t, decide(placement.Decision{Seats: seats[:1]}), domain.ErrWishMoved, "Alix Exemple")
	if _, p := roundOf(t, app, c); len(p.Placed)+len(p.Left) != 0 {
		t.Errorf("%+v", p)
	}
}

// A hand may give a place that was not chosen, with a reason, and agrees on the half-days where there is no block; a
// place that is taken, one’s own service, half-days out of the campaign stay refused.
func TestAHandMatchesToo(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	chosen := testapp.Offer(t, app, c, nil)
	open := testapp.Offer(t, app, c, func(o *records.Offer) {
		o.Service, o.HalfDays, o.Periods, o.Places = "SAMSAH d’essai", nil, "un mardi", 1
	})
	p := testapp.Wish(t, app, c, "Exemple", "Alix", nil, chosen.ID)
	own := testapp.Offer(t, app, c, func(o *records.Offer) { o.Structure, o.Service = p.Row.Structure, "cmp d’ESSAI" })
	day := c.FromDay.Time().AddDate(0, 0, 12).Truncate(24 * time.Hour)
	days := []domain.Slot{{Start: day.Add(8 * time.Hour), End: day.Add(11 * time.Hour)}}
	hand := func(offer, why string, days []domain.Slot) error {
		return placement.MatchByHand(app, testapp.Now, "test", c.ID, placement.Seat{Placement: p.Row.ID, Offer: offer}, why, "", days)
	}
	refusedAs(t, placement.Rule(app, testapp.Now, "test", c.ID, placement.Seat{Placement: p.Row.ID, Offer: open.ID}, placement.Pin, "Souhait dit."), domain.ErrSeatForbidden, "Alix Exemple")
	refusedAs(t, hand(own.ID, "Oui.", nil), domain.ErrSeatOwn, "Alix Exemple")
	refusedAs(t, hand(open.ID, "", days), domain.ErrReason, "")
	refusedAs(t, hand(open.ID, "Oui.", nil), domain.ErrSlotMissing, "")
	refusedAs(t, hand(open.ID, "Oui.", []domain.Slot{{Start: day.AddDate(1, 0, 0), End: day.AddDate(1, 0, 0).Add(time.Hour)}}), domain.ErrHalfDayOutside, "")
	refusedAs(t, hand(open.ID, "Oui.", slices.Repeat(days, 7)), domain.ErrHalfDayCount, "1 à 6")
	okay(t, hand(open.ID, "La personne l’a demandé depuis.", days))
	got, err := placement.Open(app, p.Row.ID)
	okay(t, err)
	if got.Row.Offer != open.ID || len(got.P.Days) != 1 || got.Steps[len(got.Steps)-1].Why == "" {
		t.Errorf("%+v", got.Row)
	}
	late := testapp.Wish(t, app, c, "Exemple", "Bao", nil, open.ID)
	refusedAs(t, placement.MatchByHand(app, testapp.Now, "test", c.ID, placement.Seat{Placement: late.Row.ID, Offer: open.ID}, "Oui.", "", days), domain.ErrOfferTaken, "Bao Exemple")
}

// Weights are the campaign’s, the usual ones where it says nothing; a person is pinned once.
func TestWeightsAndPins(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	one, two := testapp.Offer(t, app, c, nil), testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Alix", nil, one.ID, two.ID)
	if r, _ := roundOf(t, app, c); r.Input.Rules.Weights != matching.Defaults().Weights {
		t.Errorf("%+v", r.Input.Rules.Weights)
	}
	refusedAs(t, placement.SetWeights(app, testapp.Now, "test", c.ID, matching.Weights{Crossed: 1001}), domain.ErrWeight, "")
	okay(t, placement.SetWeights(app, testapp.Now, "test", c.ID, matching.Weights{Crossed: 7}))
	refusedAs(t, placement.Rule(app, testapp.Now, "test", c.ID, placement.Seat{Placement: p.Row.ID, Offer: one.ID}, placement.Pin, " "), domain.ErrReason, "")
	for _, o := range []string{one.ID, two.ID} {
		okay(t, placement.Rule(app, testapp.Now, "test", c.ID, placement.Seat{Placement: p.Row.ID, Offer: o}, placement.Pin, "Souhait dit."))
	}
	r, got := roundOf(t, app, c)
	if r.Input.Rules.Weights != (matching.Weights{Crossed: 7}) || len(r.Input.Rules.Pins) != 1 || got.Placed[0].Offer != two.ID || !got.Placed[0].Pinned {
		t.Errorf("%+v, %+v", r.Input.Rules, got)
	}
}

// Eight hands give the two places of an offer at once: two are placed. The same eight, each having looked at the places
// before its transaction, take more: what looks inside is what guards them.
func TestNoPlaceIsGivenTwice(t *testing.T) {
	for _, inside := range []bool{true, false} {
		app := testapp.New(t)
		c := testapp.Campaign(t, app, nil)
		o := testapp.Offer(t, app, c, nil)
		var seats []placement.Seat
		for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H"} {
			seats = append(seats, placement.Seat{Placement: testapp.Wish(t, app, c, "Exemple", name, nil, o.ID).Row.ID, Offer: o.ID})
		}
		var all, looked sync.WaitGroup
		looked.Add(len(seats))
		for _, s := range seats {
			all.Go(func() {
				if inside {
					_ = placement.MatchByHand(app, testapp.Now, "test", c.ID, s, "", "", nil)
					return
				}
				r, err := placement.ReadRound(app, testapp.Now, c.ID)
				looked.Done()
				looked.Wait()
				if err != nil || r.Refusal(testapp.Now, s) != nil {
					return
				}
				_, _ = placement.Move(app, testapp.Now, s.Placement, placement.Doing{By: domain.PartyCoordinator}, domain.PlacementAct{Move: domain.MoveMatch, Days: o.HalfDays.Slots()},
					func(_ core.App, c *placement.Case) error { c.Offer, c.Row.Offer = o, o.ID; return nil })
			})
		}
		all.Wait()
		taken, err := records.OffersTaken(app, c.ID)
		okay(t, err)
		if inside && taken[o.ID] != 2 {
			t.Errorf("%d people on two places", taken[o.ID])
		}
		if !inside && taken[o.ID] <= 2 {
			t.Errorf("%d people: the race was not run", taken[o.ID])
		}
	}
}
