package hooks

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// eventTop is what the pages about the registrations of an event say at their top.
type eventTop struct {
	eventHead
	Capacity int
}

func (s *site) topOf(e *core.RequestEvent, ev *records.Event) eventTop {
	return eventTop{headOf(e, ev, s.now()), ev.Capacity}
}

// stateWord is a state in words, and the class of its tag.
type stateWord struct{ Text, Kind string }

var stateWords = map[domain.State]stateWord{
	domain.Requested: {"Demande à valider", "warn"}, domain.PendingManager: {"Accord du responsable attendu", "warn"},
	domain.Waitlisted: {"Liste d’attente", "warn"}, domain.Offered: {"Place proposée", "warn"}, domain.Confirmed: {"Confirmée", "ok"},
	domain.RegistrationStopped: {"Annulée", "plain"}, domain.Refused: {"Refusée", "plain"}, domain.Replaced: {"Remplacée", "plain"},
	domain.Expired: {"Expirée", "plain"},
}

// shownStates is the order of the filter.
var shownStates = []domain.State{domain.Confirmed, domain.Waitlisted, domain.Requested, domain.PendingManager, domain.Offered,
	domain.RegistrationStopped, domain.Refused, domain.Replaced, domain.Expired}

var originWords = map[string]string{domain.FromOnline: "En ligne", domain.FromGroup: "En groupe", domain.FromCoordinator: "Par l’équipe",
	domain.FromDoor: "À l’accueil", domain.FromImport: "Reprise de données"}

var proofWords = map[domain.Proof]string{domain.Scanned: "à l’accueil", domain.Signed: "signature", domain.PaperEntered: "feuille signée",
	domain.AddedLater: "ajoutée après coup"}

var outcomeWords = map[domain.Verdict]string{domain.Accepted: "enregistrée", domain.Forced: "admise malgré un refus", domain.Already: "déjà notée",
	domain.OtherEvent: "refusée : autre événement", domain.OtherSlot: "refusée : autre demi-journée", domain.WasStopped: "refusée : inscription annulée",
	domain.OnWaitlist: "refusée : liste d’attente", domain.WasReplace: "refusée : billet remplacé", domain.Unknown: "refusée : inconnue",
	domain.DoorClosed: "refusée : accueil fermé", domain.Undone: "prise en compte", domain.Invalid: "illisible"}

var kindWords = map[string]string{domain.ScanIn: "Arrivée", domain.ScanOut: "Départ", domain.ScanUndo: "Annulation de la présence"}

var sourceWords = map[string]string{"camera": "billet scanné", "search": "par son nom", "code": "code tapé", "self": "sur son téléphone, avec le code de la salle", "paper": "feuille",
	"manual": "à la main", "import": "reprise", "walkin": "sans inscription"}

// registrationTrail says the actions of a registration's trail.
var registrationTrail = map[string]string{"modify": "Correction", "replace": "Place donnée à une autre personne", "replace_in": "Place reçue d’une autre personne",
	"swap": "Échange de session : place donnée", "swap_in": "Échange de session : place reçue", "swap_workshops": "Échange d’ateliers",
	"swap_propose": "Échange proposé", "leave_list": "Demande close : une place a été reçue d’une autre personne",
	"register": "Inscription", "cancel": "Annulation", "promote": "Place obtenue depuis la liste d’attente",
	"excuse": "Absence excusée", "unexcuse": "Excuse retirée", "show_link": "Lien personnel affiché", "show_group_link": "Lien du groupe affiché",
	"set_aside": "Inscription écartée : doublon", "restore": "Inscription rétablie : ce sont deux personnes",
	"accept": "Demande retenue", "list": "Demande mise en liste d’attente", "refuse": "Demande refusée", "reconsider": "Refus repris : la demande attend de nouveau",
	"manager_agrees": "Accord du responsable", "manager_refuses": "Refus du responsable", "remind_manager": "Rappel au responsable", "waive": "Suite donnée sans l’accord du responsable",
	"rename": "Nom corrigé", "withhold": "Attestation retenue", "give_back": "Attestation rendue", "grant": "Déclarée complète", "ungrant": "Déclaration retirée", "answered": "Évaluation remplie",
	"expire": "Place proposée non confirmée", "accept_offer": "Place proposée acceptée",
	"catch_up_plan": "Rattrapage prévu dans un autre groupe", "catch_up_done": "Demi-journée rattrapée", "catch_up_undone": "Rattrapage annulé : la demi-journée reste à rattraper",
	"catch_up_drop": "Rattrapage retiré", "issuer_recorded": "Certificat de la formation délivré", "issuer_undone": "Certificat de la formation : date retirée",
	"confirm_dates": "Nouvelles dates confirmées", "transfer": "Passage dans un autre groupe", "transfer_in": "Venue d’un autre groupe",
	"letter-dropped": "Message devenu inutile, non envoyé"}

var letterWords = map[string]stateWord{"queued": {"En attente d’envoi", "warn"}, "sent": {"Envoyé", "ok"}, "failed": {"Échec", "err"}, "held": {"Retenu", "plain"}}

// actors gives who acts in a trail their names.
type actors struct {
	users, doors map[string]string
}

func actorsOf(app core.App, event string) (a actors, err error) {
	a = actors{map[string]string{}, map[string]string{}}
	users, err := records.Users(app)
	if err != nil {
		return a, err
	}
	for _, u := range users {
		a.users[u.Id] = u.Name()
	}
	doors, err := records.DoorLinks(app, event)
	for _, d := range doors {
		a.doors[d.ID] = d.Label
	}
	return a, err
}

func (a actors) name(actor string) string {
	if door, ok := strings.CutPrefix(actor, "door:"); ok {
		return "l’accueil «\u00a0" + a.doors[door] + "\u00a0»"
	}
	if strings.HasPrefix(actor, "trainer:") {
		return "la formatrice ou le formateur"
	}
	if name, ok := a.users[actor]; ok {
		return name
	}
	switch actor {
	case "participant":
		return "la personne"
	case "system":
		return "la plateforme"
	case registration.Manager:
		return "le responsable"
	case registration.Referent:
		return "qui a inscrit le groupe"
	}
	return "l’équipe"
}

// listNames gives the names of a list's rows by id.
func listNames(app core.App, list string) (map[string]string, error) {
	items, err := records.Items(app, list)
	names := map[string]string{}
	for _, it := range items {
		names[it.ID] = it.Name
	}
	return names, err
}

// codeOptions makes the choices of a list by code; sectors without a name of their own are left out.
func codeOptions(app core.App, list string) (out []web.Option, err error) {
	items, err := records.Items(app, list)
	for _, it := range items {
		if list != records.Sectors || it.Named {
			out = append(out, web.Option{Value: it.Code, Label: it.Name})
		}
	}
	return out, err
}
