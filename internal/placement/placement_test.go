package placement_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A placement is made again from its steps at each reading, and its row says the same.
func TestAPlacementIsWhatItsStepsSay(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Camille")))
	again, err := placement.Open(app, p.Row.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again.P.State != domain.PlacementDone || again.Row.State != "done" || len(again.P.Told) != 2 {
		t.Fatalf("%+v", again.P)
	}
	if _, minutes := again.P.Attended(); minutes != 360 {
		t.Errorf("%d minutes", minutes)
	}
	all, err := placement.OpenAll(app, c)
	if err != nil || len(all) != 1 || all[0].P.State != again.P.State || len(all[0].Steps) != len(again.Steps) {
		t.Errorf("%d, %v", len(all), err)
	}
}

// The same form sent twice moves once; a move that the rules refuse leaves nothing.
func TestAFormMovesOnce(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Camille", nil, o.ID)
	d := placement.Doing{By: domain.PartyManager, Intent: records.NewID()}
	for range 2 {
		if _, err := placement.Move(app, testapp.Now, p.Row.ID, d, domain.PlacementAct{Move: domain.MoveAgree}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := placement.Move(app, testapp.Now, p.Row.ID, placement.Doing{By: domain.PartyTrainee}, domain.PlacementAct{Move: domain.MoveSend}, nil); !domain.Is(err, domain.ErrPlacementParty) {
		t.Errorf("the trainee sent the agreement: %v", err)
	}
	// The word of a manager's form, brought to the form of a wish, opens nobody's placement: it would lead to the trainee's page.
	in := placement.Request{Origin: "online", LastName: "Exemple", FirstName: "Noa", Email: "noa@exemple.invalid", Structure: "EPSM Val de Lys-Artois", Profession: "infirmier", Service: "CMP",
		ManagerName: "Alix", ManagerEmail: "alix@exemple.invalid", Choices: []string{o.ID}, Objectives: "Découvrir.", Informed: true}
	mine, err := placement.Ask(app, testapp.Now, c.ID, placement.Doing{By: domain.PartyTrainee, Intent: d.Intent}, in)
	if err != nil || mine.Row.ID == p.Row.ID {
		t.Fatalf("the word of another form opens %v, %v", mine, err)
	}
	if again, err := placement.Move(app, testapp.Now, mine.Row.ID, d, domain.PlacementAct{Move: domain.MoveAgree}, nil); err != nil || again.P.State != domain.PlacementApproved {
		t.Errorf("the same word for another placement: %v", err)
	}
	steps, err := records.PlacementSteps(app, p.Row.ID)
	if err != nil || len(steps) != 2 {
		t.Errorf("%d steps, %v", len(steps), err)
	}
}
