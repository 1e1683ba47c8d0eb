package door_test

import (
	"math/rand/v2"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Counts of several phones, in any order and some of them twice, come to the same; every reader says it alike.
func TestHeadcountsCommute(t *testing.T) {
	app := testapp.New(t)
	draw := rand.New(rand.NewPCG(1, 2))
	type tap struct {
		category string
		people   int
	}
	var taps []tap
	want := map[string]int{}
	for range 40 {
		c := domain.HeadCategories[draw.IntN(3)]
		n := []int{1, 2, 5, -1, -4}[draw.IntN(5)]
		taps, want[c] = append(taps, tap{c, n}), want[c]+n
	}
	taps, want["carers"] = append(taps, tap{"carers", -90}), want["carers"]-90
	for c, n := range want {
		want[c] = max(0, n)
	}
	for range 3 {
		e := testapp.Event(t, app, 9, nil)
		place := open(t, app, e)
		order := append(draw.Perm(len(taps)), draw.Perm(len(taps))[:10]...)
		for _, i := range order {
			r, err := door.Count(app, testapp.Now, place, door.Heads{Nonce: e.ID + string(rune('A'+i)), Device: "p", Category: taps[i].category, People: taps[i].people})
			if err != nil || r.Outcome != "accepted" {
				t.Fatal(r, err)
			}
		}
		totals, err := records.HeadcountTotals(app, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		all := 0
		for c, n := range want {
			all += n
			if totals[c] != n {
				t.Fatalf("%s: %d, counted %d", c, totals[c], n)
			}
		}
		byEvent, err := records.HeadcountsByEvent(app)
		if err != nil || byEvent[e.ID] != all {
			t.Fatal("the figures say", byEvent[e.ID], "not", all, err)
		}
		closing, err := event.Preview(app, testapp.Now.AddDate(0, 0, 3), e)
		if err != nil || closing.Public != all {
			t.Fatal("the closing says", closing.Public, err)
		}
	}
}

// What is no count is answered, never kept; one that comes after closing counts, after a cancellation does not.
func TestOddHeadcounts(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 9, nil)
	place := open(t, app, e)
	good := door.Heads{Nonce: "a", Device: "p", Category: "public", People: 3}
	for name, h := range map[string]door.Heads{"nobody": {Nonce: "x", Device: "p", Category: "public"}, "no phone": {Nonce: "x", Category: "public", People: 1},
		"a name": {Nonce: "x", Device: "p", Category: "Essai", People: 1}, "too many": {Nonce: "x", Device: "p", Category: "public", People: 1001}} {
		if r, err := door.Count(app, testapp.Now, place, h); err != nil || r.Outcome != "invalid" || len(r.Totals) != 0 {
			t.Errorf("%s: %+v %v", name, r, err)
		}
	}
	if err := event.Close(app, testapp.Now.AddDate(0, 0, 3), "u", e.ID); err != nil {
		t.Fatal(err)
	}
	if r, err := door.Count(app, testapp.Now, place, good); err != nil || r.Outcome != "accepted" || r.Totals["public"] != 3 {
		t.Fatal(r, err)
	}
	off := testapp.Event(t, app, 9, nil)
	place = open(t, app, off)
	if err := event.Cancel(app, testapp.Now, "u", off.ID, "plus de salle"); err != nil {
		t.Fatal(err)
	}
	good.Nonce = "b"
	if r, err := door.Count(app, testapp.Now, place, good); err != nil || r.Outcome != "closed" {
		t.Fatal(r, err)
	}
}
