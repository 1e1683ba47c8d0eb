package event_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestCountAddsOnceAndNeverGoesUnderZero(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	for _, c := range []struct {
		name  string
		h     event.Headcount
		code  domain.Code
		field string
		sum   int
	}{
		{"counted", event.Headcount{Category: "public", People: 40, Note: "Hall", Nonce: "a"}, "", "", 40},
		{"sent twice", event.Headcount{Category: "public", People: 40, Note: "Hall", Nonce: "a"}, "", "", 40},
		{"corrected", event.Headcount{Category: "public", People: -5, Nonce: "b"}, "", "", 35},
		{"under zero", event.Headcount{Category: "public", People: -36, Nonce: "c"}, domain.ErrNumber, "people", 35},
		{"another category has none", event.Headcount{Category: "users", People: -1, Nonce: "d"}, domain.ErrNumber, "people", 35},
		{"nothing", event.Headcount{Category: "users", Nonce: "e"}, domain.ErrNumber, "people", 35},
		{"too many", event.Headcount{Category: "users", People: 100001, Nonce: "f"}, domain.ErrNumber, "people", 35},
		{"unknown category", event.Headcount{Category: "x", People: 1, Nonce: "g"}, domain.ErrChoice, "category", 35},
	} {
		err := event.Count(app, now, "test", e.ID, c.h)
		if (c.code == "") != (err == nil) || (c.code != "" && !has(err, c.code, c.field)) {
			t.Errorf("%s: %v", c.name, err)
		}
		sums, err := records.HeadcountsByEvent(app)
		if err != nil || sums[e.ID] != c.sum {
			t.Errorf("%s: %d, want %d (%v)", c.name, sums[e.ID], c.sum, err)
		}
	}
	if err := event.Cancel(app, now, "test", e.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := event.Count(app, now, "test", e.ID, event.Headcount{Category: "public", People: 1, Nonce: "z"}); !domain.Is(err, domain.ErrState) {
		t.Error(err)
	}
}
