// Package reader lets people outside the organisers read published reports by a link with an end: aggregates only, in
// which no small number can be computed back.
//
// A reader has frozen reports alone, never today's figures: two looks at living figures, a day apart, would tell by
// their difference what one event's registration changed. For the same reason no link opens two reports whose periods
// overlap: their difference is the figures of the days, or of the corrections, between the two.
package reader

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// maxLabel is the longest name of a link, in characters.
const maxLabel = 80

// Form is what is typed of a link.
type Form struct {
	Label   string
	Expires time.Time // first moment when it opens nothing any more
	Reports []string  // ids of published reports
}

// Add makes a link. Refusals: no label, an end that is past, no report or one that is not published, two reports whose
// periods overlap.
func Add(app core.App, now time.Time, actor string, f Form) (*records.Reader, error) {
	r := &records.Reader{Label: domain.CleanLine(f.Label), Actor: actor, Created: records.At(now), ExpiresAt: records.At(f.Expires)}
	err := app.RunInTransaction(func(app core.App) error {
		var refused domain.Errors
		if r.Label == "" {
			refused = append(refused, domain.Error{Code: domain.ErrRequired, Field: "nom"})
		} else if len([]rune(r.Label)) > maxLabel {
			refused = append(refused, domain.Error{Code: domain.ErrTooLong, Field: "nom"})
		}
		if !now.Before(f.Expires) {
			refused = append(refused, domain.Error{Code: domain.ErrReaderEnd, Field: "fin"})
		}
		kept, err := chosen(app, f.Reports)
		if err != nil {
			return err
		}
		switch {
		case len(kept) == 0:
			refused = append(refused, domain.Error{Code: domain.ErrReaderEmpty, Field: "rapports"})
		case overlap(kept):
			refused = append(refused, domain.Error{Code: domain.ErrReaderOverlap, Field: "rapports"})
		}
		if len(refused) > 0 {
			return refused
		}
		for _, k := range kept {
			r.Reports = append(r.Reports, k.ID)
		}
		if err := records.AddReader(app, r); err != nil {
			return err
		}
		return trail(app, now, actor, "add", r)
	})
	return r, err
}

// chosen are the published reports among ids, the latest first.
func chosen(app core.App, ids []string) (kept []records.Report, err error) {
	all, err := records.Reports(app)
	for _, r := range all {
		if slices.Contains(ids, r.ID) && r.Published && r.WithdrawnAt.IsZero() {
			kept = append(kept, r)
		}
	}
	return kept, err
}

// overlap tells whether two of the reports count the same days.
func overlap(list []records.Report) bool {
	for i, a := range list {
		for _, b := range list[i+1:] {
			before := func(x, y records.Report) bool {
				return !x.ToDay.IsZero() && !y.FromDay.IsZero() && !y.FromDay.Time().Before(x.ToDay.Time())
			}
			if !before(a, b) && !before(b, a) {
				return true
			}
		}
	}
	return false
}

// Kin lists the other links still open at now of which a report counts some of the same days as one of this link, and is not
// the same report: whoever has both could tell a hidden number by their difference.
func Kin(app core.App, now time.Time, r *records.Reader) (others []records.Reader, err error) {
	own, err := Reports(app, r)
	if err != nil {
		return nil, err
	}
	rows, err := records.Readers(app)
	if err != nil {
		return nil, err
	}
	for _, other := range rows {
		if other.ID == r.ID || !other.RevokedAt.IsZero() || !now.Before(other.ExpiresAt.Time()) {
			continue
		}
		theirs, err := Reports(app, &other)
		if err != nil {
			return nil, err
		}
		if cross(own, theirs) {
			others = append(others, other)
		}
	}
	return others, nil
}

// cross tells whether two different reports of two links count the same days.
func cross(own, theirs []records.Report) bool {
	for _, a := range own {
		for _, b := range theirs {
			if a.ID != b.ID && overlap([]records.Report{a, b}) {
				return true
			}
		}
	}
	return false
}

// Revoke ends a link. Once is enough.
func Revoke(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, err := records.ReaderOf(app, id)
		if err != nil || !r.RevokedAt.IsZero() {
			return err
		}
		r.RevokedAt = records.At(now)
		if err := records.SaveReader(app, r); err != nil {
			return err
		}
		return trail(app, now, actor, "revoke", r)
	})
}

// Open finds the link of a token: ErrNotFound for what this platform did not make, ErrLinkRevoked, ErrLinkExpired.
func Open(app core.App, now time.Time, token string) (*records.Reader, error) {
	id, err := link.Open(app, now, link.Reader, token)
	if err != nil {
		return nil, err
	}
	r, err := records.ReaderOf(app, id)
	switch {
	case err != nil:
	case !r.RevokedAt.IsZero():
		err = domain.Error{Code: domain.ErrLinkRevoked}
	case !now.Before(r.ExpiresAt.Time()):
		err = domain.Error{Code: domain.ErrLinkExpired}
	}
	return r, err
}

// Reports lists what a link opens today: what was unpublished or withdrawn since is not there.
func Reports(app core.App, r *records.Reader) ([]records.Report, error) {
	return chosen(app, r.Reports)
}

// Reading is a report as readers have it.
type Reading struct {
	Report     records.Report
	Content    evaluation.Content
	Safe       domain.SafeReport
	Structures []string // named without a number; associations of users never
	Events     []string
}

// Read opens a report of a link. ErrNotFound for one that it does not open.
func Read(app core.App, r *records.Reader, id string) (out Reading, err error) {
	list, err := chosen(app, r.Reports)
	if err != nil {
		return out, err
	}
	i := slices.IndexFunc(list, func(r records.Report) bool { return r.ID == id })
	if i < 0 {
		return out, records.ErrNone
	}
	out.Report = list[i]
	if out.Content, err = evaluation.Load(app, id); err != nil {
		return out, err
	}
	out.Safe = domain.Suppress(out.Content.Report())
	for _, row := range out.Content.Table(domain.Tables[domain.ByStructure].Name).Rows {
		if row.Key != "" && !row.Unnamed && row.Of(domain.FigPresent) > 0 {
			out.Structures = append(out.Structures, row.Label)
		}
	}
	slices.SortFunc(out.Structures, func(a, b string) int { return compare(domain.Fold(a), domain.Fold(b)) }) // by number of people they would tell it
	for _, e := range out.Content.Events {
		if e.Held && !e.Stage { // a stage croisé is one person's
			out.Events = append(out.Events, e.Title)
		}
	}
	return out, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func trail(app core.App, now time.Time, actor, action string, r *records.Reader) error {
	after, err := json.Marshal(map[string]any{"label": r.Label, "reports": r.Reports, "expires_at": r.ExpiresAt.String()})
	if err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "reader", Target: r.ID, After: types.JSONRaw(after)})
}
