package evaluation

import (
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

func (c Content) eventSheet() report.Sheet {
	s := report.Sheet{Name: "Événements", Title: "Événements comptés", Note: "Un événement appartient au jour de sa première demi-journée. Les stages croisés n’y sont pas.",
		Columns: []report.Column{{Title: "Date", Kind: report.Date}, {Title: "Événement", Width: 60}, {Title: "Clôturé", Width: 10}, {Title: "Inscrits", Kind: report.Int},
			{Title: "Sur place", Kind: report.Int}, {Title: "Présents", Kind: report.Int}, {Title: "Personnes distinctes", Kind: report.Int},
			{Title: "Structures", Kind: report.Int}, {Title: "Secteurs", Kind: report.Int}, {Title: "Places", Kind: report.Int},
			{Title: "Présence", Kind: report.Percent}, {Title: "Remplissage", Kind: report.Percent}, {Title: "Complet en (jours)", Kind: report.Int},
			{Title: "Plus longue attente", Kind: report.Int}, {Title: "Programme", Width: 20}, {Title: "Groupe", Width: 18}, {Title: "Action", Width: 10}, {Title: "Priorité", Width: 10}}}
	table := c.Table("by_event")
	for _, e := range c.Events {
		if e.Stage {
			continue
		}
		r, x := table.Row(e.Key), c.Rates(e.Key)
		var day any
		if t, err := paris.ParseDay(e.Day); err == nil {
			day = t
		}
		s.Rows = append(s.Rows, []any{day, e.Title, e.Held, r.Of(domain.FigRegistered), r.Of(domain.FigWalkIns), r.Of(domain.FigPresent),
			r.Of(domain.FigPeople), r.Of(domain.FigStructures), x.Sectors, seats(x.Capacity), share(r.Of(domain.FigPresentRegistered), r.Of(domain.FigKept)),
			share(r.Of(domain.FigTaken), r.Of(domain.FigSeats)), orUnknownNumber(x.DaysToFull), x.Longest, orUnknown(e.Programme), orUnknown(e.Group), orUnknown(e.Action), orUnknown(e.Priority)})
	}
	return s
}

// seats is the capacity for a cell; empty: no limit.
func seats(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func orUnknown(s string) any {
	if s == "" {
		return report.Unknown
	}
	return s
}

func orUnknownNumber(n *int) any {
	if n == nil {
		return report.Unknown
	}
	return *n
}

func (c Content) historySheet() report.Sheet {
	s := report.Sheet{Name: "Historique déclaré", Title: "Historique sans noms", Note: "Ce qui n’est pas connu est « non renseigné », jamais zéro.",
		Columns: []report.Column{{Title: "Titre", Width: 60}, {Title: "Date", Width: 24}, {Title: "Réunions", Kind: report.Int}, {Title: "Présents", Kind: report.Int},
			{Title: "Formés (au moins)", Kind: report.Int}, {Title: "Action", Width: 10}, {Title: "Dans cette période", Width: 36}}}
	for _, h := range c.History {
		var trained any
		if h.Trained != nil {
			trained = *h.Trained
		}
		s.Rows = append(s.Rows, []any{h.Title, orUnknown(h.DateText), orUnknownNumber(h.Occurrences), orUnknownNumber(h.Attendance), trained, orUnknown(h.Action), h.Standing})
	}
	return s
}

// asideSheet is what is beside the presences: achievements, anonymous counts, satisfaction, who met.
func (c Content) asideSheet() report.Sheet {
	s := report.Sheet{Name: "À côté", Title: "Réalisations, décomptes anonymes, satisfaction, interconnaissance", Note: "Rien de ceci n’est ajouté aux participations.",
		Columns: []report.Column{{Title: "Nature", Width: 26}, {Title: "Intitulé", Width: 80}, {Title: "Valeur", Kind: report.Int}, {Title: "Précision", Width: 60}}}
	for _, a := range c.Achievements {
		s.Rows = append(s.Rows, []any{"Réalisation", a.Title, nil, achievementLine(a)})
	}
	for _, n := range c.Anonymous {
		s.Rows = append(s.Rows, []any{"Compté sans nom", n.Title, orUnknownNumber(n.People), anonymousLine(n)})
	}
	for _, x := range c.Satisfaction {
		s.Rows = append(s.Rows, []any{"Satisfaction", x.Label, x.Answers, percent(x.High, x.Answers) + " de notes 4 et 5"})
	}
	for _, f := range c.Met {
		s.Rows = append(s.Rows, []any{"Interconnaissance", f.Label, f.Value, f.Definition})
	}
	return s
}

func (c Content) definitionSheet() report.Sheet {
	s := report.Sheet{Name: "Définitions", Title: "Définitions", Note: "Chaque chiffre a une seule définition, telle qu’elle était le jour du rapport.",
		Columns: []report.Column{{Title: "Indicateur", Width: 36}, {Title: "Code", Width: 24}, {Title: "S’additionne", Width: 14}, {Title: "Définition", Width: 110}}}
	for _, i := range slices.Concat(c.Indicators, c.Derived.Definitions) {
		s.Rows = append(s.Rows, []any{i.Label, i.Code, !i.Distinct, i.Definition})
	}
	return s
}
