package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// batch is how many people the event has whose certificates are being made.
const batch = 500

// A batch of certificates survives a kill in its middle: once it runs again there is one for each, with its bytes and
// its letter, and none twice.
func TestABatchOfCertificatesSurvivesAKill(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	morning := place.Slots[0].StartsAt.Time()
	must(t, app.RunInTransaction(func(app core.App) error {
		var scans []door.Scan
		for i := range batch {
			in := testapp.Request(e, fmt.Sprintf("Essai%d", i), "Zoe")
			a, err := registration.Register(app, testapp.Now, in)
			if err != nil {
				return err
			}
			scans = append(scans, door.Scan{Nonce: records.NewID(), Registration: a.Registration.ID, Slot: place.Slots[0].ID, At: stamp(morning)})
		}
		for some := range slices.Chunk(scans, 100) { // as a phone sends them
			if _, err := door.Sync(app, morning, place, door.Batch{Device: "tel", SentAt: stamp(morning), Scans: some}); err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, event.Close(app, morning.Add(time.Hour), "essai", e.ID))
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "data.db"), snapshot(t, app.DB()), 0o600))
	for _, upTo := range []int{20, 150, 300} {
		_, stop := serve(t, dir)
		sealed := awaitSealed(t, dir, upTo)
		stop()
		if sealed >= batch {
			t.Errorf("%d are made before the kill: it was not in the middle", sealed)
		}
		if code, lines, errs := run(t, dir); code != 0 {
			t.Fatalf("exit %d after the kill at %d\n%s\n%s", code, sealed, strings.Join(lines, "\n"), errs)
		}
	}
	_, stop := serve(t, dir)
	awaitSealed(t, dir, batch)
	stop()
	for what, sql := range map[string]string{
		"valid certificates":      "SELECT COUNT(DISTINCT registration) FROM certificates WHERE issued_at != '' AND revoked_at = ''",
		"certificates in all":     "SELECT COUNT(*) FROM certificates",
		"documents":               "SELECT COUNT(*) FROM files WHERE id LIKE 'certificate:%' AND length(bytes) > 1000",
		"letters":                 "SELECT COUNT(*) FROM outbox WHERE kind = 'attestation'",
		"letters of certificates": "SELECT COUNT(*) FROM certificates c JOIN outbox o ON o.cause = 'attestation:' || c.id",
	} {
		if n := counted(t, dir, sql); n != batch {
			t.Errorf("%s: %d, want %d", what, n, batch)
		}
	}
	if code, lines, errs := run(t, dir); code != 0 {
		t.Errorf("exit %d at the end\n%s\n%s", code, strings.Join(lines, "\n"), errs)
	}
}

// awaitSealed waits until so many certificates have their bytes, and counts them.
func awaitSealed(t *testing.T, dir string, n int) (sealed int) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 90*time.Second; time.Sleep(5 * time.Millisecond) {
		if sealed = counted(t, dir, "SELECT COUNT(*) FROM certificates WHERE issued_at != ''"); sealed >= n {
			return sealed
		}
	}
	db, err := dbx.Open("sqlite", filepath.Join(dir, "data.db"))
	must(t, err)
	defer db.Close()
	var fault string
	must(t, db.NewQuery("SELECT COALESCE(MAX(attempts || ' ' || last_error), '') FROM certificates WHERE issued_at = ''").Row(&fault))
	t.Fatalf("%d are made, not %d: %s", sealed, n, fault)
	return 0
}

func counted(t *testing.T, dir, sql string) (n int) {
	t.Helper()
	db, err := dbx.Open("sqlite", filepath.Join(dir, "data.db")+"?_pragma=busy_timeout(10000)")
	must(t, err)
	defer db.Close()
	must(t, db.NewQuery(sql).Row(&n))
	return n
}
