package hooks

import (
	"passerelle/internal/domain"
	"passerelle/internal/placement"
)

// howWords says how a presence is proved.
var howWords = map[string]string{"": "confirmée par la tutrice ou le tuteur", domain.ToldByCode: "avec le code du billet", domain.ToldByTicket: "billet scanné",
	domain.ToldSigned: "signée par les deux"}

// missedWords says why a half-day was not attended.
var missedWords = map[domain.Incident]string{domain.IncidentNone: "Absence excusée", domain.IncidentCancelled: "Annulée", domain.IncidentNoShow: "Absence sans prévenir"}

// awaitedOfOthers says what the host waits for of somebody else; {qui} is who.
var awaitedOfOthers = map[domain.Move]string{domain.MoveSend: "La convention, que {qui} prépare.", domain.MoveAmend: "Une nouvelle version de la convention, que {qui} prépare.",
	domain.MoveSign: "La signature de la convention par {qui}.", domain.MoveResume: "De nouvelles dates.", domain.MovePostpone: "Une décision de {qui}\u00a0: d’autres dates, ou l’annulation."}

// hostBanner says where the placement is, to who receives.
func hostBanner(c *placement.Case) banner {
	switch c.P.State {
	case domain.PlacementMatched:
		return banner{"", "Place attribuée", "La coordination prépare la convention. Vous la signerez ici."}
	case domain.PlacementAgreementSent:
		if c.P.AmendDue {
			return banner{"warn", "Nouvelle version de la convention attendue", "Les dates ont changé\u00a0: la coordination envoie une nouvelle version, à signer avant de noter les présences."}
		}
		return banner{"warn", "Convention à signer", "Le stage peut commencer quand les trois signatures sont là."}
	case domain.PlacementAgreementSigned:
		if c.P.AmendDue {
			return banner{"warn", "Nouvelle version de la convention attendue", "Les dates ont changé\u00a0: la coordination envoie une nouvelle version, à signer avant de noter les présences."}
		}
		return banner{"ok", "Convention signée", "Tout est prêt pour l’accueil. Après chaque demi-journée, confirmez la présence ici."}
	case domain.PlacementInProgress:
		if c.P.AmendDue {
			return banner{"warn", "Nouvelle version de la convention attendue", "Les dates ont changé\u00a0: la coordination envoie une nouvelle version, à signer avant de noter la suite."}
		}
		return banner{"ok", "Stage en cours", "Après chaque demi-journée, confirmez la présence ici."}
	case domain.PlacementPostponed:
		return banner{"warn", "Stage reporté", "De nouvelles dates sont à choisir."}
	case domain.PlacementCancelled:
		if c.P.NoShow {
			return banner{"err", "Stage clos\u00a0: personne n’est venu", "Il n’y a plus rien à faire."}
		}
		return banner{"err", "Stage annulé", "Il n’y a plus rien à faire."}
	}
	return banner{"ok", "Stage terminé", "Merci pour votre accueil. Vos notes sont dans le registre\u00a0; pour en corriger une, écrivez à la coordination."}
}
