package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Signature is who signed what, and what the person saw when signing. Never changed but by a revocation.
type Signature struct {
	ID            string        `db:"id"`
	Event         string        `db:"event"`
	Registration  string        `db:"registration"` // empty: a trainer's, for the whole half-day
	Slot          string        `db:"slot"`
	Nonce         string        `db:"nonce"` // of the scan it goes with; a trainer's has its own
	Way           string        `db:"way"`   // drawn, confirmed, self, trainer
	Name          string        `db:"name"`
	Role          string        `db:"role"`    // of a trainer
	Strokes       types.JSONRaw `db:"strokes"` // vector strokes without timing; null unless drawn
	Snapshot      types.JSONRaw `db:"snapshot"`
	SignedAt      Time          `db:"signed_at"`
	Device        string        `db:"device"`
	Actor         string        `db:"actor"`
	RevokedAt     Time          `db:"revoked_at"`
	RevokedReason string        `db:"revoked_reason"`
}

// TableName is the collection's.
func (*Signature) TableName() string { return "signatures" }

// AddSignature writes a new signature; the same nonce signs once.
func AddSignature(app core.App, s *Signature) error {
	s.ID = NewID()
	return insert(app, s)
}

// Signatures lists those of an event, revoked ones included, the first first.
func Signatures(app core.App, event string) (rows []Signature, err error) {
	err = app.DB().Select().From("signatures").Where(dbx.HashExp{"event": event}).OrderBy("signed_at", "id").All(&rows)
	return rows, err
}

// SlotSignatures lists those of a half-day, revoked ones included, the first first.
func SlotSignatures(app core.App, slot string) (rows []Signature, err error) {
	return all[Signature](app, "slot = ? ORDER BY signed_at, id", slot)
}

// SignatureOf finds a signature by id.
func SignatureOf(app core.App, id string) (*Signature, error) {
	return byColumn[Signature](app, "signatures", "id", id)
}

// SignatureByNonce finds the signature that a nonce made.
func SignatureByNonce(app core.App, nonce string) (*Signature, error) {
	return byColumn[Signature](app, "signatures", "nonce", nonce)
}

// VoidSignatures revokes those of a registration at a half-day whose arrival is not after a moment.
func VoidSignatures(app core.App, registration, slot string, until, at Time, reason string) error {
	_, err := app.DB().Update("signatures", dbx.Params{"revoked_at": at, "revoked_reason": reason},
		dbx.And(dbx.HashExp{"registration": registration, "slot": slot, "revoked_at": ""},
			dbx.NewExp("signed_at <= {:u}", dbx.Params{"u": until.String()}))).Execute()
	return wrap(err, "signatures of", registration)
}

// RevokeSignature revokes one.
func RevokeSignature(app core.App, id string, at Time, reason string) error {
	return set(app, "signatures", id, dbx.Params{"revoked_at": at, "revoked_reason": reason})
}
