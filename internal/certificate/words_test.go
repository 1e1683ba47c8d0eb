package certificate_test

import (
	"testing"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
)

func TestARuleIsSaidInWords(t *testing.T) {
	for want, c := range map[string]domain.Completion{
		"présence à une demi-journée au moins":               {Rule: domain.AtLeastOneSlot},
		"présence à toutes les demi-journées":                {Rule: domain.EverySlot},
		"présence de 10\u00a0h\u00a030 au moins":             {Rule: domain.EnoughMinutes, Amount: 630},
		"présence de 45\u00a0min au moins":                   {Rule: domain.EnoughMinutes, Amount: 45},
		"présence à 3\u00a0demi-journées au moins":           {Rule: domain.EnoughSlots, Amount: 3},
		"participation reconnue complète par l’organisateur": {Rule: domain.ByHand},
	} {
		if got := certificate.RuleWords(c); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
	one := domain.Completion{Rule: domain.EnoughSlots, Amount: 1}
	if got := certificate.RuleWords(one); got != certificate.RuleWords(domain.Completion{Rule: domain.AtLeastOneSlot}) {
		t.Error(got)
	}
}
