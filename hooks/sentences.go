package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/tools/router"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// message is what a refusal says and answers.
type message struct {
	status int
	text   string // %s: the refusal's argument
}

// messages is the one table from a code to its French sentence: why, and what to do.
var messages = map[domain.Code]message{
	domain.ErrRequired:          {422, "Cette réponse est nécessaire."},
	domain.ErrTooLong:           {422, "C’est trop long : raccourcissez, s’il vous plaît."},
	domain.ErrEmail:             {422, "Cette adresse n’est pas complète : vérifiez le signe « @ » et ce qui le suit, par exemple prenom.nom@structure.fr."},
	domain.ErrCharacters:        {422, "Écrivez au moins une lettre (les émojis et les signes ne sont pas gardés)."},
	domain.ErrChoice:            {422, "Choisissez une des réponses proposées."},
	domain.ErrEventUnknown:      {404, "Cet événement n’existe pas, ou n’est pas encore publié. Revenez à l’agenda."},
	domain.ErrEventNotOpen:      {409, "Les inscriptions ouvriront %s."},
	domain.ErrEventClosed:       {409, "Les inscriptions sont closes depuis %s. Écrivez à l’organisateur si vous souhaitez venir."},
	domain.ErrEventCancelled:    {409, "Cet événement est annulé : il ne prend plus d’inscription."},
	domain.ErrEventPast:         {409, "Cet événement a commencé ou a eu lieu : ce n’est plus possible en ligne. À l’entrée, l’accueil peut encore vous aider."},
	domain.ErrEventFull:         {409, "Toutes les places sont prises, et cet événement n’a pas de liste d’attente."},
	domain.ErrReminded:          {409, "Un rappel est déjà parti aujourd’hui : le suivant attendra demain."},
	domain.ErrNotAwaited:        {409, "Rien n’est attendu de cette personne en ce moment : aucun rappel n’est parti."},
	domain.ErrUnreachable:       {409, "Aucune adresse électronique n’est connue : joignez cette personne autrement, ou complétez ses coordonnées."},
	domain.ErrAlreadyRegistered: {409, "Une inscription existe déjà à ce nom pour cet événement."},
	domain.ErrVisitorsOff:       {409, "Cet événement n’a pas de formulaire pour les personnes sans inscription : présentez-vous à l’accueil."},
	domain.ErrVisitorsSoon:      {409, "Ce formulaire ouvrira %s. Avant, inscrivez-vous depuis l’agenda."},
	domain.ErrVisitorsOver:      {409, "Cet événement est terminé : il ne prend plus d’arrivée."},
	domain.ErrNamesake:          {422, "Une personne de ce nom est déjà inscrite : dites si c’est elle."},
	domain.ErrOthersWait:        {422, "Personnes en attente d’une place\u00a0: %s. Elles passent d’abord. Augmentez le nombre de places de l’événement\u00a0: la liste est servie dans l’ordre. Sans cette coche, cette personne s’ajoute à la liste."},
	domain.ErrQuota:             {409, "Le nombre de places pour cette structure, ce secteur ou cet atelier est atteint (%s au plus), et cet événement n’a pas de liste d’attente."},
	domain.ErrGroupTooLarge:     {422, "Les règles de cet événement ne permettent pas d’accueillir ces %s personnes ensemble. Choisissez « autant de places que possible », ou faites deux demandes."},
	domain.ErrNotInformed:       {422, "Cochez cette case : vos collègues doivent savoir que vous les inscrivez."},
	domain.ErrSelfManager:       {422, "Indiquez l’adresse de votre responsable, et non la vôtre."},
	domain.ErrOfferPast:         {409, "Le délai pour confirmer cette place est passé : elle a été proposée à la personne suivante."},
	domain.ErrCancelLate:        {409, "L’annulation en ligne était possible jusqu’à ce moment : %s. Prévenez l’organisateur directement."},
	domain.ErrNotFound:          {404, "Cette adresse n’ouvre rien : vérifiez que le lien a été copié en entier, ou demandez-en un nouveau."},
	domain.ErrErased:            {410, "Les données de cette inscription ont été effacées : leur durée de conservation est atteinte, ou la personne l’a demandé. Ce lien n’ouvre plus rien."},
	domain.ErrErasedComing:      {409, "Cette personne est inscrite à un événement qui n’est pas clôturé : annulez d’abord cette inscription, ou clôturez l’événement."},
	domain.ErrPurgeEarly:        {422, "Les identités de cette année doivent encore être gardées."},
	domain.ErrReaderEnd:         {422, "Choisissez un jour à venir."},
	domain.ErrReaderEmpty:       {422, "Choisissez au moins un rapport publié."},
	domain.ErrReaderOverlap:     {422, "Deux de ces rapports comptent les mêmes jours : leur différence permettrait de retrouver un nombre masqué. Gardez-en un seul par période."},
	domain.ErrState:             {409, "Ce n’est plus possible : la situation a changé entre-temps. Rechargez la page pour voir où elle en est."},
	domain.ErrEventHeld:         {422, "Cet événement est clôturé : rouvrez-le pour changer ses demi-journées ou son attestation."},
	domain.ErrChangedMeanwhile:  {409, "Quelqu’un d’autre a modifié cet événement entre-temps. Ce que vous avez saisi est toujours là : ouvrez l’événement dans un autre onglet pour comparer, puis enregistrez de nouveau pour garder votre version."},
	domain.ErrImportFile:        {422, "Ce fichier ne se lit pas comme un tableau : enregistrez-le en .xlsx ou en .csv depuis votre tableur, puis choisissez-le de nouveau."},
	domain.ErrImportLarge:       {422, "Ce fichier est trop grand, ou le devient une fois ouvert (10 Mo et 50 000 lignes au plus) : partagez-le en plusieurs fichiers."},
	domain.ErrImportLocked:      {422, "Ce fichier est protégé par un mot de passe : ouvrez-le dans votre tableur, retirez la protection, enregistrez-le, puis choisissez-le de nouveau."},
	domain.ErrImportSheet:       {422, "Cette feuille n’est pas dans le fichier : choisissez une des feuilles proposées."},
	domain.ErrImportDay:         {422, "Cette date n’est pas comprise, ou n’est pas passée : écrivez par exemple 12/03/2025, ou « 12 et 13 mars 2025 »."},
	domain.ErrImportHours:       {422, "Ces horaires ne sont pas compris : écrivez par exemple « 9h - 17h »."},
	domain.ErrImportNothing:     {409, "Aucune ligne ne peut être reprise : corrigez les colonnes, ou le fichier."},
	domain.ErrImportDone:        {409, "Ce fichier a déjà été repris, ou abandonné : rechargez la page pour voir où il en est."},
	domain.ErrImportHolds:       {409, "Cette reprise ne peut plus être annulée entière : %s"},
	domain.ErrSlotOrder:         {422, "La fin doit venir après le début."},
	domain.ErrSlotOverlap:       {422, "Cette demi-journée commence avant la fin de la précédente."},
	domain.ErrSlotMissing:       {422, "Indiquez au moins une demi-journée, avec son jour et ses heures."},
	domain.ErrSlotAttended:      {422, "Des passages à l’accueil sont déjà notés à cette demi-journée (%s) : elle ne peut pas être retirée. Modifiez ses heures, ou annulez d’abord ces présences."},
	domain.ErrNoSuchTime:        {422, "Cette heure n’existe pas ce jour-là : c’est le passage à l’heure d’été. Choisissez une heure avant 2 h ou à partir de 3 h."},
	domain.ErrTimeFormat:        {422, "Écrivez un jour et une heure, par exemple 12/03/2026 et 09:00."},
	domain.ErrCapacityTaken:     {422, "Le nombre de places ne peut pas être plus petit que celui des places déjà prises : %s. Annulez d’abord des inscriptions."},
	domain.ErrNumber:            {422, "Écrivez un nombre entier, en chiffres, par exemple 16."},
	domain.ErrAddress:           {422, "Écrivez l’adresse entière, qui commence par https://."},
	domain.ErrAgenda:            {422, "Ces lignes n’ont pas été comprises : écrivez chacune comme « 10:30 - 10:45 Accueil »."},
	domain.ErrReason:            {422, "Donnez une raison : elle est gardée dans l’historique."},
	domain.ErrNotStarted:        {409, "Cet événement n’a pas commencé : il se clôture à partir de sa première demi-journée."},
	domain.ErrLinkRevoked:       {410, "Ce lien a été révoqué. Demandez-en un nouveau à la coordination."},
	domain.ErrLinkExpired:       {410, "Ce lien n’est plus valable : son délai est passé. Demandez-en un nouveau."},
	domain.ErrForbidden:         {403, "Votre compte ne donne pas accès à cette page."},
	domain.ErrPassword:          {422, "Choisissez un mot de passe d’au moins 12 caractères, que vous n’utilisez nulle part ailleurs."},
	domain.ErrLogin:             {422, "Adresse ou mot de passe inconnus. Vérifiez-les, ou utilisez un code de secours."},
	domain.ErrPasswordAddress:   {422, "Ne prenez pas votre adresse comme mot de passe : choisissez autre chose."},
	domain.ErrOldPassword:       {422, "Ce n’est pas votre mot de passe actuel."},
	domain.ErrCode:              {422, "Ce code n’est pas reconnu : il a peut-être déjà servi, ou son délai est passé. Essayez-en un autre."},
	domain.ErrEmailTaken:        {422, "Un compte existe déjà avec cette adresse."},
	domain.ErrSelf:              {409, "Vous ne pouvez pas désactiver votre propre compte : demandez à une autre personne de la coordination."},
	domain.ErrLastCoordinator:   {409, "Il faut au moins un compte de coordination actif : créez-en un autre d’abord."},
	domain.ErrPublicAddress:     {422, "Écrivez l’adresse complète, par exemple https://inscriptions.exemple.fr."},
	domain.ErrHost:              {422, "Écrivez le nom du serveur, par exemple smtp.exemple.fr."},
	domain.ErrNameTaken:         {422, "Une autre structure porte déjà ce nom : %s."},
	domain.ErrParent:            {422, "Une structure ne peut pas dépendre d’elle-même, ni d’une structure qui dépend d’elle."},
	domain.ErrColour:            {422, "Cette couleur ne se lit pas : choisissez-la, ou écrivez-la comme #0b5563."},
	domain.ErrContrast:          {422, "Cette couleur est trop claire pour être lue sur du papier blanc (contraste %s pour 1, il en faut 4,5) : choisissez-en une plus foncée."},
	domain.ErrSIRET:             {422, "Un SIRET a quatorze chiffres, dont le dernier contrôle les autres : vérifiez-le."},
	domain.ErrNDA:               {422, "Un numéro de déclaration d’activité a onze chiffres : vérifiez-le."},
	domain.ErrDuration:          {422, "Écrivez une durée avec son unité, par exemple 10 h 30, ou 630 min."},
	domain.ErrTooManyMinutes:    {422, "Les demi-journées durent %s en tout, pauses déduites : on ne peut pas demander plus."},
	domain.ErrTooManySlots:      {422, "Cet événement a moins de demi-journées que ce nombre (%s en tout) : demandez-en moins, ou ajoutez-en."},
	domain.ErrGroupMin:          {422, "Le groupe ne peut pas demander plus de personnes qu’il n’a de places : %s."},
	domain.ErrUnderMinimum:      {422, "C’est moins que le groupe minimal de la formation, %s : changez-le d’abord dans ses réglages."},
	domain.ErrFilter:            {422, "Un filtre demande une valeur qui n’existe pas, ou n’existe plus : retirez-le, ou choisissez une valeur de sa liste."},
	domain.ErrYear:              {422, "Écrivez une année, en quatre chiffres, par exemple 2027."},
	domain.ErrSamePeriod:        {422, "Choisissez une autre période\u00a0: celle-ci est celle du rapport."},
	domain.ErrHTTPS:             {422, "Écrivez l’adresse entière, qui commence par https:// : une autre ne protège pas ce qu’on y écrit."},
	domain.ErrTooManyLogos:      {422, "Trois logos au plus : retirez-en un d’abord."},
	domain.ErrFile:              {422, "Ce fichier n’est pas lisible : choisissez une image PNG ou JPEG de moins de 5 Mo."},
	domain.ErrMapForm:           {422, "Ce fichier n’est pas un GeoJSON de contours\u00a0: il faut une « FeatureCollection » de « Polygon » ou « MultiPolygon », de moins de 10 Mo."},
	domain.ErrMapDegrees:        {422, "Les coordonnées de ce fichier ne sont pas des longitudes et des latitudes (WGS 84). Téléchargez-le dans cette projection."},
	domain.ErrMapThin:           {422, "Ces contours sont trop étroits pour être dessinés\u00a0: ils tiennent sur une ligne ou sur un point, ou sont plus de trois fois plus hauts que larges. Vérifiez le fichier."},
	domain.ErrMapSize:           {422, "Ce fichier est trop grand\u00a0: 10 Mo, 2 000 contours et 1,5 million de points au plus. Prenez une version simplifiée."},
	domain.ErrFormat:            {422, "Format inconnu\u00a0: choisissez xlsx, csv, pdf ou json."},
	domain.ErrMomentPast:        {422, "Ce moment est déjà passé : choisissez-en un à venir."},
	domain.ErrReserved:          {422, "Les places réservées (%s) sont plus nombreuses que les places de l’événement."},
	domain.ErrNoCapacity:        {422, "Pour réserver des places, donnez d’abord un nombre de places à l’événement."},
	domain.ErrTwice:             {422, "Cette ligne dit la même chose qu’une autre plus haut : gardez-en une."},
	domain.ErrTick:              {422, "Cochez cette case : elle est nécessaire pour s’inscrire à cet événement."},
	domain.ErrWorkshopFull:      {422, "« %s » est complet : choisissez-en un autre."},
	domain.ErrOptions:           {422, "Donnez au moins deux réponses possibles."},
	domain.ErrAnswered:          {409, "Des personnes ont déjà répondu à cette question (%s). Leurs réponses seront gardées : confirmez pour ne plus la poser."},
	domain.ErrKindAnswered:      {422, "Des réponses ont déjà été données (%s) et ne conviendraient plus : gardez cette forme, ou posez une autre question."},
	domain.ErrCondition:         {422, "Choisissez une réponse d’une question posée avant celle-ci."},
	domain.ErrDependent:         {409, "La question « %s » est montrée selon la réponse à celle-ci : changez d’abord sa condition."},
	domain.ErrVariable:          {422, "Ce message ne connaît pas : %s. Choisissez dans la liste des variables, ou retirez les accolades."},
	domain.ErrTooManyFiles:      {422, "Trois fichiers au plus : retirez-en un d’abord."},
	domain.ErrEnclosure:         {422, "Ce fichier ne peut pas être joint : choisissez un PDF, ou une image PNG ou JPEG, de moins de 5 Mo."},
	domain.ErrNobody:            {422, "Personne ne recevrait ce message : changez le choix des personnes."},
	domain.ErrCountChanged:      {409, "Le nombre de destinataires a changé entre-temps : %s maintenant. Vérifiez, puis envoyez de nouveau."},
	domain.ErrKeptApart:         {409, "Vous avez décidé que ce n’en était pas un doublon\u00a0: revenez d’abord sur cette décision, en bas de la page."},
	domain.ErrMergeComing:       {409, "Les deux sont inscrites à «\u00a0%s\u00a0», qui n’est pas terminé\u00a0: annulez d’abord l’une des deux inscriptions, puis réunissez-les."},
	domain.ErrMergePresent:      {409, "Les deux ont une présence à «\u00a0%s\u00a0»\u00a0: si c’est la même personne, annulez d’abord la présence notée en trop sur l’une des deux inscriptions."},
	domain.ErrMergePart:         {409, "L’une de ces structures fait partie de l’autre\u00a0: changez d’abord «\u00a0Fait partie de\u00a0», puis réunissez-les."},
	domain.ErrMergeUndo:         {409, "Cette personne a une autre inscription à «\u00a0%s\u00a0» depuis la fusion\u00a0: annulez-la d’abord, puis séparez les deux fiches."},
	domain.ErrMemberTwice:       {422, "%s siège déjà à ces dates : modifiez sa ligne plutôt que d’en ajouter une."},
	domain.ErrOwnName:           {422, "Écrivez le nom de la personne qui viendra à votre place, pas le vôtre."},
	domain.ErrPasted:            {422, "Ces lignes n’ont pas été comprises : écrivez chacune comme « Nom ; Prénom ; adresse ; fonction ; structure »."},
	domain.ErrSamePerson:        {422, "C’est la personne déjà inscrite. Pour corriger son nom ou ses coordonnées, choisissez « Modifier »."},
	domain.ErrOtherPerson:       {422, "Ce nom est celui d’une autre personne. Pour lui donner la place, choisissez « Me faire remplacer » : elle recevra son propre billet."},
	domain.ErrCompanionsFull:    {422, "Il n’y a pas assez de places pour venir aussi nombreux. Places encore libres : %s."},
	domain.ErrSwapSelf:          {422, "Ce code est le vôtre : demandez à l’autre personne celui de son billet."},
	domain.ErrSwapSame:          {422, "Ce sont déjà les mêmes ateliers : il n’y a rien à échanger."},
	domain.ErrDrawing:           {422, "Cette signature n’a pas été comprise : dessinez-la de nouveau, ou signez au clavier."},
	domain.ErrRoomCode:          {422, "Ce code n’est pas, ou n’est plus, celui affiché dans la salle : il change chaque minute. Tapez celui que vous voyez maintenant."},
	domain.ErrNotYourCode:       {422, "Aucune inscription à cet événement n’a ce code. Il a 8 caractères : il est sur votre billet et dans votre courriel de confirmation."},
	domain.ErrSelfClosed:        {409, "On ne peut pas confirmer sa présence seul en ce moment : la confirmation ouvre 15 minutes avant chaque demi-journée et ferme 30 minutes après. À l’accueil, on peut encore vous noter."},
	domain.ErrHours:             {422, "Cette heure ne va pas avec la demi-journée : l’arrivée vient avant la fin, le départ après l’arrivée."},
	domain.ErrTrainerEarly:      {422, "Cette demi-journée n’a pas commencé : elle se contresigne à partir de son début."},
	domain.ErrNoHours:           {404, "Aucune présence n’est notée cette année-là avec cette adresse, à un événement clôturé."},
	domain.ErrOtherMailbox:      {422, "Des présences de cette année-là ont été inscrites avec une autre adresse électronique. Par prudence, demandez ce récapitulatif à l’organisateur."},
	domain.ErrSpokenLonger:      {422, "C’est plus que la durée des demi-journées choisies. Laissez vide pour compter leur durée entière."},
	domain.ErrTrainerNobody:     {422, "Personne n’est encore noté présent : il n’y a rien à contresigner."},
	domain.ErrListChanged:       {422, "La liste a changé pendant que vous la lisiez. Relisez-la ci-dessous, puis signez."},
	domain.ErrSwapLapsed:        {409, "Cet échange ne tient plus : l’une des deux inscriptions a changé depuis."},
	domain.ErrSlotAhead:         {422, "Cette demi-journée n’a pas commencé : ressaisissez sa feuille à partir de son début."},
	domain.ErrLineNumber:        {422, "La feuille n’a pas de ligne %s. Écrivez les numéros des personnes absentes, par exemple « 3 17 42 »."},
	domain.ErrLinePresent:       {422, "La présence de la ligne %s est déjà notée autrement : elle se corrige sur la page de la personne. Retirez ce numéro."},
	domain.ErrSheetChanged:      {409, "Cette demi-journée a été ressaisie depuis que cette page est ouverte. Vérifiez la liste, puis enregistrez de nouveau."},
	domain.ErrCatchUpGroup:      {422, "Choisissez une demi-journée d’un autre groupe de la même formation."},
	domain.ErrCatchUpAttended:   {422, "Cette demi-journée est déjà comptée : il n’y a rien à rattraper."},
	domain.ErrCatchUpThere:      {422, "Cette personne est déjà inscrite, ou présente, à cette demi-journée de l’autre groupe."},
	domain.ErrCatchUpTwice:      {409, "Un rattrapage est déjà prévu pour cette demi-journée : retirez-le d’abord pour en choisir un autre."},
	domain.ErrCatchUpEarly:      {409, "La demi-journée de l’autre groupe n’a pas commencé : la présence se note à partir de son début."},
	domain.ErrCatchUpHolds:      {422, "Des rattrapages en dépendent (%s) : retirez-les d’abord, à la page « Formation »."},
	domain.ErrNoIssuer:          {409, "Cette formation n’a pas d’organisme qui délivre son propre certificat : indiquez-le dans ses réglages."},
	domain.ErrIssuerDay:         {422, "Écrivez le jour de délivrance : entre le début de la formation et aujourd’hui."},
	domain.ErrNoneTicked:        {422, "Cochez au moins une demande."},
	domain.ErrSlotSequence:      {422, "Cette demi-journée vient avant la précédente : gardez leur ordre."},
	domain.ErrSameDates:         {422, "Ce sont les dates actuelles : changez au moins une demi-journée."},
	domain.ErrGroupMet:          {409, "Des présences sont déjà notées : cette formation ne se reporte plus. Corrigez les demi-journées qui restent à la page « Modifier », ou prévoyez un rattrapage."},
	domain.ErrSpan:              {422, "Cette date n’est pas comprise : écrivez une année (2025), un mois (décembre 2025), un jour (4 décembre 2025) ou une période (de 2022 à 2025)."},
	domain.ErrAxis:              {422, "Cet axe est celui d’un autre groupe de travail : choisissez l’un ou l’autre."},
	domain.ErrSettled:           {409, "Ce lien proposé a déjà reçu une réponse. Revenez à la feuille de route pour la lire."},
	domain.ErrNoCount:           {422, "Écrivez au moins un nombre : des séances, des familles ou des personnes."},
	domain.ErrOtherProgramme:    {422, "Ce groupe n’est pas de la même formation, ou n’est plus à venir : choisissez-en un autre."},
	domain.ErrUnreadable:        {400, "Cet envoi n’est pas lisible : rien n’a été enregistré. Gardez-le et envoyez-le de nouveau."},

	domain.ErrSurveyQuestions:    {422, "Un questionnaire a au moins une question, et trente au plus."},
	domain.ErrSurveySatisfaction: {422, "La satisfaction se lit sur une seule question, une échelle de 1 à 5."},
	domain.ErrSurveyFixed:        {422, "Des réponses ont déjà été données : les questions, leur forme et le nombre de leurs réponses ne changent plus. Corrigez les mots seulement, ou faites un nouveau questionnaire."},
	domain.ErrSurveyRequired:     {422, "Choisissez une réponse : elle est demandée."},
	domain.ErrSurveyBlank:        {422, "Répondez à une question au moins."},
	domain.ErrSurveySoon:         {409, "Ce questionnaire ouvre au début de l’événement, %s."},
	domain.ErrSurveyOver:         {410, "Ce questionnaire est fermé : le temps d’y répondre est passé. Merci d’y avoir pensé."},
	domain.ErrSurveyNone:         {404, "Cet événement n’a pas de questionnaire."},
	domain.ErrSurveyFlood:        {429, "Trop de réponses sont arrivées pour cet événement : rien n’a été enregistré. Prévenez l’organisateur."},
	domain.ErrSurveyUsed:         {409, "Ce questionnaire est encore choisi pour un programme ou un événement à venir : changez d’abord ce choix."},

	domain.ErrHalfDayRange:  {422, "Écrivez un nombre de demi-journées, de 1 à 20."},
	domain.ErrHalfDayOrder:  {422, "Le plus long stage ne peut pas être plus court que le plus court."},
	domain.ErrDelay:         {422, "Écrivez un nombre de jours, de 1 à 365, ou laissez vide pour le délai habituel."},
	domain.ErrPeriodOrder:   {422, "Le dernier jour vient après le premier."},
	domain.ErrAfterPeriod:   {422, "Cette date vient après le dernier jour des stages\u00a0: il serait trop tard."},
	domain.ErrWishesFirst:   {422, "Les souhaits se font parmi les places\u00a0: ils ferment en même temps qu’elles, ou après."},
	domain.ErrOffersClosed:  {409, "Cette campagne ne reçoit pas, ou plus, de propositions de places en ligne. Écrivez à la coordination, qui peut en ajouter une."},
	domain.ErrOfferHeld:     {409, "Des personnes y ont leur place (%s)\u00a0: elle ne se retire plus, et ne se modifie plus par ce lien. Écrivez à la coordination, qui peut reporter ou annuler chaque stage avec sa raison."},
	domain.ErrOfferBlock:    {422, "Des personnes ont leur place à ces demi-journées\u00a0: elles ne se changent plus ici. Reportez le stage de chacune, depuis sa page."},
	domain.ErrOfferPlaces:   {422, "Des personnes y ont déjà leur place (%s)\u00a0: gardez au moins ce nombre."},
	domain.ErrOfferWhen:     {422, "Donnez des demi-journées, ou dites en quelques mots les périodes possibles."},
	domain.ErrOutsidePeriod: {422, "Ce jour est hors de la période des stages\u00a0: %s."},
	domain.ErrHalfDayLong:   {422, "Une demi-journée dure sept heures au plus\u00a0: écrivez le matin et l’après-midi sur deux lignes."},
	domain.ErrHalfDaysFew:   {422, "C’est trop court pour cette campagne. Demi-journées au moins\u00a0: %s."},
	domain.ErrHalfDaysMany:  {422, "C’est trop long pour cette campagne. Demi-journées au plus\u00a0: %s."},
	domain.ErrCrossedSelf:   {422, "Le croisement se fait avec une autre structure que la vôtre."},
	domain.ErrFINESS:        {422, "Un numéro FINESS a neuf caractères, des chiffres le plus souvent\u00a0: vérifiez-le."},

	domain.ErrPlacementParty:      {403, "À cette étape du stage, ce geste revient à quelqu’un d’autre. Si quelque chose doit changer, écrivez à la coordination."},
	domain.ErrApprovalMissing:     {409, "L’accord du responsable est demandé\u00a0: rien n’avance sans lui. Relancez le responsable, ou notez l’accord reçu autrement, avec sa raison."},
	domain.ErrApprovalUnasked:     {409, "L’établissement d’origine ne demande pas d’accord du responsable\u00a0: la demande avance sans lui."},
	domain.ErrPlacementAttended:   {409, "Une demi-journée a eu lieu\u00a0: ce stage ne s’annule plus et ne change plus de place. Notez celles qui n’auront pas lieu, avec la raison, puis terminez-le."},
	domain.ErrPlacementUnattended: {409, "Aucune demi-journée n’a eu lieu\u00a0: il n’y a rien à terminer. Choisissez d’autres dates, ou annulez le stage."},
	domain.ErrTraineeCode:         {422, "Ce n’est pas le code de la personne attendue à ce stage. Recopiez celui de sa page ou de sa fiche (8 caractères), ou choisissez une autre façon de confirmer."},
	domain.ErrStageEntry:          {409, "C’est l’entrée d’un stage croisé dans le registre\u00a0: elle ne se rouvre pas, ne se copie pas et n’a qu’une personne inscrite. Corrigez ses présences ici\u00a0; le reste, sur la page du stage."},
	domain.ErrNoStageProgramme:    {409, "Aucun programme n’est de nature «\u00a0stage\u00a0»\u00a0: le stage ne peut pas entrer dans les chiffres. Ajoutez-en un aux listes, puis terminez-le."},
	domain.ErrNothingLeft:         {409, "Toutes les demi-journées ont eu lieu\u00a0: il n’y a plus rien à reporter. Terminez le stage."},
	domain.ErrHalfDaysLeft:        {409, "Demi-journées dont rien n’est noté\u00a0: %s. Dites pour chacune si elle a eu lieu, puis terminez le stage."},
	domain.ErrHalfDayTold:         {409, "Cette demi-journée est déjà notée. Pour la corriger, retirez d’abord ce qui en est dit, avec la raison."},
	domain.ErrHalfDayUntold:       {409, "Rien n’est noté pour cette demi-journée\u00a0: il n’y a rien à retirer."},
	domain.ErrHalfDayAhead:        {422, "Cette demi-journée n’a pas commencé\u00a0: revenez à partir de son début."},
	domain.ErrHalfDayMinutes:      {422, "La demi-journée prévue dure %s\u00a0: écrivez le temps passé sur place, sans aller au-delà. La convention ne couvre pas plus."},
	domain.ErrAmendFirst:          {409, "Les dates ont changé depuis cette convention\u00a0: un avenant doit d’abord les reprendre et être signé de nouveau."},
	domain.ErrSigned:              {409, "Cette signature est déjà notée pour cette version de la convention."},
	domain.ErrNotSigned:           {409, "Cette signature n’est pas notée pour cette version de la convention\u00a0: il n’y a rien à retirer."},
	domain.ErrSignDay:             {422, "La date de signature va du jour d’envoi de la convention à aujourd’hui\u00a0: vérifiez-la sur le papier."},
	domain.ErrReportMissing:       {409, "Le rapport d’étonnement est attendu\u00a0: l’attestation vient après lui."},
	domain.ErrVersionReplaced:     {409, "Une nouvelle version de la convention est arrivée entre-temps, ou cette signature n’est plus notée. Rechargez la page, puis lisez la version en vigueur avant de noter une signature."},
	domain.ErrScanEmpty:           {422, "Ce fichier est vide\u00a0: choisissez de nouveau le document signé."},
	domain.ErrScanLarge:           {422, "Ce fichier dépasse 8\u00a0Mo\u00a0: numérisez en qualité ordinaire, ou photographiez la page des signatures seule."},
	domain.ErrScanType:            {422, "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG\u00a0: enregistrez le document dans un de ces formats, puis choisissez-le de nouveau."},
	domain.ErrScanBroken:          {422, "Ce fichier est incomplet ou ne s’ouvre pas comme une page\u00a0: numérisez de nouveau le document, puis choisissez le nouveau fichier."},
	domain.ErrScanMany:            {422, "Dix fichiers sont déjà joints ici\u00a0: demandez à la coordination de retirer ceux qui ne servent plus."},
	domain.ErrPaperDate:           {422, "Cette date n’est pas comprise\u00a0: écrivez par exemple 12/03/2026."},
	domain.ErrPaperDay:            {422, "Cette date est à venir\u00a0: écrivez celle que porte le document signé."},
	domain.ErrWishesShut:          {409, "Cette campagne ne prend pas de demande en ce moment : elle n’est pas ouverte, ou elle est close. Écrivez à la coordination si vous souhaitez un stage."},
	domain.ErrWishesOver:          {409, "Les demandes sont closes depuis %s. Écrivez à la coordination si vous souhaitez encore un stage."},
	domain.ErrWishTwice:           {409, "Une demande de stage est déjà en cours à ce nom dans cette campagne. Pour la changer, ouvrez sa page par le lien reçu par courriel ; il peut être demandé de nouveau depuis « Mes inscriptions »."},
	domain.ErrOwnService:          {422, "Cette place est dans votre propre service : choisissez-en une autre."},
	domain.ErrOfferGone:           {422, "Cette place n’est plus proposée : choisissez-en une autre."},
	domain.ErrAway:                {422, "Ces jours n’ont pas été compris : écrivez un jour, par exemple 12/03/2026, et une fin qui vient après, trois mois plus tard au plus."},

	domain.ErrSeatGone:        {409, "La place choisie pour %s n’est plus publiée\u00a0: rechargez la page, une autre répartition vous sera proposée."},
	domain.ErrOfferTaken:      {409, "Il ne reste plus de place libre là où %s devait aller\u00a0: rechargez la page, une autre répartition vous sera proposée."},
	domain.ErrOfferBegun:      {409, "La place choisie pour %s a déjà commencé\u00a0: choisissez-en une autre, ou demandez à la structure de nouvelles dates."},
	domain.ErrWishMoved:       {409, "La demande de %s a changé entre-temps (retirée, refusée, en attente d’accord ou déjà affectée)\u00a0: rechargez la page pour voir où elle en est."},
	domain.ErrSeatOwn:         {409, "%s ne peut pas être en stage dans son propre service\u00a0: choisissez une autre place. Si le service n’est pas le même, faites-le préciser dans la demande et dans la place."},
	domain.ErrSeatForbidden:   {409, "Une règle écarte %s de cette place (vœux, métier accueilli, disponibilités ou décision de votre part)\u00a0: passez par « Affecter à la main », avec la raison."},
	domain.ErrMatchingChanged: {422, "La répartition a changé pendant que vous la lisiez\u00a0: rien n’a été décidé. Relisez celle-ci, puis retenez-la."},
	domain.ErrHalfDayCount:    {422, "Un stage de cette campagne compte de %s demi-journées\u00a0: ajoutez-en ou retirez-en."},
	domain.ErrHalfDayOutside:  {422, "Cette demi-journée est hors de la période de la campagne\u00a0: choisissez un autre jour, ou modifiez la période."},
	domain.ErrWeight:          {422, "Écrivez un nombre entier de 0 à 1000."},

	domain.ErrReportEarly:   {409, "Aucune demi-journée de ce stage n’a encore eu lieu : revenez quand il aura commencé."},
	domain.ErrReportUnended: {409, "Ce stage n’est pas terminé : revenez après la dernière demi-journée. Ce que vous avez enregistré est gardé."},
	domain.ErrReportSent:    {409, "Ce texte est déjà envoyé : il ne se modifie plus. Pour le reprendre, demandez à la coordination de vous le renvoyer."},
	domain.ErrReportRead:    {422, "Cochez cette case une fois la consigne lue : elle protège les personnes accompagnées."},
	domain.ErrReportDoubt:   {422, "Ces mots désignent peut-être une personne accompagnée : %s. Retirez-les, ou confirmez que ce n’est pas le cas."},
	domain.ErrOpinionTwice:  {409, "Vous avez déjà répondu à ce questionnaire, merci. Les réponses sont anonymes : la vôtre ne peut être ni relue ni changée."},
}

func sentenceOf(code domain.Code) message {
	if m, ok := messages[code]; ok {
		return m
	}
	return message{http.StatusBadRequest, "Cette demande ne peut pas être satisfaite."}
}

// sentence says a refusal in French.
func sentence(e domain.Error) string {
	m := sentenceOf(e.Code)
	arg := e.Arg
	if at, err := time.Parse(time.RFC3339, e.Arg); err == nil {
		arg = "le " + paris.Moment(at)
	}
	if n, err := strconv.Atoi(e.Arg); err == nil && (e.Code == domain.ErrTooManyMinutes || e.Code == domain.ErrHalfDayMinutes) {
		arg = paris.Minutes(n)
	}
	return strings.ReplaceAll(m.text, "%s", arg)
}

// errorPage is the view of pages/error.
type errorPage struct {
	Status            int
	Title, Text, What string
}

// errorView says an error of the router in French: what happened, and what to do.
func errorView(e *router.ApiError) errorPage {
	v := errorPage{Status: e.Status}
	switch e.Status {
	case 400:
		v.Title, v.Text = "Demande incomplète", "Nous n’avons pas compris cette demande. Revenez à la page précédente et réessayez."
	case 401:
		v.Title, v.Text = "Connexion nécessaire", "Votre session est terminée. Connectez-vous, puis recommencez : rien n’a été perdu ni enregistré deux fois."
	case 403:
		v.Title, v.Text = "Accès refusé", messages[domain.ErrForbidden].text
	case 404:
		v.Title, v.Text = "Page introuvable", "Cette page n’existe pas, ou n’existe plus. Vérifiez l’adresse, ou revenez à l’agenda."
	case 409:
		v.Title, v.Text = "Ce n’est plus possible", messages[domain.ErrState].text
	case 410:
		v.Title, v.Text = "Lien fermé", messages[domain.ErrLinkRevoked].text
	case 413:
		v.Title, v.Text = "Envoi trop volumineux", "Ce que vous envoyez est trop volumineux. Raccourcissez le texte ou choisissez un fichier plus petit."
	case 422:
		v.Title, v.Text = "Une réponse est à corriger", "Revenez à la page précédente et corrigez."
	case 429:
		v.Title, v.Text = "Trop de demandes", "Beaucoup de demandes viennent de cette adresse. Attendez une minute, puis réessayez."
	default:
		v.Status, v.Title, v.Text = 500, "Une erreur est survenue", "L’erreur vient de la plateforme, pas de vous. Réessayez dans un instant ; si elle revient, prévenez la coordination."
	}
	if e.Message != "" && known(e.Message) {
		v.Text = e.Message
	}
	return v
}

// known tells our own French sentences from PocketBase's English ones.
func known(text string) bool {
	for _, m := range messages {
		if len(text) >= 12 && len(m.text) >= 12 && text[:12] == m.text[:12] {
			return true
		}
	}
	return text == "Demande venue d’un autre site."
}
