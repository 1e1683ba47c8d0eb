package certificate

import "slices"

// Reasons that the platform itself gives for a certificate that is worth nothing any more. Whoever verifies a code
// reads these alone: what a hand typed was meant for the person and the desk, and may tell of a health, a quarrel or
// a name.
var ownReasons = []string{
	"Présence corrigée : remplacée par une nouvelle attestation.",
	"La présence qui la fondait a été corrigée.",
	"L’événement a été annulé.",
	"Arrivée complétée",
	"Une présence de l’année a été corrigée : demandez-le de nouveau",
}

// PublicReason is what a stranger reads of why a certificate was revoked, or replaced.
func PublicReason(reason string, replaced bool) string {
	switch {
	case slices.Contains(ownReasons, reason):
		return reason
	case replaced:
		return "Une correction y a été apportée : la nouvelle attestation fait foi."
	}
	return "L’organisme qui l’avait délivrée l’a retirée."
}
