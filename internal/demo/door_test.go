package demo_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/conflict"
	"passerelle/internal/demo"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// doorInFull: whoever opens the event of the day sees each thing that a door can leave to look at.
func doorInFull(t *testing.T, a core.App, g demo.Guide) {
	e, err := records.EventBySlug(a, g.TodayEvent.Slug)
	if err != nil {
		t.Fatal(err)
	}
	if want := (domain.DoorRules{Departures: true, Signature: true, SelfCheck: true, Visitors: true}); e.DoorRules.DoorRules != want {
		t.Error("the door asks", e.DoorRules.DoorRules)
	}
	phones, err := records.Devices(a, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	ready := 0
	for _, d := range phones {
		if r, told := device.ReadinessOf(d); told && r.Whole() {
			ready++
		}
	}
	if len(phones) != 2 || ready != 1 {
		t.Error(len(phones), "phones,", ready, "ready")
	}
	open, _, err := conflict.List(a, e)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[domain.ConflictKind]int{}
	for _, c := range open {
		kinds[c.Kind]++
	}
	if len(kinds) != 2 || kinds[domain.TwoDoors] != 1 || kinds[domain.ToComplete] != 1 {
		t.Error("to look at:", kinds)
	}
	heads, err := records.HeadcountTotals(a, e.ID)
	if err != nil || heads["public"] == 0 || heads["users"] == 0 || heads["carers"] == 0 {
		t.Error(heads, err)
	}
	rows, err := records.Attendances(a, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	for _, r := range rows {
		if !r.LeftAt.IsZero() {
			left++
		}
	}
	if left != 1 {
		t.Error(left, "departures")
	}
}

// signedInEveryWay: a past training has signatures of each kind, and countersignatures; an event has a sheet typed again.
func signedInEveryWay(t *testing.T, a core.App) {
	events, err := records.Events(a, records.EventFilter{})
	if err != nil {
		t.Fatal(err)
	}
	ways, typedAgain := map[string]int{}, 0
	for _, e := range events {
		if e.Status != domain.Held {
			continue
		}
		signatures, err := records.Signatures(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range signatures {
			ways[s.Way]++
		}
		rows, err := records.Attendances(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if domain.Proof(r.Proof) == domain.PaperEntered {
				typedAgain++
			}
		}
	}
	for _, way := range []string{domain.DrawnWay, domain.ConfirmedWay, domain.SelfWay, domain.TrainerWay} {
		if ways[way] < 3 {
			t.Errorf("%s: %d signatures", way, ways[way])
		}
	}
	if typedAgain == 0 {
		t.Error("no sheet was typed again")
	}
}
