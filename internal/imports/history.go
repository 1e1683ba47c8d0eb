package imports

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

const unknown = -1

// history plans lines of bare counts. What the file does not say is not known, which is never zero.
func (p *Plan) history(lines []domain.ImportLine, m Mapping, d *Directory) {
	if !m.has(domain.FieldTitle) {
		p.warn(0, NoTitleColumn, "Aucune colonne ne dit le titre de l’événement.", "Choisissez la colonne du titre.")
	}
	seen := map[string]bool{}
	known, err := records.DeclaredCounts(d.app)
	if err != nil {
		p.warn(0, HistoryUnread, "L’historique déjà là n’a pas pu être lu : les doublons ne sont pas cherchés.", "Réessayez.")
	}
	codes := map[string]bool{}
	for _, k := range known {
		seen[historyKey(&k)], codes[k.Code] = true, true
	}
	for _, l := range lines {
		p.declare(l, m, d, seen, codes)
	}
}

func historyKey(d *records.Declared) string { return domain.Fold(d.Title) + "|" + d.DateText }

func (p *Plan) declare(l domain.ImportLine, m Mapping, d *Directory, seen, codes map[string]bool) {
	cell := func(f domain.ImportField) string { return m.cell(l, f) }
	title := cell(domain.FieldTitle)
	if title == "" || domain.CheckLine("", title, 300, true, true) != nil {
		p.refuse(l.Number, NoTitle, "Aucun titre sur cette ligne.", "Donnez le titre de l’événement dans le fichier.")
		return
	}
	text, ok := readSpan(cell(domain.FieldDate))
	if !ok {
		p.refuse(l.Number, DateUnread, "Date non comprise : « "+cell(domain.FieldDate)+" ».", "Écrivez une année, un mois, un jour ou « de 2022 à 2025 ».")
		return
	}
	from, to, _ := paris.Span(text)
	row := records.Declared{Code: cell(domain.FieldCode), Title: title, DateText: text, FromDay: records.At(from), ToDay: records.At(to),
		Place: cell(domain.FieldPlace), Partners: strings.Join(list(cell(domain.FieldPartners)), ", "), PTSMRole: "porte"}
	if seen[historyKey(&row)] {
		p.leave(l.Number, "déjà dans l’historique")
		return
	}
	if !p.counts(l, m, &row) {
		return
	}
	p.links(l, m, d, &row)
	if row.Code != "" && (codes[row.Code] || strings.HasPrefix(row.Code, "declaration-")) {
		p.warn(l.Number, CodeTaken, "Une autre ligne de l’historique a déjà l’identifiant « "+row.Code+" ».", "Un autre est donné à celle-ci : vérifiez que ce n’est pas le même événement.")
		row.Code = ""
	}
	codes[row.Code] = true
	seen[historyKey(&row)] = true
	p.Declared = append(p.Declared, row)
	p.Written++
}

// twoYears is a school year, or two of them: « 2022-2023 ».
var twoYears = regexp.MustCompile(`^(\d{4})\s*[-–—]\s*(\d{4})$`)

// readSpan reads a date of the history: what paris reads, else days in words or as a spreadsheet stores them.
func readSpan(cell string) (string, bool) {
	if text, err := paris.ReadSpan(cell); err == nil {
		return text, true
	}
	if p := twoYears.FindStringSubmatch(cell); p != nil && p[1] < p[2] {
		return p[1] + "/" + p[2], true
	}
	days, ok := domain.ReadDays(cell)
	if !ok {
		return "", false
	}
	text := days[0].Format(time.DateOnly)
	if last := days[len(days)-1]; last.After(days[0]) {
		text += "/" + last.Format(time.DateOnly)
	}
	return text, true
}

func list(cell string) (values []string) {
	for _, v := range strings.FieldsFunc(cell, func(r rune) bool { return r == '|' || r == ';' }) {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// counts reads the numbers of a line; false: one of them is none, and the line is refused.
func (p *Plan) counts(l domain.ImportLine, m Mapping, row *records.Declared) bool {
	row.Occurrences = unknown
	if !m.has(domain.FieldTimes) {
		row.Occurrences = 1 // a line an event
	}
	row.Attendance, row.TrainedAtLeast, row.StructuresReached = unknown, unknown, unknown
	for _, c := range []struct {
		field domain.ImportField
		into  *int
	}{{domain.FieldTimes, &row.Occurrences}, {domain.FieldCount, &row.Attendance}, {domain.FieldTrained, &row.TrainedAtLeast}, {domain.FieldStructures, &row.StructuresReached}} {
		cell := m.cell(l, c.field)
		if cell == "" {
			continue
		}
		n, ok := domain.ReadCount(cell)
		if !ok {
			p.refuse(l.Number, CountUnread, "Nombre non compris : « "+cell+" ».", "Écrivez un seul nombre, par exemple « 80 » ; laissez vide ce qui n’est pas connu.")
			return false
		}
		*c.into = n.N
		if c.field != domain.FieldTrained && (n.AtLeast || n.About) {
			p.warn(l.Number, CountAbout, "« "+cell+" » est gardé comme le nombre tel quel.", "La nuance (environ, plus de) n’est pas comptée.")
		}
	}
	if row.AttendanceIs = m.cell(l, domain.FieldCountIs); row.AttendanceIs != "report" {
		row.AttendanceIs = ""
		if row.Attendance != unknown && !m.has(domain.FieldCountIs) {
			row.AttendanceIs = "report"
		}
	}
	return true
}

// links finds what the line says in the lists; what is on none is not known, and said.
func (p *Plan) links(l domain.ImportLine, m Mapping, d *Directory, row *records.Declared) {
	one := func(f domain.ImportField, items []records.Item, what string) (id string) {
		if cell := m.cell(l, f); cell != "" {
			if id = item(items, cell); id == "" {
				p.warn(l.Number, OffList, what+" hors liste : « "+cell+" ».", "« Non renseigné » est gardé.")
			}
		}
		return id
	}
	many := func(f domain.ImportField) (ids records.List) {
		for _, code := range list(strings.ReplaceAll(m.cell(l, f), ",", "|")) {
			if id := item(d.lists.Actions, strings.TrimSpace(strings.TrimPrefix(domain.Fold(code), "action"))); id == "" {
				p.warn(l.Number, OffList, "Action de la feuille de route hors liste : « "+code+" ».", "Elle n’est pas gardée.")
			} else if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	row.Programme = one(domain.FieldProgramme, d.lists.Programmes, "Programme")
	row.Territory = one(domain.FieldPlaceTerr, d.lists.Territories, "Territoire")
	row.WorkingGroup = one(domain.FieldGroup, d.lists.Groups, "Groupe de travail")
	if actions := many(domain.FieldAction); len(actions) > 0 {
		row.RoadmapAction, row.OtherActions = actions[0], actions[1:]
	}
	row.ProposedActions = many(domain.FieldProposed)
	if role := domain.Fold(m.cell(l, domain.FieldRole)); role != "" {
		if at := slices.IndexFunc(domain.PTSMRoles, func(r string) bool { return strings.HasPrefix(role, cmp.Or(strings.TrimSuffix(r, "e"), r)) }); at >= 0 {
			row.PTSMRole = domain.PTSMRoles[at]
		} else {
			p.warn(l.Number, RoleUnread, "Rôle du PTSM non compris : « "+role+" ».", "« Porté » est gardé.")
		}
	}
}
