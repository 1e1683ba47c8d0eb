package hooks

import (
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// reasonWords say why a choice was not given; Full is told with whom, and what it would cost.
var reasonWords = map[matching.Reason]string{
	matching.Unknown:    "cette place n’est pas publiée, ou ne l’est plus",
	matching.NotWished:  "la personne n’a pas choisi cette place : passez par « Affecter à la main »",
	matching.Repeated:   "cette place est déjà plus haut dans ses vœux",
	matching.OwnService: "c’est son propre service (ou sa propre structure, un service n’étant pas précisé)",
	matching.Profession: "cette place n’accueille pas son métier",
	matching.NotFree:    "la personne n’est pas disponible à l’une des demi-journées",
	matching.Excluded:   "vous avez écarté la personne de cette place",
	matching.NotAgreed:  "l’accord du responsable est attendu",
	matching.NoPlace:    "aucune place n’y est libre",
	matching.Pinned:     "vous avez fixé cette personne à une autre place",
	matching.Full:       "les places libres y sont toutes proposées",
}

// costWords say what giving a full place to this person would cost everybody.
var costWords = map[matching.Level]string{
	matching.CostsPlaced: "la lui donner placerait moins de personnes en tout",
	matching.CostsFirst:  "la lui donner placerait autant de personnes, mais moins auraient leur premier vœu",
	matching.CostsSecond: "la lui donner placerait autant de personnes, mais moins auraient leur deuxième vœu",
	matching.CostsBonus:  "la lui donner servirait moins les préférences de la campagne (stages croisés, secteurs, structures)",
	matching.CostsPin:    "les personnes que vous y avez fixées l’occupent",
	matching.CostsTie:    "à égalité, les demandes arrivées les premières passent d’abord",
}

// bonusWords say why a placement was preferred.
var bonusWords = map[matching.Bonus]string{
	matching.BonusCrossed:  "stage croisé entre les deux structures",
	matching.BonusBridged:  "rapproche le sanitaire et le médico-social ou le social",
	matching.BonusUnserved: "premier stage pour sa structure",
}

// flawWords say why nothing can be proposed; what is wrong follows.
var flawWords = map[matching.Flaw]string{
	matching.FlawID:      "Une place ou une demande est enregistrée deux fois",
	matching.FlawPerson:  "Une personne a deux demandes en cours : retirez-en une",
	matching.FlawChoices: "Une demande compte plus de trois vœux : corrigez-la",
	matching.FlawPlaces:  "Une place a un nombre négatif : corrigez-le",
	matching.FlawWeight:  "Un poids est hors de 0 à 1000 : corrigez-le en bas de cette page",
	matching.FlawWishes:  "Cette campagne compte trop de demandes pour une seule répartition (10 000 au plus)",
}

// heldWords say where somebody who has a place is.
var heldWords = map[domain.PlacementState]string{
	domain.PlacementMatched:         "convention à envoyer",
	domain.PlacementAgreementSent:   "convention à signer",
	domain.PlacementAgreementSigned: "convention signée",
	domain.PlacementInProgress:      "en cours",
	domain.PlacementDone:            "terminé",
	domain.PlacementReportReceived:  "rapport reçu",
	domain.PlacementCertified:       "attestation délivrée",
	domain.PlacementPostponed:       "reporté",
}

// missedWords say one choice that was not given: which, and why.
func (m *matchingMaker) missedWords(x matching.Missed) string {
	return paris.Ordinal(x.Rank) + " vœu, " + m.place(x.Offer) + " : " + m.why(x)
}

func (m *matchingMaker) why(x matching.Missed) string {
	text := reasonWords[x.Reason]
	switch o := m.round.Offers[x.Offer]; {
	case x.Reason == matching.NoPlace && m.begun(x.Offer):
		text = "cette place a déjà commencé"
	case x.Reason == matching.NoPlace && m.round.Taken[x.Offer] > 0:
		text = "déjà attribuée à " + someNames(m.heldAt[x.Offer])
	case x.Reason == matching.Unknown && o != nil && o.Status == records.OfferWithdrawn:
		text = "cette place a été retirée"
	case x.Reason == matching.Full && x.Costs == matching.CostsPin:
		text = costWords[x.Costs]
	case x.Reason == matching.Full:
		var names []string
		for _, id := range x.By {
			names = append(names, m.round.Wishes[id].Name())
		}
		text = "proposée à " + someNames(names) + " ; " + costWords[x.Costs]
	}
	return text
}

// someNames lists the first names, and how many follow.
func someNames(names []string) string {
	const most = 3
	if len(names) > most+1 {
		names = append(names[:most:most], counted(len(names)-most, "autre personne", "autres personnes"))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " et " + names[len(names)-1]
}

// worthWords say what a proposal is worth, out of those who may be placed.
func worthWords(s matching.Score, asked int) string {
	text := counted(s.Placed, "personne placée", "personnes placées") + " sur " + paris.Number(asked)
	third := s.Placed - s.First - s.Second
	for _, n := range []struct {
		n         int
		one, many string
	}{{s.First, "a son premier vœu", "ont leur premier vœu"}, {s.Second, "a le deuxième", "ont le deuxième"}, {third, "a le troisième", "ont le troisième"}} {
		if n.n > 0 {
			text += " ; " + counted(n.n, n.one, n.many)
		}
	}
	return text
}
