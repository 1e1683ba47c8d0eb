package placement_test

import (
	"fmt"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/merge"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/retention"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// The bilan of a campaign and the figures of the year say the same, whatever happens afterwards to who did the stages and
// to where they were: a presence put right, structures and people merged, somebody erased. What is checked stays right.
func TestTheBilanAndTheYearSayTheSame(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places = 4 })
	var made []*placement.Case
	for _, name := range []string{"Camille", "Noa", "Sacha"} {
		made = append(made, testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", name))))
	}
	later := testapp.Now.AddDate(0, 0, 20)
	same := func(after string, done, halfDays, institutions int) {
		t.Helper()
		b, err := placement.BilanOf(app, later, c)
		okay(t, err)
		year, err := stats.Count(app, later, stats.Query{})
		okay(t, err)
		said := fmt.Sprint(b.N(domain.BilanDone), b.HalfDays, b.Institutions)
		counted := fmt.Sprint(year.Total.Counts[domain.FigPlacements], year.Total.Counts[domain.FigHalfDays], year.Total.Counts[domain.FigInstitutions])
		if want := fmt.Sprint(done, halfDays, institutions); said != want || counted != want {
			t.Errorf("%s: the bilan says %s, the year %s, not %s", after, said, counted, want)
		}
	}
	same("done", 3, 6, 2)
	takenBack(t, app, made[0], 0)
	same("a presence taken back", 3, 5, 2)
	_, first := entryOf(t, app, made[0])
	_, second := entryOf(t, app, made[1])
	okay(t, merge.People(app, later, "test", first.Person, second.Person))
	same("people merged", 3, 5, 2)
	okay(t, merge.Structures(app, later, "test", o.Structure, made[0].Row.Structure))
	same("both structures are one", 3, 5, 1)
	okay(t, merge.UndoStructure(app, later, "test", made[0].Row.Structure))
	same("they are two again", 3, 5, 2)
	okay(t, retention.ErasePerson(app, later, "test", first.Person, "Opposition reçue"))
	same("somebody erased", 3, 5, 2)
	takenBack(t, app, made[2], 0)
	takenBack(t, app, made[2], 1)
	same("nothing left of one", 2, 3, 2)
	clean(t, app, later)
}

// takenBack takes back in the register a presence of a stage.
func takenBack(t *testing.T, app core.App, p *placement.Case, n int) {
	t.Helper()
	e, r := entryOf(t, app, p)
	slots, err := records.Slots(app, e.ID)
	okay(t, err)
	_, err = door.Correct(app, testapp.Now.AddDate(0, 0, 12), door.Place{Event: e, Slots: slots, Actor: "test"}, door.Correction{Nonce: "retrait-" + slots[n].ID, Registration: r.ID, Slot: slots[n].ID, Reason: "Notée par erreur."})
	okay(t, err)
}
