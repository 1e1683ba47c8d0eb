package question

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Remove stops asking a question. One that was answered is kept with its answers, once the coordinator is sure
// (ErrAnswered, Arg: how many answers, otherwise); one that shows another is refused (ErrDependent, Arg: the
// other's words). Removing twice changes nothing.
func Remove(app core.App, now time.Time, actor, event, id string, sure bool) error {
	return app.RunInTransaction(func(app core.App) error {
		all, err := open(app, event)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(q records.Question) bool { return q.ID == id })
		if i < 0 {
			return nil
		}
		for _, other := range all {
			if other.ShowIf == id {
				return domain.Error{Code: domain.ErrDependent, Arg: other.Label}
			}
		}
		given, err := records.AnswerCounts(app, event)
		if err != nil {
			return err
		}
		q := all[i]
		switch n := given[id]; {
		case n == 0:
			err = records.DropQuestion(app, id)
		case !sure:
			return domain.Error{Code: domain.ErrAnswered, Arg: fmt.Sprint(n)}
		default:
			q.RemovedAt = records.At(now)
			err = records.PutQuestion(app, &q)
		}
		if err != nil {
			return err
		}
		return trace(app, now, actor, "unask", &q)
	})
}

// Move puts a question before the one above it, or after the one below. A question never passes the one that
// shows it (ErrDependent, Arg: the other's words). At the edge nothing changes.
func Move(app core.App, now time.Time, actor, event, id string, up bool) error {
	return app.RunInTransaction(func(app core.App) error {
		all, err := open(app, event)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(q records.Question) bool { return q.ID == id })
		j := i + 1
		if up {
			j = i - 1
		}
		if i < 0 || j < 0 || j >= len(all) {
			return nil
		}
		if before, after := all[min(i, j)], all[max(i, j)]; after.ShowIf == before.ID {
			return domain.Error{Code: domain.ErrDependent, Arg: after.Label}
		}
		all[i], all[j] = all[j], all[i]
		for n := range all {
			all[n].Position = n + 1
			if err := records.PutQuestion(app, &all[n]); err != nil {
				return err
			}
		}
		return trace(app, now, actor, "question", &all[j])
	})
}

func trace(app core.App, now time.Time, actor, action string, q *records.Question) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "event",
		Target: q.Event, Event: q.Event, Reason: q.Label})
}
