package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Body is a COPIL, an assembly or a group that meets by invitation.
type Body struct {
	ID           string `db:"id"`
	Name         string `db:"name"`
	Kind         string `db:"kind"` // steering, assembly, group
	WorkingGroup string `db:"working_group"`
	Quorum       int    `db:"quorum"` // members present; 0: none
	Archived     bool   `db:"archived"`
	Created      Time   `db:"created"`
}

// Member is somebody's seat in a body, between two days. ToDay empty: still a member.
type Member struct {
	ID         string `db:"id"`
	Body       string `db:"body"`
	LastName   string `db:"last_name"`
	FirstName  string `db:"first_name"`
	Email      string `db:"email"`
	Function   string `db:"function"`
	Structure  string `db:"structure"`
	Profession string `db:"profession"`
	FromDay    Time   `db:"from_day"`
	ToDay      Time   `db:"to_day"`
}

// Invitation is a member asked to a meeting, and the answer.
type Invitation struct {
	ID            string `db:"id"`
	Event         string `db:"event"`
	Member        string `db:"member"`
	Registration  string `db:"registration"` // empty until an answer made one
	Answer        string `db:"answer"`       // present, remote, excused, represented; empty: none yet
	RepresentedBy string `db:"represented_by"`
	Note          string `db:"note"`
	InvitedAt     Time   `db:"invited_at"`
	AnsweredAt    Time   `db:"answered_at"`
	RemindedAt    Time   `db:"reminded_at"`
	Reminders     int    `db:"reminders"`
}

// TableName is the collection's.
func (*Body) TableName() string { return "bodies" }

// TableName is the collection's.
func (*Member) TableName() string { return "body_members" }

// TableName is the collection's.
func (*Invitation) TableName() string { return "invitations" }

// BodyOf finds a body by id.
func BodyOf(app core.App, id string) (*Body, error) { return byColumn[Body](app, "bodies", "id", id) }

// InvitationOf finds an invitation by id.
func InvitationOf(app core.App, id string) (*Invitation, error) {
	return byColumn[Invitation](app, "invitations", "id", id)
}

// Members lists who sits, or sat, in a body, by name.
func Members(app core.App, body string) (rows []Member, err error) {
	err = app.DB().Select().From("body_members").Where(dbx.HashExp{"body": body}).OrderBy("last_name", "first_name", "id").All(&rows)
	return rows, err
}
