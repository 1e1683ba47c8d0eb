package stats_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/stats"
)

func days(t *testing.T, from, to string) (p domain.Period) {
	t.Helper()
	if from != "" {
		p.From, _ = paris.ParseDay(from)
	}
	if to != "" {
		last, err := paris.ParseDay(to)
		if err != nil {
			t.Fatal(err)
		}
		p.To = paris.NextDay(last)
	}
	return p
}

// plain sets ordinary spaces, so that a table can be read.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

func TestAPhraseIsCorrectFrench(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	year := days(t, "2026-01-01", "2026-12-31")
	own := stats.Scope{Period: year, At: at, PTSM: "PTSM Artois-Audomarois", Own: true, AtDoor: true}
	all := stats.Scope{Period: year, At: at}
	through := stats.Scope{Period: year, At: at, Own: true, Filters: []string{"secteur : Sanitaire"}}
	for _, c := range []struct {
		scope         stats.Scope
		figure        domain.Figure
		n, structures int
		want          string
	}{
		{own, domain.FigPeople, 312, 48, "En 2026, 312 personnes distinctes, de 48 structures, ont participé à au moins un événement porté par le PTSM Artois-Audomarois (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{own, domain.FigPeople, 1, 1, "En 2026, une personne, d’une structure, a participé à au moins un événement porté par le PTSM Artois-Audomarois (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{own, domain.FigPeople, 2, 0, "En 2026, 2 personnes distinctes ont participé à au moins un événement porté par le PTSM Artois-Audomarois (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{own, domain.FigPeople, 0, 0, "En 2026, aucune personne n’a participé à un événement porté par le PTSM Artois-Audomarois (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{all, domain.FigPeople, 1312, 48, "En 2026, 1 312 personnes distinctes, de 48 structures, ont participé à au moins un événement lié au PTSM, tous rôles confondus (participations constatées, arrêtées au 22 novembre 2026)."},
		{own, domain.FigEvents, 12, 0, "En 2026, 12 événements portés par le PTSM Artois-Audomarois ont eu lieu (événements clôturés, arrêtés au 22 novembre 2026)."},
		{own, domain.FigEvents, 1, 0, "En 2026, un événement porté par le PTSM Artois-Audomarois a eu lieu (événements clôturés, arrêtés au 22 novembre 2026)."},
		{own, domain.FigEvents, 0, 0, "En 2026, aucun événement porté par le PTSM Artois-Audomarois n’a eu lieu (événements clôturés, arrêtés au 22 novembre 2026)."},
		{all, domain.FigEvents, 2, 0, "En 2026, 2 événements liés au PTSM, tous rôles confondus, ont eu lieu (événements clôturés, arrêtés au 22 novembre 2026)."},
		{through, domain.FigEvents, 2, 0, "En 2026, 2 événements portés par le PTSM ont eu lieu (événements clôturés, arrêtés au 22 novembre 2026 ; secteur : Sanitaire)."},
		{all, domain.FigRegistered, 0, 0, "En 2026, personne ne s’est inscrit à un événement lié au PTSM, tous rôles confondus (inscriptions confirmées au moins une fois, arrêtées au 22 novembre 2026)."},
		{all, domain.FigRegistered, 1, 0, "En 2026, une inscription à un événement lié au PTSM, tous rôles confondus, a été faite avant l’entrée (inscriptions confirmées au moins une fois, arrêtées au 22 novembre 2026)."},
		{own, domain.FigRegistered, 530, 0, "En 2026, 530 inscriptions à des événements portés par le PTSM Artois-Audomarois ont été faites avant l’entrée (inscriptions confirmées au moins une fois, arrêtées au 22 novembre 2026)."},
		{own, domain.FigPresent, 412, 0, "En 2026, 412 participations à des événements portés par le PTSM Artois-Audomarois ont été constatées (une personne venue à trois événements compte trois fois ; participations arrêtées au 22 novembre 2026)."},
		{own, domain.FigPresent, 1, 0, "En 2026, une participation à un événement porté par le PTSM Artois-Audomarois a été constatée (une personne venue à trois événements compte trois fois ; participations arrêtées au 22 novembre 2026)."},
		{own, domain.FigPresent, 0, 0, "En 2026, aucune participation à un événement porté par le PTSM Artois-Audomarois n’a été constatée (une personne venue à trois événements compte trois fois ; participations arrêtées au 22 novembre 2026)."},
		{own, domain.FigStructures, 48, 0, "En 2026, 48 structures et sites distincts étaient représentés à au moins un événement porté par le PTSM Artois-Audomarois (structures ayant au moins un présent, arrêtées au 22 novembre 2026)."},
		{own, domain.FigStructures, 1, 0, "En 2026, une structure était représentée à au moins un événement porté par le PTSM Artois-Audomarois (structures ayant au moins un présent, arrêtées au 22 novembre 2026)."},
		{own, domain.FigMinutes, 210, 0, "En 2026, 3 h 30 ont été suivies à des événements portés par le PTSM Artois-Audomarois (somme des durées suivies par chaque personne, arrêtée au 22 novembre 2026)."},
		{all, domain.FigPSSM, 1, 0, "En 2026, une personne a terminé une formation aux premiers secours en santé mentale (présence à toutes les demi-journées d’un événement lié au PTSM, tous rôles confondus ; chiffre arrêté au 22 novembre 2026)."},
		{own, domain.FigPSSM, 160, 0, "En 2026, 160 personnes distinctes ont terminé une formation aux premiers secours en santé mentale (présence à toutes les demi-journées d’un événement porté par le PTSM Artois-Audomarois ; chiffre arrêté au 22 novembre 2026)."},
		{own, domain.FigNew, 0, 0, "En 2026, personne n’est venu pour la première fois à un événement porté par le PTSM Artois-Audomarois (première présence constatée, chiffre arrêté au 22 novembre 2026)."},
		{own, domain.FigReturning, 3, 0, "En 2026, 3 personnes déjà venues auparavant ont participé à un événement porté par le PTSM Artois-Audomarois (au moins une présence constatée avant cette période, chiffre arrêté au 22 novembre 2026)."},
		{own, domain.FigHeadcount, 1, 0, "En 2026, une personne a été comptée sans nom à un événement porté par le PTSM Artois-Audomarois (décomptes anonymes, jamais ajoutés aux participations, arrêtés au 22 novembre 2026)."},
		{all, domain.FigPlacements, 2, 0, "En 2026, 2 stages croisés ont été réalisés (au moins une demi-journée suivie, stages liés au PTSM, tous rôles confondus, arrêtés au 22 novembre 2026)."},
		{own, domain.FigWalkIns, 1, 0, "En 2026, une personne est venue sans s’inscrire à un événement porté par le PTSM Artois-Audomarois (personnes ajoutées à l’entrée, arrêtées au 22 novembre 2026)."},
		{own, domain.FigAbsent, 4, 0, ""},
	} {
		if got := plain(c.scope.Phrase(c.figure, c.n, c.structures)); got != c.want {
			t.Errorf("\n%s\nwant\n%s", got, c.want)
		}
	}
}

// What no sentence may hold, whatever its figure: a verb that does not agree, a word that is not elided, a hole.
func TestEverySentenceAgreesAndElides(t *testing.T) {
	wrong := regexp.MustCompile(`[{}]|  | ,|,,|\(\)|,\)|'|\b([Dd]e|[Ll]e|[Nn]e|[Ss]e|[Qq]ue) [aeiouéèêà]|\b(au|par le) [aeiouéèêà]`)
	several := regexp.MustCompile(`\b(ont|étaient|sont) `)
	one := regexp.MustCompile(`\b(a|était|est) (été|eu|participé|terminé|représentée|venue)\b`)
	for _, scope := range []stats.Scope{{Own: true, PTSM: "PTSM Essai", AtDoor: true}, {PTSM: "Alliance en santé mentale"}, {Own: true, PTSM: "Île d’Essai"}, {Filters: []string{"secteur : Sanitaire"}}} {
		scope.Period, scope.At = days(t, "2026-04-01", "2026-04-30"), time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
		said := 0
		for f := range domain.Indicators {
			for _, n := range []int{0, 1, 2, 1000} {
				got := plain(scope.Phrase(domain.Figure(f), n, n))
				if got == "" {
					continue
				}
				said++
				main := strings.SplitN(got, " (", 2)[0]
				switch {
				case !strings.HasPrefix(got, "En avril 2026, ") || !strings.HasSuffix(got, ").") || wrong.MatchString(got) || !strings.Contains(got, "au 1er mai 2026"):
					t.Errorf("%d: %s", n, got)
				case n == 0 && !strings.Contains(main, "aucun") && !strings.Contains(main, "personne n"):
					t.Errorf("none: %s", got)
				case n < 2 && several.MatchString(main), n >= 2 && one.MatchString(main) && domain.Figure(f) != domain.FigMinutes:
					t.Errorf("%d does not agree: %s", n, got)
				case n == 1000 && !strings.Contains(main, "1 000 ") && !strings.Contains(main, "16 h 40"):
					t.Errorf("a thousand: %s", got)
				}
			}
		}
		if said < 40 {
			t.Errorf("%d sentences", said)
		}
	}
}

func TestHoursAgree(t *testing.T) {
	scope := stats.Scope{Own: true, Period: days(t, "2026-01-01", "2026-12-31"), At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	for n, want := range map[int]string{0: "aucune heure n’a été suivie à", 1: "a été suivie à", 30: "ont été suivies à", 60: "1 h a été suivie à", 90: "1 h 30 a été suivie à", 120: "2 h ont été suivies à", 60000: "1 000 h ont été suivies à"} {
		if got := plain(scope.Phrase(domain.FigMinutes, n, 0)); !strings.Contains(got, " "+want) {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestTheBlockOfTheNewsletterAgrees(t *testing.T) {
	scope := stats.Scope{Own: true, PTSM: "PTSM Essai", Period: days(t, "2026-04-01", "2026-04-30"), At: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	for n, want := range map[int]string{0: "- 0 événement porté\n- 0 personne distincte\n- 0 structure représentée", 1: "- 1 événement porté\n- 1 personne distincte\n- 1 structure représentée",
		2: "- 2 événements portés\n- 2 personnes distinctes\n- 2 structures représentées", 1000: "- 1 000 événements portés\n- 1 000 personnes distinctes\n- 1 000 structures représentées"} {
		var row domain.Row
		row.Counts[domain.FigEvents], row.Counts[domain.FigPeople], row.Counts[domain.FigStructures] = n, n, n
		b := stats.BulletinOf(scope, row)
		if got := plain(b.Text()); !strings.HasPrefix(got, "PTSM Essai : avril 2026 en chiffres\n\n"+want+"\n\nEn avril 2026, ") {
			t.Errorf("%d: %s", n, got)
		}
		if strings.Count(b.HTML(), "<li>") != 3 || strings.Contains(b.HTML(), "style") {
			t.Errorf("%d: %s", n, b.HTML())
		}
	}
}

func TestAPeriodBeginsASentence(t *testing.T) {
	for _, c := range [][3]string{{"2026-01-01", "2026-12-31", "En 2026"}, {"2026-03-01", "2026-03-31", "En mars 2026"}, {"2026-10-01", "2026-10-31", "En octobre 2026"},
		{"2026-03-01", "2026-06-30", "Du 1er mars au 30 juin 2026"}, {"2026-03-12", "2026-03-12", "Le 12 mars 2026"}, {"2026-03-01", "", "Depuis le 1er mars 2026"},
		{"", "2026-08-01", "Jusqu’au 1er août 2026"}, {"", "", "Toutes périodes confondues"}, {"2025-09-01", "2026-08-31", "Du 1er septembre 2025 au 31 août 2026"}} {
		if got := plain(stats.When(days(t, c[0], c[1]))); got != c[2] {
			t.Errorf("%v: %s", c, got)
		}
	}
}

func TestAChangeIsWordedAndSigned(t *testing.T) {
	year := days(t, "2025-01-01", "2025-12-31")
	for _, c := range []struct {
		figure    domain.Figure
		n, before int
		than      domain.Period
		want      string
	}{
		{domain.FigPeople, 312, 300, year, "+12 par rapport à 2025"}, {domain.FigPeople, 300, 312, year, "−12 par rapport à 2025"},
		{domain.FigPeople, 300, 300, year, "autant qu’en 2025"}, {domain.FigPeople, 0, 0, year, ""}, {domain.FigPeople, 4, 0, year, "+4 par rapport à 2025"},
		{domain.FigMinutes, 300, 90, year, "+3 h 30 par rapport à 2025"}, {domain.FigPeople, 1, 1, days(t, "2025-10-01", "2025-10-31"), "autant qu’en octobre 2025"},
		{domain.FigPeople, 2, 1, days(t, "2025-03-01", "2025-06-30"), "+1 par rapport à la période « du 1er mars au 30 juin 2025 »"},
		{domain.FigPeople, 2, 2, days(t, "2025-03-01", "2025-06-30"), "autant que pour la période « du 1er mars au 30 juin 2025 »"},
		{domain.FigPeople, 2, 3, days(t, "", "2025-06-30"), "−1 par rapport à la période « jusqu’au 30 juin 2025 »"},
	} {
		if got := plain(stats.Change(c.figure, c.n, c.before, c.than)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestAPeriodWithoutDataIsSaid(t *testing.T) {
	for want, than := range map[string]domain.Period{"aucune donnée en 2025": days(t, "2025-01-01", "2025-12-31"), "aucune donnée en avril 2025": days(t, "2025-04-01", "2025-04-30"),
		"aucune donnée du 1er mars au 30 juin 2025": days(t, "2025-03-01", "2025-06-30")} {
		if got := plain(stats.NoData(than)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestATableIsSaidInASentence(t *testing.T) {
	s := stats.Scope{Period: days(t, "2026-01-01", "2026-12-31"), At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), PTSM: "PTSM Essai", AtDoor: true}
	row := func(key string, n int) (r domain.Row) {
		r.Key, r.Label = key, strings.ToUpper(key)
		if key == "" {
			r.Label = domain.Unset
		}
		r.Counts[domain.FigPresent] = n
		return r
	}
	for _, c := range []struct {
		rows []domain.Row
		want string
	}{
		{[]domain.Row{row("a", 3), row("b", 5), row("", 1)}, "En 2026, les 9 participations à des événements liés au PTSM Essai, tous rôles confondus, se répartissent ainsi, par secteur d’activité : B (5), A (3), non renseigné (1) (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{[]domain.Row{row("a", 1), row("", 0)}, "En 2026, la seule participation à un événement lié au PTSM Essai, tous rôles confondus, se place ainsi, par secteur d’activité : A (1) (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{[]domain.Row{row("a", 7), row("b", 6), row("c", 5), row("d", 4), row("e", 3), row("f", 2), row("g", 1)}, "En 2026, les 28 participations à des événements liés au PTSM Essai, tous rôles confondus, se répartissent ainsi, par secteur d’activité : A (7), B (6), C (5), D (4), E (3), autres (3) (participations constatées à l’entrée, arrêtées au 22 novembre 2026)."},
		{[]domain.Row{row("a", 0), row("", 0)}, ""},
	} {
		if got := plain(s.Lines(domain.BySector, c.rows)); got != c.want {
			t.Errorf("\n%s\nwant\n%s", got, c.want)
		}
	}
}

func TestASharesPercentIsNeverAFalseZeroOrHundred(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{0, 10, "0 %"}, {1, 1000, "moins de 1 %"}, {999, 1000, "plus de 99 %"}, {1000, 1000, "100 %"}, {1, 3, "33 %"}, {2, 3, "67 %"}, {1, 0, domain.Unset}} {
		if got := plain(stats.Percent(c.part, c.whole)); got != c.want {
			t.Errorf("%d of %d: %s", c.part, c.whole, got)
		}
	}
}
