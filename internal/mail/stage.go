package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Kinds of letter about a stage croisé.
const (
	StageWish         = "stage-souhait"
	StageAgreement    = "stage-accord-demande"
	StageAgreed       = "stage-accord"
	StageRetracted    = "stage-accord-repris"
	StageRefused      = "stage-refus"
	StagePlace        = "stage-place"
	StageArrival      = "stage-arrivee" // to who receives
	StageDeparture    = "stage-depart"  // to who sends
	StageSign         = "stage-convention"
	StageSignAgain    = "stage-convention-nouvelle"
	StageUnsigned     = "stage-signature-reprise"
	StageJoining      = "stage-consignes"
	StageJoiningTutor = "stage-consignes-tuteur"
	StageEve          = "stage-veille"
	StageEveTutor     = "stage-veille-tuteur"
	StageReturned     = "stage-place-rendue"
	StagePostponed    = "stage-reporte"
	StageDates        = "stage-dates"
	StageCancelled    = "stage-annule"
	StageReport       = "stage-rapport"
	StageReportAgain  = "stage-rapport-rendu"
	StageFeedback     = "stage-retour"
	StageReminder     = "stage-relance"
	StageAgain        = "stage-renvoi" // the link, asked for again

	StageOfferReceived  = "stage-offre-recue"
	StageOfferPublished = "stage-offre-publiee"
	StageOfferRefused   = "stage-offre-refusee"
)

// PlaceWords are what a letter about a stage croisé may say besides the half-days, the place and a reason.
type PlaceWords struct {
	Party, Placement   string // kind of link of who reads, and id
	Offer              string // id, for the link of a place that is proposed
	Campaign           string // title
	Person, Home       string // « Prénom Nom », « Structure, service »
	Host               string // « Structure, service »; empty: no place yet
	Tutor              string
	Goals              string
	Awaited            string // « votre accord »
	Wishes, Conditions []string
}

// ofStages are the variables of every letter about a placement; ofOffers those of one about a place.
var (
	ofStages = []string{"prénom", "stage", "personne en stage", "de la personne en stage", "structure d’origine", "structure d’accueil", "lien du stage", "contact", "organisateur"}
	ofOffers = []string{"prénom", "stage", "structure d’accueil", "demi-journées", "raison", "lien de la place", "contact", "organisateur"}
)

func stageModel(kind, label, when string, names ...string) Model {
	return Model{Kind: kind, Label: label, When: when, names: append(names, ofStages...), alone: true}
}

// stageModels are the letters of the stages croisés, in the order of the path.
var stageModels = []Model{
	{Kind: StageOfferReceived, Label: "Stage croisé\u00a0: place reçue", When: "À qui propose une place de stage, dès qu’elle est reçue.", names: ofOffers, alone: true},
	{Kind: StageOfferPublished, Label: "Stage croisé\u00a0: place publiée", When: "À qui a proposé la place, quand elle paraît.", names: ofOffers, alone: true},
	{Kind: StageOfferRefused, Label: "Stage croisé\u00a0: place non retenue", When: "À qui a proposé la place, quand vous ne la retenez pas.", names: ofOffers, alone: true},
	stageModel(StageWish, "Stage croisé\u00a0: souhait reçu", "À la personne, dès son souhait.", "souhaits"),
	stageModel(StageAgreement, "Stage croisé\u00a0: accord demandé", "Au responsable, quand son accord est demandé.", "souhaits", "objectifs"),
	stageModel(StageAgreed, "Stage croisé\u00a0: accord donné", "À la personne, quand son responsable est d’accord."),
	stageModel(StageRetracted, "Stage croisé\u00a0: accord repris", "À la personne, quand son responsable reprend son accord.", "raison"),
	stageModel(StageRefused, "Stage croisé\u00a0: demande refusée", "À la personne, quand sa demande est refusée.", "raison"),
	stageModel(StagePlace, "Stage croisé\u00a0: place trouvée", "À la personne, quand une place lui est donnée.", "demi-journées", "lieu", "tuteur"),
	stageModel(StageArrival, "Stage croisé\u00a0: quelqu’un vient chez vous", "À la structure d’accueil et au tuteur, quand une personne leur est confiée.", "demi-journées", "lieu", "tuteur", "objectifs"),
	stageModel(StageDeparture, "Stage croisé\u00a0: quelqu’un de chez vous part en stage", "À la structure d’origine, quand une place est trouvée.", "demi-journées", "lieu"),
	stageModel(StageSign, "Stage croisé\u00a0: convention à signer", "À la personne et aux deux structures, quand la convention est prête.", "demi-journées"),
	stageModel(StageSignAgain, "Stage croisé\u00a0: nouvelle version à signer", "Aux mêmes, quand une nouvelle version remplace la convention.", "demi-journées", "raison"),
	stageModel(StageUnsigned, "Stage croisé\u00a0: signature à refaire", "À qui avait signé, quand quelqu’un d’autre retire sa signature.", "raison"),
	stageModel(StageJoining, "Stage croisé\u00a0: consignes", "À la personne, quand tout est signé.", "demi-journées", "lieu", "accès", "tuteur", "conditions", "code court"),
	stageModel(StageJoiningTutor, "Stage croisé\u00a0: consignes au tuteur", "Au tuteur, quand tout est signé.", "demi-journées", "lieu", "tuteur", "conditions", "objectifs"),
	stageModel(StageEve, "Stage croisé\u00a0: c’est demain", "À la personne, la veille de la première demi-journée.", "demi-journées", "lieu", "accès", "tuteur", "conditions", "code court"),
	stageModel(StageEveTutor, "Stage croisé\u00a0: c’est demain, au tuteur", "Au tuteur, la veille de la première demi-journée.", "demi-journées", "lieu"),
	stageModel(StageReturned, "Stage croisé\u00a0: place rendue", "À chacun, quand la place ne convient pas et que la personne en attend une autre.", "raison"),
	stageModel(StagePostponed, "Stage croisé\u00a0: reporté", "À chacun, quand le stage est reporté.", "anciennes demi-journées", "raison"),
	stageModel(StageDates, "Stage croisé\u00a0: nouvelles dates", "À chacun, quand un stage reporté a de nouvelles dates.", "demi-journées", "lieu", "raison"),
	stageModel(StageCancelled, "Stage croisé\u00a0: annulé", "À chacun, quand le stage n’aura pas lieu.", "anciennes demi-journées", "raison"),
	stageModel(StageReport, "Stage croisé\u00a0: rapport d’étonnement", "À la personne, après la dernière demi-journée."),
	stageModel(StageReportAgain, "Stage croisé\u00a0: rapport à reprendre", "À la personne, quand vous lui rendez son rapport.", "raison"),
	stageModel(StageFeedback, "Stage croisé\u00a0: retour du tuteur", "Au tuteur, après la dernière demi-journée."),
	stageModel(StageReminder, "Stage croisé\u00a0: relance", "À qui est attendu et tarde\u00a0: tous les sept jours, trois fois au plus.", "attendu"),
	stageModel(StageAgain, "Stage croisé\u00a0: lien envoyé de nouveau", "À la personne qui refait un souhait déjà reçu, et à qui reçoit un nouveau lien quand vous corrigez ses coordonnées."),
}

// Reader is a party of a placement to whom a letter goes.
type Reader struct {
	Link          string // kind of its link; empty: the letter holds none
	Address, Name string // how it is greeted
}

// ToParty queues a letter about a placement to one of its parties, in the transaction of its cause; without an address
// there is none. Asking twice for one cause queues once.
func ToParty(app core.App, now time.Time, kind, cause, placement string, to Reader, w Words) error {
	if to.Address == "" {
		return nil
	}
	w.FirstName, w.LastName = to.Name, ""
	if to.Link != "" {
		w.Stage.Party, w.Stage.Placement = to.Link, placement
	}
	if err := addOrganiser(app, &w); err != nil {
		return err
	}
	subject, text, err := compose(app, kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: to.Address, RecipientName: to.Name, Subject: subject, Text: text, Placement: placement})
}

// ToOffer queues a letter about a place to who proposed it (kinds StageOffer…), in the transaction of its cause; without
// an address there is none. Asking twice for one cause queues once.
func ToOffer(app core.App, now time.Time, kind, cause string, o *records.Offer, reason string) error {
	if o.ReferentEmail == "" {
		return nil
	}
	c, err := records.CampaignOf(app, o.Campaign)
	if err != nil {
		return err
	}
	w := Words{FirstName: o.ReferentName, Reason: reason, Contact: c.Contact}
	w.Stage = PlaceWords{Offer: o.ID, Campaign: c.Title}
	if w.Stage.Host, err = StageHost(app, o.Structure, o.Service); err != nil {
		return err
	}
	for _, s := range o.HalfDays.Slots() {
		w.Slots = append(w.Slots, SlotLine(s.Start, s.End, ""))
	}
	if err := addOrganiser(app, &w); err != nil {
		return err
	}
	subject, text, err := compose(app, kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: o.ReferentEmail, RecipientName: o.ReferentName, Subject: subject, Text: text})
}

// StageHost is « Structure, service »; empty without a structure.
func StageHost(app core.App, structure, service string) (string, error) {
	if structure == "" {
		return service, nil
	}
	s, err := records.StructureOf(app, structure)
	if domain.Is(err, domain.ErrNotFound) {
		return service, nil
	}
	if err != nil || service == "" {
		return nameOf(s), err
	}
	return s.Name + ", " + service, nil
}

func nameOf(s *records.Structure) string {
	if s == nil {
		return ""
	}
	return s.Name
}
