package hooks

import (
	"fmt"
	"html/template"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/stats"
)

// figureSection is a part of a theme: key figures, charts with their tables, and where more is told.
type figureSection struct {
	ID, Title, Note string
	Sentences       []string
	Cells           []figureCell
	Charts          []figureChart
	Outcomes        *outcomesTable
	Links           []yearLink
}

// outcomesTable says what became of the registrations. All is what they add up to.
type outcomesTable struct {
	Cells []figureCell
	All   figureCell
}

// figureTheme is a page of the figures.
type figureTheme struct {
	Slug, Title string
	Sections    func(figureCount) []figureSection
}

var figureThemes = []figureTheme{
	{"activite", "Activité", activity}, {"publics", "Publics", audiences}, {"feuille-de-route", "Feuille de route", roadmapFigures},
	{"formations", "Formations et stages", trainings}, {"satisfaction", "Satisfaction", satisfaction}, {"preuve", "Preuve", evidence},
}

// figureTabs are the themes, in the order of the screen.
var figureTabs = []yearLink{
	{Label: "L’essentiel", URL: figuresPath}, {Label: "Activité", URL: figuresPath + "/activite"}, {Label: "Publics", URL: figuresPath + "/publics"},
	{Label: "Territoires", URL: figuresPath + "/territoires"}, {Label: "Interconnaissance", URL: metPath},
	{Label: "Feuille de route", URL: figuresPath + "/feuille-de-route"}, {Label: "Formations et stages", URL: figuresPath + "/formations"},
	{Label: "Satisfaction", URL: figuresPath + "/satisfaction"}, {Label: "Preuve", URL: figuresPath + "/preuve"},
}

// figureThemePage shows one theme.
func (s *site) figureThemePage(e *core.RequestEvent) error {
	slug := e.Request.PathValue("theme")
	i := slices.IndexFunc(figureThemes, func(t figureTheme) bool { return t.Slug == slug })
	if i < 0 {
		return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
	}
	c, err := s.countAsked(e, figuresPath+"/"+slug)
	if err != nil {
		return s.refuse(e, err)
	}
	view := figuresPage{Bar: c.Bar, Title: figureThemes[i].Title, Shown: len(c.Errors) == 0}
	if !view.Shown {
		return s.renderForm(e, 422, "figures/theme", view, c.Errors)
	}
	view.Empty = nothing(c.Report)
	view.Sections = figureThemes[i].Sections(c)
	if slug == "satisfaction" {
		found, err := surveyResultsOf(e.App, c.Report.Query())
		if err != nil {
			return s.refuse(e, err)
		}
		view.Survey = &found
	}
	return s.render(e, 200, "figures/theme", view)
}

func (c figureCount) totals(figures ...domain.Figure) []figureCell {
	return c.strip(c.Report.Total, c.Before.Total, "", "", figures)
}

func activity(c figureCount) []figureSection {
	months := figureSection{ID: "mois", Title: "Au fil des mois", Charts: []figureChart{c.chart(domain.ByMonth)}}
	if grown, ok := c.grown(); ok {
		months.Charts = append(months.Charts, grown)
	}
	if len(c.Report.Tables[domain.ByYear]) > 2 {
		months.Charts = append(months.Charts, c.chart(domain.ByYear))
	}
	return []figureSection{
		{ID: "chiffres", Title: "L’activité en chiffres", Cells: c.totals(domain.FigEvents, domain.FigRegistered, domain.FigWalkIns, domain.FigPresent, domain.FigPeople, domain.FigMinutes)},
		months,
		{ID: "programmes", Title: "Programmes et rôles du PTSM", Charts: []figureChart{c.chart(domain.ByProgramme), c.chart(domain.ByRole)}},
		{ID: "lieux", Title: "Où cela s’est tenu", Charts: []figureChart{c.chart(domain.ByPlace)}},
		{ID: "taux", Title: "Présence et remplissage", Sentences: rates(c.Report),
			Cells: c.totals(domain.FigKept, domain.FigPresentRegistered, domain.FigSeats, domain.FigTaken)},
		{ID: "issues", Title: "Que sont devenues les inscriptions ?", Outcomes: &outcomesTable{c.totals(outcomes...), c.totals(domain.FigRegistrations)[0]}},
		{ID: "evenements", Title: "Événement par événement", Links: []yearLink{{Label: "Ouvrir le tableau de tous les événements", URL: tableURL(c, domain.ByEvent)}}},
	}
}

// rates says the rates of attendance and of filling; unknown where nothing can be divided.
func rates(r stats.Report) []string {
	rate := func(title string, part, whole domain.Figure) string {
		n, of := r.Total.Counts[part], r.Total.Counts[whole]
		if of == 0 {
			return title + "\u00a0: " + domain.Unset + "."
		}
		return fmt.Sprintf("%s\u00a0: %s (%s sur %s).", title, stats.Percent(n, of), paris.Number(n), paris.Number(of))
	}
	return []string{rate("Taux de présence des inscrits maintenus", domain.FigPresentRegistered, domain.FigKept),
		rate("Taux de remplissage des événements qui ont une capacité", domain.FigTaken, domain.FigSeats)}
}

func audiences(c figureCount) []figureSection {
	return []figureSection{
		{ID: "chiffres", Title: "Les publics en chiffres", Cells: c.totals(domain.FigPeople, domain.FigNew, domain.FigReturning, domain.FigStructures, domain.FigHeadcount)},
		{ID: "secteurs", Title: "Secteurs d’activité", Sentences: mixity(c.Report), Charts: []figureChart{c.chart(domain.BySector)}},
		{ID: "fonctions", Title: "Fonctions", Charts: []figureChart{c.chart(domain.ByProfession)}},
		{ID: "structures", Title: "Structures", Charts: []figureChart{c.chart(domain.ByStructure)}},
		{ID: "territoires", Title: "Territoires d’exercice", Charts: []figureChart{c.chart(domain.ByWork)}},
	}
}

// mixity says how many sectors came and the share of the largest, of those whose sector is known.
func mixity(r stats.Report) []string {
	m := r.Mixity.Total
	if m.Sectors == 0 {
		return []string{"Mixité\u00a0: " + domain.Unset + "."}
	}
	return []string{fmt.Sprintf("Mixité\u00a0: %d %s\u00a0; le premier, « %s », fait %s des participations dont le secteur est connu.",
		m.Sectors, agree(m.Sectors, "secteur représenté", "secteurs représentés"), m.Label, stats.Percent(m.Largest, m.Known))}
}

func roadmapFigures(c figureCount) []figureSection {
	note := "Chaque événement compte une fois, à son groupe, son axe, son action et sa priorité principaux. Les liens secondaires sont cités, jamais additionnés."
	return []figureSection{
		{ID: "groupes", Title: "Groupes de travail", Note: note, Charts: []figureChart{c.chart(domain.ByGroup)}},
		{ID: "axes", Title: "Axes stratégiques", Charts: []figureChart{c.chart(domain.ByAxis)}},
		{ID: "actions", Title: "Actions de la feuille de route", Charts: []figureChart{c.chart(domain.ByAction)},
			Links: []yearLink{{Label: "Action par action : ce qui a nourri chacune", URL: "/gestion/feuille-de-route"}}},
		{ID: "priorites", Title: "Priorités nationales", Charts: []figureChart{c.chart(domain.ByPriority)}},
	}
}

func trainings(c figureCount) []figureSection {
	s := figureSection{ID: "pssm", Title: "Secouristes en santé mentale", Cells: c.totals(domain.FigPSSM),
		Note: "Une personne est comptée quand elle a été présente à toutes les demi-journées d’une formation clôturée."}
	if d := c.Report.Total.DeclaredTrained; d != nil {
		s.Sentences = []string{fmt.Sprintf("À part, l’historique déclare au moins %s %s\u00a0: ce stock n’est jamais ajouté aux présences.",
			paris.Number(d.Value), agree(d.Value, "secouriste formé", "secouristes formés"))}
	}
	sum := c.Report.PSSM
	if n := len(sum.Years); n > 0 {
		s.Charts = []figureChart{cumulated(sum, "pssm-cumul", "Secouristes formés, cumulés par territoire d’exercice", "Territoire d’exercice", sum.Territories),
			cumulated(sum, "pssm-modules", "Secouristes formés, cumulés par module", "Module", sum.Modules)}
		s.Sentences = append(s.Sentences, "Le cumul compte chaque personne une fois, à sa première formation terminée, depuis la toute première formation jusqu’à la fin de la période.")
	}
	return []figureSection{s, stages(c)}
}

// cumulated shows people trained year after year, each sum holding those before, and for 10 000 inhabitants where known.
func cumulated(c domain.Cumulation, id, title, line string, lines []domain.CumulLine) figureChart {
	out := figureChart{ID: id, Title: title, Line: line}
	for _, y := range c.Years {
		if y == "" {
			y = "Sans date"
		}
		out.Columns = append(out.Columns, y)
	}
	out.Columns = append(out.Columns, "Pour 10\u00a0000 habitants")
	row := func(l domain.CumulLine) figureRow {
		r := figureRow{Label: l.Label, Unknown: l.Key == ""}
		for _, n := range l.Sums() {
			r.Cells = append(r.Cells, figureCell{Value: paris.Number(n)})
		}
		rate := domain.Unset
		if tenths, ok := l.Rate().TenthsPer10000(); ok {
			rate = fmt.Sprintf("%s,%d", paris.Number(tenths/10), tenths%10)
		}
		r.Cells = append(r.Cells, figureCell{Value: rate})
		return r
	}
	var items []chart.Item
	for _, l := range lines {
		out.Rows = append(out.Rows, row(l))
		if l.Sum() > 0 {
			items = append(items, chart.Item{Label: l.Label, Value: l.Sum()})
		}
	}
	out.Total = row(c.Total)
	out.Total.Unknown = false
	out.SVG = chart.Bars(chart.Figure{ID: "g-" + id, Title: title, Unit: "personnes"}, items)
	return out
}

func satisfaction(c figureCount) []figureSection {
	return []figureSection{{ID: "enquetes", Title: "Questionnaires à chaud et à froid",
		Note:  "Les réponses sont anonymes par construction\u00a0: elles ne se joignent à aucune inscription, donc aucun filtre sur les personnes ne s’y applique.",
		Links: []yearLink{{Label: "Ouvrir les résultats des questionnaires", URL: "/gestion/enquetes/resultats?" + string(c.Bar.Query)}}}}
}

func evidence(c figureCount) []figureSection {
	return []figureSection{
		{ID: "comment", Title: "Comment le savez-vous ?", Sentences: stats.HowKnown(c.Report), Cells: c.totals(domain.FigCorrections, domain.FigPresent, domain.FigPeople)},
		{ID: "preuves", Title: "Preuves de présence", Note: "De la plus forte à la plus faible.", Charts: []figureChart{c.chart(domain.ByProof)}},
	}
}

// grown draws the participations added up month after month; false with fewer than three months.
func (c figureCount) grown() (figureChart, bool) {
	out := figureChart{ID: "cumul", Title: "Participations cumulées", Line: "Mois", Columns: []string{"Cumul"}, Image: imageURL(c, "cumul")}
	svg, rows := drawGrown(c.Report)
	if len(rows) < 3 {
		return out, false
	}
	out.SVG, out.Rows = svg, rows
	return out, true
}

func drawGrown(r stats.Report) (svg template.HTML, rows []figureRow) {
	var points []chart.Item
	sum := 0
	for _, row := range r.Tables[domain.ByMonth] {
		at, err := time.Parse("2006-01", row.Key)
		if err != nil {
			continue
		}
		sum += row.Counts[domain.FigPresent]
		points = append(points, chart.Item{Label: paris.ShortMonth(at.Add(12 * time.Hour)), Value: sum})
		rows = append(rows, figureRow{Label: row.Label, Cells: []figureCell{{Value: paris.Number(sum)}}})
	}
	if len(points) == 0 {
		return "", nil
	}
	return chart.Line(chart.Figure{ID: "g-cumul", Title: "Participations cumulées", Unit: "participations"}, points, 0), rows
}
