package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var stageCorruptions = []corruption{
	{"a stage done that is not in the register", 7, "stage", "UPDATE events SET placement = '' WHERE id = {:entry}"},
	{"an entry of a stage that is not done", 7, "entry", "UPDATE placements SET state = 'in_progress' WHERE id = {:stage}"},
	{"an entry of nobody", 7, "entry", "DELETE FROM registrations WHERE id = {:registration}"},
	{"a stage that lost its registration", 7, "stage", "UPDATE placements SET registration = '' WHERE id = {:stage}"},
	{"an entry open to arrivals", 7, "entry", "UPDATE events SET status = 'published' WHERE id = {:entry}"},
	{"a presence that nobody told", 7, "entry", "UPDATE attendances SET minutes = minutes + 1 WHERE event = {:entry}"},
	{"a half-day that nobody told", 7, "entry", `INSERT INTO slots (id, event, starts_at, ends_at) VALUES ('demijournee0000', {:entry}, '2026-11-20 08:30:00.000Z', '2026-11-20 09:30:00.000Z')`},
	{"a half-day lost", 7, "stage", "DELETE FROM slots WHERE event = {:entry} AND id NOT IN (SELECT slot FROM attendances)"},
	{"a signature kept twice", 5, "=signature000000", `INSERT INTO placement_signatures (id, placement, slot, party) VALUES ('signature000000', {:stage}, 'x', 'host')`},
}

// What a stage says and what the register holds are one: each way of parting them is seen, and a correction made in the
// register is none.
func TestAStageAndItsEntryAreOne(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille"))
	at := p.P.Days[1].End.Add(time.Hour)
	for _, h := range []domain.HalfDayTold{{Slot: p.P.Days[0].ID, Present: true, Minutes: 180}, {Slot: p.P.Days[1].ID, Incident: domain.IncidentNoShow}} {
		p = testapp.Moved(t, app, at, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveTell, HalfDay: h})
	}
	p = testapp.Moved(t, app, at, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveFinish})
	r, err := records.RegistrationOf(app, p.Row.Registration)
	if err != nil {
		t.Fatal(err)
	}
	l := lived{"stage": p.Row.ID, "entry": r.Event, "registration": r.ID}
	clean := snapshot(t, app.DB())
	for _, c := range stageCorruptions {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "data.db"), clean, 0o600); err != nil {
			t.Fatal(err)
		}
		spoil(t, filepath.Join(dir, "data.db"), c, l)
		report, err := check.Run(elsewhere{app, dir}, at)
		var lines []string
		for _, v := range report.Violations {
			lines = append(lines, v.String())
		}
		if err != nil || !named(lines, c, l) {
			t.Errorf("%s: want invariant %d · %s\n%s\n%v", c.name, c.invariant, c.want(l), strings.Join(lines, "\n"), err)
		}
	}

	place, err := door.Open(app, r.Event, "", "test")
	if err != nil {
		t.Fatal(err)
	}
	came, _ := records.AttendancesOf(app, r.ID)
	if _, err := door.Correct(app, at.Add(time.Hour), place, door.Correction{Registration: r.ID, Slot: came[0].Slot, Nonce: "retrait", Reason: "Erreur"}); err != nil {
		t.Fatal(err)
	}
	report, err := check.Run(app, at.Add(2*time.Hour))
	if err != nil || len(report.Violations) != 0 {
		t.Errorf("corrected in the register: %v, %v", report.Violations, err)
	}
	if left, _ := records.AttendancesOf(app, r.ID); len(left) != 0 {
		t.Errorf("%d presences left", len(left))
	}
}
