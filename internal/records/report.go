package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Report is a count that was frozen: its content is the file « report:ID », whose hash it bears.
type Report struct {
	ID              string `db:"id"`
	Number          int    `db:"number"`
	Code            string `db:"code"` // printed on each page, opens the verification page
	Title           string `db:"title"`
	Query           string `db:"query"` // as an address says it
	SHA256          string `db:"sha256"`
	Actor           string `db:"actor"`
	WithdrawnReason string `db:"withdrawn_reason"`
	FromDay         Time   `db:"from_day"` // zero: no bound
	ToDay           Time   `db:"to_day"`
	MadeAt          Time   `db:"made_at"`
	WithdrawnAt     Time   `db:"withdrawn_at"`
	Published       bool   `db:"published"` // readers may open it
}

// TableName is the collection's.
func (*Report) TableName() string { return "reports" }

// NextReport is the number that the next report gets: they follow each other without a hole.
func NextReport(app core.App) (n int, err error) {
	err = values(app, "SELECT COALESCE(MAX(number), 0) + 1 FROM reports", nil, &n)
	return n, err
}

// AddReport writes a report, and its content.
func AddReport(app core.App, r *Report, content File) error {
	if r.ID == "" {
		r.ID = NewID()
	}
	content.ID = ReportFile(r.ID)
	if err := AddFile(app, &content); err != nil {
		return err
	}
	return insert(app, r)
}

// ReportFile is the id of the stored content of a report.
func ReportFile(id string) string { return "report:" + id }

// SaveReport writes what of a report may change: its title, who may read it, its withdrawal.
func SaveReport(app core.App, r *Report) error {
	return set(app, "reports", r.ID, dbx.Params{"title": r.Title, "published": r.Published, "withdrawn_at": r.WithdrawnAt.String(), "withdrawn_reason": r.WithdrawnReason})
}

// ReportOf finds a report by id, ReportByCode by its printed code.
func ReportOf(app core.App, id string) (*Report, error) {
	return byColumn[Report](app, "reports", "id", id)
}

// ReportByCode finds a report by its printed code.
func ReportByCode(app core.App, code string) (*Report, error) {
	return byColumn[Report](app, "reports", "code", code)
}

// Reports lists the reports, the latest first.
func Reports(app core.App) (rows []Report, err error) {
	return all[Report](app, "true ORDER BY number DESC")
}

// CommentRow is what the coordinator writes about a subject, for the reports.
type CommentRow struct {
	Subject string `db:"subject"`
	Text    string `db:"text"`
	Updated Time   `db:"updated"`
}

// CommentRows gives the comments by their subject (« group:adulte », « action:9 », « report »).
func CommentRows(app core.App) (map[string]CommentRow, error) {
	var rows []CommentRow
	err := app.DB().Select("subject", "text", "updated").From("comments").All(&rows)
	list := map[string]CommentRow{}
	for _, r := range rows {
		list[r.Subject] = r
	}
	return list, err
}

// Comments gives their texts by their subject.
func Comments(app core.App) (map[string]string, error) {
	rows, err := CommentRows(app)
	list := map[string]string{}
	for key, r := range rows {
		list[key] = r.Text
	}
	return list, err
}

// PutComment writes the comment of a subject; it goes from one report to the next.
func PutComment(app core.App, subject, text, actor string, at Time) error {
	_, err := app.DB().NewQuery(`INSERT INTO comments (id, subject, text, actor, updated) VALUES ({:id}, {:s}, {:t}, {:a}, {:u})
		ON CONFLICT (subject) DO UPDATE SET text = excluded.text, actor = excluded.actor, updated = excluded.updated`).
		Bind(dbx.Params{"id": NewID(), "s": subject, "t": text, "a": actor, "u": at.String()}).Execute()
	return wrap(err, "comments", subject)
}

// Reader is a link by which somebody outside reads published reports, until an end.
type Reader struct {
	ID        string `db:"id"`
	Label     string `db:"label"` // « ARS, suivi 2026 »
	Actor     string `db:"actor"`
	Reports   List   `db:"reports"`
	Created   Time   `db:"created"`
	ExpiresAt Time   `db:"expires_at"`
	RevokedAt Time   `db:"revoked_at"`
}

// TableName is the collection's.
func (*Reader) TableName() string { return "readers" }

// AddReader writes a reader.
func AddReader(app core.App, r *Reader) error {
	r.ID = NewID()
	if r.Reports == nil {
		r.Reports = List{}
	}
	return insert(app, r)
}

// SaveReader writes every column of a reader.
func SaveReader(app core.App, r *Reader) error {
	return wrap(app.DB().Model(r).Update(), "readers", r.ID)
}

// ReaderOf finds a reader by id.
func ReaderOf(app core.App, id string) (*Reader, error) {
	return byColumn[Reader](app, "readers", "id", id)
}

// Readers lists the readers, the latest first.
func Readers(app core.App) (rows []Reader, err error) {
	return all[Reader](app, "true ORDER BY created DESC, id")
}
