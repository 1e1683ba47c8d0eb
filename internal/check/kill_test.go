package check_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/dbx"

	"passerelle/internal/event"
	"passerelle/internal/testapp"
)

// What was acknowledged survives: three times the program is killed in the middle of a rush.
func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 50, func(d *event.Draft) {
		for i := range d.Slots { // to come, by the program's own clock
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(100, 0, 0), d.Slots[i].End.AddDate(100, 0, 0)
		}
	})
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "data.db"), snapshot(t, app.DB()), 0o600))
	acknowledged := 0
	for round := range 3 {
		base, stop := serve(t, dir)
		links := rushUntilKilled(t, base+"/evenements/"+e.Slug+"/inscription", round, 300*time.Millisecond, stop)
		if len(links) == 0 {
			t.Fatal("nothing was acknowledged before the kill")
		}
		acknowledged += len(links)
		if code, lines, errs := run(t, dir); code != 0 {
			t.Fatalf("round %d: exit %d after the kill\n%s\n%s", round, code, strings.Join(lines, "\n"), errs)
		}
		lost(t, dir, links)
		base, stop = serve(t, dir)
		answer, err := http.Get(base + links[0])
		must(t, err)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("round %d: the personal page answers %d after the restart", round, answer.StatusCode)
		}
		stop()
	}
	t.Logf("%d registrations acknowledged, none lost", acknowledged)
}

// serve starts the program on a free port and waits for its first page; stop kills it at once.
func serve(t *testing.T, dir string) (base string, stop func()) {
	t.Helper()
	binary, err := program()
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := l.Addr().String()
	must(t, l.Close())
	cmd := exec.Command(binary, "serve", "--http", address, "--dir", dir)
	cmd.Env = append(os.Environ(), "PASSERELLE_URL=http://"+address)
	must(t, cmd.Start())
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cmd.Process.Kill()
			cmd.Wait()
		})
	}
	t.Cleanup(stop)
	for range 200 {
		if answer, err := http.Get("http://" + address + "/"); err == nil {
			answer.Body.Close()
			return "http://" + address, stop
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the program does not serve")
	return "", stop
}

// rushUntilKilled registers people over eight connections, kills the program in the middle, and gives the
// addresses of the registrations that were answered.
func rushUntilKilled(t *testing.T, form string, round int, after time.Duration, kill func()) (links []string) {
	client := &http.Client{Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var mu sync.Mutex
	var done sync.WaitGroup
	for hand := range 8 {
		done.Go(func() {
			for i := 0; ; i++ {
				answer, err := client.PostForm(form, url.Values{"prenom": {"Zoe"}, "nom": {fmt.Sprintf("Essai r%d h%d n%d", round, hand, i)},
					"email": {fmt.Sprintf("zoe.%d.%d.%d@exemple.invalid", round, hand, i)}, "structure": {"CH Lens"}, "fonction": {"infirmier"}})
				if err != nil {
					return // killed
				}
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if to := answer.Header.Get("Location"); answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(to, "/inscriptions/") {
					mu.Lock()
					links = append(links, to)
					mu.Unlock()
				}
			}
		})
	}
	time.Sleep(after)
	kill()
	done.Wait()
	return links
}

// lost looks for every acknowledged registration, its ticket and its letter.
func lost(t *testing.T, dir string, links []string) {
	t.Helper()
	db, err := dbx.Open("sqlite", filepath.Join(dir, "data.db"))
	must(t, err)
	defer db.Close()
	for _, l := range links {
		id := strings.TrimPrefix(l, "/inscriptions/")[:15]
		var n int
		err := db.NewQuery(`SELECT COUNT(*) FROM registrations r JOIN outbox o ON o.registration = r.id
			WHERE r.id = {:id} AND r.ticket != ''`).Bind(dbx.Params{"id": id}).Row(&n)
		if err != nil || n != 1 {
			t.Errorf("%s was acknowledged, %d rows, %v", id, n, err)
		}
	}
}
