package stats

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Scope is what a sentence to take away must say of its figure, so that it stays true on its own.
type Scope struct {
	Period  domain.Period
	At      time.Time // when it was counted
	PTSM    string    // as « PTSM Artois-Audomarois »; empty: « PTSM »
	Own     bool      // of the events that the PTSM itself ran; else of all those that it had a part in
	AtDoor  bool      // every presence was signed or scanned at the door
	Stages  bool      // some of the participations are stages croisés
	Filters []string  // in words, as « secteur : Sanitaire »
}

// said are the sentences of a figure for none, one and many; {n} is the number, {e} one event, {es} several events.
type said struct{ none, one, many, definition string }

var sayings = map[domain.Figure]said{
	domain.FigEvents: {"aucun événement {e} n’a eu lieu", "un événement {e} a eu lieu", "{n} événements {es} ont eu lieu", "événements clôturés, arrêtés"},
	domain.FigRegistered: {"personne ne s’est inscrit à un événement {e}", "une inscription à un événement {e} a été faite avant l’entrée",
		"{n} inscriptions à des événements {es} ont été faites avant l’entrée", "inscriptions confirmées au moins une fois, arrêtées"},
	domain.FigWalkIns: {"personne n’est venu sans s’inscrire à un événement {e}", "une personne est venue sans s’inscrire à un événement {e}",
		"{n} arrivées sans inscription ont été notées à des événements {es}", "personnes ajoutées à l’entrée, arrêtées"},
	domain.FigPresent: {"aucune participation à un événement {e} n’a été constatée", "une participation à un événement {e} a été constatée",
		"{n} participations à des événements {es} ont été constatées", "une personne venue à trois événements compte trois fois ; participations arrêtées"},
	domain.FigPeople: {"aucune personne n’a participé à un événement {e}", "une personne{s} a participé à au moins un événement {e}",
		"{n} personnes distinctes{s} ont participé à au moins un événement {e}", "participations constatées{door}, arrêtées"},
	domain.FigStructures: {"aucune structure n’était représentée à un événement {e}", "une structure était représentée à au moins un événement {e}",
		"{n} structures et sites distincts étaient représentés à au moins un événement {e}", "structures ayant au moins un présent, arrêtées"},
	domain.FigMinutes: {"aucune heure n’a été suivie à un événement {e}", "{n} ont été suivies à un événement {e}",
		"{n} ont été suivies à des événements {es}", "somme des durées suivies par chaque personne, arrêtée"},
	domain.FigPSSM: {"aucune personne n’a terminé une formation aux premiers secours en santé mentale", "une personne a terminé une formation aux premiers secours en santé mentale",
		"{n} personnes distinctes ont terminé une formation aux premiers secours en santé mentale", "présence à toutes les demi-journées d’un événement {e} ; chiffre arrêté"},
	domain.FigNew: {"personne n’est venu pour la première fois à un événement {e}", "une personne est venue pour la première fois à un événement {e}",
		"{n} personnes sont venues pour la première fois à un événement {e}", "première présence constatée, chiffre arrêté"},
	domain.FigReturning: {"personne n’est revenu à un événement {e}", "une personne déjà venue auparavant a participé à un événement {e}",
		"{n} personnes déjà venues auparavant ont participé à un événement {e}", "au moins une présence constatée avant cette période, chiffre arrêté"},
	domain.FigHeadcount: {"aucune personne n’a été comptée sans nom à un événement {e}", "une personne a été comptée sans nom à un événement {e}",
		"{n} personnes ont été comptées sans nom à des événements {es}", "décomptes anonymes, jamais ajoutés aux participations, arrêtés"},
	domain.FigPlacements: {"aucun stage croisé n’a été réalisé", "un stage croisé a été réalisé", "{n} stages croisés ont été réalisés",
		"au moins une demi-journée suivie, stages {es}, arrêtés"},
	domain.FigHalfDays: {"aucune demi-journée de stage croisé n’a été suivie", "une demi-journée de stage croisé a été suivie",
		"{n} demi-journées de stage croisé ont été suivies", "stages {es}, demi-journées arrêtées"},
	domain.FigInstitutions: {"aucun établissement n’a envoyé ni accueilli quelqu’un en stage croisé", "un établissement a envoyé ou accueilli quelqu’un en stage croisé",
		"{n} établissements distincts ont envoyé ou accueilli quelqu’un en stage croisé", "stages réalisés {es}, chiffre arrêté"},
	domain.FigPlacedPairs: {"aucune paire d’établissements de secteurs différents n’a réalisé de stage croisé", "une paire d’établissements de secteurs différents a réalisé un stage croisé",
		"{n} paires d’établissements de secteurs différents ont réalisé des stages croisés", "secteurs du répertoire, stages {es}, chiffre arrêté"},
	domain.FigReports: {"aucun rapport d’étonnement n’a été reçu", "un rapport d’étonnement a été reçu après un stage croisé", "{n} rapports d’étonnement ont été reçus après un stage croisé",
		"stages réalisés {es}, rapports arrêtés"},
}

// Phrase is a sentence that says a figure with its period and its definition; structures are those of its people
// (0: not said). Empty: the figure has no sentence of its own.
func (s Scope) Phrase(f domain.Figure, n, structures int) string {
	words, ok := sayings[f]
	if !ok {
		return ""
	}
	text := words.many
	switch n {
	case 0:
		text = words.none
	case 1:
		text = words.one
	}
	if f == domain.FigMinutes && (n < 2 || n >= 60 && n < 120) { // 1 h 30 is one hour, a half more
		text = strings.Replace(text, "ont été suivies", "a été suivie", 1)
	}
	text = When(s.Period) + ", " + text + " (" + words.definition + " au\u00a0" + DayText(s.At) + s.stages(f) + s.filters() + ")."
	return s.fill(text, Amount(f, n), from(structures))
}

func (s Scope) fill(text, n, of string) string {
	by, to, door := "le ", "au ", ""
	if first, _ := utf8.DecodeRuneInString(domain.Fold(s.name())); strings.ContainsRune("aeiouy", first) {
		by, to = "l’", "à l’"
	}
	one, several := "lié "+to+s.name()+", tous rôles confondus,", "liés "+to+s.name()+", tous rôles confondus,"
	if s.Own {
		one, several = "porté par "+by+s.name(), "portés par "+by+s.name()
	}
	if s.AtDoor {
		door = " à l’entrée"
	}
	text = strings.NewReplacer("{n}", n, "{s}", of, "{es}", several, "{e}", one, "{door}", door).Replace(text)
	text = strings.NewReplacer(", (", " (", ",  ", ", ", ", ;", "\u202f;", ",\u202f;", "\u202f;", ",,", ",", " ;", "\u202f;").Replace(text)
	return text
}

// stages says that participations count the stages croisés too, which are no events.
func (s Scope) stages(f domain.Figure) string {
	if !s.Stages || !slices.Contains([]domain.Figure{domain.FigRegistered, domain.FigPresent, domain.FigPeople, domain.FigStructures, domain.FigMinutes, domain.FigNew, domain.FigReturning}, f) {
		return ""
	}
	return "\u202f; stages croisés compris"
}

func (s Scope) name() string {
	if name := strings.TrimSpace(s.PTSM); name != "" {
		return name
	}
	return "PTSM"
}

func (s Scope) filters() string {
	if len(s.Filters) == 0 {
		return ""
	}
	return "\u202f; " + strings.Join(s.Filters, ", ")
}

// from says the structures that people come from, between commas.
func from(structures int) string {
	switch structures {
	case 0:
		return ""
	case 1:
		return ", d’une structure,"
	}
	return ", de " + paris.Number(structures) + " structures,"
}

// linesSaid is how many lines a sentence names before « autres ».
const linesSaid = 5

// Lines is a sentence that says how the participations are spread over the lines of a table; empty without any.
func (s Scope) Lines(t domain.Table, rows []domain.Row) string {
	total, unset := 0, 0
	var known []domain.Row
	for _, r := range rows {
		total += r.Counts[domain.FigPresent]
		switch {
		case r.Key == "":
			unset += r.Counts[domain.FigPresent]
		case r.Counts[domain.FigPresent] > 0:
			known = append(known, r)
		}
	}
	if total == 0 {
		return ""
	}
	if t != domain.ByMonth && t != domain.ByYear {
		slices.SortStableFunc(known, func(a, b domain.Row) int { return b.Counts[domain.FigPresent] - a.Counts[domain.FigPresent] })
	}
	var parts []string
	others := 0
	for i, r := range known {
		if i < linesSaid || t == domain.ByMonth || len(known) == linesSaid+1 {
			parts = append(parts, r.Label+" ("+paris.Number(r.Counts[domain.FigPresent])+")")
		} else {
			others += r.Counts[domain.FigPresent]
		}
	}
	for _, rest := range []struct {
		name string
		n    int
	}{{"autres", others}, {domain.Unset, unset}} {
		if rest.n > 0 {
			parts = append(parts, rest.name+" ("+paris.Number(rest.n)+")")
		}
	}
	begin := "les {n} participations à des événements {es} se répartissent ainsi"
	if total == 1 {
		begin = "la seule participation à un événement {e} se place ainsi"
	}
	end := " (participations constatées{door}, arrêtées au\u00a0" + DayText(s.At) + s.stages(domain.FigPresent) + s.filters() + ")."
	return s.fill(When(s.Period)+", "+begin+", "+lower(domain.Tables[t].Title), paris.Number(total), "") + "\u00a0: " + strings.Join(parts, ", ") + s.fill(end, "", "")
}

// When begins a sentence with a period: « En 2026 », « Du 1er mars au 30 juin 2026 ».
func When(p domain.Period) string { return paris.Capital(during(p)) }

// during says a period within a sentence.
func during(p domain.Period) string {
	switch {
	case p.All():
		return "toutes périodes confondues"
	case p.From.IsZero():
		return "jusqu’au " + DayText(p.To.Add(-time.Hour))
	case p.To.IsZero():
		return "depuis le " + DayText(p.From)
	}
	if name, ok := calendar(p); ok {
		return "en " + name
	}
	text := paris.Range(p.From, p.To)
	if !strings.HasPrefix(text, "du ") {
		text = "le " + text
	}
	return text
}

// calendar names a whole year, « 2026 », or a whole month, « mars 2026 ».
func calendar(p domain.Period) (string, bool) {
	from := p.From.In(paris.Location)
	begin, end := paris.Year(from.Year())
	if begin.Equal(p.From) && end.Equal(p.To) {
		return fmt.Sprint(from.Year()), true
	}
	if next := from.AddDate(0, 1, 0); from.Day() == 1 && next.Equal(p.To) && paris.StartOfDay(p.From).Equal(p.From) {
		return paris.Month(from), true
	}
	return "", false
}

// DayText is a day in full, « 22 novembre 2026 », « 1er mars 2026 ».
func DayText(t time.Time) string {
	day := paris.StartOfDay(t)
	return paris.Range(day, day.Add(time.Hour))
}

// Change says how a figure moved since another period: « +12 par rapport à 2025 ». Empty: nothing then, nothing now.
func Change(f domain.Figure, n, before int, than domain.Period) string {
	if n == 0 && before == 0 {
		return ""
	}
	name, named := "", false
	if !than.From.IsZero() && !than.To.IsZero() {
		name, named = calendar(than)
	}
	switch {
	case n == before && named:
		return "autant qu’en " + name
	case n == before:
		return "autant que pour la période «\u00a0" + during(than) + "\u00a0»"
	}
	sign, gap := "+", n-before
	if gap < 0 {
		sign, gap = "−", -gap
	}
	if named {
		return sign + Amount(f, gap) + " par rapport à " + name
	}
	return sign + Amount(f, gap) + " par rapport à la période «\u00a0" + during(than) + "\u00a0»"
}

// NoData says that a period counts nothing at all, so that nothing can be compared with it: « aucune donnée en 2025 ».
func NoData(than domain.Period) string { return "aucune donnée " + during(than) }

// Amount writes a figure: minutes as hours.
func Amount(f domain.Figure, n int) string {
	if f != domain.FigMinutes {
		return paris.Number(n)
	}
	hours, minutes := n/60, n%60
	if hours < 1000 {
		return paris.Minutes(n)
	}
	if minutes == 0 {
		return paris.Number(hours) + "\u00a0h"
	}
	return fmt.Sprintf("%s\u00a0h\u00a0%02d", paris.Number(hours), minutes)
}
