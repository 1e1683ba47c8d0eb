package merge

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Structures makes gone lead to keep: its names, its registrations, what is a part of it. Refusals: ErrState,
// ErrKeptApart, ErrMergePart where one is a part of the other.
func Structures(app core.App, now time.Time, actor, keep, gone string) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := mergeable(app, records.OfStructures, keep, gone); err != nil {
			return err
		}
		for _, pair := range [][2]string{{keep, gone}, {gone, keep}} {
			part, err := partOf(app, pair[0], pair[1])
			if err != nil {
				return err
			}
			if part {
				return domain.Error{Code: domain.ErrMergePart}
			}
		}
		if err := records.MergeStructure(app, gone, keep); err != nil {
			return err
		}
		if err := registration.Regroup(app, now); err != nil {
			return err
		}
		return trace(app, now, actor, "merge", records.OfStructures, gone, done{}, done{MergedInto: keep})
	})
}

// partOf tells whether a structure is, at any level, a part of another.
func partOf(app core.App, id, of string) (bool, error) {
	for hops := 0; hops < 20; hops++ {
		s, err := records.StructureOf(app, id)
		if err != nil || s.Parent == "" {
			return false, err
		}
		up, err := records.StructureOf(app, s.Parent)
		if err != nil || up.ID == of {
			return err == nil, err
		}
		id = up.ID
	}
	return false, nil
}

// UndoStructure makes a structure one of its own again. ErrParent where it would be a part of itself: what it
// belongs to was moved meanwhile.
func UndoStructure(app core.App, now time.Time, actor, gone string) error {
	return app.RunInTransaction(func(app core.App) error {
		merged, err := records.MergedStructures(app)
		if err != nil {
			return err
		}
		into := ""
		for _, s := range merged {
			if s.ID == gone {
				into = s.MergedInto
			}
		}
		was, err := lastMerge(app, records.OfStructures, gone, into)
		if err != nil {
			return err
		}
		if err := records.MergeStructure(app, gone, ""); err != nil {
			return err
		}
		if loop, err := partOf(app, gone, gone); err != nil {
			return err
		} else if loop {
			return domain.Error{Code: domain.ErrParent}
		}
		if err := registration.Regroup(app, now); err != nil {
			return err
		}
		return trace(app, now, actor, "unmerge", records.OfStructures, gone, was, done{})
	})
}
