package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Events, their dated slots and running order, and the history without names.
func init() {
	names := []string{"events", "slots", "agenda_items", "declared_counts", "achievements", "headcounts"}
	m.Register(func(app core.App) error {
		group := fields(
			one(app, "working_group", "working_groups"), one(app, "axis", "axes"),
			one(app, "roadmap_action", "roadmap_actions"), one(app, "priority", "priorities"),
		)
		if err := create(app, table{"events", fields(
			number("num"), text("slug", "tag", "title", "summary", "description", "audience"),
			one(app, "programme", "programmes"),
			choice("status", "draft", "published", "held", "cancelled"),
			choice("visibility", "public", "link", "internal"),
			choice("mode", "onsite", "remote", "mixed"),
			choice("ptsm_role", "porte", "coporte", "soutenu", "participe"),
			number("capacity"), boolean("waitlist", "certificate"), text("rule"),
			text("place", "address", "access", "remote_url", "contact", "full_note"),
			one(app, "territory", "territories"), group,
			many(app, "other_groups", "working_groups"), many(app, "other_axes", "axes"),
			many(app, "other_actions", "roadmap_actions"), many(app, "other_priorities", "priorities"),
			many(app, "proposed_actions", "roadmap_actions"),
			text("partners", "signatory_name", "signatory_function"),
			many(app, "organisers", "users"), boolean("co_built", "archived"),
			date("registration_opens_at", "registration_closes_at", "starts_at", "ends_at",
				"published_at", "held_at", "cancelled_at", "created", "updated"),
			text("cancel_reason", "reopen_reason"),
		), []string{"unique slug (slug)", "unique tag (tag)", "unique num (num)", "starts (status, starts_at)"}}); err != nil {
			return err
		}
		if err := create(app, table{"slots", fields(
			one(app, "event", "events"), text("label", "room"), date("starts_at", "ends_at"),
			number("break_minutes", "position"),
		), []string{"event (event, starts_at)"}}); err != nil {
			return err
		}
		if err := create(app, table{"agenda_items", fields(
			one(app, "event", "events"), date("starts_at", "ends_at"), text("title", "speaker", "detail"), number("position"),
		), []string{"event (event, starts_at)"}}); err != nil {
			return err
		}
		// -1 in occurrences, attendance, trained_at_least, structures_reached: not known. Never zero.
		if err := create(app, table{"declared_counts", fields(
			text("code", "title", "date_text"), date("from_day", "to_day"),
			one(app, "programme", "programmes"), text("place"), one(app, "territory", "territories"),
			number("occurrences", "attendance", "trained_at_least", "structures_reached"), text("attendance_is"),
			group, many(app, "other_actions", "roadmap_actions"), many(app, "proposed_actions", "roadmap_actions"),
			choice("ptsm_role", "porte", "coporte", "soutenu", "participe"), text("partners"),
		), []string{"unique code (code)"}}); err != nil {
			return err
		}
		if err := create(app, table{"achievements", fields(
			text("code", "title", "date_text"), one(app, "working_group", "working_groups"),
			many(app, "roadmap_actions", "roadmap_actions"), text("structures"),
		), []string{"unique code (code)"}}); err != nil {
			return err
		}
		return create(app, table{"headcounts", fields(
			one(app, "event", "events"), choice("category", "public", "users", "carers"), number("people"),
			date("noted_at"), text("actor", "note", "nonce"),
		), []string{"event (event)", "unique nonce (nonce)"}})
	}, func(app core.App) error { return drop(app, names...) })
}
