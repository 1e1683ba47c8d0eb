package placement

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Contacts are how the parties of a placement are reached.
type Contacts struct {
	Email, Phone                                     string
	ManagerName, ManagerEmail                        string
	HomeName, HomeFunction, HomeEmail                string
	TutorName, TutorFunction, TutorEmail, TutorPhone string
}

// ContactsOf are those of a placement.
func ContactsOf(row *records.Placement) Contacts {
	return Contacts{row.Email, row.Phone, row.ManagerName, row.ManagerEmail, row.HomeName, row.HomeFunction, row.HomeEmail,
		row.TutorName, row.TutorFunction, row.TutorEmail, row.TutorPhone}
}

// Correct changes how the parties are reached. Whoever was wrongly named loses the link, and who takes that place gets a
// new one. Refusals at their fields; ErrErased for a placement whose names are gone.
func Correct(app core.App, now time.Time, actor, id string, in Contacts) error {
	return records.Together(app, func(app core.App) error {
		c, err := Open(app, id)
		if err != nil {
			return err
		}
		if !c.Row.ErasedAt.IsZero() {
			return domain.Error{Code: domain.ErrErased}
		}
		was := map[string]mail.Reader{}
		for _, role := range correctable {
			was[role] = c.Reader(role)
		}
		if err := in.into(c.Row); err != nil {
			return err
		}
		c.Row.Updated = records.At(now)
		if err := records.SavePlacement(app, c.Row); err != nil {
			if records.IsUnique(err) {
				return domain.Error{Code: domain.ErrWishTwice, Field: "email"}
			}
			return err
		}
		if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "contacts", Kind: "placement", Target: id}); err != nil {
			return err
		}
		return c.relink(app, now, was)
	})
}

// correctable are the roles whose address may be corrected, each with who else reads by the same link.
var correctable = []string{roleTrainee, roleManager, roleHome, roleTutor}

// into writes what was typed, once it is checked.
func (in Contacts) into(row *records.Placement) error {
	var errs domain.Errors
	for _, p := range []struct {
		field, text string
		into        *string
		mail        bool
	}{
		{"email", in.Email, &row.Email, true}, {"telephone", in.Phone, &row.Phone, false},
		{"responsable", in.ManagerName, &row.ManagerName, false}, {"responsable_email", in.ManagerEmail, &row.ManagerEmail, true},
		{"etablissement", in.HomeName, &row.HomeName, false}, {"etablissement_fonction", in.HomeFunction, &row.HomeFunction, false}, {"etablissement_email", in.HomeEmail, &row.HomeEmail, true},
		{"tuteur", in.TutorName, &row.TutorName, false}, {"tuteur_fonction", in.TutorFunction, &row.TutorFunction, false}, {"tuteur_email", in.TutorEmail, &row.TutorEmail, true},
		{"tuteur_telephone", in.TutorPhone, &row.TutorPhone, false},
	} {
		*p.into = domain.CleanLine(p.text)
		if p.mail {
			*p.into = domain.CleanEmail(p.text)
		}
		if e := domain.CheckLine(p.field, *p.into, domain.MaxName, false, false); e != nil {
			errs = append(errs, *e)
		} else if p.mail && *p.into != "" && !domain.ValidEmail(*p.into) {
			errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: p.field})
		}
	}
	if row.Email != "" && row.Email == row.ManagerEmail && row.NeedsAgreement {
		errs = append(errs, domain.Error{Code: domain.ErrSelfManager, Field: "responsable_email"})
	}
	if row.Email != "" && row.Email == row.HomeEmail { // nobody signs for one's own employer
		errs = append(errs, domain.Error{Code: domain.ErrSelfManager, Field: "etablissement_email"})
	}
	row.Key = domain.NameKey(row.LastName, row.FirstName) + "|" + row.Email
	return errs.OrNil()
}

// relink shuts the link of who was wrongly named and sends the new one, to all who read by it.
func (c *Case) relink(app core.App, now time.Time, was map[string]mail.Reader) error {
	w, err := c.words(app)
	if err != nil {
		return err
	}
	for _, role := range correctable {
		before, after := was[role], c.Reader(role)
		if before.Address == after.Address || role == roleTutor && c.Offer == nil || role == roleManager && !c.P.NeedsAgreement {
			continue
		}
		if err := link.Renew(app, after.Link, c.Row.ID); err != nil {
			return err
		}
		if err := records.DropPlacementLetters(app, c.Row.ID, after.Link, before.Address); err != nil {
			return err
		}
		if role == roleHome && c.Offer == nil || c.P.State.Terminal() {
			continue
		}
		to := []string{role}
		if role == roleTutor {
			to = append(to, roleHost)
		}
		if err := c.write(app, now, mail.StageAgain, fmt.Sprintf("%s:%s:%s:%d", mail.StageAgain, c.Row.ID, role, now.UnixNano()), to, w); err != nil {
			return err
		}
	}
	return nil
}
