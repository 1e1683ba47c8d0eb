package door

import (
	"slices"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// maxRooms is how many half-days one sentence names.
const maxRooms = 3

// say is what the outcome means and what to do, where a half-day, a room or a departure makes it more than usual.
func (p Place) say(v domain.Verdict, s Scan, reg *records.Expected, before, after domain.Presence, r Result) string {
	if v == domain.OtherSlot {
		return p.otherSlot(reg.Slots)
	}
	if text := explainDeparture(v, s.Kind, before, after); text != "" {
		return text
	}
	return explain(v, s, r)
}

// otherSlot tells where somebody who comes to the wrong half-day or workshop is awaited: « Inscription à :
// Atelier B, salle 12, 14 h - 16 h. »
func (p Place) otherSlot(chosen []string) string {
	var names []string
	for _, s := range p.Slots {
		if slices.Contains(chosen, s.ID) {
			names = append(names, p.where(s))
		}
	}
	if len(names) > maxRooms {
		names = append(names[:maxRooms], "…")
	}
	if len(names) == 0 {
		return "Aucune demi-journée choisie n’est au programme. Vous pouvez laisser entrer en donnant une raison."
	}
	return "Inscription à : " + strings.Join(names, " ; ") + ". Vous pouvez laisser entrer en donnant une raison."
}

// where is « Atelier B, salle 12, 14 h - 16 h », with its day where the event has several.
func (p Place) where(s records.Slot) string {
	start, end := s.StartsAt.Time(), s.EndsAt.Time()
	hours := paris.Clock(start) + " - " + paris.Clock(end)
	if slices.ContainsFunc(p.Slots, func(o records.Slot) bool { return paris.Day(o.StartsAt.Time()) != paris.Day(start) }) {
		hours = paris.Slot(start, end)
	}
	parts := slices.DeleteFunc([]string{s.Label, s.Room, hours}, func(text string) bool { return text == "" })
	return strings.Join(parts, ", ")
}

// explainDeparture says a departure whose arrival was not noted, and a return after one; empty: nothing of the kind.
func explainDeparture(v domain.Verdict, kind string, before, after domain.Presence) string {
	switch {
	case kind == domain.ScanOut && v == domain.Accepted && after.Scans == 0:
		return "Départ enregistré. L’arrivée n’était pas notée : demandez si la personne est entrée."
	case v == domain.Already && !before.Left.IsZero() && after.Left.IsZero():
		return "De retour : le départ de " + paris.Clock(before.Left) + " ne compte plus."
	}
	return ""
}
