package door_test

import (
	"maps"
	"testing"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// A phone without network says what the list told it: the answers of the rule, and nothing about the others.
func TestTheListBearsTheAnswers(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	testapp.Register(t, app, e, "Essai", "Alba")
	gone := testapp.Register(t, app, e, "Essai", "Bruno")
	if err := registration.Cancel(app, testapp.Now, gone.ID, registration.ByPerson, "x", ""); err != nil {
		t.Fatal(err)
	}
	testapp.Register(t, app, e, "Essai", "Chloé")
	testapp.Register(t, app, e, "Essai", "David")
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	l, err := door.ListSince(app, testapp.Now, open(t, app, e), 0)
	if err != nil || l.Now != testapp.Now.UTC().Format(time.RFC3339) {
		t.Fatal(l.Now, err)
	}
	want := map[string]map[string]string{"Alba": nil, "Bruno": {"*": "cancelled"}, "Chloé": nil, "David": {"*": "waitlisted"}}
	for _, p := range l.People {
		if !maps.Equal(p.Refused, want[p.FirstName]) {
			t.Errorf("%s: %v", p.FirstName, p.Refused)
		}
	}
	if len(l.People) != len(want) || len(l.Slots) != len(slots) {
		t.Fatal(len(l.People), len(l.Slots))
	}
}
