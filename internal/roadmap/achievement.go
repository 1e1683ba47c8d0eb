package roadmap

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Statuses of an achievement, the usual one first.
var Statuses = []string{"done", "ongoing", "planned"}

// Achievement is what is typed of something done without an event.
type Achievement struct {
	Title, Detail, Status, Link, Structures string
	When                                    When
	Place                                   Place // its action stays empty: an achievement may feed several
	Actions                                 []string
}

// AchievementOf shows one in the form.
func AchievementOf(a *records.Achievement) Achievement {
	return Achievement{Title: a.Title, Detail: a.Detail, Status: a.Status, Link: a.Link, Structures: a.Structures, When: When{Typed: a.DateText},
		Place: Place{Group: a.WorkingGroup, Axis: a.Axis, Priority: a.Priority}, Actions: a.RoadmapActions}
}

// SaveAchievement writes an achievement, new (its id is then intent) or changed. Refusals: title, date, detail, status,
// link, structures, group, axis, priority, actions.
func SaveAchievement(app core.App, now time.Time, actor, id, intent string, f Achievement) (a *records.Achievement, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		actions, err := f.check(app)
		if err != nil {
			return err
		}
		a, err = records.AchievementOf(app, id)
		if id == "" {
			if a, err = records.AchievementOf(app, intent); err == nil {
				return nil // the same form again
			}
			a, err = &records.Achievement{ID: intent, Code: intent}, nil
		}
		if err != nil {
			return err
		}
		before := *a
		a.Title, a.Detail, a.Status, a.Link, a.Structures = f.Title, f.Detail, f.Status, f.Link, f.Structures
		a.DateText, a.FromDay, a.ToDay = f.When.text, records.At(f.When.from), records.At(f.When.to)
		a.WorkingGroup, a.Axis, a.Priority, a.RoadmapActions = f.Place.Group, f.Place.Axis, f.Place.Priority, actions
		if id == "" {
			if err := records.AddAchievement(app, a); err != nil {
				return err
			}
			return trail(app, now, actor, "create", "achievement", a.ID, nil, a)
		}
		if err := records.SaveAchievement(app, a); err != nil {
			return err
		}
		return trail(app, now, actor, "edit", "achievement", a.ID, before, a)
	})
	return a, err
}

func (f *Achievement) check(app core.App) (actions records.List, err error) {
	f.Title, f.Link, f.Structures, f.Detail = domain.CleanLine(f.Title), domain.CleanLine(f.Link), domain.CleanLine(f.Structures), domain.CleanText(f.Detail)
	errs := line(line(nil, "title", f.Title, true), "structures", f.Structures, false)
	if e := f.When.read(); e != nil {
		errs = append(errs, *e)
	}
	if len(f.Detail) > maxText {
		errs = append(errs, domain.Error{Code: domain.ErrTooLong, Field: "detail"})
	}
	if !slices.Contains(Statuses, f.Status) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "status"})
	}
	if f.Link != "" && !secure(f.Link) {
		errs = append(errs, domain.Error{Code: domain.ErrHTTPS, Field: "link"})
	}
	more, err := f.Place.check(app)
	if err != nil {
		return nil, err
	}
	actions, wrong, err := checkActions(app, f.Actions)
	if err != nil {
		return nil, err
	}
	return actions, append(append(errs, more...), wrong...).OrNil()
}

// DropAchievement removes one; the trail keeps what it said.
func DropAchievement(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		a, err := records.AchievementOf(app, id)
		if err != nil {
			return err
		}
		if err := records.DropAchievement(app, id); err != nil {
			return err
		}
		return trail(app, now, actor, "remove", "achievement", id, a, nil)
	})
}
