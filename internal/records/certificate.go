package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Certificate is a frozen content, its number and code, and the hash of its stored PDF. Reserved first,
// sealed (IssuedAt, SHA256) once drawn, revoked perhaps; never changed otherwise, never deleted.
type Certificate struct {
	ID              string        `db:"id"`
	Number          string        `db:"number"`
	Code            string        `db:"code"`
	Event           string        `db:"event"`
	Registration    string        `db:"registration"`
	Kind            string        `db:"kind"`
	TemplateVersion int           `db:"template_version"`
	Content         types.JSONRaw `db:"content"`
	SHA256          string        `db:"sha256"`
	ReservedAt      Time          `db:"reserved_at"`
	IssuedAt        Time          `db:"issued_at"`
	RevokedAt       Time          `db:"revoked_at"`
	RevokedReason   string        `db:"revoked_reason"`
	Supersedes      string        `db:"supersedes"`
	Speaker         string        `db:"speaker"` // of an attestation of having spoken
	Person          string        `db:"person"`  // of a yearly summary, with its year
	Year            int           `db:"year"`
	Attempts        int           `db:"attempts"` // drawings that failed, the last with this error
	LastError       string        `db:"last_error"`
	ErasedAt        Time          `db:"erased_at"` // its identity was erased: content and bytes are gone
}

// TableName is the collection's.
func (*Certificate) TableName() string { return "certificates" }

// CertificateOf finds a certificate by id.
func CertificateOf(app core.App, id string) (*Certificate, error) {
	return byColumn[Certificate](app, "certificates", "id", id)
}

// CertificateByCode finds a certificate by its verification code (without dashes).
func CertificateByCode(app core.App, code string) (*Certificate, error) {
	return byColumn[Certificate](app, "certificates", "code", code)
}

// CertificateByHash finds the certificate whose delivered PDF has this SHA-256 (64 hexadecimal digits).
func CertificateByHash(app core.App, sha256 string) (*Certificate, error) {
	if sha256 == "" { // those that are not drawn yet have none
		return nil, ErrNone
	}
	return byColumn[Certificate](app, "certificates", "sha256", sha256)
}

// CertificateSuperseding finds the certificate that replaced this one.
func CertificateSuperseding(app core.App, id string) (*Certificate, error) {
	return byColumn[Certificate](app, "certificates", "supersedes", id)
}

// LiveCertificate finds the certificate of a registration that is not revoked.
func LiveCertificate(app core.App, registration, kind string) (*Certificate, error) {
	var c Certificate
	q := app.DB().Select().From("certificates").Where(dbx.HashExp{"registration": registration, "kind": kind}).AndWhere(dbx.NewExp("revoked_at = '' AND registration != ''"))
	if err := find(q, &c); err != nil {
		return nil, err
	}
	return &c, nil
}

// CertificatesOf lists the certificates of a registration, the latest first.
func CertificatesOf(app core.App, registration string) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.HashExp{"registration": registration}).OrderBy("reserved_at DESC", "number DESC").All(&rows)
	return rows, err
}

// EventCertificates lists the certificates of an event by number.
func EventCertificates(app core.App, event string) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.HashExp{"event": event}).OrderBy("number").All(&rows)
	return rows, err
}

// UnsealedCertificates lists those reserved and not drawn yet, but for those whose drawing failed so many times.
func UnsealedCertificates(app core.App, tries, limit int) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.HashExp{"issued_at": "", "revoked_at": ""}).AndWhere(dbx.NewExp("attempts < {:t}", dbx.Params{"t": tries})).
		OrderBy("attempts", "number").Limit(int64(limit)).All(&rows)
	return rows, err
}

// FailedCertificates lists those of an event whose drawing failed and which are not drawn yet.
func FailedCertificates(app core.App, event string) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.HashExp{"event": event, "issued_at": "", "revoked_at": ""}).AndWhere(dbx.NewExp("attempts > 0")).OrderBy("number").All(&rows)
	return rows, err
}

// StuckCertificates counts, by event, those whose drawing failed so many times that it is not tried again by itself.
func StuckCertificates(app core.App, tries int) (map[string]int, error) {
	return sums(app, "SELECT event AS name, COUNT(*) AS n FROM certificates WHERE issued_at = '' AND revoked_at = '' AND attempts >= {:t} GROUP BY event", dbx.Params{"t": tries})
}

// RetryCertificates lets those of an event that could not be drawn (of all events where it is empty) be tried anew,
// and counts them.
func RetryCertificates(app core.App, event string) (int, error) {
	n, err := do(app, "UPDATE certificates SET attempts = 0 WHERE issued_at = '' AND revoked_at = '' AND attempts > 0 AND ? IN ('', event)", event)
	return int(n), err
}

// CertificateCounts is how far the certificates of an event are, those that are not revoked.
type CertificateCounts struct {
	Sealed  int `db:"sealed"`
	Waiting int `db:"waiting"` // to be drawn
	Failed  int `db:"failed"`  // of those, whose drawing failed
}

// CertificateCountsOf counts the certificates of an event that are not revoked.
func CertificateCountsOf(app core.App, event string) (c CertificateCounts, err error) {
	err = app.DB().NewQuery(`SELECT COALESCE(SUM(issued_at != ''), 0) AS sealed, COALESCE(SUM(issued_at = ''), 0) AS waiting, COALESCE(SUM(issued_at = '' AND attempts > 0), 0) AS failed
		FROM certificates WHERE event = {:e} AND revoked_at = ''`).Bind(dbx.Params{"e": event}).One(&c)
	return c, err
}

// FailCertificate notes a drawing that failed: those that never did come first.
func FailCertificate(app core.App, id, reason string) error {
	_, err := app.DB().NewQuery("UPDATE certificates SET attempts = attempts + 1, last_error = {:e} WHERE id = {:id}").
		Bind(dbx.Params{"id": id, "e": reason}).Execute()
	return wrap(err, "certificates", id)
}

// LastNumber is the greatest certificate number that begins with this prefix; empty without one.
func LastNumber(app core.App, prefix string) (s string, err error) {
	err = app.DB().NewQuery("SELECT COALESCE(MAX(number), '') FROM certificates WHERE number >= {:a} AND number < {:b}").
		Bind(dbx.Params{"a": prefix, "b": prefix + "~"}).Row(&s)
	return s, err
}

// AddCertificate reserves a certificate.
func AddCertificate(app core.App, c *Certificate) error {
	c.ID = NewID()
	return insert(app, c)
}

// SealCertificate keeps the hash of the drawn PDF.
func SealCertificate(app core.App, id, sha256 string, at Time) error {
	return set(app, "certificates", id, dbx.Params{"sha256": sha256, "issued_at": at.String()})
}

// RevokeCertificate withdraws a certificate with a reason; its bytes and content stay.
func RevokeCertificate(app core.App, id, reason string, at Time) error {
	return set(app, "certificates", id, dbx.Params{"revoked_at": at.String(), "revoked_reason": reason})
}

// EraseCertificate leaves of a revoked certificate what names nobody: its bytes and their seal go, content is what is left.
func EraseCertificate(app core.App, id string, content types.JSONRaw, at Time) error {
	if err := set(app, "certificates", id, dbx.Params{"content": content, "erased_at": at.String(), "last_error": ""}); err != nil {
		return err
	}
	_, err := app.DB().Delete("files", dbx.In("id", "certificate:"+id, "seal:"+id)).Execute()
	return wrap(err, "files", id)
}

// File is bytes that never change: the PDF of a certificate (id « certificate:… », its signature « seal:… »), a logo.
type File struct {
	ID      string `db:"id"`
	Name    string `db:"name"`
	Type    string `db:"type"`
	SHA256  string `db:"sha256"`
	Bytes   []byte `db:"bytes"`
	Created Time   `db:"created"`
}

// TableName is the table's (no collection: PocketBase has no field for bytes).
func (*File) TableName() string { return "files" }

// AddFile stores bytes once.
func AddFile(app core.App, f *File) error { return insert(app, f) }

// FileOf reads stored bytes.
func FileOf(app core.App, id string) (*File, error) { return byColumn[File](app, "files", "id", id) }

// FilesOf lists the stored bytes whose ids begin so.
func FilesOf(app core.App, prefix string) (rows []File, err error) {
	err = app.DB().Select().From("files").Where(dbx.NewExp("id >= {:a} AND id < {:b}", dbx.Params{"a": prefix, "b": prefix + "~"})).OrderBy("id").All(&rows)
	return rows, err
}

// UnsignedCertificates lists those that were issued before the platform signed what it issues.
func UnsignedCertificates(app core.App, limit int) (rows []Certificate, err error) {
	err = app.DB().Select().From("certificates").Where(dbx.NewExp("issued_at != '' AND erased_at = '' AND NOT EXISTS (SELECT 1 FROM files f WHERE f.id = 'seal:' || certificates.id)")).
		OrderBy("number").Limit(int64(limit)).All(&rows)
	return rows, err
}
