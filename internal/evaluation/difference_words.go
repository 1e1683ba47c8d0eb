package evaluation

import "passerelle/internal/domain"

// differenceWords name what is counted, in a sentence: one, many, and nothing of it; what matters most comes first. The
// figure that is a duration has words of its own.
var differenceWords = []struct {
	figure          domain.Figure
	one, many, less string
}{
	{domain.FigPeople, "personne distincte", "personnes distinctes", "aucune"},
	{domain.FigPresent, "participation", "participations", "aucune"},
	{domain.FigEvents, "événement réalisé", "événements réalisés", "aucun"},
	{domain.FigRegistered, "inscrit", "inscrits", "aucun"},
	{domain.FigWalkIns, "arrivée sur place", "arrivées sur place", "aucune"},
	{domain.FigAbsent, "absent", "absents", "aucun"},
	{domain.FigStructures, "structure distincte", "structures distinctes", "aucune"},
	{domain.FigHeadcount, "personne comptée sans nom", "personnes comptées sans nom", "aucune"},
	{domain.FigPSSM, "secouriste en santé mentale formé", "secouristes en santé mentale formés", "aucun"},
	{domain.FigPlacements, "stage croisé réalisé", "stages croisés réalisés", "aucun"},
	{domain.FigHalfDays, "demi-journée de stage croisé", "demi-journées de stage croisé", "aucune"},
	{domain.FigInstitutions, "établissement de stage croisé", "établissements de stages croisés", "aucun"},
	{domain.FigPlacedPairs, "paire d’établissements de secteurs différents", "paires d’établissements de secteurs différents", "aucune"},
	{domain.FigReports, "rapport d’étonnement reçu", "rapports d’étonnement reçus", "aucun"},
	{domain.FigCorrections, "correction après clôture", "corrections après clôture", "aucune"},
	{domain.FigNew, "nouvelle personne", "nouvelles personnes", "aucune"},
	{domain.FigReturning, "personne fidèle", "personnes fidèles", "aucune"},
	{domain.FigRegistrations, "inscription reçue", "inscriptions reçues", "aucune"},
	{domain.FigExcused, "excusé", "excusés", "aucun"},
	{domain.FigWithdrawn, "désistement", "désistements", "aucun"},
	{domain.FigRefused, "refus", "refus", "aucun"},
	{domain.FigUnserved, "demande non servie", "demandes non servies", "aucune"},
	{domain.FigCancelled, "inscription annulée par l’organisateur", "inscriptions annulées par l’organisateur", "aucune"},
	{domain.FigReplaced, "inscription remplacée", "inscriptions remplacées", "aucune"},
	{domain.FigExpected, "attendu", "attendus", "aucun"},
	{domain.FigKept, "inscrit maintenu", "inscrits maintenus", "aucun"},
	{domain.FigPresentRegistered, "présent inscrit avant l’entrée", "présents inscrits avant l’entrée", "aucun"},
	{domain.FigSeats, "place offerte", "places offertes", "aucune"},
	{domain.FigTaken, "place prise", "places prises", "aucune"},
	{domain.FigSecondary, "événement rattaché en second", "événements rattachés en second", "aucun"},
	{domain.FigMinutes, "", "", "aucune"},
}
