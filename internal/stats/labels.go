package stats

import (
	"fmt"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// roles says how the PTSM takes part in an event.
var roles = map[string]string{"porte": "Porté par le PTSM", "coporte": "Coporté", "soutenu": "Soutenu", "participe": "Participation"}

// proofs are the strengths of evidence, the strongest first.
var proofs = []domain.Label{
	{Num: int(domain.Signed), Key: domain.Signed.Code(), Label: "Signée"},
	{Num: int(domain.Scanned), Key: domain.Scanned.Code(), Label: "Scannée à l’entrée"},
	{Num: int(domain.PaperEntered), Key: domain.PaperEntered.Code(), Label: "Feuille signée, ressaisie"},
	{Num: int(domain.AddedLater), Key: domain.AddedLater.Code(), Label: "Ajoutée après coup"},
	{Num: int(domain.Declared), Key: domain.Declared.Code(), Label: "Déclarée, sans noms"},
}

// label names the lines of every table but that of the structures.
func (d *data) label(ref records.Reference) {
	plain := func(it records.Item) string { return it.Name }
	d.Labels[domain.ByProgramme] = labels(ref.Programmes, plain)
	d.Labels[domain.ByPlace] = labels(ref.Territories, plain)
	d.Labels[domain.ByGroup] = labels(ref.Groups, plain)
	d.Labels[domain.ByAxis] = labels(ref.Axes, func(it records.Item) string {
		return fmt.Sprintf("%s, axe %d. %s", records.Find(ref.Groups, it.WorkingGroup).Name, it.Number, it.Name)
	})
	d.Labels[domain.ByAction] = labels(ref.Actions, func(it records.Item) string { return "Action " + it.Code + ". " + it.Name })
	d.Labels[domain.ByPriority] = labels(ref.Priorities, func(it records.Item) string { return "Priorité " + it.Code + ". " + it.Name })
	d.Labels[domain.BySector] = labels(ref.Sectors, plain)
	d.Labels[domain.ByWork] = labels(ref.Territories, plain)
	d.Labels[domain.ByProfession] = labels(ref.Professions, plain)
	d.Labels[domain.ByProof] = proofs
	for _, r := range domain.PTSMRoles {
		d.Labels[domain.ByRole] = append(d.Labels[domain.ByRole], domain.Label{Key: r, Label: roles[r]})
	}
	for _, e := range d.Events {
		d.Labels[domain.ByEvent] = append(d.Labels[domain.ByEvent], domain.Label{Num: e.Num, Key: e.Keys[domain.ByEvent], Label: d.events[e.Num].Title})
	}
	for _, h := range d.Declared {
		d.Labels[domain.ByEvent] = append(d.Labels[domain.ByEvent], domain.Label{Key: h.Keys[domain.ByEvent], Label: h.Title})
	}
	d.months()
}

func labels(items []records.Item, name func(records.Item) string) (list []domain.Label) {
	for _, it := range items {
		list = append(list, domain.Label{Num: it.Num, Key: it.Code, Label: name(it)})
	}
	return list
}

// months lists every month from the first that has anything to the last.
func (d *data) months() {
	var first, last time.Time
	see := func(t time.Time) {
		if t.IsZero() {
			return
		}
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if t.After(last) {
			last = t
		}
	}
	for _, e := range d.Events {
		see(e.Starts)
		see(e.Last)
	}
	for _, h := range d.Declared {
		if h.Keys[domain.ByYear] != "" {
			see(h.From)
		}
	}
	if first.IsZero() {
		return
	}
	y, m, _ := first.In(paris.Location).Date()
	for at := time.Date(y, m, 1, 12, 0, 0, 0, paris.Location); ; at = at.AddDate(0, 1, 0) {
		d.Labels[domain.ByMonth] = append(d.Labels[domain.ByMonth], domain.Label{Key: month(at), Label: paris.Month(at)})
		if n := len(d.Labels[domain.ByYear]); n == 0 || d.Labels[domain.ByYear][n-1].Key != year(at) {
			d.Labels[domain.ByYear] = append(d.Labels[domain.ByYear], domain.Label{Key: year(at), Label: year(at)})
		}
		if month(at) >= month(last) {
			return
		}
	}
}

// byName compares names as a list reads them: accents and capitals aside.
func byName(a, b string) int { return strings.Compare(domain.Fold(a), domain.Fold(b)) }

// RoleText says how the PTSM takes part in an event; empty when it is not known.
func RoleText(role string) string { return roles[role] }
