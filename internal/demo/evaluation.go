package demo

import (
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/imports"
	"passerelle/internal/paris"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// evaluated is the last year whose report has had the time to be written: that of 21 January at the latest.
func (t *troupe) evaluated() int { return t.now.In(paris.Location).AddDate(0, 0, -20).Year() - 1 }

// january is a moment of the month when that year is evaluated.
func (t *troupe) january(day, hour int) time.Time {
	return time.Date(t.evaluated()+1, time.January, day, hour, 0, 0, 0, paris.Location).UTC()
}

// evaluate is what a coordinator does in January: files of the past are brought in, what was remarkable is written
// down, two years are kept as reports, and the agency has a link to read them.
func (t *troupe) evaluate(app core.App) error {
	if err := t.bringIn(app); err != nil {
		return fmt.Errorf("imports: %w", err)
	}
	year := t.evaluated()
	before, err := t.report(app, t.january(12, 15), year-1)
	if err != nil {
		return err
	}
	for key, text := range map[string]string{
		"report":               "Une année où les partenaires ont appris à se connaître : plusieurs structures sont venues pour la première fois (texte de démonstration).",
		"chapter:territories":  "Le Ternois et les Campagnes de l’Artois restent peu représentés : une rencontre y est prévue.",
		"group:adolescence":    "Le groupe se réunit désormais dans un lieu différent à chaque fois.",
		"group:perinatalite":   "Le parcours des 1 000 premiers jours est relu par les maternités.",
		"action:9":             "La semaine est portée avec les conseils locaux de santé mentale.",
		"chapter:satisfaction": "",
		"outlook":              "Poursuivre les formations de secouristes, ouvrir une enquête après chaque événement.",
	} {
		if err := evaluation.Comment(app, t.january(14, 10), t.coordinator, key, text); err != nil {
			return err
		}
	}
	last, err := t.report(app, t.january(15, 9), year)
	if err != nil {
		return err
	}
	_, err = reader.Add(app, t.january(15, 11), t.coordinator, reader.Form{Label: "Agence régionale de santé (démonstration)",
		Expires: paris.StartOfDay(t.now.AddDate(0, 6, 0)), Reports: []string{before.ID, last.ID}})
	return err
}

// report keeps and publishes the figures of a year, compared with those of the year before.
func (t *troupe) report(app core.App, now time.Time, year int) (*records.Report, error) {
	q := stats.Query{Period: calendarYear(year)}
	before, _ := q.Before()
	r, err := evaluation.Make(app, now, t.coordinator, evaluation.Request{Title: fmt.Sprintf("Rapport d’évaluation %d", year), Query: q,
		Compared: &before, Intent: records.NewID()})
	if err != nil {
		return nil, fmt.Errorf("rapport %d : %w", year, err)
	}
	return r, evaluation.Publish(app, now.Add(time.Hour), t.coordinator, r.ID, true)
}

func calendarYear(year int) domain.Period {
	first := func(year int) time.Time { return time.Date(year, time.January, 1, 0, 0, 0, 0, paris.Location).UTC() }
	return domain.Period{From: first(year), To: first(year + 1)}
}

// bringIn brings the participants of two past events in, undoes the file of a wrong year, and leaves a third on the
// screen where it is looked over.
func (t *troupe) bringIn(app core.App) error {
	year := t.evaluated()
	meetings := t.sheet([]pastDay{
		{"Rencontre des partenaires de l’adolescence", "coordin-ados", fmt.Sprintf("19/03/%d", year), "Lens", 0, 16},
		{"Journée des médiateurs de santé pairs", "conference", fmt.Sprintf("14/10/%d", year), "Arras", 9, 14},
		{"Première rencontre des partenaires", "conference", fmt.Sprintf("06/11/%d", year-1), "Béthune", 4, 12},
	})
	if _, err := t.apply(app, t.january(8, 10), fmt.Sprintf("participants-%d.csv", year), meetings); err != nil {
		return err
	}
	wrong, err := t.apply(app, t.january(8, 14), "forum-feuille-2.csv", t.sheet([]pastDay{{"Forum des métiers", "attractivite", fmt.Sprintf("21/05/%d", year-10), "Arras", 30, 9}}))
	if err != nil {
		return err
	}
	if err := imports.Undo(app, t.january(8, 15), t.coordinator, wrong, "La date du fichier n’était pas la bonne : c’est un autre forum."); err != nil {
		return err
	}
	waiting := t.sheet([]pastDay{{"Table ronde sur le logement", "conference", fmt.Sprintf("27/11/%d", year), "Saint-Omer", 40, 6}}) +
		fmt.Sprintf("Table ronde sur le logement;conference;27/11/%d;Saint-Omer;SAULE Inès et ORMEAU Paul;;Maison des Essais (fictive);oui\n", year)
	_, err = imports.Add(app, t.now.AddDate(0, 0, -2), t.coordinator, domain.ImportParticipants, "table-ronde.csv", []byte(waiting))
	return err
}

func (t *troupe) apply(app core.App, now time.Time, name, text string) (string, error) {
	i, err := imports.Add(app, now, t.coordinator, domain.ImportParticipants, name, []byte(text))
	if err != nil {
		return "", err
	}
	_, err = imports.Apply(app, now.Add(20*time.Minute), t.coordinator, i.ID)
	return i.ID, err
}

// pastDay is an event of a file: who came is a run of the crowd.
type pastDay struct {
	title, programme, day, town string
	from, people                int
}

// sheet is a list of participants as somebody kept it before the platform.
func (t *troupe) sheet(days []pastDay) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = ';'
	rows := [][]string{{"Événement", "Programme", "Date", "Lieu", "Nom", "Prénom", "Structure", "Présence"}}
	for _, d := range days {
		for i, p := range t.people[d.from : d.from+d.people] {
			rows = append(rows, []string{d.title, d.programme, d.day, d.town, strings.ToUpper(p.last), p.first, p.structure, map[bool]string{true: "non", false: "oui"}[i%7 == 5]})
		}
	}
	if err := w.WriteAll(rows); err != nil { // a builder never fails
		panic(err)
	}
	return b.String()
}
