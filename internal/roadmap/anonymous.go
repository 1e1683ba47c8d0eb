package roadmap

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// AnonymousKinds are what is counted and must not be named (domain.md §2).
var AnonymousKinds = []string{"bref", "profamille", "situations", "autre"}

// Anonymous is what is typed of an anonymous count. Numbers: Unknown where nobody knows.
type Anonymous struct {
	Title, Kind, Note          string
	When                       When
	Sessions, Families, People int
	Place                      Place
}

// AnonymousOf shows one in the form.
func AnonymousOf(c *records.AnonymousCount) Anonymous {
	return Anonymous{Title: c.Title, Kind: c.Kind, Note: c.Note, When: When{Typed: c.DateText}, Sessions: c.Sessions, Families: c.Families, People: c.People,
		Place: Place{c.WorkingGroup, c.Axis, c.RoadmapAction, c.Priority, c.Territory}}
}

// SaveAnonymous writes an anonymous count, new (its id is then intent) or changed. Refusals: title, kind, date, note,
// sessions (where no number is given), group, axis, action, priority, territory.
func SaveAnonymous(app core.App, now time.Time, actor, id, intent string, f Anonymous) (c *records.AnonymousCount, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		if err := f.check(app); err != nil {
			return err
		}
		c, err = records.AnonymousCountOf(app, id)
		if id == "" {
			if c, err = records.AnonymousCountOf(app, intent); err == nil {
				return nil // the same form again
			}
			c, err = &records.AnonymousCount{ID: intent, Created: records.At(now)}, nil
		}
		if err != nil {
			return err
		}
		before := *c
		c.Title, c.Kind, c.Note, c.Updated = f.Title, f.Kind, f.Note, records.At(now)
		c.DateText, c.FromDay, c.ToDay = f.When.text, records.At(f.When.from), records.At(f.When.to)
		c.Sessions, c.Families, c.People = f.Sessions, f.Families, f.People
		c.WorkingGroup, c.Axis, c.RoadmapAction, c.Priority, c.Territory = f.Place.Group, f.Place.Axis, f.Place.Action, f.Place.Priority, f.Place.Territory
		if id == "" {
			if err := records.AddAnonymousCount(app, c); err != nil {
				return err
			}
			return trail(app, now, actor, "create", "anonymous", c.ID, nil, c)
		}
		if err := records.SaveAnonymousCount(app, c); err != nil {
			return err
		}
		return trail(app, now, actor, "edit", "anonymous", c.ID, before, c)
	})
	return c, err
}

func (f *Anonymous) check(app core.App) error {
	f.Title, f.Note = domain.CleanLine(f.Title), domain.CleanText(f.Note)
	errs := line(nil, "title", f.Title, true)
	if e := f.When.read(); e != nil {
		errs = append(errs, *e)
	}
	if !slices.Contains(AnonymousKinds, f.Kind) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "kind"})
	}
	if f.Sessions < 0 && f.Families < 0 && f.People < 0 {
		errs = append(errs, domain.Error{Code: domain.ErrNoCount, Field: "sessions"})
	}
	if len(f.Note) > maxText {
		errs = append(errs, domain.Error{Code: domain.ErrTooLong, Field: "note"})
	}
	more, err := f.Place.check(app)
	if err != nil {
		return err
	}
	return append(errs, more...).OrNil()
}

// DropAnonymous removes one; the trail keeps what it said.
func DropAnonymous(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		c, err := records.AnonymousCountOf(app, id)
		if err != nil {
			return err
		}
		if err := records.DropAnonymousCount(app, id); err != nil {
			return err
		}
		return trail(app, now, actor, "remove", "anonymous", id, c, nil)
	})
}

// AnonymousIn lists those of a period, in whole or in part; undated ones belong to « toutes périodes » only.
func AnonymousIn(app core.App, p domain.Period) ([]records.AnonymousCount, error) {
	rows, err := records.AnonymousCounts(app)
	return slices.DeleteFunc(rows, func(c records.AnonymousCount) bool { return !touches(p, c.FromDay.Time(), c.ToDay.Time()) }), err
}
