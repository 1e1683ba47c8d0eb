package placement_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// atOnce runs the same thing by several hands, and counts those that were not refused.
func atOnce(hands int, do func(i int) error) (won int) {
	var all sync.WaitGroup
	var n atomic.Int32
	start := make(chan struct{})
	for i := range hands {
		all.Go(func() {
			<-start
			if do(i) == nil {
				n.Add(1)
			}
		})
	}
	close(start)
	all.Wait()
	return int(n.Load())
}

// Several hands do the same at once, on the real store: each thing happens once, and what is checked stays right.
func TestHandsAtOnce(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places = 3 })
	once := func(what string, won, want int) {
		t.Helper()
		if won != want {
			t.Errorf("%s: %d hands won, not %d", what, won, want)
		}
	}
	in := placement.Request{Origin: "online", LastName: "Exemple", FirstName: "Noa", Email: "noa@exemple.invalid", Structure: "EPSM Val de Lys-Artois", Profession: "infirmier", Service: "CMP",
		ManagerName: "Alix", ManagerEmail: "alix@exemple.invalid", Choices: []string{o.ID}, Objectives: "Découvrir.", Informed: true}
	once("ask", atOnce(4, func(int) error {
		_, err := placement.Ask(app, testapp.Now, c.ID, placement.Doing{By: domain.PartyTrainee}, in)
		return err
	}), 1)
	decidedOnce(t, app, c)
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Camille"))
	p = testapp.Moved(t, app, testapp.Now, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveUnsign, Signature: domain.AgreementSignature{Signer: domain.PartyTrainee}})
	once("sign", atOnce(4, func(int) error {
		_, err := placement.Sign(app, testapp.Now, p.Row.ID, placement.Doing{By: domain.PartyTrainee}, placement.Signing{Signer: domain.PartyTrainee, Day: testapp.Now.Truncate(24 * time.Hour), Version: 1})
		return err
	}), 1)
	p, err := placement.Open(app, p.Row.ID)
	okay(t, err)
	for i := range p.P.Days {
		p = told(t, app, p, i, domain.HalfDayTold{Present: i == 0, Minutes: []int{180, 0}[i], Incident: []domain.Incident{"", domain.IncidentNoShow}[i]})
	}
	_, end := domain.Span(p.P.Days)
	moves := []domain.Move{domain.MoveFinish, domain.MovePostpone, domain.MoveFinish, domain.MovePostpone}
	var finished atomic.Int32
	atOnce(len(moves), func(i int) error {
		_, err := placement.Move(app, end.Add(2*time.Hour), p.Row.ID, placement.Doing{By: domain.PartyCoordinator, Why: fmt.Sprint("Raison ", i)}, domain.PlacementAct{Move: moves[i]}, nil)
		if err == nil && moves[i] == domain.MoveFinish { // what is postponed may still be finished, what is finished not postponed
			finished.Add(1)
		}
		return err
	})
	entries := 0
	okay(t, app.DB().NewQuery("SELECT COUNT(*) FROM events WHERE placement = {:p}").Bind(dbx.Params{"p": p.Row.ID}).Row(&entries))
	once("finish", int(finished.Load()), 1)
	once("entries of the register", entries, 1)
	clean(t, app, end.Add(3*time.Hour))
	clockOnce(t, app, end.AddDate(0, 0, 40))
}

// decidedOnce lets two coordinators decide the same proposal at once: one does, the other is told that it changed.
func decidedOnce(t *testing.T, app core.App, c *records.Campaign) {
	t.Helper()
	r, err := placement.ReadRound(app, testapp.Now, c.ID)
	okay(t, err)
	p, err := matching.Propose(r.Input)
	okay(t, err)
	if len(p.Placed) == 0 {
		t.Fatal("nobody to place")
	}
	d := placement.Decision{Digest: r.Digest(p), Seats: []placement.Seat{{Placement: r.Wishes[p.Placed[0].Wish].ID, Offer: p.Placed[0].Offer}}}
	if won := atOnce(3, func(int) error { return placement.Decide(app, testapp.Now, "test", c.ID, d) }); won != 1 {
		t.Errorf("decided %d times", won)
	}
}

// clockOnce lets the clock strike three times at once: no letter leaves twice, and nothing fails.
func clockOnce(t *testing.T, app core.App, at time.Time) {
	t.Helper()
	var queued atomic.Int32
	if won := atOnce(3, func(int) error {
		n, err := placement.Remind(app, at)
		queued.Add(int32(n))
		if err == nil {
			_, err = placement.Tick(app, at)
		}
		return err
	}); won != 3 {
		t.Errorf("the clock failed: %d of 3", won)
	}
	var twice []string
	okay(t, app.DB().NewQuery("SELECT cause FROM outbox GROUP BY cause HAVING COUNT(*) > 1").Column(&twice))
	if n := queued.Load(); n == 0 || len(twice) > 0 {
		t.Errorf("%d reminders, twice: %v", n, twice)
	}
}
