// Package declaration holds the use cases of what partners declare: an action of theirs, moderated by the
// coordinator, shown in the agenda if they wish, and counted « déclaré », never with what was signed.
package declaration

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// States of a declaration.
const (
	Proposed = "proposed"
	Accepted = "accepted"
	Refused  = "refused"
)

// Limits of what is typed, in characters and in people.
const (
	maxText   = 2000
	maxPeople = 100000
)

// Unknown is how many came as long as nobody has said: never zero.
const Unknown = -1

// Form is what a partner types. Times are UTC.
type Form struct {
	Title, Detail, Place, Territory  string // Territory: id
	Organisation, Partners, Audience string
	ContactName, ContactEmail, URL   string
	Starts, Ends                     time.Time
	People                           int // Unknown: not said
	Shown                            bool
	Intent                           string // nonce of the form: the same one declares once
}

// Of reads the form of a declaration.
func Of(d *records.Declaration) Form {
	return Form{Title: d.Title, Detail: d.Detail, Place: d.Place, Territory: d.Territory, Organisation: d.Organisation, Partners: d.Partners,
		Audience: d.Audience, ContactName: d.ContactName, ContactEmail: d.ContactEmail, URL: d.URL, Starts: d.StartsAt.Time(), Ends: d.EndsAt.Time(),
		People: d.People, Shown: d.Shown}
}

// Declare keeps a new declaration for the coordinator to read, and tells the partner by mail. The same nonce
// declares once. Refusals stand at the fields of Form.check.
func Declare(app core.App, now time.Time, f Form) (d *records.Declaration, err error) {
	f.clean()
	if err := f.check(app); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		made, err := records.DeclarationByIntent(app, f.Intent)
		if err == nil {
			d = made
			return nil
		}
		if !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		d = &records.Declaration{State: Proposed, Intent: f.Intent, Created: records.At(now)}
		f.fill(d, now)
		if err := records.AddDeclaration(app, d); err != nil {
			return err
		}
		if err := trace(app, now, "partner", "declare", d, ""); err != nil {
			return err
		}
		return tell(app, now, mail.DeclarationReceived, d)
	})
	return d, err
}

// Correct changes a declaration until it is decided (ErrState after).
func Correct(app core.App, now time.Time, id string, f Form) error {
	return change(app, now, "partner", "correct", id, func(d *records.Declaration) error {
		if d.State != Proposed {
			return domain.Error{Code: domain.ErrState}
		}
		return nil
	}, &f)
}

// Edit changes a declaration at the desk, whatever its state: what counts it follows.
func Edit(app core.App, now time.Time, actor, id string, f Form) error {
	return change(app, now, actor, "edit", id, func(*records.Declaration) error { return nil }, &f)
}

func change(app core.App, now time.Time, actor, action, id string, allowed func(*records.Declaration) error, f *Form) error {
	f.clean()
	if err := f.check(app); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.DeclarationOf(app, id)
		if err != nil {
			return err
		}
		if err := allowed(d); err != nil {
			return err
		}
		f.fill(d, now)
		return keep(app, now, actor, action, d, "")
	})
}

// SetPeople says how many came, once the action has begun. Refusals: ErrNumber at the field personnes,
// ErrNotStarted, ErrState for a refused declaration.
func SetPeople(app core.App, now time.Time, actor, id string, people int) error {
	if people < 0 || people > maxPeople {
		return domain.Error{Code: domain.ErrNumber, Field: "personnes"}
	}
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.DeclarationOf(app, id)
		switch {
		case err != nil:
			return err
		case d.State == Refused:
			return domain.Error{Code: domain.ErrState}
		case now.Before(d.StartsAt.Time()):
			return domain.Error{Code: domain.ErrNotStarted, Field: "personnes"}
		case d.People == people:
			return nil
		}
		d.People, d.Updated = people, records.At(now)
		return keep(app, now, actor, "people", d, paris.Number(people))
	})
}

// Decide accepts or refuses a declaration with a word for the partner, who gets a mail. Deciding again the same
// changes nothing; the other way is possible: what counted it goes, or comes back.
func Decide(app core.App, now time.Time, actor, id, state, word string) error {
	word = domain.CleanText(word)
	if e := domain.CheckLine("mot", word, maxText, false, false); e != nil {
		return *e
	}
	if state != Accepted && state != Refused {
		return domain.Error{Code: domain.ErrChoice, Field: "mot"}
	}
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.DeclarationOf(app, id)
		if err != nil || d.State == state {
			return err
		}
		d.State, d.Word, d.DecidedBy, d.DecidedAt, d.Updated = state, word, actor, records.At(now), records.At(now)
		if err := keep(app, now, actor, state, d, word); err != nil {
			return err
		}
		kind := mail.DeclarationAccepted
		if state == Refused {
			kind = mail.DeclarationRefused
		}
		return tell(app, now, kind, d)
	})
}

// When says when an action takes place: its hours too, where it lasts one day.
func When(d *records.Declaration) string {
	from, to := d.StartsAt.Time(), d.EndsAt.Time()
	if paris.Day(from) == paris.Day(to) {
		return paris.Slot(from, to)
	}
	return paris.Range(from, to)
}

// tell queues the letter of what just became of a declaration.
func tell(app core.App, now time.Time, kind string, d *records.Declaration) error {
	cause := kind + ":" + d.ID
	if kind != mail.DeclarationReceived {
		cause += ":" + d.DecidedAt.String()
	}
	return mail.ToMailbox(app, now, kind, cause, d.ContactEmail, mail.Words{Event: d.Title, When: When(d),
		Reason: d.Word, Declaration: d.ID})
}

func trace(app core.App, now time.Time, actor, action string, d *records.Declaration, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "declaration", Target: d.ID, Reason: reason})
}

func (f *Form) clean() {
	for _, s := range []*string{&f.Title, &f.Place, &f.Organisation, &f.Partners, &f.Audience, &f.ContactName} {
		*s = domain.CleanLine(*s)
	}
	f.Detail, f.ContactEmail, f.URL = domain.CleanText(f.Detail), domain.CleanEmail(f.ContactEmail), strings.TrimSpace(domain.CleanLine(f.URL))
}

// check refuses what cannot be kept, at the fields titre, organisation, territoire, lieu, debut, fin, detail,
// partenaires, public, personnes, contact, email, site.
func (f Form) check(app core.App) error {
	var errs domain.Errors
	add := func(e *domain.Error) {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	add(domain.CheckLine("titre", f.Title, 200, true, true))
	add(domain.CheckLine("organisation", f.Organisation, domain.MaxName, true, true))
	if _, err := records.ItemOf(app, records.Territories, f.Territory); domain.Is(err, domain.ErrNotFound) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "territoire"})
	} else if err != nil {
		return err
	}
	add(domain.CheckLine("lieu", f.Place, 200, false, false))
	switch {
	case f.Starts.IsZero():
		errs = append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: "debut"})
	case f.Ends.IsZero():
		errs = append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: "fin"})
	case !f.Ends.After(f.Starts):
		errs = append(errs, domain.Error{Code: domain.ErrSlotOrder, Field: "fin"})
	}
	add(domain.CheckLine("detail", f.Detail, maxText, false, false))
	add(domain.CheckLine("partenaires", f.Partners, 300, false, false))
	add(domain.CheckLine("public", f.Audience, 200, false, false))
	if f.People < Unknown || f.People > maxPeople {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "personnes"})
	}
	add(domain.CheckLine("contact", f.ContactName, domain.MaxName, true, true))
	if f.ContactEmail == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "email"})
	} else if !domain.ValidEmail(f.ContactEmail) {
		errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
	}
	if f.URL != "" && (!strings.HasPrefix(f.URL, "https://") || len(f.URL) > 500 || strings.ContainsAny(f.URL, " \"<>")) {
		errs = append(errs, domain.Error{Code: domain.ErrAddress, Field: "site"})
	}
	return errs.OrNil()
}

func (f Form) fill(d *records.Declaration, now time.Time) {
	d.Title, d.Detail, d.Place, d.Territory, d.Organisation, d.Partners = f.Title, f.Detail, f.Place, f.Territory, f.Organisation, f.Partners
	d.Audience, d.ContactName, d.ContactEmail, d.URL = f.Audience, f.ContactName, f.ContactEmail, f.URL
	d.StartsAt, d.EndsAt, d.People, d.Shown, d.Updated = records.At(f.Starts), records.At(f.Ends), f.People, f.Shown, records.At(now)
}
