package certificate

import (
	"strconv"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// RuleWords says what a rule asks, to stand after « pour » or a colon: « présence à 3 demi-journées au moins ».
func RuleWords(c domain.Completion) string {
	switch c.Rule {
	case domain.EverySlot:
		return "présence à toutes les demi-journées"
	case domain.EnoughMinutes:
		return "présence de " + paris.Minutes(c.Amount) + " au moins"
	case domain.EnoughSlots:
		if c.Amount > 1 {
			return "présence à " + strconv.Itoa(c.Amount) + "\u00a0demi-journées au moins"
		}
	case domain.ByHand:
		return "participation reconnue complète par l’organisateur"
	}
	return "présence à une demi-journée au moins"
}
