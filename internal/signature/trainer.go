package signature

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// sheetOpen is how long after a half-day its trainer's link opens the names.
const sheetOpen = 60 * 24 * time.Hour

// maxName is the longest name or function of a trainer, in characters.
const maxName = 300

// Line is one person of a half-day's sheet.
type Line struct {
	ID, Name, Structure string
	Present             bool
	At                  time.Time // of arrival
	Way                 string    // of the signature that stands; empty: none
	Proof               domain.Proof
}

// Countersignature is a trainer's word, and whether what it says still is so.
type Countersignature struct {
	records.Signature
	Snapshot domain.Snapshot
	Drawing  string // the path of an SVG, where it was drawn
	Changed  bool   // the people present, or the words signed, are not the same any more
}

// Sheet is a half-day as its trainer reads it: no mail, no phone, no needs.
type Sheet struct {
	Place   door.Place
	Slot    records.Slot
	Lines   []Line
	Present []domain.Attendee
	Signed  []Countersignature // the last first
}

// maxNonce is the longest nonce of a form, in bytes.
const maxNonce = 100

// Standing is the countersignature that says what is so now; nil without one.
func (s Sheet) Standing() *Countersignature {
	for i := range s.Signed {
		if s.Signed[i].RevokedAt.IsZero() && !s.Signed[i].Changed {
			return &s.Signed[i]
		}
	}
	return nil
}

// Seen is a word for the list as it is shown: what was read is what is signed.
func (s Sheet) Seen() string {
	ids := make([]string, len(s.Present))
	for i, p := range s.Present {
		ids[i] = p.ID
	}
	return ticket.Hash(strings.Join(ids, ",") + s.Slot.StartsAt.String() + s.Slot.EndsAt.String() + s.Place.Event.Title)
}

// OpenSheet opens the half-day of a trainer's link.
func OpenSheet(app core.App, now time.Time, token string) (s Sheet, err error) {
	id, err := link.Open(app, now, link.Trainer, token)
	if err != nil {
		return s, err
	}
	slot, err := records.SlotOf(app, id)
	if err != nil {
		return s, err
	}
	if now.After(slot.EndsAt.Time().Add(sheetOpen)) {
		return s, domain.Error{Code: domain.ErrLinkExpired}
	}
	place, err := door.Open(app, slot.Event, "", "trainer:"+id)
	if err != nil {
		return s, err
	}
	if place.Event.Status == domain.Cancelled {
		return s, domain.Error{Code: domain.ErrEventCancelled}
	}
	return SheetOf(app, place, *slot)
}

// SheetOf reads the sheet of a half-day: whoever is confirmed for it, and whoever came, by name.
func SheetOf(app core.App, place door.Place, slot records.Slot) (s Sheet, err error) {
	s = Sheet{Place: place, Slot: slot}
	came, ways, err := s.readPresence(app)
	if err != nil {
		return s, err
	}
	people, err := records.Registrations(app, place.Event.ID)
	if err != nil {
		return s, err
	}
	structures, err := door.StructureNames(app)
	if err != nil {
		return s, err
	}
	for _, r := range people {
		a, present := came[r.ID]
		chosen := len(r.Slots) == 0 || slices.Contains(r.Slots, slot.ID)
		if !present && (r.State != string(domain.Confirmed) || !chosen) {
			continue
		}
		s.Lines = append(s.Lines, Line{ID: r.ID, Name: r.LastName + " " + r.FirstName, Structure: structures[r.Structure], Present: present,
			At: a.FirstAt.Time(), Way: ways[r.ID], Proof: domain.Proof(a.Proof)})
	}
	slices.SortFunc(s.Lines, func(a, b Line) int {
		return cmp.Or(strings.Compare(domain.Fold(a.Name), domain.Fold(b.Name)), strings.Compare(a.ID, b.ID))
	})
	caught, err := records.CaughtUp(app, place.Event.ID, slot.ID)
	if err != nil {
		return s, err
	}
	for _, l := range s.Lines {
		if l.Present && !caught[l.ID] { // who caught it up was in another room: not this trainer's word
			s.Present = append(s.Present, domain.Attendee{ID: l.ID, Name: l.Name, Structure: l.Structure})
		}
	}
	for i := range s.Signed {
		s.Signed[i].Changed = s.changed(s.Signed[i].Snapshot)
	}
	return s, nil
}

// readPresence gives who came to the half-day, how each signed, and what its trainer signed.
func (s *Sheet) readPresence(app core.App) (came map[string]records.Attendance, ways map[string]string, err error) {
	rows, err := records.Attendances(app, s.Place.Event.ID)
	if err != nil {
		return nil, nil, err
	}
	came, ways = map[string]records.Attendance{}, map[string]string{}
	for _, a := range rows {
		if a.Slot == s.Slot.ID {
			came[a.Registration] = a
		}
	}
	signatures, err := records.SlotSignatures(app, s.Slot.ID)
	for _, g := range signatures {
		switch {
		case err != nil:
		case g.Way == domain.TrainerWay:
			var c Countersignature
			c, err = countersignatureOf(g)
			s.Signed = append([]Countersignature{c}, s.Signed...)
		case g.RevokedAt.IsZero():
			ways[g.Registration] = g.Way
		}
	}
	return came, ways, err
}

func countersignatureOf(g records.Signature) (c Countersignature, err error) {
	c.Signature = g
	if err = json.Unmarshal(g.Snapshot, &c.Snapshot); err != nil {
		return c, err
	}
	if strokes, err := domain.ParseStrokes(g.Strokes); err == nil {
		c.Drawing = strokes.Path()
	}
	return c, nil
}

// changed tells whether what a snapshot says is no longer so.
func (s Sheet) changed(was domain.Snapshot) bool {
	return !domain.SamePeople(was.Present, s.Present) || was.Title != s.Place.Event.Title ||
		!was.Starts.Equal(s.Slot.StartsAt.Time()) || !was.Ends.Equal(s.Slot.EndsAt.Time())
}

// Word is a trainer's countersignature as sent.
type Word struct {
	Nonce      string // of the form: sent twice, it signs once
	Seen       string // Sheet.Seen of the page that was read
	Name, Role string
	Strokes    []byte // as ParseStrokes reads them; empty: said by keyboard
}

// Countersign keeps the trainer's word for a half-day, with the list that was read. Refusals: a name that is missing
// (« nom ») or too long, ErrTrainerEarly before the half-day, ErrTrainerNobody without anybody present, ErrListChanged
// when the list is not the one that was read, ErrDrawing.
func Countersign(app core.App, now time.Time, token string, w Word) error {
	w.Name, w.Role = domain.CleanLine(w.Name), domain.CleanLine(w.Role)
	var errs domain.Errors
	if e := domain.CheckLine("nom", w.Name, maxName, true, true); e != nil {
		errs = append(errs, *e)
	}
	if e := domain.CheckLine("fonction", w.Role, maxName, false, false); e != nil {
		errs = append(errs, *e)
	}
	if len(w.Strokes) > 0 {
		strokes, err := domain.ParseStrokes(w.Strokes)
		errs = append(errs, domain.Refusals(err)...)
		w.Strokes = strokes.Stored()
	}
	if w.Nonce == "" || len(w.Nonce) > maxNonce { // no page of ours sends that
		errs = append(errs, domain.Error{Code: domain.ErrUnreadable})
	}
	if err := errs.OrNil(); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		sheet, err := OpenSheet(app, now, token)
		if err != nil {
			return err
		}
		nonce := "formateur:" + sheet.Slot.ID + ":" + w.Nonce
		if _, err := records.SignatureByNonce(app, nonce); !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		if err := sheet.signable(now, w.Seen); err != nil {
			return err
		}
		return sheet.sign(app, now, nonce, w)
	})
}

func (s Sheet) signable(now time.Time, seen string) error {
	switch {
	case now.Before(s.Slot.StartsAt.Time()):
		return domain.Error{Code: domain.ErrTrainerEarly}
	case len(s.Present) == 0:
		return domain.Error{Code: domain.ErrTrainerNobody}
	case seen != s.Seen():
		return domain.Error{Code: domain.ErrListChanged}
	}
	return nil
}

func (s Sheet) sign(app core.App, now time.Time, nonce string, w Word) error {
	snapshot, err := door.SnapshotOf(app, s.Place, s.Slot)
	if err != nil {
		return err
	}
	snapshot.Name, snapshot.Present, snapshot.Drawn = w.Name, s.Present, len(w.Strokes) > 0
	g := records.Signature{Event: s.Place.Event.ID, Slot: s.Slot.ID, Nonce: nonce, Way: domain.TrainerWay, Name: w.Name, Role: w.Role,
		SignedAt: records.At(now), Actor: s.Place.Actor, Strokes: w.Strokes}
	if g.Snapshot, err = json.Marshal(snapshot); err != nil {
		return err
	}
	if err := records.AddSignature(app, &g); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: g.SignedAt, Actor: g.Actor, Action: "countersign", Kind: "slot", Target: s.Slot.ID,
		Event: g.Event, Reason: w.Name})
}

// ShowLink gives the trainer's address of a half-day of an event, and keeps in the trail who asked for it. A fresh one
// revokes those given before.
func ShowLink(app core.App, now time.Time, actor, event, slot string, fresh bool) (url string, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		s, err := records.SlotOf(app, slot)
		if err != nil || s.Event != event {
			return records.ErrNone
		}
		action := "show_link"
		if fresh {
			action = "renew_link"
			if err := link.Renew(app, link.Trainer, slot); err != nil {
				return err
			}
		}
		if url, err = link.URL(app, link.Trainer, slot); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "slot", Target: slot, Event: event})
	})
	return url, err
}
