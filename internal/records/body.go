package records

import (
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
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
	err = app.DB().Select().From("body_members").Where(dbx.HashExp{"body": body}).OrderBy("id").All(&rows)
	slices.SortStableFunc(rows, func(a, b Member) int {
		return strings.Compare(domain.NameKey(a.LastName, a.FirstName), domain.NameKey(b.LastName, b.FirstName))
	})
	return rows, err
}

// Name is « Prénom Nom ».
func (m Member) Name() string { return m.FirstName + " " + m.LastName }

// Bodies lists every body, those that still meet first.
func Bodies(app core.App) (rows []Body, err error) {
	err = app.DB().Select().From("bodies").OrderBy("archived", "name", "id").All(&rows)
	return rows, err
}

// AddBody writes a new body; its id may be given.
func AddBody(app core.App, b *Body) error {
	if b.ID == "" {
		b.ID = NewID()
	}
	return insert(app, b)
}

// SaveBody writes every column of a body read in the same transaction.
func SaveBody(app core.App, b *Body) error { return wrap(app.DB().Model(b).Update(), "bodies", b.ID) }

// MemberOf finds a member by id.
func MemberOf(app core.App, id string) (*Member, error) {
	return byColumn[Member](app, "body_members", "id", id)
}

// AddMember writes a new member; its id may be given.
func AddMember(app core.App, m *Member) error {
	if m.ID == "" {
		m.ID = NewID()
	}
	return insert(app, m)
}

// SaveMember writes every column of a member read in the same transaction.
func SaveMember(app core.App, m *Member) error {
	return wrap(app.DB().Model(m).Update(), "body_members", m.ID)
}

// EventsOfBody lists the meetings of a body, the latest first.
func EventsOfBody(app core.App, body string) (rows []Event, err error) {
	err = app.DB().Select().From("events").Where(dbx.HashExp{"body": body}).OrderBy("starts_at DESC", "num DESC").All(&rows)
	return rows, err
}

// SetEventBody ties an event to a body; empty: to none.
func SetEventBody(app core.App, event, body string) error {
	return set(app, "events", event, dbx.Params{"body": body})
}

// Invitations lists the invitations to an event, in the order in which they were made.
func Invitations(app core.App, event string) (rows []Invitation, err error) {
	err = app.DB().Select().From("invitations").Where(dbx.HashExp{"event": event}).OrderBy("rowid").All(&rows)
	return rows, err
}

// AddInvitation writes a new invitation.
func AddInvitation(app core.App, i *Invitation) error {
	i.ID = NewID()
	return insert(app, i)
}

// SaveInvitation writes every column of an invitation read in the same transaction.
func SaveInvitation(app core.App, i *Invitation) error {
	return wrap(app.DB().Model(i).Update(), "invitations", i.ID)
}

// InvitationsOn counts the invitations, but for one, whose answer is this registration.
func InvitationsOn(app core.App, registration, except string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM invitations WHERE registration = {:r} AND id != {:x}", dbx.Params{"r": registration, "x": except})
}
