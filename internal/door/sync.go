// Package door holds the use cases of the door: the list a phone takes with it, the scans it sends, the
// walk-ins. The rule itself is domain.DecideScan, written once.
package door

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Scan is what a device says of one gesture at the door (product.md §2).
type Scan struct {
	Nonce        string `json:"nonce"`
	Code         string `json:"code"`
	Registration string `json:"registration"`
	Slot         string `json:"slot"`
	At           string `json:"at"` // RFC 3339, the device's clock
	Kind         string `json:"kind"`
	Source       string `json:"source"` // camera, search, code; guessed when left out
	Force        bool   `json:"force"`
	Reason       string `json:"reason"`
	Device       string `json:"device"` // whose arrival it is, where another phone sends it; empty: the call's
	// Signature goes with an arrival: see Ink. One that cannot be read leaves the arrival unsigned.
	Signature json.RawMessage `json:"signature,omitempty"`

	hour   time.Time // said by a correction of the desk (records.Scan.Hour)
	claims bool      // its nonce is one of those that this platform makes
}

// ours begin the nonces that this platform makes by itself: each says where a scan comes from, and is no device's to
// claim.
var ours = []string{"feuille:", "complete:", "ecarte:", "depart:", "refuse:", "sans-nonce:", "formateur:", catchUpNonce}

// Ours tells whether a nonce is one that this platform makes by itself.
func Ours(nonce string) bool {
	return slices.ContainsFunc(ours, func(head string) bool { return strings.HasPrefix(nonce, head) })
}

// unreadable is the kind of a scan whose JSON is not ours: it is kept, as invalid.
const unreadable = "illisible"

// UnmarshalJSON reads a scan. One that cannot be read (a number in place of a text) is an invalid scan, not
// an invalid call: it must not hold back the others.
func (s *Scan) UnmarshalJSON(b []byte) error {
	type fields Scan
	var f fields
	if err := json.Unmarshal(b, &f); err != nil {
		f.Kind, f.Code = unreadable, string(b)
	}
	*s = Scan(f)
	s.claims = Ours(f.Nonce)
	return nil
}

// Batch is one call of a device.
type Batch struct {
	Device string `json:"device"`
	SentAt string `json:"sent_at"`
	Queued *int   `json:"queued"` // what the device keeps after this call; nil: it does not say
	Scans  []Scan `json:"scans"`
}

// Result answers one nonce, always the same for the same nonce.
type Result struct {
	Nonce       string `json:"nonce"`
	Outcome     string `json:"outcome"`
	Explanation string `json:"explanation"`
	Person      string `json:"person"`
	FirstAt     string `json:"first_at"`
	Signed      bool   `json:"signed,omitempty"` // the signature that came with it is kept
	// CatchUp is the half-day of another group that is caught up here: the presence counts there, and the scan nowhere.
	CatchUp string `json:"catch_up,omitempty"`
}

// MaxScans is how many scans one call may bring.
const MaxScans = 200

// maxNonce is the longest nonce that is kept, in bytes.
const maxNonce = 100

// maxClockError is the difference from which a device's clock is corrected.
const maxClockError = 2 * time.Minute

// Place is the event at whose door a call arrives, and who stands there.
type Place struct {
	Event  *records.Event
	Slots  []records.Slot
	Door   string // id of the door link; empty for the desk
	Actor  string
	Source string // of scans that do not say: camera
	Slot   string // the half-day that the door serves, for scans that do not say; empty: the clock's
}

// Open reads what a call needs to know of the event.
func Open(app core.App, event, door, actor string) (p Place, err error) {
	p = Place{Door: door, Actor: actor}
	if p.Event, err = records.EventOf(app, event); err != nil {
		return p, err
	}
	p.Slots, err = records.Slots(app, event)
	return p, err
}

// within reads the event and its half-days again, as they are inside a transaction. Of an event that still is
// to be held, a scan needs no more than that.
func (p Place) within(app core.App) (Place, error) {
	status, err := records.EventStatus(app, p.Event.ID)
	if err != nil {
		return p, err
	}
	if status == p.Event.Status && status == domain.Published {
		p.Slots, err = records.Slots(app, p.Event.ID)
		return p, err
	}
	fresh, err := Open(app, p.Event.ID, p.Door, p.Actor)
	fresh.Source, fresh.Slot = p.Source, p.Slot
	return fresh, err
}

// Sync records the scans of one call in one transaction. One that fails leaves the others and a queue
// untouched. Scans over MaxScans are left to the next call.
func Sync(app core.App, now time.Time, place Place, batch Batch) (results []Result, err error) {
	if len(batch.Scans) > MaxScans {
		batch.Scans = batch.Scans[:MaxScans]
	}
	err = records.Together(app, func(app core.App) error {
		place, err := place.within(app)
		if err != nil {
			return err
		}
		c := call{now: now, place: place, device: batch.Device, shift: clockShift(batch.SentAt, now)}
		results, err = together(app, batch.Scans, c.record)
		return err
	})
	return results, err
}

// together records scans in one savepoint. Where one hits a fault, all are undone and recorded anew, each in a
// savepoint of its own: the one at fault gets no answer, and its device keeps it and sends it again.
func together(app core.App, scans []Scan, record func(core.App, []Scan) ([]Result, error)) (results []Result, err error) {
	fault, err := records.Undoable(app, func() (err error) {
		results, err = record(app, scans)
		return err
	})
	if fault == nil || err != nil {
		return results, err
	}
	results = make([]Result, 0, len(scans))
	for _, s := range scans {
		fault, err := records.Undoable(app, func() error {
			r, err := record(app, []Scan{s})
			results = append(results, r...)
			return err
		})
		if err != nil {
			return nil, err
		}
		if fault != nil {
			app.Logger().Error("door: scan not recorded", "nonce", s.Nonce, "error", fault)
		}
	}
	return results, nil
}

// clockShift is what is added to a device's times: nothing, unless its clock is wrong by over two minutes.
func clockShift(sentAt string, now time.Time) time.Duration {
	sent, err := time.Parse(time.RFC3339, sentAt)
	if err != nil {
		return 0
	}
	if d := now.Sub(sent); d > maxClockError || d < -maxClockError {
		return d
	}
	return 0
}

// answered gives a nonce its first answer again.
func answered(nonce string, first *records.Scan) (r Result, err error) {
	err = json.Unmarshal(first.Answer, &r)
	r.Nonce = nonce
	return r, err
}

func newRow(now time.Time, place Place, device string, shift time.Duration, s Scan) *records.Scan {
	row := &records.Scan{Nonce: s.Nonce, Event: place.Event.ID, Slot: s.Slot, Kind: s.Kind, Source: SourceOf(place, s),
		Device: limit(cmp.Or(s.Device, device), 80), Door: place.Door, Actor: place.Actor, Reason: limit(domain.CleanLine(s.Reason), 300),
		Code: limit(s.Code, 200), ReceivedAt: records.At(now)}
	if row.Nonce == "" || len(row.Nonce) > maxNonce || s.claims { // kept all the same, under a nonce of ours
		row.Nonce = "sans-nonce:" + records.NewID()
	}
	at, err := time.Parse(time.RFC3339, s.At)
	if err != nil { // the device's time is never a reason to refuse
		at, shift = now, 0
	}
	row.DeviceAt, row.At, row.Hour = records.At(at), records.At(at.Add(shift)), records.At(s.hour)
	if row.Kind == "" {
		row.Kind = domain.ScanIn
	}
	if row.Slot == "" {
		row.Slot = place.Slot
	}
	if row.Slot == "" {
		if i := domain.CurrentSlot(records.DomainSlots(place.Slots), row.At.Time()); i >= 0 {
			row.Slot = place.Slots[i].ID
		}
	}
	return row
}

// SourceOf is how an arrival came, as its row says it: what the scan tells, else its place, else what was read of its code.
func SourceOf(place Place, s Scan) string {
	switch s.Source {
	case "camera", "search", "code", "paper", "manual":
		return s.Source
	}
	switch {
	case place.Source != "":
		return place.Source
	case s.Registration != "":
		return "search"
	}
	if _, typed := ticket.ParseShort(s.Code); typed {
		return "code"
	}
	return "camera"
}

func limit(s string, n int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
