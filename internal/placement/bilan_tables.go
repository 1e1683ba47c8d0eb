package placement

import (
	"fmt"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// BilanFigure is a number of the bilan in large; Key is the list that it counts, empty where it counts none.
type BilanFigure struct{ Value, Label, Key string }

// BilanTable is a table of the bilan, the same on the screen, on paper and in a spreadsheet.
type BilanTable struct {
	ID, Title, Note string
	Columns         []BilanColumn
	Lines           []BilanLine
	Total           []any
	Chart           string // unit of the bars drawn from its first number; empty: none
}

// BilanColumn is a column; Share is its part of the width on paper.
type BilanColumn struct {
	Title  string
	Share  float64
	Number bool
}

// BilanLine is a line: cells are texts, whole numbers or durations; Keys the list that each opens, empty: none.
type BilanLine struct {
	Cells []any
	Keys  []string
}

// of says a column in the title of a list, but for the first number.
func (t BilanTable) of(column int) string {
	if column < 2 {
		return ""
	}
	return ", " + t.Columns[column].Title
}

// ShowCell says a cell in words.
func ShowCell(v any) string {
	switch v := v.(type) {
	case int:
		return paris.Number(v)
	case time.Duration:
		return Span(v)
	case string:
		return v
	}
	return ""
}

func line(key string, cells ...any) BilanLine {
	return BilanLine{Cells: cells, Keys: []string{"", key}}
}

// Figures are the numbers in large.
func (b *Bilan) Figures() []BilanFigure {
	figure := func(label, key string) BilanFigure { return BilanFigure{paris.Number(b.N(key)), label, key} }
	return []BilanFigure{figure("Souhaits", domain.BilanWishes), {paris.Number(b.Places), "Places proposées", ""}, figure("Souhaits avec l’accord donné", domain.BilanAgreed), figure("Souhaits avec une place", domain.BilanPlaced),
		figure("Stages réalisés", domain.BilanDone), {paris.Number(b.HalfDays), "Demi-journées suivies", domain.BilanAttended}, {paris.Number(b.Institutions), "Établissements, origine ou accueil", ""},
		figure("Stages croisés dans les deux sens", domain.BilanCrossed), figure("Rapports d’étonnement reçus", domain.BilanReport)}
}

// Tables are all the rest.
func (b *Bilan) Tables() []BilanTable {
	list := []BilanTable{b.states(), b.ranks(), b.days(), b.pairs("structures", "Entre établissements", "Établissements", b.Structures), b.pairs("secteurs", "Entre secteurs", "Secteurs", b.Sectors), b.waits(), b.slowed(), b.texts()}
	for _, of := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		if t, shown := b.opinion(of); shown {
			list = append(list, t)
		}
	}
	return list
}

func (b *Bilan) states() BilanTable {
	t := BilanTable{ID: "etats", Title: "Où en sont les souhaits", Columns: []BilanColumn{{"État", 70, false}, {"Souhaits", 20, true}}, Chart: "souhaits"}
	for _, s := range domain.PlacementStates {
		if key := b.State(s); b.N(key) > 0 {
			t.Lines = append(t.Lines, line(key, bilanStates[s], b.N(key)))
		}
	}
	t.Total = []any{"Souhaits déposés", b.N(domain.BilanWishes)}
	return t
}

func (b *Bilan) ranks() BilanTable {
	t := BilanTable{ID: "voeux", Title: "Les vœux servis", Note: "Le rang de la place que chacun tient aujourd’hui, parmi celles qu’il demandait.", Columns: []BilanColumn{{"Place obtenue", 70, false}, {"Souhaits", 20, true}}, Chart: "souhaits"}
	for i, label := range []string{"Premier vœu", "Deuxième vœu", "Troisième vœu", "Une autre place, ou un vœu plus lointain"} {
		if i < 3 || b.Ranks[i] > 0 {
			t.Lines = append(t.Lines, line(domain.RankKey(i+1), label, b.Ranks[i]))
		}
	}
	t.Lines = append(t.Lines, line(domain.BilanLeft, "Sans place (en attente, refusé ou annulé)", b.N(domain.BilanLeft)))
	t.Total = []any{"Souhaits déposés", b.N(domain.BilanWishes)}
	return t
}

func (b *Bilan) days() BilanTable {
	t := BilanTable{ID: "demi-journees", Title: "Les demi-journées", Columns: []BilanColumn{{"Demi-journées", 60, false}, {"Nombre", 20, true}, {"Durée", 24, true}}, Lines: []BilanLine{
		line(domain.BilanAttended, "Suivies, stages réalisés", b.HalfDays, paris.Minutes(b.Minutes)), line(domain.BilanMissed, "Manquées, stages réalisés", b.Missed, "–"),
		line(domain.BilanUnderWay, "Suivies, stages non terminés", b.UnderWay, "–")}}
	if n := b.N(domain.BilanEmptied); n > 0 {
		t.Lines = append(t.Lines, line(domain.BilanEmptied, "Stages terminés dont toute présence a été retirée depuis", n, "–"))
	}
	return t
}

func (b *Bilan) pairs(id, title, head string, pairs []domain.BilanPair) BilanTable {
	t := BilanTable{ID: id, Title: title, Note: "Stages réalisés. Aller\u00a0: de la première à la seconde\u202f; retour\u00a0: de la seconde à la première. « Les deux sens »\u00a0: chacune a reçu l’autre.",
		Columns: []BilanColumn{{head, 84, false}, {"Stages", 16, true}, {"Aller", 16, true}, {"Retour", 16, true}, {"Les deux sens", 22, false}}}
	for _, p := range pairs {
		label, both := b.named(p.A)+" et "+b.named(p.B), "non"
		if !p.Across {
			label = b.named(p.A) + " avec " + b.named(p.B)
			if p.A == p.B && p.A != "" {
				label = b.named(p.A) + ", en son sein"
			}
			both = "–"
		}
		if p.Both {
			both = "oui"
		}
		t.Lines = append(t.Lines, line(p.Key, label, p.N(), p.There, p.Back, both))
	}
	if id == "structures" && b.Inside > 0 {
		t.Note += fmt.Sprintf(" À part\u00a0: %s au sein d’un même établissement.", some(b.Inside, "stage", "stages"))
	}
	return t
}

func (b *Bilan) waits() BilanTable {
	t := BilanTable{ID: "delais", Title: "Les délais", Note: "Temps passé à chaque étape par les stages qui l’ont quittée\u00a0; ce que la plateforme passe aussitôt n’est pas compté.",
		Columns: []BilanColumn{{"Étape", 44, false}, {"Passés", 16, true}, {"Médiane", 24, true}, {"Le plus long", 24, true}, {"Y sont", 16, true}, {"Depuis, au plus", 26, true}}}
	for _, d := range b.Delays {
		t.Lines = append(t.Lines, BilanLine{[]any{bilanWaits[d.State], d.Left, d.Median, d.Worst, d.In, d.Longest}, []string{"", d.Key, "", "", d.InKey, ""}})
	}
	return t
}

func (b *Bilan) slowed() BilanTable {
	t := BilanTable{ID: "freins", Title: "Ce qui a ralenti", Note: "Les raisons sont celles qui ont été écrites\u00a0; celles des personnes effacées ne sont plus là, leur nombre reste.",
		Columns: []BilanColumn{{"Quoi, et par qui", 62, false}, {"Fois", 14, true}, {"Raisons données", 90, false}}}
	for _, s := range b.Slowed {
		t.Lines = append(t.Lines, line(s.Key, slowWords(s), s.Times, whys(s.Whys)))
	}
	return t
}

func (b *Bilan) texts() BilanTable {
	return BilanTable{ID: "textes", Title: "Rapports et retours", Columns: []BilanColumn{{"Textes", 70, false}, {"Stages", 20, true}}, Lines: []BilanLine{
		line(domain.BilanReport, "Rapports d’étonnement reçus", b.N(domain.BilanReport)), line(domain.BilanAwaited, "Rapports attendus", b.N(domain.BilanAwaited)),
		line(domain.BilanFeedback, "Retours des structures d’accueil", b.N(domain.BilanFeedback))}}
}

// opinion is what a short survey says, once enough answered it.
func (b *Bilan) opinion(of domain.Party) (t BilanTable, shown bool) {
	tally := b.Opinions[of]
	if !tally.Shown() {
		return t, false
	}
	t = BilanTable{ID: "avis-" + string(of), Title: "Avis anonymes de " + map[domain.Party]string{domain.PartyTrainee: "ceux qui sont partis", domain.PartyHost: "ceux qui ont accueilli"}[of],
		Note:    fmt.Sprintf("%s, de 1 (pas du tout) à 5 (tout à fait).", some(tally.Answers, "réponse", "réponses")),
		Columns: []BilanColumn{{"Affirmation", 84, false}, {"1", 9, true}, {"2", 9, true}, {"3", 9, true}, {"4", 9, true}, {"5", 9, true}, {"Moyenne", 18, true}}}
	for _, q := range domain.OpinionQuestions(of) {
		n, mean := tally.Notes[q.Key], tally.Mean(q.Key)
		t.Lines = append(t.Lines, BilanLine{Cells: []any{q.Label, n[0], n[1], n[2], n[3], n[4], fmt.Sprintf("%d,%d", (mean+5)/100, (mean+5)/10%10)}})
	}
	return t, true
}
