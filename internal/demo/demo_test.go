package demo_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"passerelle/hooks"
	"passerelle/internal/check"
	"passerelle/internal/demo"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
	_ "passerelle/migrations"
)

// app is an empty folder, without the lists: Fill loads them.
func app(t testing.TB) *tests.TestApp {
	t.Helper()
	a, err := tests.NewTestAppWithConfig(core.BaseAppConfig{DataDir: t.TempDir(), DBConnect: hooks.Connect, EncryptionEnv: "pb_test_env"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Cleanup)
	a.Settings().Meta.AppURL = "http://127.0.0.1:8090"
	return a
}

func fill(t testing.TB, a core.App, now time.Time) demo.Guide {
	t.Helper()
	start := time.Now()
	g, err := demo.Fill(a, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %s", time.Since(start).Round(time.Millisecond))
	return g
}

var morning = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

func TestTheDemonstration(t *testing.T) {
	a := app(t)
	g := fill(t, a, morning)
	t.Run("is lived in", func(t *testing.T) { livedIn(t, a) })
	t.Run("breaks no invariant", func(t *testing.T) { clean(t, a, morning) })
	t.Run("has a guide whose addresses open", func(t *testing.T) { guideOpens(t, a, g) })
	t.Run("keeps its guide, which follows the public address", func(t *testing.T) { guideIsKept(t, a, g) })
	t.Run("shows the door in full", func(t *testing.T) { doorInFull(t, a, g) })
	t.Run("is signed in every way", func(t *testing.T) { signedInEveryWay(t, a) })
	t.Run("shows trainings in full", func(t *testing.T) { trainingsInFull(t, a) })
	t.Run("attests in every way", func(t *testing.T) { attestedInEveryWay(t, a) })
	t.Run("evaluates a year", func(t *testing.T) { evaluatesAYear(t, a) })
	t.Run("says what people thought", func(t *testing.T) { surveyed(t, a) })
	t.Run("sends people next door", func(t *testing.T) { stagesAtEveryStep(t, a) })
	t.Run("is made once", func(t *testing.T) {
		if _, err := demo.Fill(a, morning); !errors.Is(err, demo.ErrNotEmpty) {
			t.Fatal(err)
		}
	})
}

func clean(t *testing.T, a core.App, now time.Time) {
	t.Helper()
	found, err := check.Run(a, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found.Violations {
		t.Error(v)
	}
}

func livedIn(t *testing.T, a core.App) {
	events, err := records.Events(a, records.EventFilter{})
	if err != nil {
		t.Fatal(err)
	}
	byStatus, states, total, walkIns, sealed := map[string]int{}, map[string]int{}, 0, 0, 0
	outcomes, people, proofs := map[domain.Outcome]int{}, map[int]int{}, map[domain.Proof]int{}
	for _, e := range events {
		byStatus[e.Status]++
		n, err := records.StateCounts(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for s, k := range n {
			states[s] += k
			total += k
		}
		certificates, err := records.EventCertificates(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range certificates {
			if c.IssuedAt.IsZero() || c.SHA256 == "" {
				t.Errorf("certificate %s is not sealed", c.Number)
			}
			sealed++
		}
		t.Logf("%s %-10s %3d %v %d attestations · %s", paris.Day(e.StartsAt.Time()), e.Status, e.Capacity, n, len(certificates), e.Title)
	}
	facts, err := records.FactsOfEvents(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		outcomes[f.DomainOutcome()]++
		people[f.Person]++
		proofs[domain.Proof(f.Proof)]++
		if f.WalkIn {
			walkIns++
		}
	}
	returning := 0
	for _, n := range people {
		if n > 1 {
			returning++
		}
	}
	t.Log(total, "registrations", len(people), "people", returning, "returning", walkIns, "walk-ins", sealed, "certificates", outcomes, states)
	for what, ok := range map[string]bool{
		"280 registrations or more":      total >= 280,
		"a fact for each registration":   len(facts) == total+stagesDone,
		"150 people or more":             len(people) >= 150,
		"people who come back":           returning > 50,
		"walk-ins":                       walkIns >= 10,
		"proofs of several kinds":        proofs[domain.Scanned] > 100 && proofs[domain.PaperEntered] > 3 && proofs[domain.AddedLater] > 0,
		"certificates":                   sealed >= 120,
		"drafts, cancelled, held, open":  byStatus["draft"] > 0 && byStatus["cancelled"] > 0 && byStatus["held"] >= 7 && byStatus["published"] >= 7,
		"absents":                        outcomes[domain.Absent] > 5,
		"withdrawn":                      outcomes[domain.Withdrawn] > 5,
		"cancelled by the organiser":     outcomes[domain.CancelledByOrganiser] > 5,
		"excused":                        outcomes[domain.Excused] > 2,
		"unserved":                       outcomes[domain.Unserved] > 0,
		"waitlisted":                     states["waitlisted"] > 3,
		"everyone is in some event once": states["replaced"] == 0,
	} {
		if !ok {
			t.Error("the season lacks:", what)
		}
	}
}

func guideOpens(t *testing.T, a core.App, g demo.Guide) {
	e, err := records.EventBySlug(a, g.TodayEvent.Slug)
	if err != nil || paris.Day(e.StartsAt.Time()) != paris.Day(morning) {
		t.Fatal(e, err)
	}
	token := func(url, before, after string) string {
		return url[len("http://127.0.0.1:8090"+before) : len(url)-len(after)]
	}
	door, err := link.Open(a, morning, link.Door, token(g.Door.URL, "/accueil/", ""))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := records.DoorLinkOf(a, door); err != nil || d.Event != e.ID || !d.ExpiresAt.Time().After(e.EndsAt.Time()) {
		t.Fatal(d, err)
	}
	id, err := link.Open(a, morning, link.Registration, token(g.Ticket.URL, "/inscriptions/", ""))
	if err != nil {
		t.Fatal(err)
	}
	r, err := records.RegistrationOf(a, id)
	if err != nil || r.Event != e.ID || r.State != "confirmed" {
		t.Fatal(r, err)
	}
	if rows, err := records.AttendancesOf(a, id); err != nil || len(rows) > 0 {
		t.Fatal("the guide's ticket was scanned already", rows, err)
	}
	code, err := ticket.ParseCertificateCode(g.Certificate.Code)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := records.CertificateByCode(a, code); err != nil || c.IssuedAt.IsZero() || !c.RevokedAt.IsZero() {
		t.Fatal(c, err)
	}
	u, err := records.UserByEmail(a, g.Coordinator.Email)
	if err != nil || !u.ProxyRecord().ValidatePassword(g.Coordinator.Password) || !u.IsCoordinator() {
		t.Fatal(u, err)
	}
	if o, err := records.UserByEmail(a, g.Organiser.Email); err != nil || o.IsCoordinator() {
		t.Fatal(o, err)
	} else if own, err := records.Events(a, records.EventFilter{Organiser: o.Id}); err != nil || len(own) < 2 {
		t.Fatal("the organiser has no events of their own", len(own), err)
	}
}

// shape is the machine contract of `passerelle demo --json`: these keys, in this order, and no others.
var shape = regexp.MustCompile(`^\{"coordinator":\{"email":"[^"]+","password":"[^"]+","url":"http[^"]+"\},` +
	`"organiser":\{"email":"[^"]+","password":"[^"]+","url":"http[^"]+"\},"door":\{"url":"http[^"]+/accueil/[a-z0-9]+"\},` +
	`"ticket":\{"url":"http[^"]+/inscriptions/[a-z0-9]+"\},` +
	`"certificate":\{"url":"http[^"]+/attestations/[a-z0-9]+/attestation\.pdf","code":"[0-9A-Z-]+"\},"today_event":\{"slug":"[a-z0-9-]+"\}\}$`)

func guideIsKept(t *testing.T, a core.App, g demo.Guide) {
	if b, err := json.Marshal(g); err != nil || !shape.Match(b) {
		t.Fatalf("%s %v", b, err)
	}
	if err := g.Keep(a.DataDir()); err != nil {
		t.Fatal(err)
	}
	again, ok, err := demo.Kept(a.DataDir())
	if err != nil || !ok || again != g {
		t.Fatal(again, ok, err)
	}
	moved := g.At("https://ptsm.exemple.invalid/")
	if want := "https://ptsm.exemple.invalid/accueil/"; moved.Door.URL[:len(want)] != want || moved.At("http://127.0.0.1:8090") != g {
		t.Fatal(moved)
	}
	if _, ok, err := demo.Kept(t.TempDir()); ok || err != nil {
		t.Fatal("a folder without a guide has one", err)
	}
}

func TestAFolderWithDataIsRefused(t *testing.T) {
	a := app(t)
	if _, err := records.AddUser(a, "Quelqu’un", "quelqu-un@exemple.invalid", "une phrase de passe", records.Coordinator); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Fill(a, morning); !errors.Is(err, demo.ErrNotEmpty) {
		t.Fatal(err)
	}
	if items, err := records.Items(a, records.Territories); err != nil || len(items) > 0 {
		t.Fatal("a refused folder was touched", err)
	}
}

func TestItFillsAtTheEdgesOfADay(t *testing.T) {
	for _, moment := range []string{"2026-10-24T22:03:00Z", "2027-03-28T21:58:00Z"} { // the days of 25 and of 23 hours
		t.Run(moment, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, moment)
			if err != nil {
				t.Fatal(err)
			}
			a := app(t)
			fill(t, a, now)
			clean(t, a, now)
		})
	}
}
