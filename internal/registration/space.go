package registration

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// SpaceLasts is how long the link to a mailbox's registrations opens.
const SpaceLasts = 2 * time.Hour

// spacePause is the least time between two such letters to one mailbox: nobody can fill another's.
const spacePause = 2 * time.Minute

// SendSpace queues a letter with a link to the registrations that bear this mailbox, where there are any.
// It tells nobody whether there were. Error: ErrRequired, ErrEmail.
func SendSpace(app core.App, now time.Time, email string) error {
	email = domain.CleanEmail(email)
	if email == "" {
		return domain.Error{Code: domain.ErrRequired, Field: "email"}
	}
	if !domain.ValidEmail(email) {
		return domain.Error{Code: domain.ErrEmail, Field: "email"}
	}
	return app.RunInTransaction(func(app core.App) error {
		rows, err := records.RegistrationsOfMailbox(app, email)
		if err != nil {
			return err
		}
		stages, err := records.PlacementsOfMailbox(app, email)
		if err != nil || len(rows)+len(stages) == 0 {
			return err
		}
		token, err := link.Grant(app, link.Space, email, now.Add(SpaceLasts))
		if err != nil {
			return err
		}
		cause := fmt.Sprintf("%s:%s:%d", mail.Space, email, now.Unix()/int64(spacePause/time.Second))
		return mail.ToMailbox(app, now, mail.Space, cause, email, mail.Words{Link: token})
	})
}

// Space is what the link to a mailbox opens.
type Space struct {
	Email  string
	Shared bool // several people use it: the rest of each is behind the short code
	Rows   []records.Registration
	Stages []records.Placement // stages croisés asked for with this address
}

// OpenSpace reads the registrations and the stages croisés of a proven mailbox, the latest first. Errors: those of link.Open.
func OpenSpace(app core.App, now time.Time, token string) (s Space, err error) {
	if s.Email, err = link.Subject(app, now, link.Space, token); err != nil {
		return s, err
	}
	if s.Rows, err = records.RegistrationsOfMailbox(app, s.Email); err != nil {
		return s, err
	}
	if s.Stages, err = records.PlacementsOfMailbox(app, s.Email); err != nil {
		return s, err
	}
	names := map[string]bool{}
	for _, r := range s.Rows {
		names[domain.NameKey(r.LastName, r.FirstName)] = true
	}
	for _, p := range s.Stages {
		names[domain.NameKey(p.LastName, p.FirstName)] = true
	}
	s.Shared = len(names) > 1
	return s, nil
}

// ClaimStage gives the stage croisé of a mailbox that somebody knows the short code of, as Claim does.
func (s Space) ClaimStage(id, short string) (*records.Placement, error) {
	for i := range s.Stages {
		if s.Stages[i].ID == id && s.Stages[i].ShortCode == short {
			return &s.Stages[i], nil
		}
	}
	return nil, domain.Error{Code: domain.ErrNotFound, Field: "code-" + id}
}

// Claim gives the registration of a mailbox that somebody knows the short code of; ErrNotFound, at the field
// of the code, for any other.
func (s Space) Claim(id, short string) (*records.Registration, error) {
	for i := range s.Rows {
		if s.Rows[i].ID == id && s.Rows[i].ShortCode == short {
			return &s.Rows[i], nil
		}
	}
	return nil, domain.Error{Code: domain.ErrNotFound, Field: "code-" + id}
}
