package evaluation

import (
	"cmp"
	"slices"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Sheet is an action, or a group, and what was done for it: what is main is counted, what is secondary is only listed.
type Sheet struct {
	Item         Item
	Row          Row // its line of the table
	Events       []Event
	AlsoEvents   []Event
	Stages       int // stages croisés done
	History      []History
	AlsoHistory  []History
	Achievements []Achievement
	Anonymous    []Anonymous
	Comment      string
	c            Content
}

// ActionSheets are the actions of the roadmap, in their order.
func (c Content) ActionSheets() (list []Sheet) {
	table := c.Table("by_roadmap_action")
	for _, a := range c.Actions {
		s := Sheet{Item: a, Row: table.Row(a.Code), Comment: c.Comments["action:"+a.Code], c: c}
		for _, e := range c.Events {
			s.event(e, e.Action == a.Code, slices.Contains(e.OtherActions, a.Code))
		}
		for _, h := range c.History {
			s.history(h, h.Action == a.Code, slices.Contains(h.OtherActions, a.Code))
		}
		for _, d := range c.Achievements {
			if slices.Contains(d.Actions, a.Code) {
				s.Achievements = append(s.Achievements, d)
			}
		}
		for _, n := range c.Anonymous {
			if n.Action == a.Code {
				s.Anonymous = append(s.Anonymous, n)
			}
		}
		list = append(list, s)
	}
	return list
}

// GroupSheets are the working groups, in their order.
func (c Content) GroupSheets() (list []Sheet) {
	table := c.Table("by_working_group")
	for _, g := range c.Groups {
		s := Sheet{Item: g, Row: table.Row(g.Code), Comment: c.Comments["group:"+g.Code], c: c}
		for _, e := range c.Events {
			s.event(e, e.Group == g.Code, slices.Contains(e.OtherGroups, g.Code))
		}
		for _, h := range c.History {
			s.history(h, h.Group == g.Code, false)
		}
		for _, d := range c.Achievements {
			if d.Group == g.Code {
				s.Achievements = append(s.Achievements, d)
			}
		}
		for _, n := range c.Anonymous {
			if n.Group == g.Code {
				s.Anonymous = append(s.Anonymous, n)
			}
		}
		list = append(list, s)
	}
	return list
}

func (s *Sheet) event(e Event, main, also bool) {
	switch {
	case !e.Held:
	case e.Stage:
		if main && s.c.Table("by_event").Row(e.Key).Of(domain.FigPlacements) > 0 {
			s.Stages++
		}
	case main:
		s.Events = append(s.Events, e)
	case also:
		s.AlsoEvents = append(s.AlsoEvents, e)
	}
}

func (s *Sheet) history(h History, main, also bool) {
	switch {
	case main:
		s.History = append(s.History, h)
	case also:
		s.AlsoHistory = append(s.AlsoHistory, h)
	}
}

// Fed tells whether anything was done.
func (s Sheet) Fed() bool {
	return s.Stages+len(s.Events)+len(s.AlsoEvents)+len(s.History)+len(s.AlsoHistory)+len(s.Achievements)+len(s.Anonymous) > 0
}

// Done says what was done, a line each.
func (s Sheet) Done() (lines []string) {
	table := s.c.Table("by_event")
	for _, e := range s.Events {
		lines = append(lines, shortDay(e.Day)+"\u00a0: "+e.Title+", "+count(table.Row(e.Key).Of(domain.FigPresent), "présent", "présents"))
	}
	if s.Stages > 0 {
		lines = append(lines, count(s.Stages, "stage croisé réalisé", "stages croisés réalisés"))
	}
	for _, h := range s.History {
		lines = append(lines, historyLine(h))
	}
	for _, a := range s.Achievements {
		lines = append(lines, achievementLine(a))
	}
	for _, n := range s.Anonymous {
		lines = append(lines, anonymousLine(n))
	}
	for _, e := range s.AlsoEvents {
		lines = append(lines, shortDay(e.Day)+"\u00a0: "+e.Title+" (contribution secondaire, comptée ailleurs)")
	}
	for _, h := range s.AlsoHistory {
		lines = append(lines, historyLine(h)+" (contribution secondaire, comptée ailleurs)")
	}
	return lines
}

// Numbers says the numbers of the sheet in one sentence; empty without any.
func (s Sheet) Numbers() string {
	var parts []string
	add := func(f domain.Figure, one, many string) {
		if n := s.Row.Of(f); n > 0 {
			parts = append(parts, count(n, one, many))
		}
	}
	add(domain.FigEvents, "événement réalisé", "événements réalisés")
	add(domain.FigPresent, "présent (participation)", "présents (participations)")
	add(domain.FigPeople, "personne distincte", "personnes distinctes")
	add(domain.FigStructures, "structure", "structures")
	add(domain.FigPlacements, "stage croisé réalisé", "stages croisés réalisés")
	add(domain.FigHeadcount, "personne comptée sans nom", "personnes comptées sans nom")
	if d := s.Row.Said(domain.FigEvents); d != nil {
		parts = append(parts, "déclaré à part\u00a0: "+atLeast(d)+count(d.Value, "réunion", "réunions"))
	}
	if d := s.Row.Said(domain.FigPresent); d != nil {
		parts = append(parts, "déclaré à part\u00a0: "+atLeast(d)+count(d.Value, "personne", "personnes"))
	}
	if d := s.Row.Said(domain.FigPSSM); d != nil {
		parts = append(parts, "déclaré à part\u00a0: "+atLeast(d)+count(d.Value, "secouriste formé", "secouristes formés"))
	}
	return strings.Join(parts, "\u00a0; ")
}

func atLeast(d *domain.DeclaredValue) string {
	if d.AtLeast {
		return "au moins "
	}
	return ""
}

// count writes a number and its word: singular up to one.
func count(n int, one, many string) string {
	if n > 1 {
		return paris.Number(n) + "\u00a0" + many
	}
	return paris.Number(n) + "\u00a0" + one
}

func shortDay(day string) string {
	t, err := paris.ParseDay(day)
	if err != nil {
		return "sans date"
	}
	return paris.Short(t)
}

func historyLine(h History) string {
	line := h.Title
	if h.DateText != "" {
		line = h.DateText + "\u00a0: " + h.Title
	}
	if h.Occurrences != nil && *h.Occurrences > 1 {
		line += ", " + count(*h.Occurrences, "réunion", "réunions")
	}
	switch {
	case h.Attendance != nil:
		line += ", " + count(*h.Attendance, "personne déclarée", "personnes déclarées")
	case h.Trained != nil:
		line += ", au moins " + count(*h.Trained, "secouriste formé", "secouristes formés")
	}
	if !h.Counts {
		line += " (" + h.Standing + ")"
	}
	return line
}

var statuses = map[string]string{"ongoing": " (en cours)", "planned": " (prévu)"}

func achievementLine(a Achievement) string {
	line := cmp.Or(a.DateText, "sans date") + "\u00a0: " + a.Title + statuses[a.Status]
	if a.Structures != "" {
		line += " – " + a.Structures
	}
	return line
}

func anonymousLine(n Anonymous) string {
	var parts []string
	for _, p := range []struct {
		n         *int
		one, many string
	}{{n.Sessions, "séance", "séances"}, {n.Families, "famille", "familles"}, {n.People, "personne", "personnes"}} {
		if p.n != nil {
			parts = append(parts, count(*p.n, p.one, p.many))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nombre non renseigné"}
	}
	return cmp.Or(n.DateText, "sans date") + "\u00a0: " + n.Title + ", " + strings.Join(parts, ", ") + " (compté sans nom)"
}
