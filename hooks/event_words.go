package hooks

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// eventHead is what every page of the desk about an event says at its top.
type eventHead struct {
	ID, Title, Slug, When, Place string
	State, StateKind             string // in words; class of its tag
	Phase                        event.Phase
	Started                      bool
	Today                        bool // the day of its first half-day has come
	Coordinator                  bool
	Placement                    string // the stage croisé that it is the entry of; empty: none

	app      core.App
	approval bool
}

func headOf(e *core.RequestEvent, ev *records.Event, now time.Time) eventHead {
	h := eventHead{ID: ev.ID, Title: ev.Title, Slug: ev.Slug, Place: ev.Place, Phase: event.PhaseOf(ev, now),
		When: paris.Range(ev.StartsAt.Time(), ev.EndsAt.Time()), Started: !now.Before(ev.StartsAt.Time()), Today: !now.Before(paris.StartOfDay(ev.StartsAt.Time())), Coordinator: user(e).IsCoordinator(),
		Placement: ev.Placement, app: e.App, approval: ev.Approval}
	h.State, h.StateKind = eventState(h.Phase, h.Started)
	return h
}

// Path is the address of the event at the desk.
func (h eventHead) Path() string { return "/gestion/evenements/" + h.ID }

// Published tells whether registrations and the door are open to it.
func (h eventHead) Published() bool { return h.Phase == event.Coming || h.Phase == event.ToClose }

// Draft, Held and Cancelled name the other states for the pages.
func (h eventHead) Draft() bool { return h.Phase == event.Drafts }

// Held tells whether the event is closed.
func (h eventHead) Held() bool { return h.Phase == event.Past }

// Cancelled tells whether the event was called off.
func (h eventHead) Cancelled() bool { return h.Phase == event.Off }

func eventState(p event.Phase, started bool) (text, kind string) {
	switch p {
	case event.Drafts:
		return "Brouillon", "plain"
	case event.Off:
		return "Annulé", "err"
	case event.Past:
		return "Clôturé", "plain"
	case event.ToClose:
		return "À clôturer", "warn"
	}
	if started {
		return "En cours", "ok"
	}
	return "Publié", "ok"
}

// phaseNames are the tabs of the list.
var phaseNames = map[event.Phase]string{event.Coming: "À venir", event.ToClose: "À clôturer", event.Past: "Passés", event.Drafts: "Brouillons", event.Off: "Annulés"}

// outcomeNames say what became of registrations, in the plural of a table.
var outcomeNames = map[domain.Outcome]string{domain.Expected: "Attendus", domain.Present: "Présents", domain.Absent: "Absents", domain.Excused: "Excusés",
	domain.Withdrawn: "Désistements", domain.CancelledByOrganiser: "Annulés par l’organisateur", domain.OutcomeRefused: "Refusés",
	domain.Unserved: "Restés en liste d’attente", domain.OutcomeReplaced: "Remplacés"}

var (
	visibilityOptions = []web.Option{
		{Value: domain.Public, Label: "Tout le monde", Hint: "L’événement est dans l’agenda public."},
		{Value: domain.ByLink, Label: "Les personnes qui ont le lien", Hint: "Il n’est pas dans l’agenda ; son adresse ouvre sa page."},
		{Value: domain.Internal, Label: "Les organisateurs seulement", Hint: "Il n’a pas de page publique ; vous inscrivez vous-même."}}
	modeOptions = []web.Option{{Value: "onsite", Label: "Sur place"}, {Value: "remote", Label: "À distance"}, {Value: "mixed", Label: "Sur place et à distance"}}
	roleOptions = []web.Option{{Value: "porte", Label: "Porté par le PTSM"}, {Value: "coporte", Label: "Coporté avec un partenaire"},
		{Value: "soutenu", Label: "Soutenu (porté par un partenaire)"}, {Value: "participe", Label: "Participation du PTSM"}}
	ruleOptions = []web.Option{{Value: domain.AtLeastOneSlot, Label: "Présence à une demi-journée au moins"}, {Value: domain.EverySlot, Label: "Présence à toutes les demi-journées"},
		{Value: domain.EnoughSlots, Label: "Présence à un nombre de demi-journées", Hint: "Par exemple 3 demi-journées sur 4."},
		{Value: domain.EnoughMinutes, Label: "Un nombre d’heures suivies", Hint: "Sur toutes les demi-journées, pauses déduites."},
		{Value: domain.ByHand, Label: "Votre décision, personne par personne", Hint: "Après la clôture, vous dites qui a tout suivi ; qui n’est jamais venu n’a pas d’attestation."}}
	// headcountOptions are the categories of people counted without a name.
	headcountOptions = []web.Option{{Value: "public", Label: "Public"}, {Value: "users", Label: "Personnes concernées"}, {Value: "carers", Label: "Proches"}}
)

// optionLabel is the label of a value.
func optionLabel(options []web.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// trailWords say the actions of an event's trail.
var trailWords = map[string]string{"confirm_action": "a confirmé un lien à la feuille de route", "refuse_action": "a retiré un lien proposé à la feuille de route", "create": "a créé l’événement", "save": "a modifié l’événement", "publish": "a publié l’événement", "cancel": "a annulé l’événement",
	"close": "a clôturé l’événement", "reopen": "a rouvert l’événement", "duplicate": "a créé l’événement, copié d’un autre", "headcount": "a ajouté un décompte anonyme",
	"release": "a compté les absences et préparé les attestations : plus aucun téléphone n’est attendu", "waive_phone": "a décidé de ne plus attendre un téléphone",
	"surveys": "a choisi les questionnaires", "body": "a choisi l’instance qui se réunit", "invite": "a invité des membres", "remind": "a relancé des membres",
	records.Moved: "a changé le lieu ou les dates", records.Told: "a prévenu les personnes inscrites", records.NotTold: "a choisi de ne prévenir personne",
	"mails": "a réglé les messages", "file-added": "a joint un fichier aux consignes", "file-removed": "a retiré un fichier des consignes", "mailing": "a écrit aux personnes",
	"certificate-rules": "a réglé l’émission des attestations", "let_go": "a relu les attestations et les a émises", "send_certificates": "a renvoyé toutes les attestations",
	"retry_certificates": "a fait préparer de nouveau des documents en échec",
	"rules":              "a changé les règles des places", "training": "a changé ce que la formation demande", "door-rules": "a changé ce que l’accueil demande", "question": "a écrit ou déplacé une question", "unask": "a retiré une question",
	"speaker": "a écrit la fiche d’une intervenante ou d’un intervenant", "speaker-removed": "a retiré une intervenante ou un intervenant",
	"speaker-absent": "a noté qu’une intervenante ou un intervenant n’est pas venu", "speaker-present": "a noté qu’une intervenante ou un intervenant est venu",
	"maintain": "a maintenu la formation sous son minimum", "postpone": "a reporté la formation à d’autres dates",
	"repeat": "a créé l’événement, répétition d’un autre", "series-texts": "a repris les textes d’une autre date de la série"}

// trailLine is a line of a trail in words.
type trailLine struct {
	At                time.Time
	Who, What, Reason string
}

// eventTrail reads the trail of an event in words, the latest first.
func eventTrail(app core.App, id string) (lines []trailLine, err error) {
	rows, err := records.AuditOf(app, "event", id)
	if err != nil {
		return nil, err
	}
	users, err := records.Users(app)
	if err != nil {
		return nil, err
	}
	names := map[string]string{"system": "La plateforme", "platform": "La plateforme", "host": "L’établissement d’accueil"}
	for _, u := range users {
		names[u.Id] = u.Name()
	}
	for _, r := range rows {
		who, known := names[r.Actor]
		if !known {
			who = "La coordination"
		}
		what, known := trailWords[r.Action]
		if !known {
			what = r.Action
		}
		lines = append(lines, trailLine{At: r.At.Time(), Who: who, What: what, Reason: r.Reason})
	}
	return lines, nil
}
