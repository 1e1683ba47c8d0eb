package demo_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// stagesDone is how many stages croisés of the demonstration are in the register.
const stagesDone = 11

// stagesAtEveryStep: one campaign is over, one runs with people at every step of the path, places are open all year.
func stagesAtEveryStep(t *testing.T, a core.App) {
	campaigns, err := records.PlacementCampaigns(a)
	if err != nil || len(campaigns) != 3 {
		t.Fatal(len(campaigns), err)
	}
	states, done := map[domain.PlacementState]int{}, 0
	for _, c := range campaigns {
		rows, err := records.Placements(a, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range rows {
			if states[domain.PlacementState(p.State)]++; p.Registration != "" {
				done++
			}
		}
	}
	t.Log(states, done)
	for _, s := range domain.PlacementStates {
		if states[s] == 0 && s != domain.PlacementReportReceived { // read by nobody before the attestation here
			t.Errorf("nobody is %s", s)
		}
	}
	if done != stagesDone {
		t.Errorf("%d are in the register, %d expected", done, stagesDone)
	}
}
