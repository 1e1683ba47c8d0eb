package domain_test

import (
	"slices"
	"strings"
	"testing"

	"passerelle/internal/domain"
)

func TestReportDoubts(t *testing.T) {
	for text, want := range map[string][]string{
		"Monsieur Exemple vient le mardi.":                  {"Monsieur Exemple"},
		"J’ai suivi une patiente toute la journée.":         {"une patiente"},
		"La parole de l’usager compte.":                     {"l’usager"},
		"Les patients et les usagers sont entendus.":        nil,
		"L’équipe est patiente, le service est accueillant": nil,
		"Mme Tutorat m’a tout montré.":                      nil,
		"Merci à Mme Tutorat ; M. Essai et mon patient":     {"M. Essai", "mon patient"},
	} {
		if got := domain.ReportDoubts(map[string]string{"etonnement": text}, "Dominique Tutorat"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestCheckReport(t *testing.T) {
	for _, by := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		for _, q := range domain.ReportQuestions(by) {
			long := map[string]string{q.Key: strings.Repeat("é", q.Most+1)}
			if err := domain.CheckReport(by, long, false); !domain.Is(err, domain.ErrTooLong) {
				t.Errorf("%s: a draft too long: %v", q.Key, err)
			}
			if err := domain.CheckReport(by, map[string]string{q.Key: strings.Repeat("é", q.Most)}, false); err != nil {
				t.Errorf("%s at its limit: %v", q.Key, err)
			}
		}
		if err := domain.CheckReport(by, nil, false); err != nil {
			t.Errorf("an empty draft: %v", err)
		}
		if err := domain.CheckReport(by, nil, true); !domain.Is(err, domain.ErrRequired) {
			t.Errorf("nothing sent: %v", err)
		}
	}
	if got := domain.CleanReport(domain.PartyTrainee, map[string]string{"etonnement": "  a\r\nb ", "autre": "x", "pratique": " "}); len(got) != 1 || got["etonnement"] != "a\nb" {
		t.Errorf("%q", got)
	}
}

func TestOpinions(t *testing.T) {
	full := func(n int, text string) domain.Opinion {
		o := domain.Opinion{Notes: map[string]int{}, Text: text}
		for _, q := range domain.OpinionQuestions(domain.PartyTrainee) {
			o.Notes[q.Key] = n
		}
		return o
	}
	if err := domain.CheckOpinion(domain.PartyTrainee, full(5, "")); err != nil {
		t.Error(err)
	}
	for n, want := range map[int]domain.Code{0: domain.ErrChoice, 6: domain.ErrChoice} {
		if err := domain.CheckOpinion(domain.PartyTrainee, full(n, "")); !domain.Is(err, want) {
			t.Errorf("%d: %v", n, err)
		}
	}
	if err := domain.CheckOpinion(domain.PartyHost, full(3, "")); !domain.Is(err, domain.ErrRequired) {
		t.Errorf("the trainee's answers for the host's: %v", err)
	}
	two := domain.TallyOpinions(domain.PartyTrainee, []domain.Opinion{full(4, "un mot"), full(5, "")})
	if two.Shown() || len(two.Notes) != 0 || len(two.Texts) != 0 || two.Answers != 2 {
		t.Errorf("two answers: %+v", two)
	}
	three := domain.TallyOpinions(domain.PartyTrainee, []domain.Opinion{full(4, "un mot"), full(5, ""), full(4, "")})
	if !three.Shown() || three.Mean("accueil") != 433 || !slices.Equal(three.Texts, []string{"un mot"}) {
		t.Errorf("three answers: %+v, %d", three, three.Mean("accueil"))
	}
}
