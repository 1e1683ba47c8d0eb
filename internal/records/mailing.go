package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// MailTemplate is a letter that the coordinator reworded.
type MailTemplate struct {
	ID        string `db:"id"`
	Kind      string `db:"kind"`
	Subject   string `db:"subject"`
	Text      string `db:"text"` // with variables in braces
	UpdatedBy string `db:"updated_by"`
	Updated   Time   `db:"updated"`
}

// TableName is the collection's.
func (*MailTemplate) TableName() string { return "mail_templates" }

// MailTemplateOf finds the coordinator's words for a kind of letter; ErrNotFound: the house's stand.
func MailTemplateOf(app core.App, kind string) (*MailTemplate, error) {
	return byColumn[MailTemplate](app, "mail_templates", "kind", kind)
}

// MailTemplates gives every letter that was reworded, by kind.
func MailTemplates(app core.App) (map[string]MailTemplate, error) {
	var rows []MailTemplate
	err := app.DB().Select().From("mail_templates").All(&rows)
	byKind := map[string]MailTemplate{}
	for _, r := range rows {
		byKind[r.Kind] = r
	}
	return byKind, err
}

// PutMailTemplate writes the words of a kind of letter, new (without id) or changed.
func PutMailTemplate(app core.App, t *MailTemplate) error {
	if t.ID == "" {
		t.ID = NewID()
		return insert(app, t)
	}
	return wrap(app.DB().Model(t).Update(), "mail_templates", t.ID)
}

// DropMailTemplate gives a kind of letter back to the house's words.
func DropMailTemplate(app core.App, kind string) error {
	_, err := app.DB().Delete("mail_templates", dbx.HashExp{"kind": kind}).Execute()
	return wrap(err, "mail_templates", kind)
}

// Mailing is a letter written by hand to some people of an event; its letters are in the outbox under the causes
// « message:ID:registration ».
type Mailing struct {
	ID        string `db:"id"`
	Event     string `db:"event"`
	Filter    Narrow `db:"filter"`
	Subject   string `db:"subject"`
	Text      string `db:"text"`
	CreatedBy string `db:"created_by"`
	Intent    string `db:"intent"` // nonce of the form: a double click writes once
	People    int    `db:"people"`
	Created   Time   `db:"created"`
}

// Narrow is how the people of a mailing were chosen, by criterion; an empty one does not narrow.
type Narrow = types.JSONMap[string]

// TableName is the collection's.
func (*Mailing) TableName() string { return "mailings" }

// AddMailing writes a new mailing.
func AddMailing(app core.App, m *Mailing) error {
	m.ID = NewID()
	if m.Filter == nil {
		m.Filter = Narrow{}
	}
	return insert(app, m)
}

// MailingByIntent finds the mailing that a form's nonce made.
func MailingByIntent(app core.App, intent string) (*Mailing, error) {
	return byColumn[Mailing](app, "mailings", "intent", intent)
}

// Mailings lists what was written to the people of an event, the latest first.
func Mailings(app core.App, event string) (rows []Mailing, err error) {
	err = app.DB().Select().From("mailings").Where(dbx.HashExp{"event": event}).OrderBy("created DESC", "id").All(&rows)
	return rows, err
}
