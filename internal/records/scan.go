package records

import (
	"cmp"
	"fmt"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// Scan is a fact of the door: appended, never changed. Answer is the JSON first given to its nonce.
type Scan struct {
	ID           string        `db:"id"`
	Seq          int           `db:"seq"` // order of arrival on the server, over all events
	Nonce        string        `db:"nonce"`
	Event        string        `db:"event"`
	Registration string        `db:"registration"`
	Slot         string        `db:"slot"`
	Kind         string        `db:"kind"`
	Source       string        `db:"source"`
	Outcome      string        `db:"outcome"`
	Counts       bool          `db:"counts"`
	At           Time          `db:"at"`        // device time, corrected when the clock was wrong
	DeviceAt     Time          `db:"device_at"` // as the device said
	ReceivedAt   Time          `db:"received_at"`
	Device       string        `db:"device"`
	Door         string        `db:"door"`
	Actor        string        `db:"actor"`
	Reason       string        `db:"reason"`
	Code         string        `db:"code"`
	Answer       types.JSONRaw `db:"answer"`
	Signed       bool          `db:"signed"` // a signature goes with it
	Hour         Time          `db:"hour"`   // of the arrival or departure, where a correction says it; At is then when it was said
}

// TableName is the collection's.
func (*Scan) TableName() string { return "scans" }

// Attendance is the presence folded from the scans of a registration at a slot.
type Attendance struct {
	ID           string `db:"id"` // left out when put: a new one
	Event        string `db:"event"`
	Registration string `db:"registration"`
	Slot         string `db:"slot"`
	FirstAt      Time   `db:"first_at"`
	LeftAt       Time   `db:"left_at"`
	Minutes      int    `db:"minutes"`
	Proof        int    `db:"proof"`
	Scans        int    `db:"scans"`
}

// TableName is the collection's.
func (*Attendance) TableName() string { return "attendances" }

// ScanByNonce finds the scan that a nonce made.
func ScanByNonce(app core.App, nonce string) (*Scan, error) {
	return byColumn[Scan](app, "scans", "nonce", nonce)
}

// AnswersByNonce gives the answers that these nonces had, those of them that made a scan.
func AnswersByNonce(app core.App, nonces []string) (map[string]types.JSONRaw, error) {
	where, args := among("nonce", nonces)
	rows, err := reading(app).Query("SELECT nonce, answer FROM scans WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	answers := map[string]types.JSONRaw{}
	for rows.Next() {
		var nonce string
		var answer types.JSONRaw
		if err := rows.Scan(&nonce, &answer); err != nil {
			return nil, err
		}
		answers[nonce] = answer
	}
	return answers, rows.Err()
}

// AddScan appends a scan.
func AddScan(app core.App, s *Scan) error { return AddScans(app, []*Scan{s}) }

// AddScans appends scans in their order. Ids follow that order too: SQLite then adds to the end of their index
// instead of writing a page of it for each.
func AddScans(app core.App, scans []*Scan) error {
	last := 0
	if err := values(app, "SELECT COALESCE(MAX(seq), 0) FROM scans", nil, &last); err != nil {
		return err
	}
	for i, s := range scans {
		s.Seq = last + 1 + i
		s.ID = fmt.Sprintf("%015d", s.Seq)
		if err := insert(app, s); err != nil {
			return err
		}
	}
	return nil
}

// Spot is where a presence is: a registration at a half-day.
type Spot struct{ Registration, Slot string }

// FactsOf gives the facts of registrations, at all their half-days.
func FactsOf(app core.App, registrations []string) (map[Spot][]domain.Fact, error) {
	where, args := among("registration", registrations)
	rows, err := reading(app).Query("SELECT registration, slot, "+factColumns+" FROM scans WHERE "+where+" AND counts", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	facts := map[Spot][]domain.Fact{}
	for rows.Next() { // without their answers: this is asked at each scan
		var s Scan
		if err := rows.Scan(&s.Registration, &s.Slot, &s.Nonce, &s.Kind, &s.At, &s.Hour, &s.Source, &s.Signed); err != nil {
			return nil, err
		}
		at := Spot{s.Registration, s.Slot}
		facts[at] = append(facts[at], s.Fact())
	}
	return facts, rows.Err()
}

// factColumns are what a fact is made of.
const factColumns = "nonce, kind, at, hour, source, " + StillSigned

// StillSigned is the column of a scan whose signature stands: one that was revoked proves no more than its scan.
const StillSigned = "signed AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.nonce = scans.nonce AND g.revoked_at != '')"

// Fact is what the scan says of a presence, where it counts.
func (s *Scan) Fact() domain.Fact {
	return domain.Fact{Nonce: s.Nonce, Kind: s.Kind, At: s.At.Time(), Hour: s.Hour.Time(), Proof: s.Proof()}
}

// Facts lists the scans of a registration at a slot from which its presence is folded.
func Facts(app core.App, registration, slot string) ([]domain.Fact, error) {
	facts, err := FactsOf(app, []string{registration})
	return facts[Spot{registration, slot}], err
}

// ProofOf is the strength of evidence of a scan by its way in, its signature aside.
func ProofOf(source string) domain.Proof {
	switch source {
	case "paper":
		return domain.PaperEntered
	case "manual":
		return domain.AddedLater
	case "import": // a list of the past says so, and nothing else does
		return domain.Declared
	}
	return domain.Scanned
}

// Proof is the strength of evidence of the scan.
func (s *Scan) Proof() domain.Proof {
	if s.Signed {
		return domain.Signed
	}
	return ProofOf(s.Source)
}

// ScansOf lists all scans of a registration, the first received first.
func ScansOf(app core.App, registration string) (rows []Scan, err error) {
	err = app.DB().Select().From("scans").Where(dbx.HashExp{"registration": registration}).OrderBy("seq").All(&rows)
	return rows, err
}

// ScansSince lists the scans of an event after a cursor, refused ones included, as they arrived.
func ScansSince(app core.App, event string, seq int) (rows []Scan, err error) {
	err = app.DB().Select().From("scans").Where(dbx.HashExp{"event": event}).
		AndWhere(dbx.NewExp("seq > {:s}", dbx.Params{"s": seq})).OrderBy("seq").All(&rows)
	return rows, err
}

// PutAttendance writes the presence of a registration at a slot, or removes it. A presence that is there keeps its id.
func PutAttendance(app core.App, a Attendance, present bool) error {
	if !present {
		_, err := do(app, "DELETE FROM attendances WHERE registration = ? AND slot = ?", a.Registration, a.Slot)
		return err
	}
	// Nearly all are new. Not « ON CONFLICT DO UPDATE »: of every page that the trigger then changes, SQLite would
	// keep a copy, FAIL or not (see shapeOf).
	_, err := do(app, `INSERT OR FAIL INTO attendances (id, event, registration, slot, first_at, left_at, minutes, proof, scans)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		cmp.Or(a.ID, NewID()), a.Event, a.Registration, a.Slot, a.FirstAt, a.LeftAt, a.Minutes, a.Proof, a.Scans)
	if !IsUnique(err, "attendances.registration") {
		return err
	}
	_, err = do(app, "UPDATE OR FAIL attendances SET first_at = ?, left_at = ?, minutes = ?, proof = ?, scans = ? WHERE registration = ? AND slot = ?",
		a.FirstAt, a.LeftAt, a.Minutes, a.Proof, a.Scans, a.Registration, a.Slot)
	return err
}

// Attendances lists the presences of an event.
func Attendances(app core.App, event string) (rows []Attendance, err error) {
	err = app.DB().Select().From("attendances").Where(dbx.HashExp{"event": event}).All(&rows)
	return rows, err
}

// AttendancesOf lists the presences of a registration.
func AttendancesOf(app core.App, registration string) (rows []Attendance, err error) {
	err = app.DB().Select().From("attendances").Where(dbx.HashExp{"registration": registration}).All(&rows)
	return rows, err
}

// SlotPresence counts the people present at a slot.
func SlotPresence(app core.App, slot string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM attendances WHERE slot = {:s}", dbx.Params{"s": slot})
}

// Gestures reads the scans of an event as they are looked at afterwards, without their answers.
func Gestures(app core.App, event string) (list []domain.Gesture, err error) {
	rows, err := reading(app).Query(`SELECT nonce, registration, slot, kind, source, device, door, reason, code, outcome, counts, at, device_at, received_at
		FROM scans WHERE event = ? ORDER BY seq`, event)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var g domain.Gesture
		var at, device, received Time
		if err := rows.Scan(&g.Nonce, &g.Registration, &g.Slot, &g.Kind, &g.Source, &g.Device, &g.Door, &g.Reason, &g.Code, &g.Outcome, &g.Counts,
			&at, &device, &received); err != nil {
			return nil, err
		}
		g.At, g.DeviceAt, g.ReceivedAt = at.Time(), device.Time(), received.Time()
		list = append(list, g)
	}
	return list, rows.Err()
}

// CorrectionsOf lists what hands added or voided after an event was closed, the latest first.
func CorrectionsOf(app core.App, e *Event) (rows []Scan, err error) {
	if e.HeldAt.IsZero() {
		return nil, nil
	}
	err = app.DB().Select().From("scans").Where(dbx.HashExp{"event": e.ID, "source": "manual", "counts": true}).
		AndWhere(dbx.NewExp("received_at > {:t}", dbx.Params{"t": e.HeldAt.String()})).OrderBy("seq DESC").All(&rows)
	return rows, err
}
