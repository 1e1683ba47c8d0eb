package migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/paris"
)

// dateAchievements gives what was done without an event the days that its date covers, which it had in words alone. What
// cannot be read stays without a day: it is counted in « toutes périodes » only. What had no status was done.
func dateAchievements(app core.App) error {
	var rows []struct {
		ID   string `db:"id"`
		Text string `db:"date_text"`
	}
	if err := app.DB().Select("id", "date_text").From("achievements").Where(dbx.NewExp("from_day = '' AND date_text != ''")).All(&rows); err != nil {
		return err
	}
	for _, r := range rows {
		text, err := paris.ReadSpan(r.Text)
		if err != nil {
			continue
		}
		from, to, err := paris.Span(text)
		if err != nil || from.IsZero() {
			continue
		}
		first, err := types.ParseDateTime(from)
		if err != nil {
			return err
		}
		after, err := types.ParseDateTime(to)
		if err != nil {
			return err
		}
		if _, err := app.DB().Update("achievements", dbx.Params{"from_day": first.String(), "to_day": after.String()}, dbx.HashExp{"id": r.ID}).Execute(); err != nil {
			return err
		}
	}
	return run(app, `UPDATE achievements SET status = 'done' WHERE status = ''`)
}
