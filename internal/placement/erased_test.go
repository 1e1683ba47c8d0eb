package placement_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Once the names are gone a placement only ends; among the places open all year, one that waits keeps its name.
func TestNobodyNamelessGoesOn(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) {
		c.Kind, c.ToDay, c.ReportAsked = records.StandingKind, records.Time{}, false
	})
	o := testapp.Offer(t, app, c, nil)
	waits, ended := testapp.Wish(t, app, c, "Attente", "Un", nil, o.ID), testapp.Wish(t, app, c, "Fin", "Deux", nil, o.ID)
	testapp.Moved(t, app, testapp.Now, ended, domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveWithdraw})
	left, err := records.PlacementsUnserved(app, records.At(testapp.Now.AddDate(1, 0, 0)))
	if err != nil || len(left) != 1 || left[0].ID != ended.Row.ID {
		t.Errorf("%d to erase, %v", len(left), err)
	}
	waits.Row.ErasedAt = records.At(testapp.Now)
	if err := records.SavePlacement(app, waits.Row); err != nil {
		t.Fatal(err)
	}
	d := placement.Doing{By: domain.PartyCoordinator, Why: "Durée atteinte."}
	if _, err := placement.Move(app, testapp.Now, waits.Row.ID, d, domain.PlacementAct{Move: domain.MoveMatch, Days: o.HalfDays.Slots()}, nil); !domain.Is(err, domain.ErrErased) {
		t.Errorf("somebody without a name was given a place: %v", err)
	}
	if _, err := placement.Move(app, testapp.Now, waits.Row.ID, d, domain.PlacementAct{Move: domain.MoveRefuse}, nil); err != nil {
		t.Error(err)
	}
}
