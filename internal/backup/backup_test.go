package backup_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
	"pgregory.net/rapid"

	"passerelle/hooks"
	"passerelle/internal/backup"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func TestABackupMadeDuringWritesIsWholeAndItsLinksOpen(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	token, err := link.Token(app, link.Registration, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	stop, written := make(chan struct{}), 0
	var writer sync.WaitGroup
	writer.Go(func() {
		for ; ; written++ {
			select {
			case <-stop:
				return
			default:
			}
			err := app.RunInTransaction(func(app core.App) error {
				for _, action := range []string{"first", "second"} {
					if err := records.AddAudit(app, records.AuditLine{At: records.At(testapp.Now), Action: action, Kind: "pair"}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	time.Sleep(50 * time.Millisecond)
	archive, err := backup.Make(app, testapp.Now)
	close(stop)
	writer.Wait()
	if err != nil || written == 0 {
		t.Fatalf("%d writes, %v", written, err)
	}

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.db"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	aside, err := backup.Restore(archive, dir, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	if old, err := os.ReadFile(filepath.Join(aside, "data.db")); err != nil || string(old) != "damaged" {
		t.Errorf("what was there is not kept: %q %v", old, err)
	}
	restoredIsWhole(t, filepath.Join(dir, "data.db"))
	opened, err := tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: dir, DBConnect: hooks.Connect, EncryptionEnv: "pb_test_env"})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Cleanup()
	if id, err := link.Open(opened, testapp.Now, link.Registration, token); err != nil || id != r.ID {
		t.Errorf("a link sent before does not open: %q %v", id, err)
	}
	if again, err := records.RegistrationOf(opened, r.ID); err != nil || again.Ticket != r.Ticket {
		t.Errorf("%v %v", again, err)
	}
}

func restoredIsWhole(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var answer string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&answer); err != nil || answer != "ok" {
		t.Errorf("integrity: %s %v", answer, err)
	}
	var first, second int
	if err := db.QueryRow("SELECT COUNT(*) FILTER (WHERE action = 'first'), COUNT(*) FILTER (WHERE action = 'second') FROM audit WHERE kind = 'pair'").Scan(&first, &second); err != nil || first != second {
		t.Errorf("half a transaction: %d and %d, %v", first, second, err)
	}
}

func TestARestoreTouchesNothingWhenItCannotSucceed(t *testing.T) {
	app := testapp.New(t)
	archive, err := backup.Make(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.db"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 0xff
	for name, content := range map[string][]byte{"cut": whole[:len(whole)/2], "changed": flipped, "text": []byte("bonjour"), "empty": nil} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Restore(bad, dir, testapp.Now); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	release, err := backup.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(archive, dir, testapp.Now); !errors.Is(err, backup.ErrBusy) {
		t.Errorf("beside a server: %v", err)
	}
	if _, err := backup.Lock(dir); !errors.Is(err, backup.ErrBusy) {
		t.Errorf("two servers: %v", err)
	}
	release()
	if got, err := os.ReadFile(filepath.Join(dir, "data.db")); err != nil || string(got) != "mine" {
		t.Errorf("the folder changed: %q %v", got, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".restauration-*"))
	if err != nil || left != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestRotationKeepsDaysAndWeeks(t *testing.T) {
	app := testapp.New(t)
	for n := range 100 {
		if _, err := backup.Make(app, testapp.Now.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
	}
	copies, err := backup.List(app.DataDir())
	if err != nil {
		t.Fatal(err)
	}
	// Fourteen days span the last two weeks and a bit: six older weeks have their last day beside them.
	if n := len(copies); n < backup.Days+backup.Weeks-3 || n > backup.Days+backup.Weeks {
		t.Errorf("%d copies kept", n)
	}
	if !copies[0].At.Equal(testapp.Now.AddDate(0, 0, 99)) {
		t.Errorf("the newest is of %v", copies[0].At)
	}
	if left, err := filepath.Glob(filepath.Join(backup.Dir(app.DataDir()), ".en-cours-*")); err != nil || left != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestKeepAlwaysKeepsTheNewestAndNoMoreThanItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfN(rapid.IntRange(0, 24*400), 1, 200).Draw(t, "hours")
		slices.Sort(hours)
		slices.Reverse(hours)
		moments := make([]time.Time, len(hours))
		for i, h := range hours {
			moments[i] = testapp.Now.Add(time.Duration(h) * time.Hour)
		}
		kept := backup.Keep(moments)
		n := 0
		for _, k := range kept {
			if k {
				n++
			}
		}
		if !kept[0] || n > backup.Days+backup.Weeks {
			t.Fatalf("newest kept: %v, %d kept", kept[0], n)
		}
		left := []time.Time{}
		for i, k := range kept {
			if k {
				left = append(left, moments[i])
			}
		}
		if slices.Contains(backup.Keep(left), false) {
			t.Fatal("a second rotation drops more")
		}
	})
}
