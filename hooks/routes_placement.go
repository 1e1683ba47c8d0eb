package hooks

// placementRoutes is every address of the stages croisés, and who may use it. Each party of a placement has a page and a
// link of its own; {stage} is the slug of a campaign, {campaign} its id.
func (s *site) placementRoutes() []route {
	return []route{
		// Campaigns and offers
		{"GET", "/stages", anyone, s.placementCatalogue},
		{"GET", "/stages/{stage}", anyone, s.campaignPage},
		{"GET", "/stages/{stage}/places/{offer}", anyone, s.offerPage},
		{"GET", "/accueillir/{token}", bySecret, s.offerForm},
		{"POST", "/accueillir/{token}", bySecret, s.propose},
		{"GET", "/place-de-stage/{token}", bySecret, s.myOffer},
		{"POST", "/place-de-stage/{token}", bySecret, s.saveMyOffer},
		{"POST", "/place-de-stage/{token}/retirer", bySecret, s.withdrawMyOffer},
		{"GET", "/gestion/stages", coordinatorOnly, s.campaigns},
		{"GET", "/gestion/stages/nouvelle", coordinatorOnly, s.newCampaign},
		{"POST", "/gestion/stages/nouvelle", coordinatorOnly, s.saveCampaign},
		{"GET", "/gestion/stages/{campaign}", coordinatorOnly, s.campaignDesk},
		{"GET", "/gestion/stages/{campaign}/modifier", coordinatorOnly, s.editCampaign},
		{"POST", "/gestion/stages/{campaign}/modifier", coordinatorOnly, s.saveCampaign},
		{"POST", "/gestion/stages/{campaign}/etat", coordinatorOnly, s.moveCampaign},
		{"POST", "/gestion/stages/{campaign}/lien", coordinatorOnly, s.renewHosting},
		{"POST", "/gestion/evenements/{event}/stages", coordinatorOnly, s.openCampaignOfTraining},
		{"GET", "/gestion/stages/{campaign}/places", coordinatorOnly, s.deskOffers},
		{"GET", "/gestion/stages/{campaign}/places/nouvelle", coordinatorOnly, s.newDeskOffer},
		{"POST", "/gestion/stages/{campaign}/places/nouvelle", coordinatorOnly, s.saveDeskOffer},
		{"GET", "/gestion/stages/{campaign}/places/{offer}", coordinatorOnly, s.editDeskOffer},
		{"POST", "/gestion/stages/{campaign}/places/{offer}", coordinatorOnly, s.saveDeskOffer},
		{"POST", "/gestion/stages/{campaign}/places/{offer}/etat", coordinatorOnly, s.moveDeskOffer},

		// Wishes, the manager’s agreement, the trainee’s page
		{"GET", "/stages/{stage}/souhaits", anyone, s.wishForm},
		{"POST", "/stages/{stage}/souhaits", anyone, s.wish},
		{"GET", "/mon-stage/{token}", bySecret, s.myPlacement},
		{"POST", "/mon-stage/{token}/retirer", bySecret, s.withdrawWish},
		{"GET", "/stage-responsable/{token}", bySecret, s.placementManager},
		{"POST", "/stage-responsable/{token}", bySecret, s.answerPlacementManager},
		{"GET", "/gestion/stages/{campaign}/souhaits/nouveau", coordinatorOnly, s.newDeskWish},
		{"POST", "/gestion/stages/{campaign}/souhaits/nouveau", coordinatorOnly, s.saveDeskWish},

		// Who goes where
		{"GET", "/gestion/stages/{campaign}/affectation", coordinatorOnly, s.matchingDesk},
		{"POST", "/gestion/stages/{campaign}/affectation", coordinatorOnly, s.decideMatching},
		{"POST", "/gestion/stages/{campaign}/affectation/choix", coordinatorOnly, s.ruleMatching},

		// The convention, its signatures, the papers; for each party the same, by its own link
		{"GET", "/stage-etablissement/{token}", bySecret, s.placementHome},
		{"GET", "/mon-stage/{token}/convention.pdf", bySecret, s.traineeAgreement},
		{"POST", "/mon-stage/{token}/signature", bySecret, s.traineeSigns},
		{"GET", "/mon-stage/{token}/papiers/{piece}", bySecret, s.traineePaper},
		{"GET", "/stage-accueil/{token}/convention.pdf", bySecret, s.hostAgreement},
		{"POST", "/stage-accueil/{token}/signature", bySecret, s.hostSigns},
		{"GET", "/stage-accueil/{token}/papiers/{piece}", bySecret, s.hostPaper},
		{"GET", "/stage-etablissement/{token}/convention.pdf", bySecret, s.homeAgreement},
		{"POST", "/stage-etablissement/{token}/signature", bySecret, s.homeSigns},
		{"GET", "/stage-etablissement/{token}/papiers/{piece}", bySecret, s.homePaper},
		{"GET", "/stage-etablissement/{token}/ordre-de-mission.pdf", bySecret, s.homeMission},
		{"POST", "/stage-etablissement/{token}/ordre-de-mission", bySecret, s.homeMissionReceived},
		{"GET", "/gestion/placements/{placement}/convention/{version}", coordinatorOnly, s.deskAgreement},
		{"POST", "/gestion/placements/{placement}/convention", coordinatorOnly, s.sendAgreement},
		{"POST", "/gestion/placements/{placement}/signatures", coordinatorOnly, s.deskSigns},
		{"GET", "/gestion/placements/{placement}/papiers/{piece}", coordinatorOnly, s.deskPaper},
		{"POST", "/gestion/placements/{placement}/papiers/{piece}/retirer", coordinatorOnly, s.removePaper},
		{"GET", "/gestion/placements/{placement}/ordre-de-mission.pdf", coordinatorOnly, s.deskMission},
		{"POST", "/gestion/placements/{placement}/ordre-de-mission", coordinatorOnly, s.deskMissionReceived},

		// The days: the host’s page, what changes
		{"GET", "/stage-accueil/{token}", bySecret, s.placementHost},
		{"GET", "/stage-accueil/{token}/demi-journees/{slot}", bySecret, s.halfDayForm},
		{"POST", "/stage-accueil/{token}/demi-journees/{slot}", bySecret, s.tellHalfDay},
		{"POST", "/stage-accueil/{token}/demi-journees/{slot}/reprendre", bySecret, s.untellHalfDay},
		{"POST", "/stage-accueil/{token}/terminer", bySecret, s.finishPlacement},
		{"GET", "/stage-accueil/{token}/consignes.pdf", bySecret, s.hostJoining},
		{"GET", "/stage-accueil/{token}/calendrier.ics", bySecret, s.hostCalendar},
		{"GET", "/mon-stage/{token}/consignes.pdf", bySecret, s.traineeJoining},
		{"GET", "/mon-stage/{token}/calendrier.ics", bySecret, s.traineeCalendar},
		{"GET", "/mon-stage/{token}/changement", bySecret, s.traineeChange},
		{"POST", "/mon-stage/{token}/changement", bySecret, s.traineeChanges},
		{"GET", "/stage-accueil/{token}/changement", bySecret, s.hostChange},
		{"POST", "/stage-accueil/{token}/changement", bySecret, s.hostChanges},
		{"GET", "/stage-etablissement/{token}/changement", bySecret, s.homeChange},
		{"POST", "/stage-etablissement/{token}/changement", bySecret, s.homeChanges},

		// After: reports, opinions, the bilan of the campaign
		{"GET", "/mon-stage/{token}/rapport", bySecret, s.traineeReport},
		{"POST", "/mon-stage/{token}/rapport", bySecret, s.saveTraineeReport},
		{"GET", "/mon-stage/{token}/avis", bySecret, s.traineeOpinion},
		{"POST", "/mon-stage/{token}/avis", bySecret, s.saveTraineeOpinion},
		{"GET", "/stage-accueil/{token}/retour", bySecret, s.hostReport},
		{"POST", "/stage-accueil/{token}/retour", bySecret, s.saveHostReport},
		{"GET", "/stage-accueil/{token}/avis", bySecret, s.hostOpinion},
		{"POST", "/stage-accueil/{token}/avis", bySecret, s.saveHostOpinion},
		{"GET", "/gestion/placements/{placement}/rapports", coordinatorOnly, s.placementReports},
		{"GET", "/gestion/stages/{campaign}/bilan", coordinatorOnly, s.campaignSummary},
		{"GET", "/gestion/stages/{campaign}/bilan.pdf", coordinatorOnly, s.campaignSummaryPDF},
		{"GET", "/gestion/stages/{campaign}/bilan.xlsx", coordinatorOnly, s.campaignSummaryXLSX},

		// The board by state, and the coordinator’s own page of a placement
		{"GET", "/gestion/stages/{campaign}/suivi", coordinatorOnly, s.placementBoard},
		{"GET", "/gestion/placements/{placement}", coordinatorOnly, s.placementDesk},
		{"POST", "/gestion/placements/{placement}/gestes", coordinatorOnly, s.movePlacement},
		{"GET", "/gestion/placements/{placement}/modifier", coordinatorOnly, s.editPlacement},
		{"POST", "/gestion/placements/{placement}/modifier", coordinatorOnly, s.savePlacement},
		{"POST", "/gestion/placements/{placement}/relancer", coordinatorOnly, s.remindParty},
	}
}
