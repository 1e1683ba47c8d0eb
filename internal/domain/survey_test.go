package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestWarningsBeforeOthersReadAText(t *testing.T) {
	names := []string{"Ambre Alchémille", "Jo Li"}
	for text, want := range map[string]string{
		"Très bonne journée, merci.": "", "Merci à Ambre Alchemille pour tout": domain.WarnName, "ALCHÉMILLE était parfaite": domain.WarnName, "Alchémille, Ambre": domain.WarnName,
		"Un joli lieu": "", "Jo Li parlait bas": domain.WarnName, "Mme Dupuis est en retard": domain.WarnCivil, "M. D. ne répond pas": domain.WarnCivil, "le Dr Essai": domain.WarnCivil,
		"Appelez-moi au 06 12 34 56 78": domain.WarnPhone, "au +33 6 12 34 56 78": domain.WarnPhone, "écrire à a.b@exemple.invalid.": domain.WarnEmail,
		"Un patient schizophrène en parlait": domain.WarnHealth, "mon mari est hospitalisé": domain.WarnHealth, "la salle violette": "", "Il y avait 120 personnes en 2026": "",
	} {
		got := domain.TextWarnings(text, names)
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0].Kind != want) {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
	}
}

func TestFewAnswersAreNotShown(t *testing.T) {
	for n := range 8 {
		if got := domain.SurveyShown(false, n); got != (n == 0 || n >= 3) {
			t.Error("desk", n, got)
		}
		if got := domain.SurveyShown(true, n); got != (n == 0 || n >= 5) {
			t.Error("reader", n, got)
		}
	}
	if m, ok := (domain.Score{Answered: 3, Sum: 13}).Tenths(); m != 43 || !ok {
		t.Error(m)
	}
}

// Whatever was chosen, each answer is counted once, and a mean lies between the least and the most.
func TestEveryAnswerIsCountedOnce(t *testing.T) {
	q := []domain.SurveyQuestion{{Key: "s", Kind: domain.AskScale, Label: "S"}, {Key: "m", Kind: domain.AskMany, Label: "M", Options: []string{"a", "b", "c"}}}
	rapid.Check(t, func(t *rapid.T) {
		var all []domain.SurveyAnswers
		for _, v := range rapid.SliceOf(rapid.IntRange(1, 5)).Draw(t, "scale") {
			all = append(all, domain.SurveyAnswers{"s": {v}, "m": {v % 3}})
		}
		tally := domain.TallySurvey(q, all)
		for _, one := range tally {
			sum := 0
			for _, n := range one.Counts {
				sum += n
			}
			if sum != len(all) || one.Answered != len(all) {
				t.Fatalf("%+v", one)
			}
		}
		if m, ok := tally[0].Tenths(); ok != (len(all) > 0) || ok && (m < 10 || m > 50) {
			t.Fatal(m, ok)
		}
	})
}
