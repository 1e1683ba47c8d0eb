package records

import (
	"database/sql/driver"
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// Settings is the one row of what the coordinator sets. (Public address, sender and SMTP are
// PocketBase's own settings.)
type Settings struct {
	ID                string `db:"id"`
	Name              string `db:"name"`
	Territory         string `db:"territory"`
	Organiser         string `db:"organiser"`
	OrganiserDetail   string `db:"organiser_detail"` // SIRET, NDA: only if filled
	Contact           string `db:"contact"`
	Controller        string `db:"controller"`
	DPO               string `db:"dpo"`
	Host              string `db:"host"`
	SignatoryName     string `db:"signatory_name"`
	SignatoryFunction string `db:"signatory_function"`
	ReplyTo           string `db:"reply_to"`
	Logos             List   `db:"logos"` // ids of stored files, three at most
	Demo              bool   `db:"demo"`
	FirstRunAt        Time   `db:"first_run_at"`
	MailTestedAt      Time   `db:"mail_tested_at"`
	Design            Design `db:"design"`
	PlenaryOver       int    `db:"plenary_over"` // present people; 0: the usual number
}

// Design is how new certificates look, in a JSON column.
type Design struct{ domain.CertificateDesign }

// Scan reads the column; an empty one is the design of the house.
func (d *Design) Scan(value any) error { return scanJSON(value, &d.CertificateDesign) }

// Value is what is stored.
func (d Design) Value() (driver.Value, error) {
	b, err := json.Marshal(d.CertificateDesign)
	return string(b), err
}

// TableName is the collection's.
func (*Settings) TableName() string { return "settings" }

// LoadSettings reads the settings; a fresh folder has the neutral ones.
func LoadSettings(app core.App) (*Settings, error) {
	s, err := one[Settings](app, "true ORDER BY id LIMIT 1")
	if err == ErrNone {
		return &Settings{Name: "Passerelle", Territory: "PTSM Artois-Audomarois",
			Organiser: "PTSM Artois-Audomarois", Logos: List{}}, nil
	}
	return s, err
}

// SaveSettings writes the settings.
func SaveSettings(app core.App, s *Settings) error {
	if s.Logos == nil {
		s.Logos = List{}
	}
	if s.ID == "" {
		s.ID = NewID()
		return insert(app, s)
	}
	return wrap(app.DB().Model(s).Update(), "settings", s.ID)
}

// AuditLine is who did what, when.
type AuditLine struct {
	ID     string        `db:"id"`
	At     Time          `db:"at"`
	Actor  string        `db:"actor"` // user id, « participant », « door:ID », « system »
	Action string        `db:"action"`
	Kind   string        `db:"kind"`
	Target string        `db:"target"`
	Event  string        `db:"event"`
	Reason string        `db:"reason"`
	Before types.JSONRaw `db:"before"`
	After  types.JSONRaw `db:"after"`
}

// TableName is the collection's.
func (*AuditLine) TableName() string { return "audit" }

// AddAudit appends a line to the trail.
func AddAudit(app core.App, l AuditLine) error {
	l.ID = NewID()
	if l.Before == nil {
		l.Before = types.JSONRaw("null")
	}
	if l.After == nil {
		l.After = types.JSONRaw("null")
	}
	return insert(app, &l)
}

// AuditOf lists the trail of one thing, the latest first.
func AuditOf(app core.App, kind, target string) (rows []AuditLine, err error) {
	err = app.DB().Select().From("audit").Where(dbx.HashExp{"kind": kind, "target": target}).OrderBy("at DESC", "rowid DESC").All(&rows)
	return rows, err
}
