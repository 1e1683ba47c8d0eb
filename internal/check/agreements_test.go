package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"passerelle/internal/agreement"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// Each fault of an agreement, of a paper or of a trail is seen; without one, nothing is.
func TestEachFaultOfAnAgreementIsSeen(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	send := domain.PlacementAct{Move: domain.MoveSend}
	p := testapp.Moved(t, app, testapp.Now, testapp.Matched(t, app, c, o, "Exemple", "Camille"), domain.PartyCoordinator, send)
	p = testapp.Moved(t, app, testapp.Now, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveAmend})
	other := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Autre", "Sacha"))
	if n, err := agreement.Seal(app, testapp.Now, 9); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	scan, err := agreement.ReadScan("scan", "page.pdf", []byte("%PDF-1.7\nstartxref\n%%EOF\n"))
	must(t, err)
	_, err = placement.Sign(app, testapp.Now, p.Row.ID, placement.Doing{By: domain.PartyHome}, placement.Signing{Signer: domain.PartyHome, Day: testapp.Now, Version: 2, Scan: scan})
	must(t, err)
	rows, err := records.AgreementsOf(app, p.Row.ID)
	must(t, err)
	papers, err := records.Papers(app, p.Row.ID)
	must(t, err)
	l := lived{"p": p.Row.ID, "other": other.Row.ID, "first": rows[0].ID, "second": rows[1].ID, "paper": papers[0].ID}
	for file, id := range map[string]string{"firstFile": records.AgreementFile(rows[0].ID), "paperFile": records.PaperFile(papers[0].ID)} {
		l[file] = id
	}
	clean := snapshot(t, app.DB())
	for _, c := range []corruption{
		{"nothing", 0, "", "UPDATE placements SET phone = '' WHERE id = {:p}"},
		{"bytes of another hash", 6, "first", "DROP TRIGGER files_fixed; UPDATE files SET bytes = x'00' WHERE id = {:firstFile}"},
		{"bytes that are gone", 6, "first", "DROP TRIGGER agreement_files_stay; DELETE FROM files WHERE id = {:firstFile}"},
		{"a version that is gone", 6, "second", "DROP TRIGGER agreements_stay; DELETE FROM agreements WHERE id = {:first}"},
		{"the last version gone", 6, "p", "DROP TRIGGER agreements_stay; DELETE FROM agreements WHERE id = {:second}"},
		{"one number for two", 6, "", "DROP TRIGGER agreements_fixed; UPDATE agreements SET number = (SELECT number FROM agreements WHERE placement = {:other}) WHERE placement = {:p}"},
		{"two numbers for one", 6, "", "DROP TRIGGER agreements_fixed; UPDATE agreements SET number = 'CSC-2026-000003' WHERE id = {:second}"},
		{"no number", 6, "first", "DROP TRIGGER agreements_fixed; UPDATE agreements SET number = 'x' WHERE id = {:first}"},
		{"a paper of other bytes", 12, "paper", "DROP TRIGGER files_fixed; UPDATE files SET bytes = x'00' WHERE id = {:paperFile}"},
		{"a paper without its bytes", 12, "paper", "DELETE FROM files WHERE id = {:paperFile}"},
		{"a paper taken away, and kept", 12, "paperFile", "UPDATE placement_papers SET removed_at = at, removed_reason = 'x' WHERE id = {:paper}"},
		{"taken away for no reason", 12, "paper", "UPDATE placement_papers SET removed_at = at WHERE id = {:paper}"},
		{"a paper of another stage", 12, "paper", "UPDATE placement_papers SET placement = {:other} WHERE id = {:paper}"},
		{"signed by two", 12, "other", "DROP TRIGGER placement_steps_stay; DELETE FROM placement_steps WHERE placement = {:other} AND n = (SELECT MAX(n) FROM placement_steps WHERE placement = {:other})"},
		{"a step of nowhere", 12, "p", "DROP TRIGGER placement_steps_fixed; UPDATE placement_steps SET to_state = 'certified' WHERE placement = {:p} AND n = 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, "data.db"), clean, 0o600))
			spoil(t, filepath.Join(dir, "data.db"), c, l)
			report, err := check.Run(elsewhere{app, dir}, testapp.Now)
			must(t, err)
			var lines []string
			for _, v := range report.Violations {
				lines = append(lines, v.String())
			}
			if c.invariant == 0 && len(lines) > 0 || c.invariant > 0 && !named(lines, c, l) {
				t.Errorf("want invariant %d · %s\n%q", c.invariant, c.want(l), lines)
			}
		})
	}
}
