package retention

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// Summary is what a list proposed for elimination holds.
type Summary struct {
	Registrations int `json:"registrations"`
	People        int `json:"people"` // whom nothing would name any more is known at the purge alone
	Events        int `json:"events"`
}

// DueYears are the years whose identities may be eliminated: those that hold some, the latest first.
func DueYears(app core.App, now time.Time) (years []int, err error) {
	t, err := TermsOf(app)
	if err != nil {
		return nil, err
	}
	last := now.In(paris.Location).Year() - t.Identities - 1
	first, _, err := records.FirstAndLastDay(app)
	if err != nil || first.IsZero() {
		return nil, err
	}
	for y := last; y >= first.Time().In(paris.Location).Year(); y-- {
		rows, err := of(app, y)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			years = append(years, y)
		}
	}
	return years, nil
}

func of(app core.App, year int) ([]records.Registration, error) {
	from, to := paris.Year(year)
	return records.RegistrationsOver(app, records.At(from), records.At(to), false)
}

// Propose writes the list of a year: nothing else happens. ErrPurgeEarly for one that must be kept still.
func Propose(app core.App, now time.Time, actor string, year int) (p *records.Purge, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		t, err := TermsOf(app)
		if err != nil {
			return err
		}
		if year >= now.In(paris.Location).Year()-t.Identities {
			return domain.Error{Code: domain.ErrPurgeEarly, Field: "annee"}
		}
		rows, err := of(app, year)
		if err != nil {
			return err
		}
		s, people, events := Summary{Registrations: len(rows)}, map[string]bool{}, map[string]bool{}
		for _, r := range rows {
			people[r.Person], events[r.Event] = true, true
		}
		s.People, s.Events = len(people), len(events)
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		p = &records.Purge{Scope: "identities", Year: year, Summary: string(text), ProposedBy: actor, ProposedAt: records.At(now)}
		if err := records.AddPurge(app, p); err != nil {
			return err
		}
		return trail(app, now, actor, "propose", p)
	})
	return p, err
}

// Confirm erases the identities of a proposed year. ErrState for one that was confirmed or dropped before.
func Confirm(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		p, err := open(app, id)
		if err != nil {
			return err
		}
		rows, err := of(app, p.Year)
		if err != nil {
			return err
		}
		if err := blank(app, now, actor, rows, Erasing); err != nil {
			return err
		}
		if err := aside(app, now, actor, rows); err != nil {
			return err
		}
		p.ConfirmedBy, p.ConfirmedAt = actor, records.At(now)
		if err := records.SavePurge(app, p); err != nil {
			return err
		}
		return trail(app, now, actor, "purge", p)
	})
}

// aside takes names out of what stands beside the registrations of events: who spoke there, what was written about them.
func aside(app core.App, now time.Time, actor string, rows []records.Registration) error {
	var events []string
	for _, r := range rows { // by event already
		if n := len(events); n == 0 || events[n-1] != r.Event {
			events = append(events, r.Event)
		}
	}
	speakers, err := records.SpeakersOver(app, events)
	if err != nil {
		return err
	}
	if err := hush(app, now, actor, Erasing, speakers); err != nil {
		return err
	}
	return records.EraseEventLetters(app, events)
}

// Drop gives up a proposal.
func Drop(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		p, err := open(app, id)
		if err != nil {
			return err
		}
		p.DroppedBy, p.DroppedAt = actor, records.At(now)
		if err := records.SavePurge(app, p); err != nil {
			return err
		}
		return trail(app, now, actor, "drop", p)
	})
}

func open(app core.App, id string) (*records.Purge, error) {
	p, err := records.PurgeOf(app, id)
	if err == nil && (!p.ConfirmedAt.IsZero() || !p.DroppedAt.IsZero()) {
		err = domain.Error{Code: domain.ErrState}
	}
	return p, err
}

func trail(app core.App, now time.Time, actor, action string, p *records.Purge) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "purge", Target: p.ID, After: types.JSONRaw(p.Summary)})
}

// Workbook is the list of a proposal as the archives read it before they give their visa.
func Workbook(app core.App, now time.Time, p *records.Purge) (w report.Workbook, err error) {
	rows, err := of(app, p.Year)
	if err != nil {
		return w, err
	}
	s := report.Sheet{Name: "Identités à éliminer", Title: "Identités à éliminer", Note: "Les lignes restent dans les statistiques, sans nom.",
		Columns: []report.Column{{Title: "Événement", Width: 50}, {Title: "Jour", Kind: report.Date}, {Title: "Nom", Width: 24}, {Title: "Prénom", Width: 24}, {Title: "Adresse électronique", Width: 34}}}
	events := map[string]*records.Event{}
	for _, r := range rows {
		if events[r.Event] == nil {
			if events[r.Event], err = records.EventOf(app, r.Event); err != nil {
				return w, err
			}
		}
		ev := events[r.Event]
		s.Rows = append(s.Rows, []any{ev.Title, ev.StartsAt.Time(), r.LastName, r.FirstName, r.Email})
	}
	return report.Workbook{Title: "Bordereau d’élimination", Subtitle: "Année des événements", GeneratedAt: now, Sheets: []report.Sheet{s}}, nil
}
