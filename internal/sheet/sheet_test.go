package sheet_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/sheet"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// noon is after the morning of the event of the tests.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// table is an event with people and a sheet of its day.
type table struct {
	t      *testing.T
	app    core.App
	event  *records.Event
	slots  []records.Slot
	people []*records.Registration
	sheet  *records.Sheet
}

func newTable(t *testing.T, people int) *table {
	app := testapp.New(t)
	h := &table{t: t, app: app, event: testapp.Event(t, app, 0, nil)}
	var err error
	h.slots, err = records.Slots(app, h.event.ID)
	must(t, err)
	for i := range people {
		h.people = append(h.people, testapp.Register(t, app, h.event, fmt.Sprintf("Fictif%c", 'A'+i), "Alba"))
	}
	made := h.prepare(sheet.Request{Split: sheet.ADay, Sorted: sheet.ByName, Blanks: 6})
	h.sheet = &made[0]
	return h
}

func (h *table) prepare(in sheet.Request) []records.Sheet {
	h.t.Helper()
	if in.Slots == nil {
		in.Slots = []string{h.slots[0].ID, h.slots[1].ID}
	}
	made, err := sheet.Prepare(h.app, testapp.Now, "test", h.event.ID, in)
	must(h.t, err)
	return made
}

// entry is everybody of the sheet, present in the morning.
func (h *table) entry(round int, absent ...string) sheet.Entry {
	return sheet.Entry{Slot: h.slots[0].ID, Round: round, Listed: h.sheet.People, Absent: absent}
}

func (h *table) enter(in sheet.Entry) sheet.Count {
	h.t.Helper()
	n, err := sheet.Enter(h.app, noon, "test", h.sheet, in)
	must(h.t, err)
	return n
}

// present tells who is there in the morning.
func (h *table) present() (ids []string) {
	h.t.Helper()
	rows, err := records.Attendances(h.app, h.event.ID)
	must(h.t, err)
	for _, a := range rows {
		if a.Slot == h.slots[0].ID {
			ids = append(ids, a.Registration)
		}
	}
	return ids
}

func (h *table) scan(r *records.Registration, nonce, at, kind, reason string) {
	h.t.Helper()
	place, err := door.Open(h.app, h.event.ID, "", "test")
	must(h.t, err)
	_, err = door.Sync(h.app, noon, place, door.Batch{Device: "d", Scans: []door.Scan{{Nonce: nonce, Code: r.Ticket, Slot: h.slots[0].ID, At: at, Kind: kind, Reason: reason}}})
	must(h.t, err)
}

func (h *table) clean() {
	h.t.Helper()
	report, err := check.Run(h.app, noon)
	must(h.t, err)
	for _, v := range report.Violations {
		h.t.Error(v)
	}
}

func TestPrepareFreezesWhomItLists(t *testing.T) {
	h := newTable(t, 3)
	request := testapp.Request(h.event, "Aigrette", "Zoé")
	request.Structure, request.NoStructure = "", true
	alone, err := registration.Register(h.app, testapp.Now, request)
	must(t, err)
	if got := h.prepare(sheet.Request{Split: sheet.InOne, Sorted: sheet.ByStructure, Blanks: 5}); len(got) != 1 || got[0].People[3] != alone.Registration.ID {
		t.Errorf("without a structure, one is last: %v", got)
	}
	first := h.prepare(sheet.Request{Split: sheet.AHalfDay, Sorted: sheet.ByName, Blanks: 5})
	if len(first) != 2 || len(first[0].People) != 4 || first[0].People[0] != alone.Registration.ID || len(h.sheet.People) != 3 {
		t.Errorf("%v", first)
	}
	if again := h.prepare(sheet.Request{Split: sheet.AHalfDay, Sorted: sheet.ByName, Blanks: 5}); again[0].ID != first[0].ID || again[1].ID != first[1].ID {
		t.Error("sent twice, it makes two")
	}
	for name, c := range map[string]struct {
		in    sheet.Request
		field string
	}{
		"no half-day":    {sheet.Request{Slots: []string{"ailleurs"}, Split: sheet.ADay, Sorted: sheet.ByName, Blanks: 6}, "slots"},
		"too few lines":  {sheet.Request{Slots: []string{h.slots[0].ID}, Split: sheet.ADay, Sorted: sheet.ByName, Blanks: 4}, "blanks"},
		"too many lines": {sheet.Request{Slots: []string{h.slots[0].ID}, Split: sheet.ADay, Sorted: sheet.ByName, Blanks: 11}, "blanks"},
		"no order":       {sheet.Request{Slots: []string{h.slots[0].ID}, Split: sheet.ADay, Blanks: 6}, "sorted"},
	} {
		_, err := sheet.Prepare(h.app, testapp.Now, "test", h.event.ID, c.in)
		if r := domain.Refusals(err); len(r) != 1 || r[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sheet.Of(h.app, "ailleurs", h.sheet.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("another event's: %v", err)
	}
	h.clean()
}

func TestEnterTicksTheAbsents(t *testing.T) {
	h := newTable(t, 5)
	h.scan(h.people[1], "phone", "2026-11-21T08:50:00Z", "in", "")
	in := h.entry(1, h.people[0].ID)
	in.Numbers = "5"
	want := sheet.Count{Here: 2, Otherwise: 1, Absent: 2}
	if got := h.enter(in); got != want {
		t.Fatalf("%+v, want %+v", got, want)
	}
	if got := h.enter(in); got != want || len(h.present()) != 3 {
		t.Fatalf("sent twice: %+v, %d present", got, len(h.present()))
	}
	if slices.Contains(h.present(), h.people[0].ID) || slices.Contains(h.present(), h.people[4].ID) {
		t.Error("an absent is present")
	}
	scans, err := records.ScansOf(h.app, h.people[2].ID)
	must(t, err)
	if len(scans) != 1 || scans[0].Source != "paper" || scans[0].Reason != sheet.Reason || !scans[0].At.Time().Equal(h.slots[0].StartsAt.Time()) {
		t.Errorf("%+v", scans)
	}
	h.clean()
}

// A half-day typed again, taken back and typed once more; who was scanned, before or after, stays there throughout.
func TestUndoTakesBackExactlyThose(t *testing.T) {
	h := newTable(t, 6)
	h.scan(h.people[0], "early", "2026-11-21T07:50:00Z", "in", "")
	h.enter(h.entry(1, h.people[5].ID))
	h.scan(h.people[1], "synchronised later", "2026-11-21T07:55:00Z", "in", "")
	h.scan(h.people[2], "came late", "2026-11-21T08:20:00Z", "in", "")
	undone, err := sheet.Undo(h.app, noon, "test", h.sheet, h.slots[0].ID)
	must(t, err)
	stay := h.present()
	if undone != 3 || len(stay) != 3 {
		t.Fatalf("%d undone, %d present", undone, len(stay))
	}
	for _, r := range h.people[:3] {
		if !slices.Contains(stay, r.ID) {
			t.Errorf("%s was scanned, and is gone", r.LastName)
		}
	}
	if undone, err = sheet.Undo(h.app, noon, "test", h.sheet, h.slots[0].ID); err != nil || undone != 0 {
		t.Errorf("undone twice: %d, %v", undone, err)
	}
	if got := h.enter(h.entry(2)); len(h.present()) != 6 || got.Absent != 0 {
		t.Errorf("typed once more: %+v, %d present", got, len(h.present()))
	}
	s, err := records.SheetOf(h.app, h.sheet.ID)
	must(t, err)
	if s.EnteredAt.IsZero() || !s.UndoneAt.IsZero() {
		t.Errorf("entered %v, undone %v", s.EnteredAt, s.UndoneAt)
	}
	trail, err := records.AuditOf(h.app, "sheet", h.sheet.ID)
	must(t, err)
	if len(trail) != 4 {
		t.Errorf("%d lines in the trail", len(trail))
	}
	h.clean()
}

// A mistaken scan that a phone took back does not stand in the way of the signature on paper.
func TestTheSheetHasTheLastWordOverAnUndo(t *testing.T) {
	h := newTable(t, 2)
	h.scan(h.people[0], "a", "2026-11-21T08:05:00Z", "in", "")
	h.scan(h.people[0], "b", "2026-11-21T08:06:00Z", "undo", "erreur")
	if h.enter(h.entry(1)); len(h.present()) != 2 {
		t.Errorf("%d present", len(h.present()))
	}
	h.clean()
}

func TestEnterRefuses(t *testing.T) {
	h := newTable(t, 3)
	h.scan(h.people[1], "phone", "2026-11-21T08:50:00Z", "in", "")
	with := func(change func(*sheet.Entry)) sheet.Entry {
		in := h.entry(1)
		change(&in)
		return in
	}
	for name, c := range map[string]struct {
		in   sheet.Entry
		now  time.Time
		want domain.Code
	}{
		"no such line":      {with(func(in *sheet.Entry) { in.Numbers = "2 4" }), noon, domain.ErrLinePresent},
		"a line too far":    {with(func(in *sheet.Entry) { in.Numbers = "1, 4" }), noon, domain.ErrLineNumber},
		"no number":         {with(func(in *sheet.Entry) { in.Numbers = "deux" }), noon, domain.ErrLineNumber},
		"another's slot":    {with(func(in *sheet.Entry) { in.Slot = "ailleurs" }), noon, domain.ErrRequired},
		"a round too far":   {with(func(in *sheet.Entry) { in.Round = 2 }), noon, domain.ErrRequired},
		"nothing":           {sheet.Entry{}, noon, domain.ErrRequired},
		"before it begins":  {h.entry(1), testapp.Now, domain.ErrSlotAhead},
		"a line half typed": {with(func(in *sheet.Entry) { in.Added = []sheet.Added{{}, {FirstName: "Ida"}} }), noon, domain.ErrRequired},
	} {
		if _, err := sheet.Enter(h.app, c.now, "test", h.sheet, c.in); !domain.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if len(h.present()) != 1 {
			t.Fatalf("%s, refused, made somebody present", name)
		}
	}
	h.enter(h.entry(1, h.people[0].ID))
	if _, err := sheet.Enter(h.app, noon, "test", h.sheet, h.entry(1)); !domain.Is(err, domain.ErrSheetChanged) {
		t.Errorf("a page left open: %v", err)
	}
	h.clean()
}

func TestLinesWrittenByHand(t *testing.T) {
	h := newTable(t, 2)
	in := h.entry(1)
	in.Added = []sheet.Added{{}, {LastName: "Hérisson", FirstName: "Ida", Structure: "CH Lens"}}
	if got := h.enter(in); got.Here != 3 {
		t.Fatalf("%+v", got)
	}
	h.enter(in)
	r, err := sheet.Read(h.app, h.sheet, false)
	must(t, err)
	if len(r.Rows) != 3 || !r.Rows[2].Added || r.Rows[2].Number != 3 || r.Rows[2].Registration.Origin != domain.FromDoor || r.Rows[2].Cells[0].Arrival.Proof() != domain.PaperEntered {
		t.Fatalf("%+v", r.Rows)
	}
	// Taken back, the line stays, to be typed once more without its name.
	_, err = sheet.Undo(h.app, noon, "test", h.sheet, h.slots[0].ID)
	must(t, err)
	again := h.entry(2)
	again.Listed = append(again.Listed, r.Rows[2].Registration.ID)
	if got := h.enter(again); got.Here != 3 || len(h.present()) != 3 {
		t.Errorf("%+v", got)
	}
	// Somebody registered writes on an empty line: it is asked, and answered.
	late := testapp.Register(t, h.app, h.event, "Loutre", "Ada")
	line := sheet.Added{LastName: "Loutre", FirstName: "Ada"}
	if found, err := sheet.Namesakes(h.app, h.event.ID, line); err != nil || len(found) != 1 || found[0].ID != late.ID {
		t.Errorf("%v %v", found, err)
	}
	in = h.entry(3)
	in.Added = []sheet.Added{line}
	if _, err := sheet.Enter(h.app, noon, "test", h.sheet, in); !domain.Is(err, domain.ErrNamesake) || domain.Refusals(err)[0].Field != "added-0-who" {
		t.Errorf("%v", err)
	}
	in.Added[0].Who = late.ID
	if h.enter(in); !slices.Contains(h.present(), late.ID) {
		t.Error("who was chosen is not there")
	}
	h.clean()
}

// After closing too: presence, absents and certificates follow.
func TestEnterAfterClosing(t *testing.T) {
	h := newTable(t, 3)
	later := noon.Add(10 * time.Hour)
	must(t, event.Close(h.app, later, "test", h.event.ID))
	if _, err := sheet.Enter(h.app, later, "test", h.sheet, h.entry(1, h.people[0].ID)); err != nil {
		t.Fatal(err)
	}
	all, err := records.EventCertificates(h.app, h.event.ID)
	must(t, err)
	if len(all) != 2 {
		t.Errorf("%d certificates", len(all))
	}
	_, err = sheet.Undo(h.app, later, "test", h.sheet, h.slots[0].ID)
	must(t, err)
	all, err = records.EventCertificates(h.app, h.event.ID)
	must(t, err)
	for _, c := range all {
		if c.RevokedAt.IsZero() {
			t.Error("a certificate without a presence")
		}
	}
	h.clean()
}

// What was signed at the door, and how, is read back for the paper; what was revoked is not.
func TestReadFindsSignatures(t *testing.T) {
	h := newTable(t, 2)
	place, err := door.Open(h.app, h.event.ID, "", "test")
	must(t, err)
	signed := func(nonce, code, signature string) {
		_, err := door.Sync(h.app, noon, place, door.Batch{Device: "d", Scans: []door.Scan{{Nonce: nonce, Code: code, Slot: h.slots[0].ID, At: "2026-11-21T08:02:00Z",
			Kind: "in", Signature: []byte(signature)}}})
		must(t, err)
	}
	signed("a", h.people[0].Ticket, `{"way":"drawn","strokes":[[100,100,500,300,900,120]]}`)
	signed("b", h.people[1].Ticket, `{"way":"confirmed","code":"`+h.people[1].ShortCode+`"}`)
	h.scan(h.people[1], "c", "2026-11-21T08:10:00Z", "undo", "erreur de personne")
	must(t, records.AddSignature(h.app, &records.Signature{Event: h.event.ID, Slot: h.slots[0].ID, Nonce: "trainer", Way: domain.TrainerWay, Name: "Camille Exemple", SignedAt: records.At(noon)}))
	r, err := sheet.Read(h.app, h.sheet, true)
	must(t, err)
	first, second := r.Rows[0].Cells[0], r.Rows[1].Cells[0]
	if !first.Present || first.Sign.Way != domain.DrawnWay || second.Present || second.Sign.ID != "" || r.Trainers[h.slots[0].ID].Name != "Camille Exemple" {
		t.Errorf("%+v\n%+v\n%+v", first, second, r.Trainers)
	}
	var paper bytes.Buffer
	must(t, sheet.Draw(h.app, noon, &paper, h.sheet, true))
}

func TestDrawAndBadges(t *testing.T) {
	h := newTable(t, 3)
	h.scan(h.people[1], "phone", "2026-11-21T08:50:00Z", "in", "")
	for _, filled := range []bool{false, true} {
		var one, two bytes.Buffer
		must(t, sheet.Draw(h.app, noon, &one, h.sheet, filled))
		must(t, sheet.Draw(h.app, noon, &two, h.sheet, filled))
		if one.Len() < 5000 || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("filled %v: %d and %d bytes", filled, one.Len(), two.Len())
		}
	}
	for name, c := range map[string]struct {
		in    sheet.BadgeRequest
		field string
	}{
		"good":           {sheet.BadgeRequest{Format: "63x38", First: 21, Blanks: 2, Sorted: sheet.ByStructure}, ""},
		"no format":      {sheet.BadgeRequest{First: 1}, "format"},
		"label too far":  {sheet.BadgeRequest{Format: "63x38", First: 22}, "first"},
		"label too near": {sheet.BadgeRequest{Format: "63x38"}, "first"},
		"too many blank": {sheet.BadgeRequest{Format: "a6", First: 1, Blanks: 51}, "badge-blanks"},
	} {
		err := sheet.DrawBadges(h.app, noon, &bytes.Buffer{}, h.event, c.in)
		if r := domain.Refusals(err); c.field == "" && err != nil || c.field != "" && (len(r) != 1 || r[0].Field != c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
