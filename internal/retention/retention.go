// Package retention takes identities out when their time is over or when somebody asks, and leaves the figures where
// they are: rows are blanked, never deleted, so that a person still counts once, by a number that stands for nobody.
//
// Backups made before an erasure still hold what was erased until they are themselves replaced; a restored one is to be
// purged again.
package retention

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Terms is how long things are kept.
type Terms struct {
	Unserved   int `json:"unserved_months"` // after the event: cancelled, or left without a seat
	Comfort    int `json:"comfort_days"`    // after the event: what people needed to take part
	Identities int `json:"identity_years"`  // after the end of the year of the event
	Logs       int `json:"log_months"`      // who did what, among the organisers
}

// House is what the privacy page promised from the first day.
var House = Terms{Unserved: 3, Comfort: 15, Identities: 3, Logs: 12}

// TermsOf reads how long things are kept.
func TermsOf(app core.App) (t Terms, err error) {
	t = House
	text, err := records.RetentionSetting(app)
	if err != nil || text == "" || text == "null" {
		return t, err
	}
	return t, json.Unmarshal([]byte(text), &t)
}

// SaveTerms writes them. ErrNumber for one that is not from 1 to 120.
func SaveTerms(app core.App, now time.Time, actor string, t Terms) error {
	var refused domain.Errors
	for field, n := range map[string]int{"sans-suite": t.Unserved, "confort": t.Comfort, "identites": t.Identities, "journaux": t.Logs} {
		if n < 1 || n > 120 {
			refused = append(refused, domain.Error{Code: domain.ErrNumber, Field: field})
		}
	}
	if len(refused) > 0 {
		return refused
	}
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		if err := records.PutRetention(app, string(text)); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "update", Kind: "retention", Target: "settings", After: types.JSONRaw(text)})
	})
}

// Nightly does what nobody has to confirm: needs, registrations that came to nothing, who acted long ago.
func Nightly(app core.App, now time.Time) error {
	t, err := TermsOf(app)
	if err != nil {
		return err
	}
	over := records.At(now.AddDate(0, 0, -t.Comfort))
	if err := errors.Join(records.EraseNeeds(app, over), records.EraseComfort(app, over)); err != nil {
		return err
	}
	err = app.RunInTransaction(func(app core.App) error {
		rows, err := records.RegistrationsOver(app, records.At(time.Unix(0, 0)), records.At(now.In(paris.Location).AddDate(0, -t.Unserved, 0)), true)
		if err != nil {
			return err
		}
		if err := blank(app, now, "system", rows, Erasing); err != nil {
			return err
		}
		stages, err := records.PlacementsUnserved(app, records.At(now.In(paris.Location).AddDate(0, -t.Unserved, 0)))
		if err != nil {
			return err
		}
		if err := records.ErasePlacements(app, placementIDs(stages), records.At(now)); err != nil {
			return err
		}
		if err := records.DropOldImports(app, records.At(now.In(paris.Location).AddDate(0, -t.Unserved, 0))); err != nil {
			return err
		}
		return records.TrimAudit(app, records.At(now.In(paris.Location).AddDate(0, -t.Logs, 0)))
	})
	if err != nil {
		return err
	}
	return records.FoldLog(app)
}

// Erasing is the reason written on certificates whose time is over.
const Erasing = "Durée de conservation atteinte"

// blank erases registrations, their certificates, and the people whom nothing names any more.
func blank(app core.App, now time.Time, actor string, rows []records.Registration, reason string) error {
	var ids, people []string
	for _, r := range rows {
		ids, people = append(ids, r.ID), append(people, r.Person)
	}
	slices.Sort(people)
	return erase(app, now, actor, ids, slices.Compact(people), reason)
}

func erase(app core.App, now time.Time, actor string, registrations, people []string, reason string) error {
	if len(registrations)+len(people) == 0 {
		return nil
	}
	if err := revoke(app, now, actor, reason, registrations, nil, nil); err != nil {
		return err
	}
	if err := records.EraseRegistrations(app, registrations, records.At(now)); err != nil {
		return err
	}
	entered, err := records.PlacementsEntered(app, registrations)
	if err != nil {
		return err
	}
	if err := records.ErasePlacements(app, placementIDs(entered), records.At(now)); err != nil {
		return err
	}
	left, err := records.PeopleLeft(app, people)
	if err != nil {
		return err
	}
	if err := revoke(app, now, actor, reason, nil, left, nil); err != nil {
		return err
	}
	return records.ErasePeople(app, left, records.At(now))
}

// revoke takes the names out of certificates.
func revoke(app core.App, now time.Time, actor, reason string, registrations, people, speakers []string) error {
	ids, err := records.CertificatesToErase(app, registrations, people, speakers)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := certificate.Erase(app, now, actor, id, reason); err != nil {
			return err
		}
	}
	return nil
}

// hush takes speakers out of what they said.
func hush(app core.App, now time.Time, actor, reason string, speakers []string) error {
	if err := revoke(app, now, actor, reason, nil, nil, speakers); err != nil {
		return err
	}
	return records.EraseSpeakers(app, speakers)
}

func placementIDs(rows []records.Placement) (ids []string) {
	for _, p := range rows {
		ids = append(ids, p.ID)
	}
	return ids
}
