package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The ground: nobody creates an account through the API, requests leave no address and no secret
// link in a log, and the coordinator's settings have their row.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.ListRule, users.ViewRule, users.CreateRule, users.UpdateRule, users.DeleteRule = nil, nil, nil, nil, nil
		users.OAuth2.Enabled = false
		users.PasswordAuth.Enabled = false // our own login page checks the password
		users.AuthToken.Duration = 12 * 3600
		for _, f := range fields(choice("role", "coordinator", "organiser"), boolean("disabled")) {
			users.Fields.Add(f)
		}
		if err := app.Save(users); err != nil {
			return err
		}
		s := app.Settings()
		s.Meta.AppName = "Passerelle"
		s.Meta.SenderName = "Passerelle"
		s.Logs.MaxDays = 0 // a failure would log the whole address, secret included
		s.Logs.LogIP = false
		s.RateLimits.Enabled = false // ours know the hospitals' shared address
		s.Batch.Enabled = false
		if err := app.Save(s); err != nil {
			return err
		}
		if err := create(app, table{"settings", fields(
			text("name", "territory", "organiser", "organiser_detail", "contact", "controller", "dpo", "host",
				"signatory_name", "signatory_function", "reply_to"),
			object("logos"), boolean("demo"), date("first_run_at", "mail_tested_at"),
		), nil}); err != nil {
			return err
		}
		if err := create(app, table{"recovery_codes", fields(
			one(app, "user", "users"), text("hash"), date("used_at"),
		), []string{"unique hash (hash)", "user (user)"}}); err != nil {
			return err
		}
		if err := create(app, table{"audit", fields(
			date("at"), text("actor", "action", "kind", "target", "event", "reason"), object("before", "after"),
		), []string{"at (at)", "target (kind, target)"}}); err != nil {
			return err
		}
		return create(app, table{"links", fields(
			text("kind", "target", "subject"), number("version"), date("expires_at", "revoked_at"),
		), []string{"unique target (kind, target)"}})
	}, func(app core.App) error {
		if err := drop(app, "settings", "recovery_codes", "audit", "links"); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.Fields.RemoveByName("role")
		users.Fields.RemoveByName("disabled")
		users.PasswordAuth.Enabled = true
		return app.Save(users)
	})
}
