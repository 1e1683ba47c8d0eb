package mail

import (
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// Variable is a word in braces that a letter may hold, and what it says. One that is empty takes its whole line
// away.
type Variable struct {
	Name, Says string
	value      func(*Words) string
	list       func(*Words) []string         // several lines, each begun by « - »
	link       func(*Words) (string, string) // kind and target of a secret address; see link.URL
	label      string                        // of a link without words before it
	optional   bool                          // empty, it goes alone: its line stays
}

// variables are all there are, in the order in which the editor lists them.
var variables = []Variable{
	{Name: "prénom", Says: "Le prénom de la personne qui lit le message.", value: func(w *Words) string { return w.FirstName }, optional: true},
	{Name: "nom", Says: "Son nom de famille.", value: func(w *Words) string { return w.LastName }, optional: true},
	{Name: "événement", Says: "Le titre de l’événement.", value: func(w *Words) string { return w.Event }},
	{Name: "dates", Says: "Les jours de l’événement : « du 12 au 14 mars 2026 ».", value: func(w *Words) string { return w.When }},
	{Name: "demi-journées", Says: "Chaque demi-journée avec ses heures, une par ligne.", list: func(w *Words) []string { return w.Slots }},
	{Name: "lieu", Says: "Le lieu et son adresse.", value: (*Words).whole},
	{Name: "accès", Says: "Comment venir.", value: func(w *Words) string { return w.Access }},
	{Name: "adresse de connexion", Says: "L’adresse pour participer à distance.", value: func(w *Words) string { return w.Remote }},
	{Name: "code court", Says: "Le code court du billet : « ABCD-EFGH ».", value: func(w *Words) string { return w.ShortCode }},
	{Name: "nom complet", Says: "Le prénom et le nom de la personne inscrite, quand quelqu’un d’autre lit le message.", value: func(w *Words) string { return w.Name }},
	{Name: "autre personne", Says: "La personne qui reçoit la place, qui la donne, ou qui propose l’échange.", value: func(w *Words) string { return w.Other }},
	{Name: "date limite", Says: "Jusqu’à quand la place est réservée : « jeudi 12 mars 2026 à 9 h ».", value: func(w *Words) string { return w.Until }},
	{Name: "référent", Says: "Le prénom et le nom de qui a inscrit cette personne avec ses collègues.", value: func(w *Words) string { return w.Referent }},
	{Name: "mentions", Says: "Ce que deviennent les données d’une personne que quelqu’un d’autre a inscrite (RGPD, article 14).", value: func(w *Words) string { return w.Notice }},
	{Name: "personnes", Says: "Les collègues inscrits, ou ce que chacun aurait, un par ligne.", list: func(w *Words) []string { return w.People }},
	{Name: "instance", Says: "L’instance qui se réunit.", value: func(w *Words) string { return w.Body }},
	{Name: "rang", Says: "La place sur la liste d’attente : « 3e ».", value: rank},
	{Name: "raison", Says: "La raison ou le mot donné, s’il y en a un.", value: func(w *Words) string { return w.Reason }},
	{Name: "consignes", Says: "Ce que vous avez écrit pour cet événement, à la page de ses messages.", value: func(w *Words) string { return w.Note }},
	{Name: "ancien lieu", Says: "Le lieu d’avant, s’il a changé.", value: func(w *Words) string { return w.OldPlace }},
	{Name: "anciennes demi-journées", Says: "Les dates et heures d’avant, si elles ont changé.", list: func(w *Words) []string { return w.OldSlots }},
	{Name: "document", Says: "Ce que le document atteste : « attestation de présence » ou « attestation de stage ».", value: func(w *Words) string { return w.Paper }},
	{Name: "numéro", Says: "Le numéro de l’attestation.", value: func(w *Words) string { return w.Number }},
	{Name: "adresse de l’évaluation", Says: "L’adresse de l’évaluation de l’événement, s’il en a une.", value: func(w *Words) string { return w.Evaluation }},
	{Name: "demi-journée manquée", Says: "La demi-journée de son groupe que la personne rattrape ailleurs.", list: func(w *Words) []string { return w.OldSlots }},
	{Name: "organisme", Says: "Qui délivre le certificat propre à la formation : « PSSM France ».", value: func(w *Words) string { return w.Issuer }},
	{Name: "stage", Says: "Le titre de la campagne de stages croisés.", value: func(w *Words) string { return w.Stage.Campaign }},
	{Name: "personne en stage", Says: "Le prénom et le nom de qui fait le stage.", value: func(w *Words) string { return w.Stage.Person }},
	{Name: "de la personne en stage", Says: "« de Camille Exemple », « d’Aurore Exemple » : après « le stage croisé ».", value: ofStagePerson},
	{Name: "structure d’origine", Says: "La structure et le service de qui fait le stage.", value: func(w *Words) string { return w.Stage.Home }},
	{Name: "structure d’accueil", Says: "La structure et le service où le stage a lieu.", value: func(w *Words) string { return w.Stage.Host }},
	{Name: "tuteur", Says: "Qui accueille sur place : nom, fonction, téléphone, adresse électronique.", value: func(w *Words) string { return w.Stage.Tutor }},
	{Name: "souhaits", Says: "Les places demandées, une par ligne, la préférée d’abord.", list: func(w *Words) []string { return w.Stage.Wishes }},
	{Name: "objectifs", Says: "Ce que la personne attend de son stage.", value: func(w *Words) string { return w.Stage.Goals }},
	{Name: "conditions", Says: "Badge, vaccination, tenue, repas et accès du lieu de stage, un par ligne.", list: func(w *Words) []string { return w.Stage.Conditions }},
	{Name: "attendu", Says: "Ce que le stage attend de qui lit le message : « votre accord », « votre signature »…", value: func(w *Words) string { return w.Stage.Awaited }},
	{Name: "contact", Says: "À qui écrire ou téléphoner.", value: func(w *Words) string { return w.Contact }},
	{Name: "organisateur", Says: "Le nom de l’organisateur.", value: func(w *Words) string { return w.Organiser }},
	{Name: "lien de mon inscription", Says: "L’adresse personnelle de l’inscription. Seule au bout d’une ligne, elle devient un bouton.",
		link: func(w *Words) (string, string) { return "inscription", w.Registration }, label: "Voir mon inscription"},
	{Name: "lien pour annuler", Says: "L’adresse personnelle qui demande, en un bouton, s’il faut annuler.",
		link: func(w *Words) (string, string) { return "annuler", w.Registration }, label: "Je ne peux pas venir"},
	{Name: "lien pour garder ma place", Says: "L’adresse personnelle où dire, en un bouton, que les nouvelles dates conviennent.",
		link: func(w *Words) (string, string) { return "dates", w.Registration }, label: "Je viens toujours"},
	{Name: "lien pour laisser ma place", Says: "La même, où dire qu’elles ne conviennent pas.",
		link: func(w *Words) (string, string) { return "dates-non", w.Registration }, label: "Je ne peux plus"},
	{Name: "lien de la demande", Says: "L’adresse où le responsable lit la demande et répond.",
		link: func(w *Words) (string, string) { return "accord", w.Registration }, label: "Lire la demande et répondre"},
	{Name: "lien du groupe", Says: "L’adresse où la personne référente suit ses collègues.",
		link: func(w *Words) (string, string) { return "groupe", w.Booking }, label: "Voir ces inscriptions"},
	{Name: "lien des mentions", Says: "L’adresse de la page sur les données personnelles, pour qui a été inscrit par quelqu’un d’autre.",
		link: func(w *Words) (string, string) { return "adresse", w.Rights }, label: "Mes droits sur ces données"},
	{Name: "lien pour répondre", Says: "L’adresse où répondre à l’invitation.",
		link: func(w *Words) (string, string) { return "invitation", w.Invitation }, label: "Répondre à l’invitation"},
	{Name: "lien de la déclaration", Says: "L’adresse de ce qui a été déclaré.",
		link: func(w *Words) (string, string) { return "declaration", w.Declaration }, label: "Voir ma déclaration"},
	{Name: "lien de mon attestation", Says: "L’adresse de l’attestation à télécharger.",
		link: func(w *Words) (string, string) { return "attestation", w.Certificate }, label: "Télécharger mon attestation"},
	{Name: "lien du questionnaire", Says: "L’adresse personnelle du questionnaire. Les réponses restent anonymes.",
		link: func(w *Words) (string, string) { return "enquete", w.Survey }, label: "Donner mon avis"},
	{Name: "lien de mes inscriptions", Says: "L’adresse de toutes les inscriptions faites avec cette adresse.",
		link: func(w *Words) (string, string) { return "jeton-espace", w.Link }, label: "Voir mes inscriptions"},
	{Name: "lien du stage", Says: "L’adresse personnelle où chacun suit le stage et y fait ce qui l’attend.",
		link: func(w *Words) (string, string) { return w.Stage.Party, w.Stage.Placement }, label: "Voir ce stage"},
	{Name: "lien de la place", Says: "L’adresse personnelle d’une place proposée.",
		link: func(w *Words) (string, string) { return "place-stage", w.Stage.Offer }, label: "Voir cette place"},
	{Name: "lien des réglages", Says: "L’adresse des réglages.",
		link: func(*Words) (string, string) { return "adresse", "/gestion/reglages" }, label: "Revenir aux réglages"},
}

func ofStagePerson(w *Words) string {
	if w.Stage.Person == "" {
		return ""
	}
	return paris.Of(w.Stage.Person)
}

func rank(w *Words) string {
	if w.Rank == 0 {
		return ""
	}
	return paris.Ordinal(w.Rank)
}

var byName = func() map[string]*Variable {
	names := map[string]*Variable{}
	for i := range variables {
		names[domain.Fold(variables[i].Name)] = &variables[i]
	}
	return names
}()

// variable finds what a word in braces names, spelled with or without accents and capitals; nil: nothing.
func variable(name string) *Variable { return byName[domain.Fold(name)] }

// empty tells whether the variable says nothing in this letter.
func (v *Variable) empty(w *Words) bool {
	switch {
	case v.link != nil:
		_, target := v.link(w)
		return target == ""
	case v.list != nil:
		return len(v.list(w)) == 0
	}
	return v.value(w) == ""
}

// text is the variable inside a line.
func (v *Variable) text(w *Words) string {
	switch {
	case v.link != nil:
		return v.reference(v.label, w)
	case v.list != nil:
		return strings.Join(v.list(w), " ; ")
	}
	return v.value(w)
}

// reference is the link under a label, its address still to be put in.
func (v *Variable) reference(label string, w *Words) string {
	kind, target := v.link(w)
	if w.Desk != "" {
		kind, target = "adresse", w.Desk
	}
	return "[[" + strings.ReplaceAll(label, "|", "/") + "|" + kind + ":" + target + "]]"
}
