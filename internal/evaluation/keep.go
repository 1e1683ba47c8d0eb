package evaluation

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Publish lets readers open a report, or not any more. ErrState for one that was withdrawn.
func Publish(app core.App, now time.Time, actor, id string, on bool) error {
	return change(app, id, func(app core.App, r *records.Report) error {
		if on && !r.WithdrawnAt.IsZero() {
			return domain.Error{Code: domain.ErrState}
		}
		if r.Published == on {
			return nil
		}
		r.Published = on
		action := "publish"
		if !on {
			action = "unpublish"
		}
		if err := records.SaveReport(app, r); err != nil {
			return err
		}
		return trail(app, now, actor, action, r, "")
	})
}

// Withdraw says that a report is not to be relied on any more, and why. It stays, and its papers say so.
// ErrReason without a reason, ErrState for one that was withdrawn before.
func Withdraw(app core.App, now time.Time, actor, id, reason string) error {
	reason = domain.CleanText(reason)
	if reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "raison"}
	}
	return change(app, id, func(app core.App, r *records.Report) error {
		if !r.WithdrawnAt.IsZero() {
			return domain.Error{Code: domain.ErrState}
		}
		r.WithdrawnAt, r.WithdrawnReason, r.Published = records.At(now), reason, false
		if err := records.SaveReport(app, r); err != nil {
			return err
		}
		return trail(app, now, actor, "withdraw", r, reason)
	})
}

func change(app core.App, id string, act func(core.App, *records.Report) error) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.ReportOf(app, id)
		if err != nil {
			return err
		}
		return act(app, r)
	})
}

func trail(app core.App, now time.Time, actor, action string, r *records.Report, reason string) error {
	after, err := json.Marshal(map[string]any{"number": NumberOf(r), "title": r.Title, "sha256": r.SHA256, "published": r.Published})
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "report", Target: r.ID, Reason: reason, After: types.JSONRaw(after)})
}
