package reference

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// The two surveys that come with the platform. Their ids never change.
const (
	HotSurvey  = "enquetechaud001"
	ColdSurvey = "enquetefroid001"
)

// surveys writes the two surveys the first time, and chooses them for every programme that is no meeting. A folder of
// an earlier version gets them too, for its next events; those that exist ask nothing.
func surveys(app core.App) error {
	_, err := records.SurveyOf(app, HotSurvey)
	if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	for _, s := range ready {
		if err := records.AddSurvey(app, &s); err != nil {
			return err
		}
	}
	return records.UseSurveys(app, HotSurvey, ColdSurvey)
}

var ready = []records.Survey{
	{ID: HotSurvey, Title: "Questionnaire à chaud", Kind: domain.SurveyHot, Intro: "Deux minutes pour nous dire ce que vous avez pensé de cet événement.",
		Questions: types.JSONArray[domain.SurveyQuestion]{
			{Key: "satisfaction", Kind: domain.AskScale, Label: "Dans l’ensemble, êtes-vous satisfait de cet événement\u202f?", Required: true, Satisfaction: true},
			{Key: "contenu", Kind: domain.AskScale, Label: "Le contenu répondait-il à vos attentes\u202f?"},
			{Key: "organisation", Kind: domain.AskScale, Label: "L’organisation (accueil, lieu, horaires) vous a-t-elle convenu\u202f?"},
			{Key: "utile", Kind: domain.AskScale, Label: "Ce que vous avez appris ou échangé vous sera-t-il utile dans votre travail\u202f?"},
			{Key: "rencontre", Kind: domain.AskYesNo, Label: "Avez-vous rencontré des professionnels que vous ne connaissiez pas encore\u202f?"},
			{Key: "apprecie", Kind: domain.AskText, Label: "Qu’avez-vous le plus apprécié\u202f?"},
			{Key: "ameliorer", Kind: domain.AskText, Label: "Que faudrait-il améliorer\u202f?"},
		}},
	{ID: ColdSurvey, Title: "Questionnaire à froid", Kind: domain.SurveyCold, Intro: "Quelques semaines ont passé\u00a0: deux minutes pour nous dire ce qu’il en reste.",
		Questions: types.JSONArray[domain.SurveyQuestion]{
			{Key: "satisfaction", Kind: domain.AskScale, Label: "Avec le recul, cet événement vous a-t-il été utile\u202f?", Required: true, Satisfaction: true},
			{Key: "pratique", Kind: domain.AskOne, Label: "Votre pratique a-t-elle changé\u202f?", Options: []string{"Oui, nettement", "Oui, un peu", "Pas encore, c’est prévu", "Non"}},
			{Key: "contact", Kind: domain.AskYesNo, Label: "Avez-vous repris contact avec une personne ou une structure rencontrée ce jour-là\u202f?"},
			{Key: "usage", Kind: domain.AskMany, Label: "Qu’avez-vous utilisé depuis\u202f?", Help: "Plusieurs réponses possibles.",
				Options: []string{"Un contact", "Un outil ou un document", "Une connaissance", "Une façon d’orienter", "Rien pour l’instant"}},
			{Key: "exemple", Kind: domain.AskText, Label: "Un exemple de ce qui a changé\u202f?"},
			{Key: "besoin", Kind: domain.AskText, Label: "De quoi auriez-vous besoin maintenant\u202f?"},
		}},
}
