package placement_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Each rule of a seat is asked again when it is given: the place was chosen, has not begun, suits the days of who comes,
// and the manager agreed. A hand owes a reason for what it overrules, and moves once for one form.
func TestASeatIsAskedItsRulesAgain(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.MinHalfDays = 2 })
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.TutorPhone = "01 02 03 04 05" })
	other := testapp.Offer(t, app, c, func(o *records.Offer) {
		day := testapp.Now.AddDate(0, 0, 15)
		o.HalfDays = records.HalfDaysOf([]domain.Slot{{ID: records.NewID(), Start: day, End: day.Add(3 * time.Hour)}, {ID: records.NewID(), Start: day.AddDate(0, 0, 1), End: day.AddDate(0, 0, 1).Add(3 * time.Hour)}})
	})
	open := testapp.Offer(t, app, c, func(o *records.Offer) { o.HalfDays, o.Periods = nil, "un mardi" })
	start := o.HalfDays[0].Start.Time()
	p := testapp.Wish(t, app, c, "Exemple", "Alix", func(in *placement.Request) {
		in.Unavailable = []domain.Slot{{ID: "x", Start: start, End: start.Add(time.Hour)}}
	}, o.ID)
	decide := func(at time.Time, offer string) error {
		return placement.Decide(app, at, "test", c.ID, placement.Decision{Seats: []placement.Seat{{Placement: p.Row.ID, Offer: offer}}})
	}
	intent := records.NewID()
	hand := func(offer, why string, days ...domain.Slot) error {
		return placement.MatchByHand(app, testapp.Now, "test", c.ID, placement.Seat{Placement: p.Row.ID, Offer: offer}, why, intent, days)
	}
	refusedAs(t, decide(testapp.Now, other.ID), domain.ErrSeatForbidden, "Alix Exemple") // not chosen
	refusedAs(t, decide(testapp.Now, o.ID), domain.ErrSeatForbidden, "Alix Exemple")     // not free then
	refusedAs(t, decide(start, o.ID), domain.ErrOfferBegun, "Alix Exemple")              // too late
	refusedAs(t, hand(o.ID, " "), domain.ErrReason, "")                                  // chosen, but not free then
	refusedAs(t, hand(open.ID, "Oui.", domain.Slot{Start: start, End: start.Add(time.Hour)}), domain.ErrHalfDayCount, "2 à 6")
	for range 2 {
		okay(t, hand(o.ID, "La personne s’est rendue libre."))
	}
	got, err := placement.Open(app, p.Row.ID)
	okay(t, err)
	if got.Row.TutorName != o.TutorName || got.Row.TutorFunction != o.TutorFunction || got.Row.TutorPhone != o.TutorPhone || len(got.Steps) != 3 {
		t.Errorf("%+v, %d steps", got.Row, len(got.Steps))
	}

	strict := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	asked := testapp.Offer(t, app, strict, nil)
	waiting := testapp.Wish(t, app, strict, "Exemple", "Bao", nil, asked.ID)
	err = placement.MatchByHand(app, testapp.Now, "test", strict.ID, placement.Seat{Placement: waiting.Row.ID, Offer: asked.ID}, "Oui.", "", nil)
	refusedAs(t, err, domain.ErrWishMoved, "Bao Exemple")
}
