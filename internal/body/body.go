// Package body holds the use cases of a body that meets by invitation (COPIL, assembly, group): its members,
// the invitations to its meetings, the answers, who came over the year.
package body

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Kinds of body.
var Kinds = []string{"steering", "assembly", "group"}

// maxQuorum bounds a quorum: beyond, it is a typing error.
const maxQuorum = 1000

// Form is what the coordinator types of a body.
type Form struct {
	Name, Kind   string
	WorkingGroup string // id; asked of a group only
	Quorum       int    // members present or represented; 0: none
	Archived     bool
	Intent       string // id that a new body will have: the same form makes one body
}

// Of reads the form of a body.
func Of(b *records.Body) Form {
	return Form{Name: b.Name, Kind: b.Kind, WorkingGroup: b.WorkingGroup, Quorum: b.Quorum, Archived: b.Archived}
}

// Save writes a body, new where id is empty. Refusals name the fields nom, genre, groupe, quorum.
func Save(app core.App, now time.Time, actor, id string, f Form) (b *records.Body, err error) {
	f.Name = domain.CleanLine(f.Name)
	if f.Kind != "group" {
		f.WorkingGroup = ""
	}
	err = app.RunInTransaction(func(app core.App) error {
		if err := f.check(app); err != nil {
			return err
		}
		action, add := "edit", false
		if id == "" {
			if made, err := records.BodyOf(app, f.Intent); err == nil {
				id = made.ID // the same form again
			} else if !domain.Is(err, domain.ErrNotFound) {
				return err
			}
		}
		b = &records.Body{ID: f.Intent, Created: records.At(now)}
		if id == "" {
			action, add = "create", true
		} else if b, err = records.BodyOf(app, id); err != nil {
			return err
		}
		b.Name, b.Kind, b.WorkingGroup, b.Quorum, b.Archived = f.Name, f.Kind, f.WorkingGroup, f.Quorum, f.Archived
		write := records.SaveBody
		if add {
			write = records.AddBody
		}
		if err := write(app, b); err != nil {
			return err
		}
		return trace(app, now, actor, action, "body", b.ID, "", b.Name)
	})
	return b, err
}

func (f Form) check(app core.App) error {
	var errs domain.Errors
	if e := domain.CheckLine("nom", f.Name, domain.MaxName, true, true); e != nil {
		errs = append(errs, *e)
	}
	if !slices.Contains(Kinds, f.Kind) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "genre"})
	}
	if f.Kind == "group" {
		if _, err := records.ItemOf(app, records.WorkingGroups, f.WorkingGroup); domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "groupe"})
		} else if err != nil {
			return err
		}
	}
	if f.Quorum < 0 || f.Quorum > maxQuorum {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "quorum"})
	}
	return errs.OrNil()
}

// Choose ties an event to the body that meets there; empty: to none. Refusals, at the field instance: ErrState
// once members are invited or where the event is called off, ErrChoice for a body that does not exist.
func Choose(app core.App, now time.Time, actor, event, body string) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if e.Body == body {
			return nil
		}
		invited, err := records.Invitations(app, event)
		if err != nil {
			return err
		}
		if len(invited) > 0 || e.Status == domain.Cancelled {
			return domain.Error{Code: domain.ErrState, Field: "instance"}
		}
		name := ""
		if body != "" {
			b, err := records.BodyOf(app, body)
			if domain.Is(err, domain.ErrNotFound) {
				return domain.Error{Code: domain.ErrChoice, Field: "instance"}
			}
			if err != nil {
				return err
			}
			name = b.Name
		}
		if err := records.SetEventBody(app, event, body); err != nil {
			return err
		}
		return trace(app, now, actor, "body", "event", event, event, name)
	})
}

func trace(app core.App, now time.Time, actor, action, kind, target, event, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: kind, Target: target,
		Event: event, Reason: reason})
}
