package hooks_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/check"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// seats are those of the event that everybody wants.
const seats = 16

// Two thousand people press the button at once, on the real server.
func TestTwoThousandAskForSixteenSeats(t *testing.T) {
	app, e, srv := crowded(t, nil)
	const people = rushing
	slowest, failed := rush(t, srv, e, people)
	if failed > 0 {
		t.Errorf("%d requests were not answered by a registration", failed)
	}
	t.Logf("%d answers, the last after %v", people, slowest.Round(time.Millisecond))
	rows, err := records.Registrations(app, e.ID)
	if err != nil || len(rows) != people {
		t.Fatalf("%d registrations, %v", len(rows), err)
	}
	for i, r := range rows { // in the order of seq
		want, rank := "confirmed", 0
		if i >= seats {
			want, rank = "waitlisted", i+1-seats
		}
		if r.Seq != i+1 || r.State != want {
			t.Fatalf("number %d is %s, want %d %s", r.Seq, r.State, i+1, want)
		}
		if rank > 0 && (rank == 1 || rank == people-seats || rank%500 == 0) {
			if got, err := records.Rank(app, &r); err != nil || got != rank {
				t.Errorf("number %d has rank %d, %v", r.Seq, got, err)
			}
		}
	}
	clean(t, app)
}

// The same crowd without the transaction must take more seats than there are: else the test above proves
// nothing.
func TestWithoutTheTransactionTheyOversell(t *testing.T) {
	g := newGate(2 * seats)
	app, e, srv := crowded(t, g)
	// All are known already: numbering people would make them fail one another before they reach the seats.
	rush(t, srv, testapp.Event(t, app, 0, nil), 4*seats)
	g.shut.Store(true)
	rush(t, srv, e, 4*seats)
	counts, err := records.StateCounts(app, e.ID)
	if err != nil || counts["confirmed"] <= seats {
		t.Fatalf("%v, %v: the race was not run", counts, err)
	}
	report, err := check.Run(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		if v.Invariant == 1 && v.ID == e.ID {
			return
		}
	}
	t.Errorf("the audit does not see the seats too many: %v", report.Violations)
}

// crowded serves an event of few seats; with a gate, every request runs without transaction.
func crowded(t *testing.T, g *gate) (*tests.TestApp, *records.Event, *httptest.Server) {
	t.Helper()
	app := testapp.New(t)
	if g != nil {
		app.OnServe().BindFunc(func(e *core.ServeEvent) error {
			e.Router.BindFunc(func(e *core.RequestEvent) error {
				if !g.shut.Load() {
					return e.Next()
				}
				loose := &noTx{App: e.App, gate: g}
				defer loose.leave()
				e.App = loose
				return e.Next()
			})
			return e.Next()
		})
	}
	e := testapp.Event(t, app, seats, func(d *event.Draft) { d.Title = "Seize places" })
	return app, e, testapp.Serve(t, app)
}

// rush sends the form of so many people at the same moment. Who is not led to a registration has failed.
func rush(t *testing.T, srv *httptest.Server, e *records.Event, people int) (slowest time.Duration, failed int) {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: people}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 2 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var mu sync.Mutex
	var done sync.WaitGroup
	start := make(chan struct{})
	for i := range people {
		done.Go(func() {
			<-start
			began := time.Now()
			err := send(client, srv.URL, e.Slug, i)
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, time.Since(began))
			if err != nil {
				if failed++; failed == 1 {
					t.Logf("first failure: %v", err)
				}
			}
		})
	}
	close(start)
	done.Wait()
	return slowest, failed
}

func send(client *http.Client, base, slug string, i int) error {
	answer, err := client.PostForm(base+"/evenements/"+slug+"/inscription", url.Values{
		"prenom": {"Zoe"}, "nom": {"Essai" + strings.Repeat("a", i%7) + fmt.Sprint(i)}, "email": {fmt.Sprintf("zoe.%d@exemple.invalid", i)},
		"structure": {"CH Lens"}, "fonction": {"infirmier"}, "intention": {fmt.Sprintf("%s%016d", strings.ReplaceAll(slug, "-", ""), i)}})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/inscriptions/") {
		return fmt.Errorf("status %d, to %q", answer.StatusCode, to)
	}
	return nil
}

func clean(t *testing.T, app core.App) {
	t.Helper()
	report, err := check.Run(app, testapp.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// gate makes a race certain: nobody writes before so many have counted the seats, then one at a time.
type gate struct {
	shut    atomic.Bool // until then, requests run as they always do
	crowd   sync.WaitGroup
	arrived chan struct{} // a place for each of the crowd
	one     sync.Mutex
}

func newGate(crowd int) *gate {
	g := &gate{arrived: make(chan struct{}, crowd)}
	g.crowd.Add(crowd)
	return g
}

// noTx is an app that runs a transaction's function without the transaction, for one request.
type noTx struct {
	core.App
	gate   *gate
	inside bool
}

func (n *noTx) RunInTransaction(fn func(core.App) error) error { return fn(n) }

func (n *noTx) DB() dbx.Builder { return gated{n.App.DB(), n} }

// enter is called between the count of the seats and the write that takes one.
func (n *noTx) enter() {
	if n.inside {
		return
	}
	select {
	case n.gate.arrived <- struct{}{}:
		n.gate.crowd.Done()
	default: // the crowd is there already
	}
	n.gate.crowd.Wait()
	n.gate.one.Lock()
	n.inside = true
}

func (n *noTx) leave() {
	if n.inside {
		n.gate.one.Unlock()
	}
}

type gated struct {
	dbx.Builder
	app *noTx
}

func (g gated) NewQuery(sql string) *dbx.Query {
	if strings.Contains(sql, "MAX(seq)") && strings.Contains(sql, "registrations") {
		g.app.enter()
	}
	return g.Builder.NewQuery(sql)
}
