package demo

import "passerelle/internal/domain"

// stageFate is how far a stage croisé goes.
type stageFate int

const (
	stageAsked     stageFate = iota // the manager did not answer yet
	stageAgreed                     // waits for a place
	stageDeclined                   // by the manager
	stageLeft                       // nothing to offer: told so
	stageMatched                    // the agreement is to be sent
	stageSent                       // one signature is there
	stageSigned                     // the days are to come
	stageBegun                      // a half-day is told, another to come
	stageUntold                     // the days are over, and nothing was said of them
	stageDone                       // the report is awaited
	stageCertified                  // to its end
	stageMoved                      // put off, a new version signed, then to its end
	stageShort                      // to its end, one half-day shortened
	stagePostponed                  // put off, without new dates yet
	stageCancelled                  // by the host, before the first half-day
	stageNoShow                     // nobody came
)

// stagePlace is what a structure offers. Days are counted from the beginning of the stages of its campaign.
type stagePlace struct {
	structure, service, town, territory string
	days                                []int // each a morning and an afternoon
	mornings                            bool  // mornings alone
	places                              int
	tutor, role, seen, dress, access    string
	badge, vaccination, meal, crossed   string
	proposed                            bool // by the structure's link: the coordinator has not read it
}

// stageWish is what somebody asks for: ranks of places in the same campaign, the dearest first.
type stageWish struct {
	structure         string
	rank              int // among the people of that structure in the crowd
	service, job, aim string
	choices           []int
	fate              stageFate
	signer            string // of the home structure
	how               []string
}

// springPlaces are those of the campaign that is over.
var springPlaces = []stagePlace{
	{structure: "EPSM Val de Lys-Artois", service: "Centre médico-psychologique adultes", town: "Béthune", territory: "cabbalr", days: []int{10}, places: 2, tutor: "Ombeline Roselière", role: "Cadre de santé",
		seen: "L’accueil, une réunion d’équipe, l’articulation avec le médecin traitant.", badge: "Un badge « visiteur » est remis à l’accueil.", vaccination: "Aucune obligation pour un stage d’observation.", dress: "Tenue de ville.", crossed: "Le Cheval Bleu"},
	{structure: "Le Cheval Bleu", service: "Service d’accompagnement à la vie sociale", town: "Bully-les-Mines", territory: "lens-henin", days: []int{12}, places: 2, tutor: "Isaure Frênaie", role: "Cheffe de service",
		seen: "Le logement accompagné, les visites à domicile, le groupe d’entraide.", dress: "Chaussures confortables : beaucoup de marche.", meal: "Repas partagé avec l’équipe, 6 €.", crossed: "EPSM Val de Lys-Artois"},
	{structure: "GHAT", service: "Équipe de liaison des urgences", town: "Arras", territory: "cua", days: []int{17}, mornings: true, places: 1, tutor: "Côme Sittelle", role: "Infirmier coordinateur",
		seen: "L’évaluation aux urgences et l’orientation.", badge: "Badge nominatif, pièce d’identité demandée.", vaccination: "Obligations vaccinales du service : à voir avec la médecine du travail.", dress: "Blouse fournie."},
	{structure: "SIAO 62", service: "Plateforme 115", town: "Lens", territory: "lens-henin", days: []int{18}, places: 2, tutor: "Aliénor Ternoise", role: "Coordinatrice", seen: "La régulation des demandes d’hébergement d’urgence.", access: "Gare de Lens à dix minutes à pied.", crossed: "GHAT"},
	{structure: "MDA Hénin-Beaumont", service: "Accueil des adolescents", town: "Hénin-Beaumont", territory: "lens-henin", days: []int{24}, mornings: true, places: 2, tutor: "Bérénice Capucine", role: "Éducatrice", seen: "Le premier accueil, le travail avec les collèges."},
	{structure: "EPDEF", service: "Maison d’enfants", town: "Arras", territory: "cua", days: []int{25, 32}, places: 1, tutor: "Maïwenn Sorbier", role: "Chef de service", seen: "Le quotidien d’une unité, la réunion de synthèse.", meal: "Repas sur place offert."},
}

// springWishes end it: nine placements done, and what did not go as planned.
var springWishes = []stageWish{
	{structure: "Le Cheval Bleu", service: "SAVS", job: "Éducateur", aim: "Comprendre comment se décide une hospitalisation.", choices: []int{0, 2}, fate: stageCertified, signer: "Direction du Cheval Bleu", how: []string{domain.ToldByTicket, domain.ToldByTicket}},
	{structure: "Le Cheval Bleu", rank: 1, service: "Logement accompagné", job: "Moniteur-éducateur", aim: "Savoir à qui téléphoner.", choices: []int{0}, fate: stageCertified, signer: "Direction du Cheval Bleu", how: []string{domain.ToldByCode, ""}},
	{structure: "EPSM Val de Lys-Artois", service: "CMP de Lillers", job: "Infirmière", aim: "Voir ce que devient le quotidien après une hospitalisation.", choices: []int{1, 3}, fate: stageCertified, signer: "Direction des soins de l’EPSM", how: []string{domain.ToldByTicket, domain.ToldByTicket}},
	{structure: "EPSM Val de Lys-Artois", rank: 1, service: "Hôpital de jour", job: "Psychologue", aim: "Rencontrer l’équipe du logement accompagné.", choices: []int{1}, fate: stageMoved, signer: "Direction des soins de l’EPSM"},
	{structure: "GHAT", service: "Psychiatrie adultes", job: "Assistante sociale", aim: "Comprendre les critères du 115.", choices: []int{3, 1}, fate: stageCertified, signer: "Direction du GHAT", how: []string{"", ""}},
	{structure: "SIAO 62", service: "Observatoire", job: "Coordinateur", aim: "Voir les urgences de l’intérieur.", choices: []int{2}, fate: stageShort, signer: "Direction du SIAO 62", how: []string{domain.ToldByCode}},
	{structure: "Éducation nationale", service: "Collège de démonstration", job: "Infirmière scolaire", aim: "Mieux orienter les élèves.", choices: []int{4}, fate: stageCertified, signer: "Direction académique", how: []string{domain.ToldByTicket}},
	{structure: "PJJ", service: "Milieu ouvert", job: "Éducatrice", aim: "Connaître l’accueil des adolescents.", choices: []int{4, 5}, fate: stageCertified, signer: "Direction territoriale de la PJJ", how: []string{domain.ToldByTicket}},
	{structure: "CH Lens", service: "Pédopsychiatrie", job: "Psychologue", aim: "Passer deux jours dans une maison d’enfants.", choices: []int{5}, fate: stageCertified, signer: "Direction du CH de Lens", how: []string{domain.ToldByTicket, domain.ToldByTicket, "", ""}},
	{structure: "AHNAC", service: "Centre de psychothérapie", job: "Ergothérapeute", aim: "Découvrir le 115.", choices: []int{3}, fate: stageNoShow, signer: "Direction de l’AHNAC"},
	{structure: "CHHB", service: "Urgences", job: "Aide-soignant", aim: "Découvrir la maison d’enfants.", choices: []int{5}, fate: stageLeft},
	{structure: "Département du Pas-de-Calais", service: "Maison des solidarités", job: "Assistante sociale", aim: "Voir un CMP.", choices: []int{0, 4}, fate: stageDeclined},
}

// autumnPlaces are those of the campaign that runs.
var autumnPlaces = []stagePlace{
	{structure: "CH Lens", service: "Équipe mobile psychiatrie précarité", town: "Lens", territory: "lens-henin", days: []int{-16}, places: 2, tutor: "Apolline Busard", role: "Infirmière", seen: "Les maraudes, les permanences en accueil de jour.", dress: "Tenue de ville, chaussures fermées.", vaccination: "Aucune obligation pour un stage d’observation.", crossed: "SIAO 62"},
	{structure: "SIAO 62", service: "Accueil de jour", town: "Lens", territory: "lens-henin", days: []int{-9}, places: 2, tutor: "Aliénor Ternoise", role: "Coordinatrice", seen: "Une matinée d’accueil, une commission d’orientation.", crossed: "CH Lens"},
	{structure: "APEI Hénin-Carvin", service: "Foyer de vie", town: "Carvin", territory: "lens-henin", days: []int{-3, 4}, mornings: true, places: 2, tutor: "Gauvain Cornouiller", role: "Chef de service", seen: "La vie du foyer, le lien avec la psychiatrie.", meal: "Repas sur place, 5 €.", access: "Bus 18, arrêt de la mairie."},
	{structure: "EPSM Val de Lys-Artois", service: "Hospitalisation à domicile", town: "Saint-Venant", territory: "cabbalr", days: []int{8}, places: 2, tutor: "Ombeline Roselière", role: "Cadre de santé", seen: "Une tournée avec l’équipe.", badge: "Badge remis le matin, à rendre le soir.", access: "Parking du personnel, entrée B.", crossed: "La Vie Active"},
	{structure: "La Vie Active", service: "Institut thérapeutique, éducatif et pédagogique", town: "Liévin", territory: "lens-henin", days: []int{11}, places: 1, tutor: "Foulques Martinet", role: "Directeur adjoint", seen: "Une journée avec les éducateurs.", crossed: "EPSM Val de Lys-Artois"},
	{structure: "MDA Saint-Omer", service: "Consultations", town: "Saint-Omer", territory: "capso", days: []int{18}, mornings: true, places: 1, tutor: "Clotilde Grèbe", role: "Psychologue", seen: "Le premier accueil, la réunion du jeudi."},
	{structure: "GHAT", service: "Centre de jour", town: "Arras", territory: "cua", days: []int{32}, places: 2, tutor: "Sidonie Houblon", role: "Ergothérapeute", seen: "Les ateliers, la réunion avec les familles.", crossed: "Avenirs des cités"},
	{structure: "Avenirs des cités", service: "Prévention spécialisée", town: "Lens", territory: "lens-henin", days: []int{34}, places: 1, tutor: "Tancrède Busard", role: "Chef de service", seen: "Une journée de rue, puis le local.", dress: "Chaussures de marche.", crossed: "GHAT"},
	{structure: "MDA Hénin-Beaumont", service: "Accueil des adolescents", town: "Hénin-Beaumont", territory: "lens-henin", days: []int{39}, mornings: true, places: 1, tutor: "Bérénice Capucine", role: "Éducatrice", seen: "Le premier accueil, le travail avec les collèges."},
	{structure: "PEP 62", service: "Centre médico-psycho-pédagogique", town: "Arras", territory: "cua", days: []int{20}, places: 2, tutor: "Hermine Sauge", role: "Orthophoniste", seen: "Une matinée de bilans, la synthèse d’équipe.", proposed: true},
}

// autumnWishes are at every state of the path.
var autumnWishes = []stageWish{
	{structure: "SIAO 62", rank: 1, service: "Plateforme 115", job: "Travailleuse sociale", aim: "Comprendre comment l’équipe mobile décide de venir.", choices: []int{0}, fate: stageCertified, signer: "Direction du SIAO 62", how: []string{domain.ToldByTicket, domain.ToldByTicket}},
	{structure: "EPDAHAA", service: "SAMSAH", job: "Éducateur", aim: "Travailler avec l’équipe mobile.", choices: []int{0, 1}, fate: stageDone, signer: "Direction de l’EPDAHAA", how: []string{domain.ToldByCode, ""}},
	{structure: "CH Lens", rank: 1, service: "Équipe mobile psychiatrie précarité", job: "Infirmier", aim: "Voir l’accueil de jour.", choices: []int{1, 2}, fate: stageUntold, signer: "Direction du CH de Lens"},
	{structure: "GHAT", rank: 1, service: "CMP d’Arras", job: "Psychologue", aim: "Connaître le foyer de vie.", choices: []int{2}, fate: stageBegun, signer: "Direction du GHAT", how: []string{domain.ToldByTicket}},
	{structure: "La Vie Active", service: "ITEP", job: "Éducatrice", aim: "Suivre une tournée à domicile.", choices: []int{3, 5}, fate: stageSigned, signer: "Direction de La Vie Active"},
	{structure: "EPSM Val de Lys-Artois", rank: 2, service: "Hospitalisation à domicile", job: "Infirmière", aim: "Passer une journée en ITEP.", choices: []int{4}, fate: stageSent, signer: "Direction des soins de l’EPSM"},
	{structure: "Éducation nationale", rank: 1, service: "Lycée de démonstration", job: "Conseillère", aim: "Rencontrer la maison des adolescents.", choices: []int{5}, fate: stageMatched, signer: "Direction académique"},
	{structure: "Avenirs des cités", service: "Prévention spécialisée", job: "Éducateur", aim: "Voir l’hospitalisation à domicile.", choices: []int{3, 2}, fate: stagePostponed, signer: "Direction d’Avenirs des cités"},
	{structure: "AHNAC", rank: 1, service: "Centre de psychothérapie", job: "Infirmier", aim: "Découvrir un accueil de jour.", choices: []int{1}, fate: stageCancelled, signer: "Direction de l’AHNAC"},
	{structure: "UDAPEI 62", service: "Siège", job: "Coordinatrice", aim: "Connaître les équipes mobiles.", choices: []int{8, 6}, fate: stageAgreed},
	{structure: "Avenirs des cités", rank: 1, service: "Prévention spécialisée", job: "Éducatrice", aim: "Voir un centre de jour de l’intérieur.", choices: []int{6, 8}, fate: stageAgreed},
	{structure: "GHAT", rank: 2, service: "CMP d’Arras", job: "Infirmier", aim: "Aller à la rencontre des jeunes.", choices: []int{7, 8}, fate: stageAgreed},
	{structure: "PJJ", rank: 1, service: "Milieu ouvert", job: "Éducateur", aim: "Connaître la maison des adolescents.", choices: []int{8, 7}, fate: stageAgreed},
	{structure: "Éducation nationale", rank: 2, service: "Collège de démonstration", job: "Infirmière scolaire", aim: "Comprendre le centre de jour.", choices: []int{6, 8, 7}, fate: stageAgreed},
	{structure: "CHHB", rank: 1, service: "Maternité", job: "Sage-femme", aim: "Mieux repérer la précarité.", choices: []int{3, 5}, fate: stageAsked},
	{structure: "APF France handicap", service: "Service d’accompagnement", job: "Assistante", aim: "Travailler avec la psychiatrie de secteur.", choices: []int{3}, fate: stageAsked},
}
