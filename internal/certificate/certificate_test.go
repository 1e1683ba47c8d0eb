package certificate_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// held is an event that took place: who came at which of its two half-days.
type held struct {
	app   core.App
	event *records.Event
	slots []records.Slot
	now   time.Time
}

func hold(t *testing.T, app core.App, rule string, present map[*records.Registration][]int, e *records.Event) held {
	t.Helper()
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	h := held{app, e, slots, e.EndsAt.Time().Add(time.Hour)}
	for r, at := range present {
		for _, i := range at {
			h.scan(t, r, i, domain.ScanIn)
		}
	}
	h.close(t)
	return h
}

func (h held) scan(t *testing.T, r *records.Registration, slot int, kind string) {
	t.Helper()
	e, err := records.EventOf(h.app, h.event.ID)
	if err != nil {
		t.Fatal(err)
	}
	at := h.slots[slot].StartsAt.Time().Add(10 * time.Minute)
	if kind == domain.ScanUndo {
		at = h.now
	}
	res, err := door.Sync(h.app, h.now, door.Place{Event: e, Slots: h.slots, Actor: "test"}, door.Batch{Device: "d", SentAt: h.now.Format(time.RFC3339),
		Scans: []door.Scan{{Nonce: records.NewID(), Registration: r.ID, Slot: h.slots[slot].ID, At: at.Format(time.RFC3339), Kind: kind}}})
	if err != nil || len(res) != 1 || (res[0].Outcome != "accepted" && res[0].Outcome != "undone") {
		t.Fatalf("%+v, %v", res, err)
	}
}

func (h held) close(t *testing.T) {
	t.Helper()
	if err := event.Close(h.app, h.now, "test", h.event.ID); err != nil {
		t.Fatal(err)
	}
}

func seal(t *testing.T, app core.App, now time.Time) int {
	t.Helper()
	n, err := certificate.Seal(app, now, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func content(t *testing.T, c *records.Certificate) (out domain.CertificateContent) {
	t.Helper()
	if err := json.Unmarshal(c.Content, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestClosingIssuesWhatPresenceEarned(t *testing.T) {
	for _, c := range []struct {
		rule     string
		attended []int
		want     bool
		complete bool
		minutes  int
	}{
		{domain.AtLeastOneSlot, nil, false, false, 0},
		{domain.AtLeastOneSlot, []int{0}, true, false, 210},
		{domain.AtLeastOneSlot, []int{0, 1}, true, true, 390},
		{domain.EverySlot, []int{1}, false, false, 0},
		{domain.EverySlot, []int{0, 1}, true, true, 390},
	} {
		app := testapp.New(t)
		e := testapp.Event(t, app, 10, func(d *event.Draft) { d.Rule = c.rule })
		r := testapp.Register(t, app, e, "Mésange", "Aliénor")
		h := hold(t, app, c.rule, map[*records.Registration][]int{r: c.attended}, e)
		live, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
		if (err == nil) != c.want {
			t.Errorf("%s, %v: certificate %v, want %v", c.rule, c.attended, err == nil, c.want)
			continue
		}
		if !c.want {
			continue
		}
		if got := content(t, live); got.Complete != c.complete || got.Total != c.minutes || got.Structure != "Centre hospitalier de Lens" {
			t.Errorf("%s, %v: %+v", c.rule, c.attended, got)
		}
		if n := seal(t, app, h.now); n != 1 {
			t.Errorf("%d sealed", n)
		}
	}
}

func TestWhatIsSealedNeverChanges(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{r: {0}}, e)
	seal(t, app, h.now)
	c, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	if err != nil {
		t.Fatal(err)
	}
	f, err := records.FileOf(app, certificate.FileID(c.ID))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(f.Bytes)
	if hex.EncodeToString(sum[:]) != c.SHA256 || !bytes.HasPrefix(f.Bytes, []byte("%PDF-")) {
		t.Error("the kept hash is not that of the kept bytes")
	}
	if _, err := ticket.ParseCertificateCode(c.Code); err != nil {
		t.Errorf("code %s: %v", c.Code, err)
	}
	for _, statement := range []string{
		"UPDATE certificates SET content = '{}'", "UPDATE certificates SET code = 'X'", "UPDATE certificates SET sha256 = 'X'",
		"DELETE FROM certificates", "UPDATE files SET bytes = x'00'", "DELETE FROM files",
	} {
		if _, err := app.DB().NewQuery(statement).Execute(); err == nil {
			t.Errorf("%s: allowed", statement)
		}
	}
	if n := seal(t, app, h.now.Add(time.Hour)); n != 0 {
		t.Errorf("sealed again: %d", n)
	}
}

func TestClosingTwiceIssuesAndMailsOnce(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{r: {0}}, e)
	h.close(t)
	seal(t, app, h.now)
	h.close(t)
	seal(t, app, h.now)
	rows, err := records.EventCertificates(app, e.ID)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d certificates, %v", len(rows), err)
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 10})
	n := 0
	for _, l := range letters {
		if l.Kind == "attestation" {
			n++
		}
	}
	if err != nil || n != 1 {
		t.Fatalf("%d letters with a certificate, %v", n, err)
	}
}

func TestCertificateFollowsPresenceAfterClosing(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	late := testapp.Register(t, app, e, "Pinson", "Basile")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{r: {0}}, e)
	seal(t, app, h.now)
	first, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	if err != nil {
		t.Fatal(err)
	}

	h.scan(t, late, 1, domain.ScanIn) // a phone that synchronises after closing
	if c, err := records.LiveCertificate(app, late.ID, certificate.Attendance); err != nil || content(t, c).Total != 180 {
		t.Errorf("a late arrival earns its certificate: %v", err)
	}

	h.scan(t, r, 1, domain.ScanIn) // more hours: reissued, the first one kept and revoked
	second, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	if err != nil || second.ID == first.ID || second.Supersedes != first.ID || content(t, second).Total != 390 {
		t.Fatalf("reissued: %+v, %v", second, err)
	}
	seal(t, app, h.now)

	h.scan(t, r, 0, domain.ScanUndo)
	h.scan(t, r, 1, domain.ScanUndo) // no presence left: revoked, visibly
	if _, err := records.LiveCertificate(app, r.ID, certificate.Attendance); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("a certificate without presence: %v", err)
	}
	rows, err := records.CertificatesOf(app, r.ID)
	if err != nil || len(rows) < 2 {
		t.Fatal(len(rows), err)
	}
	for _, c := range rows {
		if c.RevokedAt.IsZero() || c.RevokedReason == "" {
			t.Errorf("%s: revoked without a date or a reason", c.Number)
		}
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 20})
	told := false
	for _, l := range letters {
		told = told || l.Kind == "attestation-retiree"
	}
	if err != nil || !told {
		t.Errorf("nobody was told of the revocation: %v", err)
	}
}

func TestNumbersFollowOneAnother(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	present := map[*records.Registration][]int{}
	for _, name := range []string{"Alba", "Basile", "Céleste", "Désiré"} {
		present[testapp.Register(t, app, e, "Essai", name)] = []int{0}
	}
	hold(t, app, e.Rule, present, e)
	rows, err := records.EventCertificates(app, e.ID)
	if err != nil || len(rows) != 4 {
		t.Fatal(len(rows), err)
	}
	for i, c := range rows {
		if want := "ATT-2026-00000" + string(rune('1'+i)); c.Number != want {
			t.Errorf("number %s, want %s", c.Number, want)
		}
	}
	if !strings.HasPrefix(certificate.VerifyURL(app, rows[0].Code), app.Settings().Meta.AppURL+"/verifier/") {
		t.Error(certificate.VerifyURL(app, rows[0].Code))
	}
}

// The hours of a half-day were wrong: once they are put right the certificate is another one, though nobody's
// minutes changed.
func TestHoursPutRightReissue(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	h := hold(t, app, domain.AtLeastOneSlot, map[*records.Registration][]int{r: {0, 1}}, e)
	first, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	if err != nil {
		t.Fatal(err)
	}
	if err := event.Reopen(app, h.now, "test", e.ID, "L’après-midi commençait plus tard"); err != nil {
		t.Fatal(err)
	}
	if e, err = records.EventOf(app, e.ID); err != nil {
		t.Fatal(err)
	}
	d := event.DraftOf(e, h.slots, nil)
	d.Slots[1].Start, d.Slots[1].End = d.Slots[1].Start.Add(time.Hour), d.Slots[1].End.Add(time.Hour)
	if _, err := event.Save(app, h.now, "test", d); err != nil {
		t.Fatal(err)
	}
	h.close(t)
	now, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	if err != nil {
		t.Fatal(err)
	}
	if c := content(t, now); now.Supersedes != first.ID || c.Slots[1].Start != d.Slots[1].Start.Format(time.RFC3339) || c.Total != content(t, first).Total {
		t.Errorf("supersedes %q, %+v", now.Supersedes, c)
	}
}

// A certificate that cannot be drawn holds back no other.
func TestAFaultHoldsBackNoOtherCertificate(t *testing.T) {
	app := testapp.New(t)
	set, err := records.LoadSettings(app)
	if err != nil {
		t.Fatal(err)
	}
	var events []*records.Event
	var people []*records.Registration
	for _, first := range []string{"Aliénor", "Bruno"} {
		e := testapp.Event(t, app, 10, nil)
		events, people = append(events, e), append(people, testapp.Register(t, app, e, "Mésange", first))
	}
	set.Logos = records.List{"a logo that is gone"}
	if err := records.SaveSettings(app, set); err != nil {
		t.Fatal(err)
	}
	hold(t, app, "", map[*records.Registration][]int{people[0]: {0}}, events[0])
	set.Logos = nil
	if err := records.SaveSettings(app, set); err != nil {
		t.Fatal(err)
	}
	h := hold(t, app, "", map[*records.Registration][]int{people[1]: {0}}, events[1])
	n, err := certificate.Seal(app, h.now, 100)
	if n != 1 || err == nil {
		t.Errorf("%d sealed, %v", n, err)
	}
	if c, err := records.LiveCertificate(app, people[1].ID, certificate.Attendance); err != nil || c.IssuedAt.IsZero() {
		t.Error("the second waits for the first", err)
	}
}
