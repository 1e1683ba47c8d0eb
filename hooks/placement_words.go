package hooks

import (
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
)

// deskStates says each state of a placement to the coordinator.
var deskStates = map[domain.PlacementState]tag{
	domain.PlacementRequested: {"warn", "Accord attendu"}, domain.PlacementApproved: {"plain", "À affecter"}, domain.PlacementMatched: {"plain", "Place trouvée"},
	domain.PlacementAgreementSent: {"warn", "Convention à signer"}, domain.PlacementAgreementSigned: {"ok", "Convention signée"}, domain.PlacementInProgress: {"ok", "En cours"},
	domain.PlacementDone: {"plain", "Terminé, rapport attendu"}, domain.PlacementReportReceived: {"plain", "Rapport reçu"}, domain.PlacementCertified: {"ok", "Attesté"},
	domain.PlacementRefused: {"err", "Refusé"}, domain.PlacementCancelled: {"err", "Annulé"}, domain.PlacementPostponed: {"warn", "Reporté"},
}

// deskPath names what is done once a state is reached; the first that is not reached is what goes on.
var deskPath = map[domain.PlacementState]string{domain.PlacementRequested: "Demande", domain.PlacementApproved: "Accord", domain.PlacementMatched: "Place", domain.PlacementAgreementSent: "Convention",
	domain.PlacementAgreementSigned: "Signatures", domain.PlacementDone: "Demi-journées", domain.PlacementReportReceived: "Rapport", domain.PlacementCertified: "Attestation"}

// deskIncidents says what went otherwise than planned.
var deskIncidents = map[domain.Incident]string{domain.IncidentMoved: "déplacée", domain.IncidentShortened: "écourtée", domain.IncidentCancelled: "annulée", domain.IncidentNoShow: "personne n’est venu"}

// deskAwaited says what is awaited, as in « attend… ».
var deskAwaited = map[domain.Move]string{domain.MoveAgree: "l’accord du responsable", domain.MoveMatch: "une place", domain.MoveSend: "l’envoi de la convention",
	domain.MoveAmend: "une nouvelle version de la convention", domain.MoveTell: "que la présence soit dite", domain.MoveFinish: "que la fin soit dite",
	domain.MovePostpone: "une décision\u00a0: d’autres dates, ou l’annulation", domain.MoveResume: "de nouvelles dates", domain.MoveReceive: "le rapport d’étonnement",
	domain.MoveCertify: "l’attestation"}

// deskAwaitedWords says what is awaited and of whom, with its half-day.
func deskAwaitedWords(c *placement.Case, a domain.AwaitedMove) string {
	if a.Move == domain.MoveSign {
		return "la signature de " + placement.PartyWords[a.Of]
	}
	if d := deskDay(c.P, c.Steps, a.Slot); a.Move == domain.MoveTell && d != "" {
		return deskAwaited[a.Move] + ", " + d
	}
	return deskAwaited[a.Move]
}

// moveWords says a move, after who made it: for itself; the coordinator for somebody, and the platform, where that reads otherwise.
type moveWords struct{ Own, Desk, Platform string }

// deskMoves has a sentence for every move.
var deskMoves = map[domain.Move]moveWords{
	domain.MoveAsk:      {"a demandé un stage", "a noté une demande de stage", ""},
	domain.MoveAgree:    {"a donné son accord", "a noté l’accord du responsable", "a pris la demande en compte\u00a0: aucun accord n’est demandé"},
	domain.MoveRetract:  {"a repris son accord", "a repris l’accord noté", "a repris l’accord donné"},
	domain.MoveRefuse:   {"a refusé la demande", "n’a pas retenu la demande", ""},
	domain.MoveWithdraw: {"a retiré sa demande", "a retiré la demande", ""},
	domain.MoveMatch:    {"a donné une place", "", ""},
	domain.MoveUnmatch:  {"a rendu la place", "", ""},
	domain.MoveSend:     {"a envoyé la convention à signer", "", ""},
	domain.MoveSign:     {"a signé la convention", "a noté la signature", ""},
	domain.MoveUnsign:   {"a retiré sa signature", "a retiré la signature", ""},
	domain.MoveAmend:    {"a envoyé une nouvelle version de la convention", "", ""},
	domain.MoveTell:     {"a dit ce qu’il en a été", "", ""},
	domain.MoveUntell:   {"a repris ce qui était dit", "", ""},
	domain.MoveFinish:   {"a terminé le stage", "", ""},
	domain.MovePostpone: {"a reporté le stage", "", ""},
	domain.MoveResume:   {"a donné de nouvelles dates", "", ""},
	domain.MoveCancel:   {"a annulé le stage", "", ""},
	domain.MoveNoShow:   {"a noté que personne n’est venu", "", ""},
	domain.MoveReceive:  {"a envoyé son rapport d’étonnement", "a noté que le rapport est reçu", ""},
	domain.MoveReturn:   {"a rendu le rapport, à reprendre", "", ""},
	domain.MoveCertify:  {"a délivré l’attestation", "", ""},
}

// deskStepWords says a step of the trail after its author: « a noté la signature de la structure d’origine, datée du 12
// mars 2026, sur papier ».
func deskStepWords(c *placement.Case, s domain.PlacementStep) string {
	w := deskMoves[s.Act.Move]
	text := w.Own
	switch {
	case s.By == domain.PartyCoordinator && w.Desk != "":
		text = w.Desk
	case s.By == domain.PartyPlatform && w.Platform != "":
		text = w.Platform
	}
	switch s.Act.Move {
	case domain.MoveSign:
		if s.By == domain.PartyCoordinator {
			text += " de " + placement.PartyWords[s.Act.Signature.Signer]
		}
		text += ", datée du " + paris.Long(s.Act.Signature.Day)
		if s.Act.Signature.How == domain.SignedByScan {
			return text + ", page déposée"
		}
		return text + ", sur papier"
	case domain.MoveUnsign:
		if s.By == domain.PartyCoordinator {
			text += " de " + placement.PartyWords[s.Act.Signature.Signer]
		}
	case domain.MoveTell, domain.MoveUntell:
		if d := deskDay(c.P, c.Steps, s.Act.HalfDay.Slot); d != "" {
			text += ", " + d
		}
		if s.Act.Move == domain.MoveTell {
			text += "\u00a0: " + deskTold(s.Act.HalfDay)
		}
	}
	return text
}

// deskTold says what was told of a half-day.
func deskTold(t domain.HalfDayTold) string {
	text := "absence"
	if t.Present {
		text = "présence, " + paris.Minutes(t.Minutes)
	}
	if t.Incident != domain.IncidentNone {
		text += " (" + deskIncidents[t.Incident] + ")"
	}
	return text
}

// deskDay is « lundi 12 mars 2026, 9 h - 12 h » for a half-day planned now or before.
func deskDay(p domain.Placement, steps []domain.PlacementStep, slot string) string {
	if slot == "" {
		return ""
	}
	days := p.Days
	for _, s := range steps {
		days = append(days[:len(days):len(days)], s.Act.Days...)
	}
	for _, d := range days {
		if d.ID == slot {
			return paris.Slot(d.Start, d.End)
		}
	}
	return ""
}
