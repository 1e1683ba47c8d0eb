package placement

import (
	"fmt"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// bilanStates says a state as a bilan counts it.
var bilanStates = map[domain.PlacementState]string{
	domain.PlacementRequested: "Accord du responsable attendu", domain.PlacementApproved: "Sans place encore", domain.PlacementMatched: "Place trouvée",
	domain.PlacementAgreementSent: "Convention à signer", domain.PlacementAgreementSigned: "Convention signée", domain.PlacementInProgress: "En cours",
	domain.PlacementDone: "Terminé, rapport attendu", domain.PlacementReportReceived: "Rapport reçu, à attester", domain.PlacementCertified: "Attesté",
	domain.PlacementRefused: "Refusé", domain.PlacementCancelled: "Annulé", domain.PlacementPostponed: "Reporté, dates à fixer",
}

// bilanWaits says what a placement waits for in a state.
var bilanWaits = map[domain.PlacementState]string{
	domain.PlacementRequested: "Accord du responsable", domain.PlacementApproved: "Affectation", domain.PlacementMatched: "Envoi de la convention",
	domain.PlacementAgreementSent: "Signatures", domain.PlacementAgreementSigned: "Première demi-journée", domain.PlacementInProgress: "Demi-journées",
	domain.PlacementDone: "Rapport d’étonnement", domain.PlacementReportReceived: "Attestation", domain.PlacementPostponed: "Nouvelles dates",
}

// bilanSlows says what slowed a placement down.
var bilanSlows = map[string]string{
	string(domain.MoveAmend): "Avenant à la convention", string(domain.MovePostpone): "Report", string(domain.MoveUnmatch): "Place rendue", string(domain.MoveRetract): "Accord repris",
	string(domain.MoveUnsign): "Signature reprise", string(domain.MoveRefuse): "Refus", string(domain.MoveWithdraw): "Souhait retiré", string(domain.MoveCancel): "Annulation",
	string(domain.MoveNoShow): "Personne n’est venu", string(domain.MoveReturn): "Rapport rendu",
	"incident-moved": "Demi-journée déplacée", "incident-shortened": "Demi-journée écourtée", "incident-cancelled": "Demi-journée annulée", "incident-no_show": "Demi-journée sans personne",
	"incident-" + domain.IncidentExcused: "Demi-journée manquée, excusée",
}

// PartyWords names each party inside a sentence.
var PartyWords = map[domain.Party]string{domain.PartyTrainee: "la personne en stage", domain.PartyManager: "son responsable", domain.PartyHost: "l’établissement d’accueil",
	domain.PartyHome: "l’établissement d’origine", domain.PartyCoordinator: "la coordination", domain.PartyPlatform: "la plateforme"}

// Headline is the bilan in one or two sentences.
func (b *Bilan) Headline() string {
	done, wishes := b.N(domain.BilanDone), b.N(domain.BilanWishes)
	switch {
	case wishes == 0:
		return "Aucun souhait n’a encore été déposé."
	case done == 0:
		return fmt.Sprintf("Aucun stage n’est encore terminé\u00a0: %s, %s.", some(wishes, "souhait déposé", "souhaits déposés"), some(b.N(domain.BilanPlaced), "a une place", "ont une place"))
	}
	text := fmt.Sprintf("%s sur %s\u00a0: %s (%s), entre %s.", some(done, "stage réalisé", "stages réalisés"), some(wishes, "souhait", "souhaits"),
		some(b.HalfDays, "demi-journée", "demi-journées"), paris.Minutes(b.Minutes), some(b.Institutions, "établissement", "établissements"))
	if n := b.N(domain.BilanCrossed); n > 0 {
		text += fmt.Sprintf(" %s dans les deux sens, entre établissements qui se sont reçus l’un l’autre.", some(n, "l’a été", "l’ont été"))
	}
	return text
}

func some(n int, one, many string) string {
	if n < 2 {
		many = one
	}
	return paris.Number(n) + "\u00a0" + many
}

// named is the name of a structure or a sector; empty: not known.
func (b *Bilan) named(id string) string {
	if n := b.Names[id]; n != "" {
		return n
	}
	return domain.Unset
}

// slowWords says a slowdown with whom it came from.
func slowWords(s domain.BilanSlow) string {
	if s.Ongoing {
		return bilanSlows[s.Kind]
	}
	return bilanSlows[s.Kind] + ", par " + PartyWords[s.By]
}

// whys says the reasons once each, with how often where it is more.
func whys(list []string) string {
	times := map[string]int{}
	var order []string
	for _, w := range list {
		if w == records.Erased {
			continue
		}
		if w = strings.TrimSuffix(w, "."); times[w] == 0 {
			order = append(order, w)
		}
		times[w]++
	}
	for i, w := range order {
		if times[w] > 1 {
			order[i] = fmt.Sprintf("%s (%d fois)", w, times[w])
		}
	}
	return strings.Join(order, "\u00a0; ")
}

// Span is a length in words: days from two days on, hours under.
func Span(d time.Duration) string {
	day := 24 * time.Hour
	switch {
	case d <= 0:
		return "–"
	case d < time.Hour:
		return "moins d’une heure"
	case d < 2*day:
		return some(int((d+time.Hour/2)/time.Hour), "heure", "heures")
	}
	return some(int((d+day/2)/day), "jour", "jours")
}

// ListTitle says what a list of placements of the bilan holds; empty for a key that is none.
func (b *Bilan) ListTitle(key string) string {
	for _, f := range b.Figures() {
		if f.Key == key {
			return f.Label
		}
	}
	for _, t := range b.Tables() {
		for _, l := range t.Lines {
			for i, k := range l.Keys {
				if k == key {
					return t.Title + "\u00a0: " + ShowCell(l.Cells[0]) + t.of(i)
				}
			}
		}
	}
	return ""
}
