package domain

import (
	"reflect"
	"slices"
	"testing"
)

// made applies a move of the coordinator that must be legal.
func made(t *testing.T, p Placement, a PlacementAct, why string) (Placement, PlacementStep) {
	t.Helper()
	next, step, err := p.Apply(a, PartyCoordinator, placementNow, why)
	if err != nil {
		t.Fatalf("%s from %q: %v", a.Move, p.State, err)
	}
	return next, step
}

func ids(days []Slot) (list []string) {
	for _, d := range days {
		list = append(list, d.ID)
	}
	return list
}

// A place that is returned leaves nothing of it, an amendment that was owed included: only the numbers of the versions
// go on.
func TestPlacementUnmatchedIsAsBefore(t *testing.T) {
	for name, path := range map[string][]string{
		"matched": toMatched, "signed by one": with(toSent, "sign:host"), "an amendment is owed": with(toSent, "postpone", "resume"),
		"told missed, then amended": with(toSigned, "tell:a-missed", "amend"),
	} {
		p := goTo(t, boss, path...)
		next, _ := made(t, p, moving(MoveUnmatch), "une raison")
		want := goTo(t, boss, "ask", "agree")
		want.Version, want.Since = p.Version, placementNow
		if len(next.Days)+len(next.Told)+len(next.Signatures) == 0 { // empty or nil: the same
			next.Days, next.Told, next.Signatures = want.Days, want.Told, want.Signatures
		}
		if !reflect.DeepEqual(next, want) {
			t.Errorf("%s: %+v, want %+v", name, next, want)
		}
	}
}

// An amendment to one half-day replaces those to come and keeps those told; one without days leaves them all. Either way
// the wait for signatures begins anew.
func TestPlacementAmendedDays(t *testing.T) {
	for name, c := range map[string]struct {
		path []string
		days []Slot
		want []string
	}{
		"to one, nobody came yet":   {toSent, later.Days, []string{"z"}},
		"to one, a half-day told":   {toProgress, later.Days, []string{"a", "z"}},
		"to two, a half-day missed": {with(toSigned, "tell:b-missed"), []Slot{halfDay("y", 69, 9), halfDay("z", 70, 9)}, []string{"b", "y", "z"}},
		"to the same":               {toProgress, nil, []string{"a", "b"}},
	} {
		next, _ := made(t, goTo(t, boss, c.path...), moving(MoveAmend, c.days...), "une raison")
		if !slices.Equal(ids(next.Days), c.want) || !next.Since.Equal(placementNow) || !next.SentAt.Equal(placementNow) {
			t.Errorf("%s: days %v, want %v; since %v, sent at %v", name, ids(next.Days), c.want, next.Since, next.SentAt)
		}
	}
}

// The days that a hand gave may be used again by whoever gave them: neither the placement nor its trail follows.
func TestPlacementKeepsItsOwnDays(t *testing.T) {
	for m, path := range map[Move][]string{MoveMatch: {"ask", "agree"}, MoveAmend: toSent, MoveResume: with(toSent, "postpone")} {
		days := []Slot{halfDay("y", 69, 9), halfDay("z", 70, 9)}
		next, step := made(t, goTo(t, boss, path...), PlacementAct{Move: m, Days: days}, "une raison")
		days[0].ID, days[1] = "altered", Slot{}
		if !slices.Equal(ids(next.Days), []string{"y", "z"}) || !slices.Equal(ids(step.Act.Days), []string{"y", "z"}) {
			t.Errorf("%s: %v in the placement, %v in the trail", m, ids(next.Days), ids(step.Act.Days))
		}
		next.Days[0].ID = "altered"
		if step.Act.Days[0].ID != "y" {
			t.Errorf("%s: the placement and its trail share their days", m)
		}
	}
}

// The reason typed with a half-day is kept with it, without the spaces around it.
func TestPlacementHalfDayKeepsItsReason(t *testing.T) {
	missed := toldOf(HalfDayTold{Slot: "a", Incident: IncidentCancelled})
	p, _ := made(t, goTo(t, boss, toSigned...), missed, "  salle fermée ")
	if h, ok := p.ToldOf("a"); !ok || h.Why != "salle fermée" {
		t.Errorf("%+v", h)
	}
}
