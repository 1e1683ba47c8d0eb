package mail

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/templates"
)

// Model is a letter that the coordinator may reword.
type Model struct {
	Kind, Label, When string
	names             []string // of its variables, besides those of every letter about a registration
	alone             bool     // about no registration: its names are all it has
}

// common are the variables of every letter about a registration.
var common = []string{"prénom", "nom", "événement", "dates", "demi-journées", "lieu", "accès", "adresse de connexion", "code court", "contact", "organisateur", "lien de mon inscription",
	"référent", "mentions", "lien des mentions"}

// ofEvents are the variables of a letter about an event to somebody who is not registered; declared, those of one
// about what a partner declared.
var (
	ofEvents = []string{"événement", "dates", "demi-journées", "lieu", "accès", "adresse de connexion", "contact", "organisateur"}
	declared = []string{"événement", "dates", "raison", "lien de la déclaration", "contact", "organisateur"}
)

// Models are the letters that go to people, in the order of what happens to them.
var Models = slices.Concat([]Model{
	{Kind: Confirmation, Label: "Confirmation", When: "Dès qu’une place est confirmée. Le billet et le calendrier sont joints.", names: []string{"raison"}},
	{Kind: Waitlisted, Label: "Liste d’attente", When: "Quand toutes les places sont prises.", names: []string{"rang", "raison"}},
	{Kind: Promoted, Label: "Place libérée", When: "Quand une place de la liste d’attente est donnée. Le billet est joint."},
	{Kind: Offered, Label: "Place proposée", When: "Quand une place de la liste d’attente est proposée, à confirmer avant une date.", names: []string{"date limite"}},
	{Kind: OfferExpired, Label: "Place non confirmée", When: "Quand une place proposée n’a pas été confirmée à temps."},
	{Kind: Requested, Label: "Demande reçue", When: "Quand l’événement choisit ses participants, dès la demande.", names: []string{"raison"}},
	{Kind: Refused, Label: "Demande refusée", When: "Quand une demande n’est pas retenue.", names: []string{"raison"}},
	{Kind: PendingManager, Label: "Accord du responsable attendu", When: "À la personne, quand l’accord de son responsable est demandé."},
	{Kind: ManagerAsked, Label: "Demande d’accord", When: "Au responsable, quand son accord est demandé.", names: append([]string{"nom complet", "personnes", "lien de la demande"}, ofEvents...), alone: true},
	{Kind: ManagerAgain, Label: "Rappel de la demande d’accord", When: "Au responsable qui n’a pas répondu.", names: append([]string{"nom complet", "personnes", "lien de la demande"}, ofEvents...), alone: true},
	{Kind: Booked, Label: "Collègues inscrits", When: "À la personne qui inscrit des collègues.", names: append([]string{"prénom", "nom", "personnes", "lien du groupe"}, ofEvents...), alone: true},
	{Kind: Replaced, Label: "Place donnée", When: "À qui donne sa place à une ou un collègue.", names: []string{"autre personne"}},
	{Kind: Successor, Label: "Place reçue", When: "À qui reçoit la place d’une ou un collègue. Le billet est joint.", names: []string{"autre personne", "raison"}},
	{Kind: SwapProposed, Label: "Échange proposé", When: "À la personne à qui un échange est proposé.", names: []string{"autre personne", "personnes"}},
	{Kind: Swapped, Label: "Échange fait", When: "Aux deux personnes, quand leur échange est fait. Le nouveau billet est joint.", names: []string{"raison"}},
	{Kind: SwapRefused, Label: "Échange non retenu", When: "À qui avait proposé un échange."},
	{Kind: Moved, Label: "Nouvelle adresse", When: "À la nouvelle adresse, quand une personne en change."},
	{Kind: MovedAway, Label: "Adresse changée", When: "À l’ancienne adresse, quand une personne en change."},
	{Kind: Joining, Label: "Consignes", When: "Quelques jours avant, selon l’événement. Ses fichiers sont joints.", names: []string{"consignes", "lien pour annuler"}},
	{Kind: Reminder, Label: "Rappel", When: "Quelques jours avant, selon l’événement.", names: []string{"lien pour annuler"}},
	{Kind: Changed, Label: "Changement de lieu ou de date", When: "Quand vous prévenez les personnes inscrites. Le nouveau calendrier est joint.",
		names: []string{"ancien lieu", "anciennes demi-journées", "lien pour annuler"}},
	{Kind: CatchUpPlanned, Label: "Rattrapage prévu", When: "Quand une demi-journée manquée est à rattraper dans un autre groupe. Les dates et le lieu sont ceux de l’autre groupe.",
		names: []string{"raison", "demi-journée manquée"}},
	{Kind: CatchUpOff, Label: "Rattrapage retiré", When: "Quand un rattrapage prévu n’aura pas lieu.", names: []string{"raison", "demi-journée manquée"}},
	{Kind: IssuerChase, Label: "Certificat de la formation", When: "Une seule fois, quinze jours après une formation dont un organisme délivre le certificat, à qui l’a suivie en entier et n’a pas encore ce certificat.",
		names: []string{"organisme", "adresse de l’évaluation"}},
	{Kind: Postponed, Label: "Formation reportée", When: "Quand une formation est reportée : chacun dit si les nouvelles dates conviennent. Le nouveau calendrier est joint.",
		names: []string{"raison", "anciennes demi-journées", "lien pour garder ma place", "lien pour laisser ma place"}},
	{Kind: PostponedAgain, Label: "Rappel des nouvelles dates", When: "Huit jours avant une formation reportée, à qui n’a pas répondu.",
		names: []string{"lien pour garder ma place", "lien pour laisser ma place"}},
	{Kind: Maintained, Label: "Formation maintenue", When: "Quand vous maintenez une formation sous son minimum, si vous le demandez.", names: []string{"lien pour annuler"}},
	{Kind: GroupChanged, Label: "Changement de groupe", When: "Quand vous passez une personne dans un autre groupe. Le nouveau billet est joint.",
		names: []string{"anciennes demi-journées", "rang", "raison"}},
	{Kind: Again, Label: "Lien envoyé de nouveau", When: "Quand une personne, ou vous, redemande le lien de son inscription."},
	{Kind: Withdrawn, Label: "Désistement", When: "Quand une personne annule son inscription.", names: []string{"raison"}},
	{Kind: RemovedByDesk, Label: "Inscription annulée par l’organisateur", When: "Quand vous annulez une inscription.", names: []string{"raison"}},
	{Kind: EventCancelled, Label: "Événement annulé", When: "Quand un événement est annulé, à chaque personne attendue.", names: []string{"raison"}},
	{Kind: Thanks, Label: "Remerciement", When: "Après l’événement, aux personnes présentes.", names: []string{"consignes", "lien du questionnaire"}},
	{Kind: SurveyHot, Label: "Questionnaire à chaud", When: "Le lendemain, aux personnes présentes, quand l’événement n’a pas de remerciement pour porter le lien.", names: []string{"lien du questionnaire"}},
	{Kind: SurveyCold, Label: "Questionnaire à froid", When: "Deux à trois mois après, aux personnes présentes.", names: []string{"lien du questionnaire"}},
	{Kind: SurveyChase, Label: "Rappel du questionnaire à froid", When: "Quatorze jours plus tard, deux fois au plus, à qui n’a pas répondu.", names: []string{"lien du questionnaire"}},
	{Kind: CertificateOut, Label: "Attestation", When: "Quand une attestation est prête. Elle est jointe.", names: []string{"document", "numéro", "lien de mon attestation"}},
	{Kind: SurveyAsked, Label: "Évaluation avant l’attestation", When: "À la clôture, à qui il ne manque que l’évaluation pour recevoir son attestation.", names: []string{"adresse de l’évaluation", "lien du questionnaire"}},
	{Kind: CertificateOff, Label: "Attestation retirée", When: "Quand une attestation n’est plus valable.", names: []string{"numéro", "raison"}},
	{Kind: SpeakerOut, Label: "Attestation d’intervention", When: "À qui intervient ou forme, quand son attestation est prête. Elle est jointe.", names: append([]string{"prénom", "numéro", "lien de mon attestation"}, ofEvents...), alone: true},
	{Kind: SpeakerOff, Label: "Attestation d’intervention retirée", When: "Quand une attestation d’intervention n’est plus valable.", names: append([]string{"prénom", "numéro", "raison"}, ofEvents...), alone: true},
	{Kind: SummaryOff, Label: "Récapitulatif retiré", When: "Quand le récapitulatif annuel d’une personne ne dit plus toutes ses présences.", names: []string{"numéro", "raison"}},
	{Kind: Invited, Label: "Invitation", When: "Aux membres d’une instance, quand vous les invitez.", names: append([]string{"prénom", "instance", "lien pour répondre"}, ofEvents...), alone: true},
	{Kind: InvitedAgain, Label: "Rappel d’invitation", When: "Aux membres qui n’ont pas répondu.", names: append([]string{"prénom", "instance", "lien pour répondre"}, ofEvents...), alone: true},
	{Kind: DeclarationReceived, Label: "Action déclarée", When: "Au partenaire, dès sa déclaration.", names: declared, alone: true},
	{Kind: DeclarationAccepted, Label: "Action acceptée", When: "Au partenaire, quand vous acceptez son action.", names: declared, alone: true},
	{Kind: DeclarationRefused, Label: "Action refusée", When: "Au partenaire, quand vous refusez son action.", names: declared, alone: true},
	{Kind: Space, Label: "Mes inscriptions", When: "Quand quelqu’un demande le lien de ses inscriptions.",
		names: []string{"lien de mes inscriptions", "contact", "organisateur"}, alone: true},
}, stageModels)

// unwritten are the letters of the house that nobody rewords: a login code, a test, what is written by hand.
var unwritten = []Model{
	{Kind: LoginCode, names: []string{"code court", "organisateur"}, alone: true},
	{Kind: Test, names: []string{"lien des réglages", "organisateur"}, alone: true},
	{Kind: Written},
}

// ModelOf finds a letter by kind; ErrNotFound for one that nobody rewords.
func ModelOf(kind string) (Model, error) {
	for _, m := range Models {
		if m.Kind == kind {
			return m, nil
		}
	}
	return Model{}, records.ErrNone
}

// Alone tells whether the letter is about no registration.
func (m Model) Alone() bool { return m.alone }

// Variables lists what the letter may name.
func (m Model) Variables() (list []Variable) {
	names := m.names
	if !m.alone {
		names = append(slices.Clone(common), m.names...)
	}
	for _, v := range variables {
		if slices.Contains(names, v.Name) {
			list = append(list, v)
		}
	}
	return list
}

// Wording is the text of a letter, its variables still in braces.
type Wording struct{ Subject, Text string }

// The longest subject and text of a letter, in characters.
const (
	MaxSubject = 200
	MaxText    = 10000
)

// Check refuses a wording without subject or text, and one that names what the letter does not know
// (ErrVariable, Arg: the words in braces), at « subject » and « text ».
func (m Model) Check(w Wording) error {
	var errs domain.Errors
	for _, part := range []struct {
		field, text string
		max         int
	}{{"subject", w.Subject, MaxSubject}, {"text", w.Text, MaxText}} {
		if e := domain.CheckLine(part.field, part.text, part.max, true, true); e != nil {
			errs = append(errs, *e)
			continue
		}
		if unknown := m.unknown(part.text, part.field == "subject"); len(unknown) > 0 {
			errs = append(errs, domain.Error{Code: domain.ErrVariable, Field: part.field, Arg: strings.Join(unknown, ", ")})
		}
	}
	return errs.OrNil()
}

// unknown lists the words in braces that the letter does not know. A subject holds no link.
func (m Model) unknown(text string, subject bool) (names []string) {
	known := map[string]bool{}
	for _, v := range m.Variables() {
		known[domain.Fold(v.Name)] = v.link == nil || !subject
	}
	for _, found := range braces.FindAllStringSubmatch(text, -1) {
		if !known[domain.Fold(found[1])] && !slices.Contains(names, found[0]) {
			names = append(names, found[0])
		}
	}
	return names
}

// house are the texts that ship, by kind.
var house = func() map[string]Wording {
	texts := map[string]Wording{}
	for _, m := range slices.Concat(Models, unwritten) {
		if m.Kind == Written {
			continue // written by hand, each time
		}
		w, err := shipped(m.Kind)
		if err == nil {
			err = m.Check(w)
		}
		if err != nil {
			panic("letter " + m.Kind + ": " + err.Error())
		}
		texts[m.Kind] = w
	}
	return texts
}()

// shipped reads templates/mail/KIND.txt: its first line is « Objet : … », whatever space stands before its colon.
func shipped(kind string) (Wording, error) {
	b, err := fs.ReadFile(templates.FS, "mail/"+kind+".txt")
	if err != nil {
		return Wording{}, err
	}
	first, rest, _ := strings.Cut(string(b), "\n")
	word, subject, found := strings.Cut(first, ":")
	if !found || strings.TrimSpace(word) != "Objet" {
		return Wording{}, fmt.Errorf("the first line is « %s », not the subject", first)
	}
	return Wording{strings.TrimSpace(subject), strings.TrimSpace(rest)}, nil
}

// House is the text of a letter as it ships.
func House(kind string) Wording { return house[kind] }

// WordingOf is the text of a letter: the coordinator's, else the house's.
func WordingOf(app core.App, kind string) (Wording, error) {
	t, err := records.MailTemplateOf(app, kind)
	if domain.Is(err, domain.ErrNotFound) {
		return house[kind], nil
	}
	if err != nil {
		return Wording{}, err
	}
	return Wording{t.Subject, t.Text}, nil
}
