// Package roadmap keeps what feeds the sheets of the regional roadmap besides the platform's own events: what was held
// before it, what was done without an event, what is counted and must not be named; and shows, action by action, what
// fed it.
package roadmap

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Bounds of what is typed.
const (
	maxTitle = 300
	maxText  = 4000
	maxCount = 1000000
)

// Unknown is a number that nobody knows, which is never zero.
const Unknown = -1

// When is a date as people write it, and the days it covers.
type When struct {
	Typed    string
	text     string
	from, to time.Time
}

// read understands what was typed.
func (w *When) read() *domain.Error {
	w.Typed = domain.CleanLine(w.Typed)
	var err error
	if w.text, err = paris.ReadSpan(w.Typed); err == nil {
		w.from, w.to, err = paris.Span(w.text)
	}
	if err != nil {
		return &domain.Error{Code: domain.ErrSpan, Field: "date"}
	}
	return nil
}

// Place is where something belongs in the lists of the territory: ids, empty where it is not said.
type Place struct{ Group, Axis, Action, Priority, Territory string }

// check refuses what is in no list, and an axis of another group.
func (p *Place) check(app core.App) (errs domain.Errors, err error) {
	for _, l := range []struct{ field, list, id string }{{"group", records.WorkingGroups, p.Group}, {"axis", records.Axes, p.Axis},
		{"action", records.RoadmapActions, p.Action}, {"priority", records.Priorities, p.Priority}, {"territory", records.Territories, p.Territory}} {
		if l.id == "" {
			continue
		}
		item, err := records.ItemOf(app, l.list, l.id)
		switch {
		case domain.Is(err, domain.ErrNotFound):
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: l.field})
		case err != nil:
			return nil, err
		case l.field == "axis" && p.Group == "":
			p.Group = item.WorkingGroup
		case l.field == "axis" && item.WorkingGroup != p.Group:
			errs = append(errs, domain.Error{Code: domain.ErrAxis, Field: "axis"})
		}
	}
	return errs, nil
}

// actions refuses what is no action of the roadmap, and keeps each once.
func checkActions(app core.App, ids []string) (kept records.List, errs domain.Errors, err error) {
	all, err := records.Items(app, records.RoadmapActions)
	if err != nil {
		return nil, nil, err
	}
	kept = records.List{}
	for _, id := range ids {
		if id == "" || slices.Contains(kept, id) {
			continue
		}
		if records.Find(all, id).ID == "" {
			return nil, domain.Errors{{Code: domain.ErrChoice, Field: "actions"}}, nil
		}
		kept = append(kept, id)
	}
	return kept, nil, nil
}

// line checks one line of text.
func line(errs domain.Errors, field, value string, required bool) domain.Errors {
	if e := domain.CheckLine(field, value, maxTitle, required, required); e != nil {
		errs = append(errs, *e)
	}
	return errs
}

// ReadCount reads a number that may be unknown: empty is unknown.
func ReadCount(errs domain.Errors, field, typed string) (int, domain.Errors) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return Unknown, errs
	}
	n, err := strconv.Atoi(strings.Join(strings.Fields(typed), ""))
	if err != nil || n < 0 || n > maxCount {
		return Unknown, append(errs, domain.Error{Code: domain.ErrNumber, Field: field})
	}
	return n, errs
}

// Typed is how a number that may be unknown stands in its field.
func Typed(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// secure tells whether a text is the https address of some page.
func secure(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && strings.Contains(u.Hostname(), ".") && u.User == nil
}

// trail says who changed what, when, from what to what.
func trail(app core.App, now time.Time, actor, action, kind, target string, before, after any) (err error) {
	l := records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: kind, Target: target}
	if l.Before, err = json.Marshal(before); err != nil {
		return err
	}
	if l.After, err = json.Marshal(after); err != nil {
		return err
	}
	return records.AddAudit(app, l)
}
