package migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Stages croisés: campaigns with the places that structures offer, placements with each of their steps, the papers that
// were signed, what was said afterwards. A placement that is done enters the register as an event of its own, with one
// registration and its presences: every figure counts it from there.
func init() {
	made := []string{"campaigns", "placement_offers", "placements", "placement_steps", "placement_rulings", "placement_signatures", "agreements", "placement_papers", "placement_reports", "placement_opinions"}
	added := map[string][]string{
		"structures": {"address", "siret", "finess", "legal_name", "legal_function", "manager_asked"},
		"events":     {"placement", "host"},
		"outbox":     {"placement"},
	}
	m.Register(func(app core.App) error {
		if err := campaignTables(app); err != nil {
			return err
		}
		if err := placementTables(app); err != nil {
			return err
		}
		if err := paperTables(app); err != nil {
			return err
		}
		for _, more := range []struct {
			name    string
			fields  []core.Field
			indexes []string
		}{
			{"structures", fields(text("address", "siret", "finess", "legal_name", "legal_function"), choice("manager_asked", "yes", "no")), nil},
			{"events", fields(one(app, "placement", "placements"), one(app, "host", "structures")), []string{"unique placement (placement) WHERE placement != ''"}},
			{"outbox", one(app, "placement", "placements"), []string{"placement (placement) WHERE placement != ''"}},
		} {
			if err := add(app, more.name, more.fields, more.indexes...); err != nil {
				return err
			}
		}
		return placementTriggers(app)
	}, func(app core.App) error {
		if err := run(app, `DROP TRIGGER placement_steps_fixed`, `DROP TRIGGER placement_steps_stay`, `DROP TRIGGER agreements_fixed`, `DROP TRIGGER agreements_sealed`,
			`DROP TRIGGER agreements_stay`, `DROP TRIGGER agreement_files_stay`); err != nil {
			return err
		}
		for name, columns := range added {
			if err := remove(app, name, columns...); err != nil {
				return err
			}
		}
		return drop(app, made...)
	})
}

// campaignTables: a campaign is a period with its rules; « standing » ones have no calendar. An offer is a block of
// half-days at a host with a number of places.
func campaignTables(app core.App) error {
	if err := create(app, table{"campaigns", fields(
		text("slug", "title", "summary", "description", "contact"), choice("kind", "campaign", "standing"), choice("status", "draft", "open", "closed"),
		choice("way", "any", "one_way", "crossed"), date("from_day", "to_day", "offers_until", "wishes_until"), number("min_half_days", "max_half_days"),
		boolean("manager_asked", "report_asked", "report_reviewed"), object("weights", "delays"), one(app, "programme", "programmes"), one(app, "event", "events"),
		one(app, "working_group", "working_groups"), one(app, "axis", "axes"), one(app, "roadmap_action", "roadmap_actions"), one(app, "priority", "priorities"),
		date("opened_at", "closed_at", "created", "updated"),
	), []string{"unique slug (slug)"}}); err != nil {
		return err
	}
	return create(app, table{"placement_offers", fields(
		one(app, "campaign", "campaigns"), number("num"), choice("status", "proposed", "published", "refused", "withdrawn"), text("reason"), choice("origin", "link", "coordinator"),
		one(app, "structure", "structures"), one(app, "territory", "territories"), text("service", "place", "address"), many(app, "professions", "professions"),
		object("half_days"), text("periods"), number("places"),
		text("tutor_name", "tutor_function", "tutor_email", "tutor_phone", "referent_name", "referent_email"),
		text("seen", "badge", "vaccination", "dress", "meal", "access"), one(app, "crossed_with", "structures"), date("created", "updated"),
	), []string{"campaign (campaign, status)", "structure (structure)"}})
}

// placementTables: a wish is the first state of a placement. The steps are the truth; the columns that repeat them (state,
// since, version, starts_at…) are there to be listed by.
func placementTables(app core.App) error {
	if err := create(app, table{"placements", fields(
		one(app, "campaign", "campaigns"), number("num"), text("state", "key"), date("since"), boolean("needs_agreement", "report_asked", "no_show"),
		choice("origin", "online", "coordinator"), text("first_name", "last_name", "email", "phone", "function", "service", "short_code", "ticket"),
		one(app, "structure", "structures"), one(app, "sector", "sectors"), one(app, "territory", "territories"), one(app, "profession", "professions"),
		text("manager_name", "manager_email", "home_name", "home_function", "home_email"), object("choices"), text("objectives", "constraints"), object("unavailable"),
		one(app, "offer", "placement_offers"), text("tutor_name", "tutor_function", "tutor_email", "tutor_phone"), number("version"), date("starts_at", "ends_at"),
		one(app, "registration", "registrations"), date("mission_at"), text("mission_note"), date("created", "updated", "erased_at"),
	), []string{
		"campaign (campaign, num)", "state (state)", "offer (offer)", "registration (registration)",
		"unique asked (campaign, key) WHERE key != '' AND state != 'refused' AND state != 'cancelled' AND state != 'certified'",
		"unique ticket (ticket) WHERE ticket != ''",
	}}); err != nil {
		return err
	}
	if err := create(app, table{"placement_steps", fields(
		one(app, "placement", "placements"), number("n"), text("move", "party", "actor", "why", "from_state", "to_state", "intent"), object("act"), date("at"),
	), []string{"unique n (placement, n)", "unique intent (intent) WHERE intent != ''"}}); err != nil {
		return err
	}
	if err := create(app, table{"placement_signatures", fields( // of a half-day, until the register holds them
		one(app, "placement", "placements"), text("slot", "name", "role"), choice("party", "trainee", "host"), object("strokes"), date("at"),
	), []string{"unique half_day (placement, slot, party)"}}); err != nil {
		return err
	}
	return create(app, table{"placement_rulings", fields(
		one(app, "campaign", "campaigns"), one(app, "placement", "placements"), one(app, "offer", "placement_offers"), choice("kind", "pin", "exclusion"), text("reason", "actor"), date("at"),
	), []string{"unique pair (placement, offer)", "campaign (campaign)"}})
}

// paperTables: an agreement is frozen as a certificate is (its PDF is the file « agreement:ID »); a paper is what a party
// handed in (the file « paper:ID »). What an opinion says is joined to nobody.
func paperTables(app core.App) error {
	if err := create(app, table{"agreements", fields(
		one(app, "placement", "placements"), number("version", "template_version"), text("number", "sha256"), object("content"), date("reserved_at", "issued_at", "erased_at"),
		number("attempts"), text("last_error"),
	), []string{"unique version (placement, version)", "number (number)", "unsealed (issued_at) WHERE issued_at = ''"}}); err != nil {
		return err
	}
	if err := create(app, table{"placement_papers", fields(
		one(app, "placement", "placements"), one(app, "agreement", "agreements"), text("party"), choice("kind", "signed", "mission", "other"),
		text("name", "type", "sha256", "actor", "removed_reason"), number("size"), date("at", "removed_at"),
	), []string{"placement (placement)"}}); err != nil {
		return err
	}
	if err := create(app, table{"placement_reports", fields(
		one(app, "placement", "placements"), choice("party", "trainee", "host"), object("answers"), boolean("opinion"), date("updated", "sent_at"),
	), []string{"unique party (placement, party)"}}); err != nil {
		return err
	}
	return create(app, table{"placement_opinions", fields(
		one(app, "campaign", "campaigns"), choice("party", "trainee", "host"), object("answers"),
	), []string{"campaign (campaign, party)"}})
}

// placementTriggers: steps are only added; only the words of a person who was erased go. What an agreement says never
// changes.
func placementTriggers(app core.App) error {
	return run(app,
		`CREATE TRIGGER placement_steps_fixed BEFORE UPDATE ON placement_steps
		 WHEN new.placement != old.placement OR new.n != old.n OR new.move != old.move OR new.party != old.party OR new.at != old.at OR new.from_state != old.from_state OR new.to_state != old.to_state
		 OR NOT EXISTS (SELECT 1 FROM placements p WHERE p.id = old.placement AND p.erased_at != '')
		 BEGIN SELECT RAISE(ABORT, 'a step of a placement is never changed'); END`,
		`CREATE TRIGGER placement_steps_stay BEFORE DELETE ON placement_steps BEGIN SELECT RAISE(ABORT, 'a step of a placement stays'); END`,
		`CREATE TRIGGER agreements_fixed BEFORE UPDATE OF placement, version, number, template_version, content ON agreements
		 WHEN NOT EXISTS (SELECT 1 FROM placements p WHERE p.id = old.placement AND p.erased_at != '')
		 BEGIN SELECT RAISE(ABORT, 'what an agreement says is never changed'); END`,
		`CREATE TRIGGER agreements_sealed BEFORE UPDATE OF sha256, issued_at ON agreements WHEN old.issued_at != ''
		 BEGIN SELECT RAISE(ABORT, 'a sealed agreement is never changed'); END`,
		`CREATE TRIGGER agreements_stay BEFORE DELETE ON agreements BEGIN SELECT RAISE(ABORT, 'an agreement is never deleted'); END`,
		`CREATE TRIGGER agreement_files_stay BEFORE DELETE ON files WHEN old.id LIKE 'agreement:%'
		 AND NOT EXISTS (SELECT 1 FROM agreements a WHERE 'agreement:' || a.id = old.id AND a.erased_at != '')
		 BEGIN SELECT RAISE(ABORT, 'the bytes of an agreement stay'); END`)
}
