package merge

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// done is what the trail keeps of a merge, so that it can be undone.
type done struct {
	MergedInto string  `json:"merged_into"`
	Aside      []aside `json:"aside,omitempty"` // people only: registrations set aside by it
}

// People makes gone count as keep, both live registrations at one past event included: the one with presence
// stays, the other is set aside. Refusals: ErrState, ErrKeptApart, ErrMergeComing and ErrMergePresent, whose Arg
// is the event's title.
func People(app core.App, now time.Time, actor, keep, gone string) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := mergeable(app, records.OfPeople, keep, gone); err != nil {
			return err
		}
		after := done{MergedInto: keep}
		pairs, err := doubles(app, keep, gone)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			a, err := p.settle(app, now, actor)
			if err != nil {
				return err
			}
			after.Aside = append(after.Aside, a)
		}
		if err := records.MergePerson(app, gone, keep); err != nil {
			return err
		}
		if err := certificate.FollowPerson(app, now, keep); err != nil {
			return err
		}
		return trace(app, now, actor, "merge", records.OfPeople, gone, done{}, after)
	})
}

// UndoPeople makes somebody count as themselves again, and gives back what the merge set aside. ErrMergeUndo
// (Arg: the event's title) where the person has registered anew meanwhile.
func UndoPeople(app core.App, now time.Time, actor, gone string) error {
	return app.RunInTransaction(func(app core.App) error {
		p, err := records.PersonOf(app, gone)
		if err != nil {
			return err
		}
		was, err := lastMerge(app, records.OfPeople, gone, p.MergedInto)
		if err != nil {
			return err
		}
		if err := records.MergePerson(app, gone, ""); err != nil {
			return err
		}
		for _, a := range was.Aside {
			if err := a.restore(app, now, actor); err != nil {
				return err
			}
		}
		for _, one := range []string{gone, p.MergedInto} {
			if err := certificate.FollowPerson(app, now, one); err != nil {
				return err
			}
		}
		return trace(app, now, actor, "unmerge", records.OfPeople, gone, was, done{})
	})
}

// lastMerge reads of the trail what the merge that holds now did. ErrState without one.
func lastMerge(app core.App, kind, gone, into string) (was done, err error) {
	if into == "" {
		return was, domain.Error{Code: domain.ErrState}
	}
	line, err := records.LastAudit(app, kindWords[kind], gone, "merge")
	if err != nil {
		return was, fmt.Errorf("trail of the merge of %s: %w", gone, err)
	}
	if err := json.Unmarshal(line.After, &was); err != nil {
		return was, fmt.Errorf("trail of the merge of %s: %w", gone, err)
	}
	if was.MergedInto != into {
		return was, fmt.Errorf("trail of the merge of %s: into %s, not %s", gone, was.MergedInto, into)
	}
	return was, nil
}

// Done lists the merges of a kind that hold, the latest first.
func Done(app core.App, kind string, limit int) ([]records.Merged, error) {
	return records.Merges(app, kind, kindWords[kind], limit)
}

// kindWords are what the trail calls each kind.
var kindWords = map[string]string{records.OfPeople: "person", records.OfStructures: "structure"}

func trace(app core.App, now time.Time, actor, action, kind, target string, before, after any) error {
	b, err := json.Marshal(before)
	if err != nil {
		return err
	}
	a, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: kindWords[kind], Target: target,
		Before: types.JSONRaw(b), After: types.JSONRaw(a)})
}
