package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"

	public "passerelle/pb_public"
)

// access says who may use a route; guards.go enforces it.
type access int

const (
	anyone          access = iota
	bySecret               // the address holds a secret that the handler opens: never indexed, never cached
	member                 // logged in
	coordinatorOnly        // logged in as coordinator
	ownEvent               // coordinator, or organiser named on the event of the path
)

// route is one address of the platform.
type route struct {
	method, path string
	who          access
	handler      func(e *core.RequestEvent) error
}

// routes is every address, and who may use it (product.md §2 and §3).
func (s *site) routes() []route {
	return append([]route{
		// Public
		{"GET", "/{$}", anyone, s.agenda},
		{"GET", "/agenda.ics", anyone, s.agendaCalendar},
		{"GET", "/evenements/{slug}", anyone, s.eventPage},
		{"GET", "/evenements/{slug}/calendrier.ics", anyone, s.eventCalendar},
		{"GET", "/evenements/{slug}/inscription", anyone, s.registrationForm},
		{"POST", "/evenements/{slug}/inscription", anyone, s.register},
		{"GET", "/api/evenements/{slug}/perspective", anyone, s.registrationOutlook},
		{"GET", "/inscriptions/{token}", bySecret, s.myRegistration},
		{"GET", "/inscriptions/{token}/billet.pdf", bySecret, s.ticketPDF},
		{"GET", "/inscriptions/{token}/annuler", bySecret, s.cancelForm},
		{"POST", "/inscriptions/{token}/annuler", bySecret, s.cancel},
		{"GET", "/inscriptions/{token}/dates", bySecret, s.datesForm},
		{"POST", "/inscriptions/{token}/dates", bySecret, s.answerDates},
		{"GET", "/B/{code}", bySecret, s.ticketState},
		{"GET", "/mes-inscriptions", anyone, s.myRegistrationsForm},
		{"POST", "/mes-inscriptions", anyone, s.sendMySpace},
		{"GET", "/espace/{token}", bySecret, s.mySpace},
		{"POST", "/espace/{token}", bySecret, s.openMine},
		{"POST", "/espace/{token}/recapitulatif", bySecret, s.askSummary},
		{"GET", "/verifier", anyone, s.verifyForm},
		{"GET", "/verifier/{code}", bySecret, s.verify},
		{"GET", "/VERIFIER/{code}", bySecret, s.verify}, // a QR packs capitals tighter
		{"GET", "/attestations/{token}/attestation.pdf", bySecret, s.certificatePDF},
		// A certificate as a page, its file checked, the platform's seal, the yearly summary
		{"GET", "/attestations/{token}", bySecret, s.certificatePage},
		{"GET", "/charte.css", anyone, s.charter},
		{"POST", "/verifier", bySecret, s.verifyFile}, // the answer may hold a name
		{"GET", "/verifier/empreinte/{sha256}", bySecret, s.verifyHash},
		{"GET", "/sceau/{code}/signature.p7s", bySecret, s.signature},
		{"GET", "/verifier/soi-meme", anyone, s.verifyYourself},
		{"GET", "/.well-known/passerelle-sceau.pem", anyone, s.sealCertificate},

		{"GET", "/accessibilite", anyone, s.accessibility},
		{"GET", "/confidentialite", anyone, s.privacy},
		{"GET", "/mentions-legales", anyone, s.legal},
		{"GET", "/api/evenements", anyone, s.apiEvents},
		{"GET", "/api/structures", anyone, s.apiStructures},

		// Sharing an event: its picture, its poster
		{"GET", "/evenements/{slug}/image.png", anyone, s.eventPicture},
		{"GET", "/evenements/{slug}/affiche.pdf", anyone, s.eventPoster},

		// The life of a registration: modify, replace, swap, answer an offer
		{"GET", "/inscriptions/{token}/modifier", bySecret, s.modifyForm},
		{"POST", "/inscriptions/{token}/modifier", bySecret, s.modify},
		{"GET", "/inscriptions/{token}/remplacer", bySecret, s.replaceForm},
		{"POST", "/inscriptions/{token}/remplacer", bySecret, s.replace},
		{"GET", "/inscriptions/{token}/echanger", bySecret, s.swapForm},
		{"POST", "/inscriptions/{token}/echanger", bySecret, s.proposeSwap},
		{"POST", "/inscriptions/{token}/echanger/repondre", bySecret, s.answerSwap},
		{"POST", "/inscriptions/{token}/offre", bySecret, s.answerOffer},
		{"POST", "/inscriptions/{token}/evaluation", bySecret, s.answeredEvaluation},
		{"GET", "/inscriptions/{token}/inscrire", bySecret, s.elsewhere},
		{"GET", "/inscriptions/{token}/inscrire/{slug}", bySecret, s.registerAgain},

		// Several colleagues, and the referent's link to them
		{"GET", "/evenements/{slug}/inscription/groupe", anyone, s.groupForm},
		{"POST", "/evenements/{slug}/inscription/groupe", anyone, s.registerGroup},
		{"GET", "/groupes/{token}", bySecret, s.groupPage},
		{"GET", "/groupes/{token}/billets.pdf", bySecret, s.groupTickets},
		{"GET", "/groupes/{token}/convocations.pdf", bySecret, s.groupConvocations},
		{"GET", "/inscriptions/{token}/convocation.pdf", bySecret, s.convocation},
		{"POST", "/groupes/{token}/ajouter", bySecret, s.addColleague},
		{"POST", "/groupes/{token}/annuler", bySecret, s.withdrawColleague},
		{"POST", "/groupes/{token}/remplacer", bySecret, s.replaceColleague},
		{"POST", "/groupes/{token}/echanger", bySecret, s.swapColleagues},
		{"POST", "/groupes/{token}/offre", bySecret, s.acceptOffers},

		// The manager's agreement
		{"GET", "/accord/{token}", bySecret, s.agreement},
		{"POST", "/accord/{token}", bySecret, s.agree},

		// Bodies: the answer to an invitation
		{"GET", "/invitations/{token}", bySecret, s.invitation},
		{"POST", "/invitations/{token}", bySecret, s.answerInvitation},

		// What partners declare
		{"GET", "/declarer/{token}", bySecret, s.declareForm},
		{"POST", "/declarer/{token}", bySecret, s.declare},
		{"GET", "/declarations/{token}", bySecret, s.myDeclaration},
		{"POST", "/declarations/{token}", bySecret, s.declarePeople},
		{"GET", "/declarations/{token}/corriger", bySecret, s.correctForm},
		{"POST", "/declarations/{token}/corriger", bySecret, s.correct},

		// Door
		{"GET", "/accueil/{door}", bySecret, s.doorPage},
		{"POST", "/accueil/{door}/arrivee", bySecret, s.doorArrival},
		{"GET", "/api/accueil/{door}/liste", bySecret, s.doorList},
		{"POST", "/api/accueil/{door}/scans", bySecret, s.doorScans},
		{"POST", "/api/accueil/{door}/sur-place", bySecret, s.doorWalkIn},
		{"POST", "/api/accueil/{door}/completer", bySecret, s.doorComplete},

		// Door: the installed application, what a phone tells of itself
		{"POST", "/api/accueil/{door}/appareil", bySecret, s.doorDevice},
		{"GET", "/accueil/{door}/application.webmanifest", bySecret, s.doorManifest},
		{"GET", "/accueil/sw.js", anyone, s.doorWorker},

		// Door: counting people without a name
		{"POST", "/api/accueil/{door}/decompte", bySecret, s.doorCount},

		// Confirming one's presence oneself; coming without a registration
		{"GET", "/sur-place/{token}", bySecret, s.visitorForm},
		{"POST", "/sur-place/{token}", bySecret, s.announce},
		{"GET", "/sur-place/{token}/{ticket}", bySecret, s.visitorTicket},
		{"GET", "/emarger/{token}", bySecret, s.selfCheck},
		{"POST", "/emarger/{token}", bySecret, s.confirmSelf},

		// The trainer's sheet and countersignature
		{"GET", "/intervenants/{token}", bySecret, s.trainerSheet},
		{"POST", "/intervenants/{token}", bySecret, s.countersign},
		{"POST", "/intervenants/{token}/rattrapages/{catchup}", bySecret, s.settleCatchUpAsTrainer},

		// The coordinator's space: first run, account
		{"GET", "/gestion/premier-demarrage", anyone, s.firstRunHint},
		{"GET", "/gestion/premier-demarrage/{token}", bySecret, s.firstRun},
		{"POST", "/gestion/premier-demarrage/{token}", bySecret, s.firstRunCreate},
		{"GET", "/gestion/connexion", anyone, s.loginForm},
		{"POST", "/gestion/connexion", anyone, s.login},
		{"GET", "/gestion/connexion/code", bySecret, s.secondForm},
		{"POST", "/gestion/connexion/code", bySecret, s.secondCheck},
		{"POST", "/gestion/deconnexion", anyone, s.logout},
		{"GET", "/gestion/recuperation", anyone, s.recoveryForm},
		{"POST", "/gestion/recuperation", anyone, s.recover},
		{"GET", "/gestion/compte", member, s.account},
		{"POST", "/gestion/compte", member, s.changePassword},
		{"GET", "/gestion/compte/codes", member, s.recoveryCodes},
		{"POST", "/gestion/compte/codes", member, s.newRecoveryCodes},

		// Home, settings, people, mails
		{"GET", "/gestion", member, s.deskHome},
		{"GET", "/gestion/reglages", coordinatorOnly, s.settingsForm},
		{"POST", "/gestion/reglages", coordinatorOnly, s.saveSettings},
		{"POST", "/gestion/reglages/essai", coordinatorOnly, s.testMail},
		{"GET", "/gestion/comptes", coordinatorOnly, s.users},
		{"POST", "/gestion/comptes", coordinatorOnly, s.addUser},
		{"POST", "/gestion/comptes/{user}/desactiver", coordinatorOnly, s.toggleUser},
		{"GET", "/gestion/sauvegardes", coordinatorOnly, s.backups},
		{"POST", "/gestion/sauvegardes", coordinatorOnly, s.backupNow},
		{"GET", "/gestion/sauvegardes/{file}", coordinatorOnly, s.downloadBackup},
		{"GET", "/gestion/structures", coordinatorOnly, s.structures},
		{"GET", "/gestion/structures/{structure}", coordinatorOnly, s.structureForm},
		{"POST", "/gestion/structures/{structure}", coordinatorOnly, s.saveStructure},
		{"GET", "/gestion/messages", member, s.letters},
		{"GET", "/gestion/messages/publipostage.xlsx", coordinatorOnly, s.mailMerge},
		{"GET", "/gestion/messages/{letter}", member, s.letter},
		{"POST", "/gestion/messages/{letter}/envoyer", member, s.sendLetter},
		{"POST", "/gestion/messages/{letter}/liens", member, s.letterLinks},
		{"POST", "/gestion/messages/en-attente", coordinatorOnly, s.releaseLetters},

		// How certificates look; what each programme usually asks
		{"GET", "/gestion/reglages/attestations", coordinatorOnly, s.certificateLook},
		{"POST", "/gestion/reglages/attestations", coordinatorOnly, s.saveLook},
		{"POST", "/gestion/reglages/attestations/maison", coordinatorOnly, s.resetLook},
		{"POST", "/gestion/reglages/attestations/apercu", coordinatorOnly, s.previewLook},
		{"POST", "/gestion/reglages/attestations/apercu.pdf", coordinatorOnly, s.printLook},
		{"POST", "/gestion/reglages/logo", coordinatorOnly, s.addLogo},
		{"POST", "/gestion/reglages/logo/retirer", coordinatorOnly, s.removeLogo},
		{"POST", "/gestion/reglages/logo/deplacer", coordinatorOnly, s.moveLogo},
		{"GET", "/gestion/logo/{file}", member, s.logo},
		{"GET", "/gestion/programmes", coordinatorOnly, s.programmes},
		{"GET", "/gestion/programmes/nouveau", coordinatorOnly, s.newProgramme},
		{"POST", "/gestion/programmes/nouveau", coordinatorOnly, s.saveProgramme},
		{"GET", "/gestion/programmes/{programme}", coordinatorOnly, s.editProgramme},
		{"POST", "/gestion/programmes/{programme}", coordinatorOnly, s.saveProgramme},

		// Events
		{"GET", "/gestion/evenements", member, s.deskEvents},
		{"GET", "/gestion/evenements/nouveau", coordinatorOnly, s.newEvent},
		{"POST", "/gestion/evenements/nouveau", coordinatorOnly, s.createEvent},
		{"GET", "/gestion/evenements/{event}", ownEvent, s.deskEvent},
		{"GET", "/gestion/evenements/{event}/modifier", coordinatorOnly, s.editEvent},
		{"POST", "/gestion/evenements/{event}/modifier", coordinatorOnly, s.saveEvent},
		{"POST", "/gestion/evenements/{event}/publier", coordinatorOnly, s.publishEvent},
		{"POST", "/gestion/evenements/{event}/copier", coordinatorOnly, s.duplicateEvent},
		{"GET", "/gestion/evenements/{event}/annuler", coordinatorOnly, s.cancelEventForm},
		{"POST", "/gestion/evenements/{event}/annuler", coordinatorOnly, s.cancelEvent},
		{"GET", "/gestion/evenements/{event}/cloturer", ownEvent, s.closeEventForm},
		{"POST", "/gestion/evenements/{event}/cloturer", ownEvent, s.closeEvent},
		{"POST", "/gestion/evenements/{event}/rouvrir", coordinatorOnly, s.reopenEvent},
		{"POST", "/gestion/evenements/{event}/decompte", ownEvent, s.addHeadcount},

		// Registrations of an event
		{"GET", "/gestion/evenements/{event}/inscriptions", ownEvent, s.deskRegistrations},
		{"GET", "/gestion/evenements/{event}/inscriptions/ajouter", ownEvent, s.addRegistrationForm},
		{"POST", "/gestion/evenements/{event}/inscriptions/ajouter", ownEvent, s.addRegistration},
		{"GET", "/gestion/evenements/{event}/inscriptions/liste.xlsx", ownEvent, s.registrationsXLSX},
		{"GET", "/gestion/evenements/{event}/inscriptions/{registration}", ownEvent, s.deskRegistration},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/annuler", ownEvent, s.deskCancel},
		{"GET", "/gestion/evenements/{event}/inscriptions/{registration}/remplacer", ownEvent, s.deskReplaceForm},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/remplacer", ownEvent, s.deskReplace},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/echanger", ownEvent, s.deskSwap},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/renvoyer", ownEvent, s.resend},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/lien", ownEvent, s.showLink},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/groupe", ownEvent, s.showGroupLink},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/presence", ownEvent, s.setPresence},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/excuse", ownEvent, s.setExcuse},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/completer", ownEvent, s.completeArrival},

		// The day: phones, conflicts, the live screen
		{"POST", "/gestion/evenements/{event}/telephones/{device}/ne-plus-attendre", ownEvent, s.waivePhone},
		{"GET", "/gestion/evenements/{event}/conflits", ownEvent, s.conflicts},
		{"POST", "/gestion/evenements/{event}/conflits", ownEvent, s.settleConflict},
		{"GET", "/gestion/evenements/{event}/direct", ownEvent, s.live},

		// Attendance sheets and badges
		{"GET", "/gestion/evenements/{event}/feuilles", ownEvent, s.sheets},
		{"POST", "/gestion/evenements/{event}/feuilles", ownEvent, s.prepareSheets},
		{"GET", "/gestion/evenements/{event}/feuilles/{sheet}", ownEvent, s.sheet},
		{"POST", "/gestion/evenements/{event}/feuilles/{sheet}", ownEvent, s.enterSheet},
		{"POST", "/gestion/evenements/{event}/feuilles/{sheet}/annuler", ownEvent, s.undoSheet},
		{"GET", "/gestion/evenements/{event}/feuilles/{sheet}/a-signer.pdf", ownEvent, s.blankSheet},
		{"GET", "/gestion/evenements/{event}/feuilles/{sheet}/presences.pdf", ownEvent, s.filledSheet},
		{"GET", "/gestion/evenements/{event}/badges.pdf", ownEvent, s.badges},

		// The code shown in the room; signatures
		{"GET", "/gestion/evenements/{event}/code", ownEvent, s.roomCode},
		{"GET", "/accueil/{door}/code", bySecret, s.doorCode},
		{"GET", "/gestion/evenements/{event}/signatures", ownEvent, s.signatures},
		{"POST", "/gestion/evenements/{event}/signatures/{signature}/revoquer", ownEvent, s.revokeSignature},
		{"POST", "/gestion/evenements/{event}/intervenants/{slot}", ownEvent, s.showTrainerLink},

		// What the event asks of its door; half-days one by one
		{"GET", "/gestion/evenements/{event}/accueil/reglages", ownEvent, s.doorRules},
		{"POST", "/gestion/evenements/{event}/accueil/reglages", ownEvent, s.saveDoorRules},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/heures", ownEvent, s.setHours},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/excuse-demi-journee", ownEvent, s.setSlotExcuse},
		{"GET", "/gestion/evenements/{event}/corrections", ownEvent, s.corrections},

		// Certificates of an event: review, reissue, withhold, papers together
		{"GET", "/gestion/evenements/{event}/attestations", ownEvent, s.deskCertificates},
		{"GET", "/gestion/evenements/{event}/attestations/avancement.json", ownEvent, s.certificateProgress},
		{"GET", "/gestion/evenements/{event}/attestations/attestations.zip", ownEvent, s.certificatesZIP},
		{"GET", "/gestion/evenements/{event}/attestations/a-imprimer.pdf", ownEvent, s.certificatesToPrint},
		{"POST", "/gestion/evenements/{event}/attestations/reglages", coordinatorOnly, s.saveCertificateRules},
		{"POST", "/gestion/evenements/{event}/attestations/emettre", coordinatorOnly, s.letCertificatesGo},
		{"POST", "/gestion/evenements/{event}/attestations/declarer", ownEvent, s.declareComplete},
		{"POST", "/gestion/evenements/{event}/attestations/corriger", ownEvent, s.reissueRenamed},
		{"POST", "/gestion/evenements/{event}/attestations/renvoyer", ownEvent, s.sendCertificatesAgain},
		{"POST", "/gestion/evenements/{event}/attestations/reessayer", ownEvent, s.retryCertificates},
		{"GET", "/gestion/evenements/{event}/attestations/{registration}", ownEvent, s.certificatePerson},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/nom", ownEvent, s.correctName},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/reemettre", ownEvent, s.reissueCertificate},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/retenir", ownEvent, s.withholdCertificate},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/rendre", ownEvent, s.giveCertificateBack},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/renvoyer", ownEvent, s.sendCertificateAgain},
		{"POST", "/gestion/evenements/{event}/attestations/{registration}/evaluation", ownEvent, s.answeredAtDesk},

		// Who speaks or teaches, and their attestations
		{"GET", "/gestion/evenements/{event}/intervenants", ownEvent, s.speakers},
		{"POST", "/gestion/evenements/{event}/intervenants", ownEvent, s.saveSpeaker},

		// A training: what it asks, its dashboard, decisions, half-days caught up
		{"GET", "/gestion/formations", member, s.trainings},
		{"GET", "/gestion/evenements/{event}/formation", ownEvent, s.trainingBoard},
		{"POST", "/gestion/evenements/{event}/formation/rattrapages", ownEvent, s.planCatchUp},
		{"POST", "/gestion/evenements/{event}/formation/rattrapages/{catchup}", ownEvent, s.settleCatchUp},
		{"POST", "/gestion/evenements/{event}/formation/certificats", ownEvent, s.recordIssued},
		{"POST", "/gestion/evenements/{event}/formation/certificats/rappel", ownEvent, s.chaseIssuer},
		{"GET", "/gestion/evenements/{event}/formation/reglages", coordinatorOnly, s.trainingRules},
		{"POST", "/gestion/evenements/{event}/formation/reglages", coordinatorOnly, s.saveTrainingRules},
		{"GET", "/gestion/evenements/{event}/formation/liste", ownEvent, s.trainingList},
		{"POST", "/gestion/evenements/{event}/formation/maintenir", coordinatorOnly, s.maintainTraining},
		{"GET", "/gestion/evenements/{event}/formation/reporter", coordinatorOnly, s.postponeForm},
		{"POST", "/gestion/evenements/{event}/formation/reporter", coordinatorOnly, s.postponeTraining},
		{"POST", "/gestion/evenements/{event}/formation/dates", ownEvent, s.noteDates},
		{"GET", "/gestion/evenements/{event}/formation/groupe/{registration}", ownEvent, s.otherGroups},
		{"POST", "/gestion/evenements/{event}/formation/groupe/{registration}", ownEvent, s.changeGroup},

		// Door links
		{"GET", "/gestion/evenements/{event}/accueil/pas-inscrit.pdf", ownEvent, s.visitorPoster},
		{"GET", "/gestion/evenements/{event}/accueil", ownEvent, s.doorLinks},
		{"POST", "/gestion/evenements/{event}/accueil", ownEvent, s.addDoorLink},
		{"GET", "/gestion/evenements/{event}/accueil/{link}", ownEvent, s.doorLink},
		{"POST", "/gestion/evenements/{event}/accueil/{link}/revoquer", ownEvent, s.revokeDoorLink},

		// Places and rules: quotas, approval, manager, questions
		{"GET", "/gestion/evenements/{event}/regles", coordinatorOnly, s.eventRules},
		{"POST", "/gestion/evenements/{event}/regles", coordinatorOnly, s.saveRules},
		{"GET", "/gestion/evenements/{event}/questions", coordinatorOnly, s.eventQuestions},
		{"GET", "/gestion/evenements/{event}/questions/nouvelle", coordinatorOnly, s.newQuestion},
		{"POST", "/gestion/evenements/{event}/questions/nouvelle", coordinatorOnly, s.saveQuestion},
		{"GET", "/gestion/evenements/{event}/questions/{question}", coordinatorOnly, s.editQuestion},
		{"POST", "/gestion/evenements/{event}/questions/{question}", coordinatorOnly, s.saveQuestion},
		{"POST", "/gestion/evenements/{event}/questions/{question}/retirer", coordinatorOnly, s.removeQuestion},
		{"POST", "/gestion/evenements/{event}/questions/{question}/deplacer", coordinatorOnly, s.moveQuestion},
		{"GET", "/gestion/evenements/{event}/ateliers", ownEvent, s.workshops},

		// Applications: the board; the manager's agreement, at the desk
		{"GET", "/gestion/evenements/{event}/candidatures", ownEvent, s.applications},
		{"POST", "/gestion/evenements/{event}/candidatures", ownEvent, s.decideApplications},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/relancer-responsable", ownEvent, s.remindManager},
		{"POST", "/gestion/evenements/{event}/inscriptions/{registration}/sans-accord", ownEvent, s.waiveManager},

		// Repeating an event
		{"GET", "/gestion/evenements/{event}/serie", coordinatorOnly, s.seriesForm},
		{"POST", "/gestion/evenements/{event}/serie", coordinatorOnly, s.repeatEvent},

		// Mails to an event's people: what is planned, what changed, what is written by hand
		{"GET", "/gestion/evenements/{event}/messages", ownEvent, s.eventLetters},
		{"POST", "/gestion/evenements/{event}/messages", coordinatorOnly, s.saveEventLetters},
		{"GET", "/gestion/evenements/{event}/messages/apercu/{kind}", ownEvent, s.plannedPreview},
		{"POST", "/gestion/evenements/{event}/messages/fichiers", coordinatorOnly, s.addLetterFile},
		{"POST", "/gestion/evenements/{event}/messages/fichiers/retirer", coordinatorOnly, s.removeLetterFile},
		{"GET", "/gestion/evenements/{event}/messages/fichiers/{file}", ownEvent, s.letterFile},
		{"GET", "/gestion/evenements/{event}/prevenir", coordinatorOnly, s.changeForm},
		{"POST", "/gestion/evenements/{event}/prevenir", coordinatorOnly, s.tellChange},
		{"GET", "/gestion/evenements/{event}/ecrire", ownEvent, s.writeForm},
		{"POST", "/gestion/evenements/{event}/ecrire", ownEvent, s.writeLetter},

		// The texts of the mails
		{"GET", "/gestion/modeles", coordinatorOnly, s.mailModels},
		{"GET", "/gestion/modeles/{kind}", coordinatorOnly, s.mailModel},
		{"POST", "/gestion/modeles/{kind}", coordinatorOnly, s.saveMailModel},
		{"POST", "/gestion/modeles/{kind}/origine", coordinatorOnly, s.restoreMailModel},

		// Duplicates of people and of structures
		{"GET", "/gestion/personnes", coordinatorOnly, s.likelyPeople},
		{"POST", "/gestion/personnes/fusionner", coordinatorOnly, s.merge(samePeople)},
		{"POST", "/gestion/personnes/distinguer", coordinatorOnly, s.keepApart(samePeople)},
		{"POST", "/gestion/personnes/defaire", coordinatorOnly, s.unmerge(samePeople)},
		{"POST", "/gestion/personnes/reproposer", coordinatorOnly, s.reconsider(samePeople)},
		{"GET", "/gestion/structures/doublons", coordinatorOnly, s.likelyStructures},
		{"POST", "/gestion/structures/fusionner", coordinatorOnly, s.merge(sameStructures)},
		{"POST", "/gestion/structures/distinguer", coordinatorOnly, s.keepApart(sameStructures)},
		{"POST", "/gestion/structures/defaire", coordinatorOnly, s.unmerge(sameStructures)},
		{"POST", "/gestion/structures/reproposer", coordinatorOnly, s.reconsider(sameStructures)},

		// Bodies, their members, the invitations to their meetings
		{"GET", "/gestion/instances", coordinatorOnly, s.bodies},
		{"GET", "/gestion/instances/nouvelle", coordinatorOnly, s.newBody},
		{"POST", "/gestion/instances/nouvelle", coordinatorOnly, s.saveBody},
		{"GET", "/gestion/instances/{body}", coordinatorOnly, s.bodyPage},
		{"GET", "/gestion/instances/{body}/assiduite.xlsx", coordinatorOnly, s.bodyXLSX},
		{"GET", "/gestion/instances/{body}/modifier", coordinatorOnly, s.editBody},
		{"POST", "/gestion/instances/{body}/modifier", coordinatorOnly, s.saveBody},
		{"GET", "/gestion/instances/{body}/membres/nouveau", coordinatorOnly, s.newMember},
		{"POST", "/gestion/instances/{body}/membres/nouveau", coordinatorOnly, s.saveMember},
		{"POST", "/gestion/instances/{body}/membres/liste", coordinatorOnly, s.pasteMembers},
		{"GET", "/gestion/instances/{body}/membres/{member}", coordinatorOnly, s.editMember},
		{"POST", "/gestion/instances/{body}/membres/{member}", coordinatorOnly, s.saveMember},
		{"GET", "/gestion/evenements/{event}/invitations", ownEvent, s.invitations},
		{"POST", "/gestion/evenements/{event}/invitations", ownEvent, s.invite},
		{"POST", "/gestion/evenements/{event}/invitations/instance", coordinatorOnly, s.chooseBody},
		{"POST", "/gestion/evenements/{event}/invitations/relancer", ownEvent, s.remind},
		{"GET", "/gestion/evenements/{event}/invitations/feuille", ownEvent, s.invitationSheet},
		{"GET", "/gestion/evenements/{event}/invitations/{invitation}", ownEvent, s.deskInvitation},
		{"POST", "/gestion/evenements/{event}/invitations/{invitation}", ownEvent, s.deskAnswer},

		// What partners declare, moderated
		{"GET", "/gestion/declarations", coordinatorOnly, s.declarations},
		{"POST", "/gestion/declarations/lien", coordinatorOnly, s.renewDeclare},
		{"GET", "/gestion/declarations/{declaration}", coordinatorOnly, s.declaration},
		{"POST", "/gestion/declarations/{declaration}", coordinatorOnly, s.decide},
		{"GET", "/gestion/declarations/{declaration}/modifier", coordinatorOnly, s.editDeclaration},
		{"POST", "/gestion/declarations/{declaration}/modifier", coordinatorOnly, s.saveDeclaration},

		// Figures
		{"GET", "/gestion/chiffres", coordinatorOnly, s.figures},
		{"GET", "/gestion/chiffres/liste", coordinatorOnly, s.figureList},
		{"GET", "/gestion/chiffres/definitions", coordinatorOnly, s.figureDefinitions},
		{"GET", "/gestion/chiffres.xlsx", coordinatorOnly, s.figuresXLSX},
		{"GET", "/gestion/chiffres/presences.xlsx", coordinatorOnly, s.figuresPresences},
		{"GET", "/gestion/chiffres.csv", coordinatorOnly, s.figuresCSV},
		{"GET", "/gestion/chiffres.zip", coordinatorOnly, s.figuresZIP},
		{"GET", "/gestion/chiffres.json", coordinatorOnly, s.figuresJSON},
		{"GET", "/gestion/chiffres.pdf", coordinatorOnly, s.figuresPDF},
		{"GET", "/gestion/historique", coordinatorOnly, s.history},

		// The year, by theme; phrases and pictures to take away
		{"GET", "/gestion/chiffres/{theme}", coordinatorOnly, s.figureThemePage},
		{"GET", "/gestion/chiffres/bulletin", coordinatorOnly, s.figureBulletin},
		{"GET", "/gestion/chiffres/tableau/{table}", coordinatorOnly, s.figureTable},
		{"GET", "/gestion/chiffres/graphique/{image}", coordinatorOnly, s.figureImage},
		{"GET", "/gestion/chiffres/lignes.xlsx", coordinatorOnly, s.figureListXLSX},

		// Who met whom, who was reached: co-presences, territories, the map
		{"GET", "/gestion/chiffres/interconnaissance", coordinatorOnly, s.met},
		{"POST", "/gestion/chiffres/interconnaissance", coordinatorOnly, s.savePlenary},
		{"GET", "/gestion/chiffres/interconnaissance/lien", coordinatorOnly, s.metLink},
		{"GET", "/gestion/chiffres/interconnaissance.xlsx", coordinatorOnly, s.metXLSX},
		{"GET", "/gestion/chiffres/territoires", coordinatorOnly, s.reach},
		{"GET", "/gestion/reglages/carte", coordinatorOnly, s.mapSettings},
		{"POST", "/gestion/reglages/carte", coordinatorOnly, s.addMap},
		{"POST", "/gestion/reglages/carte/territoires", coordinatorOnly, s.matchMap},
		{"POST", "/gestion/reglages/carte/retirer", coordinatorOnly, s.dropMap},

		// Surveys: their questions, the answers, the words that wait
		{"GET", "/enquetes/{token}", bySecret, s.askSurvey},
		{"POST", "/enquetes/{token}", bySecret, s.answerSurvey},
		{"GET", "/avis/{token}", bySecret, s.askRoom},
		{"POST", "/avis/{token}", bySecret, s.answerRoom},
		{"GET", "/gestion/enquetes", coordinatorOnly, s.surveys},
		{"GET", "/gestion/enquetes/nouvelle", coordinatorOnly, s.newSurvey},
		{"POST", "/gestion/enquetes/nouvelle", coordinatorOnly, s.saveSurvey},
		{"GET", "/gestion/enquetes/resultats", coordinatorOnly, s.surveyResults},
		{"GET", "/gestion/enquetes/resultats.xlsx", coordinatorOnly, s.surveyXLSX},
		{"GET", "/gestion/enquetes/verbatims", coordinatorOnly, s.verbatims},
		{"POST", "/gestion/enquetes/verbatims", coordinatorOnly, s.moderate},
		{"GET", "/gestion/enquetes/{survey}", coordinatorOnly, s.editSurvey},
		{"POST", "/gestion/enquetes/{survey}", coordinatorOnly, s.saveSurvey},
		{"GET", "/gestion/enquetes/{survey}/apercu", coordinatorOnly, s.surveyPreview},
		{"POST", "/gestion/enquetes/{survey}/archiver", coordinatorOnly, s.archiveSurvey},
		{"GET", "/gestion/evenements/{event}/enquete", ownEvent, s.eventSurvey},
		{"POST", "/gestion/evenements/{event}/enquete", coordinatorOnly, s.chooseSurveys},
		{"GET", "/gestion/evenements/{event}/enquete/affiche.pdf", ownEvent, s.surveyPoster},

		// Files of the past brought in
		{"GET", "/gestion/imports", coordinatorOnly, s.imports},
		{"GET", "/gestion/imports/nouveau", coordinatorOnly, s.newImport},
		{"POST", importUpload, coordinatorOnly, s.addImport},
		{"GET", "/gestion/imports/{import}", coordinatorOnly, s.importPage},
		{"POST", "/gestion/imports/{import}", coordinatorOnly, s.correctImport},
		{"POST", "/gestion/imports/{import}/appliquer", coordinatorOnly, s.applyImport},
		{"POST", "/gestion/imports/{import}/annuler", coordinatorOnly, s.undoImport},
		{"POST", "/gestion/imports/{import}/abandonner", coordinatorOnly, s.dropImport},

		// Reports that are kept; comments; their verification
		{"GET", "/gestion/rapports", coordinatorOnly, s.reports},
		{"POST", "/gestion/rapports", coordinatorOnly, s.makeReport},
		{"GET", "/gestion/rapports/commentaires", coordinatorOnly, s.reportComments},
		{"POST", "/gestion/rapports/commentaires", coordinatorOnly, s.saveComments},
		{"GET", "/gestion/rapports/comparer", coordinatorOnly, s.compareReports},
		{"GET", "/gestion/rapports/{report}", coordinatorOnly, s.report},
		{"POST", "/gestion/rapports/{report}/publier", coordinatorOnly, s.publishReport},
		{"POST", "/gestion/rapports/{report}/retirer", coordinatorOnly, s.withdrawReport},
		{"GET", "/gestion/rapports/{report}/{paper}", coordinatorOnly, s.reportFile},

		// Readers by link
		{"GET", "/gestion/lecteurs", coordinatorOnly, s.readers},
		{"POST", "/gestion/lecteurs", coordinatorOnly, s.addReader},
		{"GET", "/gestion/lecteurs/{reader}", coordinatorOnly, s.reader},
		{"POST", "/gestion/lecteurs/{reader}/revoquer", coordinatorOnly, s.revokeReader},
		{"GET", "/lecture/{token}", bySecret, s.readerHome},
		{"GET", "/lecture/{token}/{report}", bySecret, s.readReport},
		{"GET", "/lecture/{token}/{report}/tableaux.xlsx", bySecret, s.readXLSX},
		{"GET", "/lecture/{token}/{report}/tableaux.zip", bySecret, s.readCSV},

		// What was done without an event; anonymous counts; the lists of the territory
		{"GET", "/gestion/feuille-de-route", coordinatorOnly, s.roadmapBoard},
		{"POST", "/gestion/feuille-de-route", coordinatorOnly, s.confirmAction},
		{"GET", "/gestion/realisations", coordinatorOnly, s.achievements},
		{"GET", "/gestion/realisations/nouvelle", coordinatorOnly, s.achievementPage},
		{"POST", "/gestion/realisations/nouvelle", coordinatorOnly, s.saveAchievement},
		{"GET", "/gestion/realisations/{achievement}", coordinatorOnly, s.achievementPage},
		{"POST", "/gestion/realisations/{achievement}", coordinatorOnly, s.saveAchievement},
		{"POST", "/gestion/realisations/{achievement}/retirer", coordinatorOnly, s.dropAchievement},
		{"GET", "/gestion/decomptes", coordinatorOnly, s.anonymousCounts},
		{"GET", "/gestion/decomptes/nouveau", coordinatorOnly, s.anonymousPage},
		{"POST", "/gestion/decomptes/nouveau", coordinatorOnly, s.saveAnonymous},
		{"GET", "/gestion/decomptes/{count}", coordinatorOnly, s.anonymousPage},
		{"POST", "/gestion/decomptes/{count}", coordinatorOnly, s.saveAnonymous},
		{"POST", "/gestion/decomptes/{count}/retirer", coordinatorOnly, s.dropAnonymous},
		{"GET", "/gestion/historique/nouvelle", coordinatorOnly, s.historyLine},
		{"POST", "/gestion/historique/nouvelle", coordinatorOnly, s.saveHistoryLine},
		{"GET", "/gestion/historique/{line}", coordinatorOnly, s.historyLine},
		{"POST", "/gestion/historique/{line}", coordinatorOnly, s.saveHistoryLine},
		{"POST", "/gestion/historique/{line}/retirer", coordinatorOnly, s.dropHistoryLine},
		{"GET", "/gestion/listes/{list}", coordinatorOnly, s.territoryList},
		{"GET", "/gestion/listes/{list}/nouvelle", coordinatorOnly, s.listItem},
		{"POST", "/gestion/listes/{list}/nouvelle", coordinatorOnly, s.saveListItem},
		{"GET", "/gestion/listes/{list}/{item}", coordinatorOnly, s.listItem},
		{"POST", "/gestion/listes/{list}/{item}", coordinatorOnly, s.saveListItem},
		{"POST", "/gestion/listes/{list}/{item}/deplacer", coordinatorOnly, s.moveListItem},

		// How long names are kept: lists to eliminate, erasure of a person
		{"GET", "/gestion/conservation", coordinatorOnly, s.retention},
		{"POST", "/gestion/conservation", coordinatorOnly, s.proposePurge},
		{"POST", "/gestion/conservation/durees", coordinatorOnly, s.saveTerms},
		{"GET", "/gestion/conservation/{purge}/liste.xlsx", coordinatorOnly, s.purgeXLSX},
		{"POST", "/gestion/conservation/{purge}", coordinatorOnly, s.settlePurge},
		{"GET", "/gestion/personnes/{person}/effacer", coordinatorOnly, s.erasePersonForm},
		{"POST", "/gestion/personnes/{person}/effacer", coordinatorOnly, s.erasePerson},
	}, s.placementRoutes()...)
}

// bind puts the middlewares and the routes on the router.
func (s *site) bind(e *core.ServeEvent) {
	e.Router.Bind(s.errorPages(), s.requestLog(), s.session(), s.headers(), s.sameOrigin(), s.closedAPI())
	for _, r := range s.routes() {
		h := e.Router.Route(r.method, r.path, r.handler)
		h.Bind(s.guard(r.who), apis.BodyLimit(s.bodyLimit(r.path)), apis.SkipSuccessActivityLog())
		if packs(r) {
			h.Bind(apis.GzipWithConfig(apis.GzipConfig{MinLength: 800})) // what one packet holds goes as it is
		}
	}
	e.Router.GET("/"+doorApp+"/{build}/{file...}", s.doorFile).Bind(apis.Gzip(), apis.SkipSuccessActivityLog())
	e.Router.GET("/{path...}", apis.Static(public.FS, false)).Bind(s.assetCache(), apis.Gzip(), apis.SkipSuccessActivityLog())
}

// packs tells whether the answer is worth compressing. Those are already; a form's answer is nearly always
// an empty 303, and a compressor for each of two thousand at once takes a gigabyte.
func packs(r route) bool {
	if r.path == "/gestion/sauvegardes/{file}" || r.path == "/{$}" || strings.HasSuffix(r.path, ".png") || strings.HasSuffix(r.path, "/attestations.zip") {
		return false
	}
	return r.method == "GET" || strings.HasPrefix(r.path, "/api/")
}

// bodyLimit bounds what a request may bring, in bytes.
func (s *site) bodyLimit(path string) int64 {
	if path == mapPath || path == importUpload || takesPapers(path) {
		return 11 << 20
	}
	if path == "/gestion/reglages/logo" || strings.HasPrefix(path, lookPath) || path == "/gestion/evenements/{event}/messages/fichiers" || path == "/gestion/premier-demarrage/{token}" || path == "/verifier" {
		return 6 << 20
	}
	return 1 << 20
}

// redirect answers 303 to a GET after a POST that acted.
func redirect(e *core.RequestEvent, to string) error { return e.Redirect(http.StatusSeeOther, to) }
