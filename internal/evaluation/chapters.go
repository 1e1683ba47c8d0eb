package evaluation

import (
	"fmt"
	"slices"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// groups is the roadmap by working group, in their order.
func (c Content) groups() []report.Chapter {
	list := []report.Chapter{{Title: "Feuille de route, par groupe de travail", Level: 1, Blocks: c.cut("by_working_group")}}
	for _, s := range c.GroupSheets() {
		if !s.Fed() && s.Comment == "" {
			continue
		}
		list = append(list, report.Chapter{Title: s.Item.Name, Level: 2, Blocks: s.blocks(true)})
	}
	for _, name := range []string{"by_axis", "by_priority"} {
		if blocks := c.cut(name); len(blocks) > 0 {
			list = append(list, report.Chapter{Title: c.Table(name).Title, Level: 2, Blocks: blocks[1:]})
		}
	}
	return list
}

// actions are the action sheets, in the order of their numbers.
func (c Content) actions() []report.Chapter {
	list := []report.Chapter{{Title: "Fiches action", Level: 1, Blocks: []report.Block{
		{Text: "Une fiche par action de la feuille de route\u00a0: ce qui a été fait, les chiffres, le commentaire. Un événement compte pour son action principale\u00a0; ses contributions secondaires sont citées, jamais additionnées."}}}}
	for _, s := range c.ActionSheets() {
		list = append(list, report.Chapter{Title: "Action " + s.Item.Code + ". " + s.Item.Name, Level: 2, Blocks: s.blocks(false)})
	}
	return list
}

// blocks shows a sheet: numbers, what was done, the comment.
func (s Sheet) blocks(table bool) (blocks []report.Block) {
	if n := s.Numbers(); n != "" {
		blocks = append(blocks, report.Block{Text: paris.Capital(n) + "."})
	}
	switch {
	case !s.Fed():
		blocks = append(blocks, report.Block{Text: "Rien n’est rattaché à cette action sur la période."})
	case table && len(s.Events) > 0:
		blocks = append(blocks, report.Block{Grid: s.c.eventGrid(s.Events)})
		rest := s
		rest.Events = nil
		blocks = append(blocks, report.Block{List: rest.Done()})
	default:
		blocks = append(blocks, report.Block{List: s.Done()})
	}
	if s.Comment != "" {
		blocks = append(blocks, report.Block{Comment: s.Comment})
	}
	return blocks
}

func (c Content) eventGrid(events []Event) *report.Grid {
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Date", Share: 22}, {Title: "Événement", Share: 84}, {Title: "Inscrits", Share: 18, Number: true},
		{Title: "Présents", Share: 18, Number: true}, {Title: "Structures", Share: 20, Number: true}}}
	table := c.Table("by_event")
	for _, e := range events {
		r := table.Row(e.Key)
		g.Rows = append(g.Rows, []string{shortDay(e.Day), e.Title, paris.Number(r.Of(domain.FigRegistered)), paris.Number(r.Of(domain.FigPresent)),
			paris.Number(r.Of(domain.FigStructures))})
	}
	return g
}

// asides are what is beside the presences: satisfaction, interconnaissance, anonymous counts, the history.
func (c Content) asides() (list []report.Chapter) {
	list = append(list, report.Chapter{Title: "Satisfaction", Level: 1, Blocks: c.commented("chapter:satisfaction", c.satisfaction()...)},
		report.Chapter{Title: "Interconnaissance", Level: 2, Blocks: c.commented("chapter:met", c.met()...)})
	if len(c.Anonymous) > 0 {
		lines := make([]string, len(c.Anonymous))
		for i, n := range c.Anonymous {
			lines[i] = anonymousLine(n)
		}
		list = append(list, report.Chapter{Title: "Comptés sans nom, à part", Level: 2, Blocks: []report.Block{
			{Note: "Familles, séances et réunions qui ne doivent pas être nommées. Elles ne sont jamais ajoutées aux participations."}, {List: lines}}})
	}
	if len(c.Achievements) > 0 {
		lines := make([]string, len(c.Achievements))
		for i, a := range c.Achievements {
			lines[i] = achievementLine(a)
		}
		list = append(list, report.Chapter{Title: "Réalisations sans événement", Level: 2, Blocks: []report.Block{{List: lines}}})
	}
	if len(c.History) > 0 {
		list = append(list, report.Chapter{Title: "Historique déclaré", Level: 1, Blocks: []report.Block{
			{Text: "Ce qui a eu lieu sans liste de présence, d’après les bilans et ce que les partenaires déclarent. Ce qui n’est pas connu est « non renseigné », jamais zéro."},
			{Grid: c.historyGrid()}}})
	}
	return list
}

func (c Content) historyGrid() *report.Grid {
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Titre", Share: 78}, {Title: "Date", Share: 34}, {Title: "Réunions", Share: 18, Number: true},
		{Title: "Personnes", Share: 20, Number: true}, {Title: "Dans cette période", Share: 36}}}
	say := func(n *int) string {
		if n == nil {
			return "n.\u00a0r."
		}
		return paris.Number(*n)
	}
	for _, h := range c.History {
		people := say(h.Attendance)
		if h.Attendance == nil && h.Trained != nil {
			people = "au moins " + paris.Number(*h.Trained)
		}
		date := h.DateText
		if date == "" {
			date = domain.Unset
		}
		g.Rows = append(g.Rows, []string{h.Title, date, say(h.Occurrences), people, h.Standing})
	}
	return g
}

func (c Content) satisfaction() []report.Block {
	if len(c.Satisfaction) == 0 {
		return []report.Block{{Text: "Non renseignée\u00a0: aucune enquête n’a assez de réponses sur cette période."}}
	}
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Enquête", Share: 70}, {Title: "Réponses", Share: 20, Number: true},
		{Title: "Moyenne sur 5", Share: 24, Number: true}, {Title: "Notes 4 et 5", Share: 24, Number: true}, {Title: "Taux de réponse", Share: 26, Number: true}}}
	for _, s := range c.Satisfaction {
		rate := "sans objet"
		if s.Asked > 0 {
			rate = percent(s.ByLink, s.Asked)
		}
		mean := fmt.Sprintf("%d,%d", (s.Mean+5)/10/10, (s.Mean+5)/10%10)
		g.Rows = append(g.Rows, []string{s.Label, paris.Number(s.Answers), mean, percent(s.High, s.Answers), rate})
	}
	return []report.Block{{Grid: g}, {Note: "Réponses anonymes. Le taux rapporte les réponses par lien aux invitations envoyées."}}
}

func percent(part, whole int) string {
	if whole == 0 {
		return "sans objet"
	}
	return fmt.Sprintf("%d\u00a0%%", (200*part+whole)/(2*whole))
}

func (c Content) met() []report.Block {
	if len(c.Met) == 0 {
		return []report.Block{{Text: "Non renseignée dans ce rapport."}}
	}
	var figures []report.KeyFigure
	var words []string
	for _, f := range c.Met {
		figures = append(figures, report.KeyFigure{Value: paris.Number(f.Value), Label: f.Label})
		words = append(words, f.Label+"\u00a0: "+f.Definition)
	}
	blocks := []report.Block{{Figures: figures}, {List: words}}
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Structure", Share: 70}, {Title: "Structure", Share: 70}, {Title: "Événements communs", Share: 30, Number: true}}}
	for _, l := range c.Links {
		if !l.Unnamed {
			g.Rows = append(g.Rows, []string{l.A, l.B, paris.Number(l.Times)})
		}
	}
	if len(g.Rows) > 0 {
		blocks = append(blocks, report.Block{Heading: "Liens les plus forts"}, report.Block{Grid: g})
	}
	return blocks
}

// closing says what comes next, what each figure counts, and how all of it was made.
func (c Content) closing() (list []report.Chapter) {
	if text := c.Comments["outlook"]; text != "" {
		list = append(list, report.Chapter{Title: "Perspectives", Level: 1, GoesOn: true, Blocks: []report.Block{{Comment: text}}})
	}
	g := &report.Grid{Columns: []report.GridColumn{{Title: "Chiffre", Share: 50}, {Title: "Définition", Share: 124}}}
	for _, i := range slices.Concat(c.Indicators, c.Derived.Definitions) {
		definition := i.Definition
		if i.Distinct {
			definition += " Ne s’additionne pas."
		}
		g.Rows = append(g.Rows, []string{i.Label, definition})
	}
	list = append(list, report.Chapter{Title: "Définitions", Level: 1, Blocks: []report.Block{{Grid: g}}})
	return append(list, report.Chapter{Title: "Comment ces chiffres sont faits", Level: 1, GoesOn: true, Blocks: []report.Block{{List: c.method()}}})
}

func (c Content) method() []string {
	lines := []string{
		"Chaque chiffre a une seule définition, la même à l’écran, dans ce document et dans les fichiers qui l’accompagnent.",
		"Un événement appartient au jour de sa première demi-journée\u00a0; une formation terminée, à celui de la dernière.",
		"Un événement a un groupe, un axe, une action et une priorité principaux\u00a0: les tableaux les additionnent. Les autres sont cités, jamais additionnés.",
		"Les personnes et les structures distinctes sont comptées à chaque ligne et au total\u00a0: leurs lignes ne s’additionnent pas.",
		"Ce qui n’est pas connu est « non renseigné », jamais zéro\u00a0: c’est une ligne de chaque tableau.",
		"Ce qui est compté sans nom (public, familles, séances) reste à part des participations.",
		"Effacer des noms, comme la loi le demande, ne change aucun chiffre\u00a0: les lignes restent, sans identité.",
		"Les structures sont nommées sans effectifs\u00a0; les associations, dont celles d’usagers, ne sont jamais nommées.",
	}
	if c.Preview() {
		return lines
	}
	return append(lines, "Ce rapport est un instantané\u00a0: tous ses tableaux ont été comptés au même moment, puis figés. Son contenu complet se télécharge en JSON\u00a0; son empreinte SHA-256 est gardée avec lui, et l’audit de la plateforme la recalcule.",
		"La page de vérification ouverte par le code montre les totaux figés, et dit si le rapport a été retiré.")
}
