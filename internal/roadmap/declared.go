package roadmap

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Declared is what is typed of a line of the history: what was held before the platform, or elsewhere, without names.
// Numbers: Unknown where nobody knows.
type Declared struct {
	Title, Programme, Venue, Role, Partners string
	When                                    When
	Meetings, People, Trained               int
	FromReport                              bool // « chiffre du rapport »
	Place                                   Place
	Others, Proposed                        []string // actions, secondary and proposed
}

// DeclaredOf shows a line in the form.
func DeclaredOf(d *records.Declared) Declared {
	return Declared{Title: d.Title, Programme: d.Programme, Venue: d.Place, Role: d.PTSMRole, Partners: d.Partners, When: When{Typed: d.DateText},
		Meetings: d.Occurrences, People: d.Attendance, Trained: d.TrainedAtLeast, FromReport: d.AttendanceIs == "report",
		Place: Place{d.WorkingGroup, d.Axis, d.RoadmapAction, d.Priority, d.Territory}, Others: d.OtherActions, Proposed: d.ProposedActions}
}

// Fixed tells whether a line of the history follows something else, where it is changed: a partner's declaration, or
// a file that was brought in.
func Fixed(d *records.Declared) bool {
	return strings.HasPrefix(d.Code, "declaration-") || d.Import != ""
}

// SaveDeclared writes a line of the history, new (its id is then intent) or changed. Refusals: title, programme, date,
// venue, partners, role, meetings, group, axis, action, priority, territory, actions.
func SaveDeclared(app core.App, now time.Time, actor, id, intent string, f Declared) (d *records.Declared, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		others, err := f.check(app)
		if err != nil {
			return err
		}
		d, err = records.DeclaredOf(app, id)
		if id == "" {
			if d, err = records.DeclaredOf(app, intent); err == nil {
				return nil // the same form again
			}
			d, err = &records.Declared{ID: intent, Code: intent, StructuresReached: Unknown}, nil
		}
		if err != nil {
			return err
		}
		if Fixed(d) {
			return domain.Error{Code: domain.ErrState}
		}
		before := *d
		f.write(d, others)
		if id == "" {
			if err := records.AddDeclared(app, d); err != nil {
				return err
			}
			return trail(app, now, actor, "create", "history", d.ID, nil, d)
		}
		if err := records.SaveDeclared(app, d); err != nil {
			return err
		}
		return trail(app, now, actor, "edit", "history", d.ID, before, d)
	})
	return d, err
}

func (f *Declared) write(d *records.Declared, others records.List) {
	d.Title, d.Programme, d.Place, d.PTSMRole, d.Partners = f.Title, f.Programme, f.Venue, f.Role, f.Partners
	d.DateText, d.FromDay, d.ToDay = f.When.text, records.At(f.When.from), records.At(f.When.to)
	d.Occurrences, d.Attendance, d.TrainedAtLeast = f.Meetings, f.People, f.Trained
	if d.AttendanceIs = ""; f.FromReport && f.People >= 0 {
		d.AttendanceIs = "report"
	}
	d.WorkingGroup, d.Axis, d.RoadmapAction, d.Priority, d.Territory = f.Place.Group, f.Place.Axis, f.Place.Action, f.Place.Priority, f.Place.Territory
	d.OtherActions = others
	d.ProposedActions = slices.DeleteFunc(slices.Clone(d.ProposedActions), func(a string) bool {
		return a == d.RoadmapAction || slices.Contains(others, a)
	})
}

func (f *Declared) check(app core.App) (others records.List, err error) {
	f.Title, f.Venue, f.Partners = domain.CleanLine(f.Title), domain.CleanLine(f.Venue), domain.CleanLine(f.Partners)
	errs := line(line(line(nil, "title", f.Title, true), "venue", f.Venue, false), "partners", f.Partners, false)
	if e := f.When.read(); e != nil {
		errs = append(errs, *e)
	}
	if !slices.Contains(domain.PTSMRoles, f.Role) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "role"})
	}
	if f.Programme != "" {
		if _, err := records.ItemOf(app, records.Programmes, f.Programme); domain.Is(err, domain.ErrNotFound) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "programme"})
		} else if err != nil {
			return nil, err
		}
	}
	more, err := f.Place.check(app)
	if err != nil {
		return nil, err
	}
	ids := slices.DeleteFunc(slices.Clone(f.Others), func(a string) bool { return a == f.Place.Action })
	others, wrong, err := checkActions(app, ids)
	if err != nil {
		return nil, err
	}
	if f.Place.Action == "" && len(others) > 0 { // a secondary one is secondary to something
		f.Place.Action, others = others[0], others[1:]
	}
	return others, append(append(errs, more...), wrong...).OrNil()
}

// DropDeclared removes a line of the history; the trail keeps what it said.
func DropDeclared(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		d, err := records.DeclaredOf(app, id)
		if err != nil {
			return err
		}
		if Fixed(d) {
			return domain.Error{Code: domain.ErrState}
		}
		if err := records.DropDeclared(app, id); err != nil {
			return err
		}
		return trail(app, now, actor, "remove", "history", id, d, nil)
	})
}

// Confirm makes a proposed link to an action a true one, or takes the proposal away: the main one where there is none
// yet, else a secondary one. Target is an event or a line of the history.
func Confirm(app core.App, now time.Time, actor, target, action string, yes bool) error {
	return app.RunInTransaction(func(app core.App) error {
		if d, err := records.DeclaredOf(app, target); err == nil {
			if !settle(&d.RoadmapAction, &d.OtherActions, &d.ProposedActions, action, yes) {
				return domain.Error{Code: domain.ErrSettled}
			}
			if err := records.SaveDeclared(app, d); err != nil {
				return err
			}
			return trail(app, now, actor, confirmed(yes), "history", d.ID, nil, action)
		}
		e, err := records.EventOf(app, target)
		if err != nil {
			return err
		}
		if !settle(&e.RoadmapAction, &e.OtherActions, &e.ProposedActions, action, yes) {
			return domain.Error{Code: domain.ErrSettled}
		}
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		return trail(app, now, actor, confirmed(yes), "event", e.ID, nil, action)
	})
}

func confirmed(yes bool) string {
	if yes {
		return "confirm_action"
	}
	return "refuse_action"
}

// settle moves an action out of the proposals; false: it is not among them.
func settle(main *string, others, proposed *records.List, action string, yes bool) bool {
	i := slices.Index(*proposed, action)
	if i < 0 {
		return false
	}
	*proposed = slices.Delete(slices.Clone(*proposed), i, i+1)
	switch {
	case !yes || *main == action || slices.Contains(*others, action):
	case *main == "":
		*main = action
	default:
		*others = append(slices.Clone(*others), action)
	}
	return true
}
