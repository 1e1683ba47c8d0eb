package demo

import (
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// next is today's event, what is coming, and what is not published yet.
func next(now time.Time) []plan {
	c := calendar{now}
	return []plan{forum(now), youngAid(c), aidTooSmall(c), aidLater(c), teensAgain(c), byLink(c), committee(c), notOpen(c), evening(c), firstDaysAgain(c), selected(c), agreed(c), notPublished(c)}
}

func forum(now time.Time) plan {
	p := plan{fate: running, title: "Forum des partenaires de la santé mentale", programme: "conference", territory: "cua",
		summary: "Qui fait quoi près de chez vous : les équipes se présentent, puis travaillent ensemble par petits groupes.",
		description: "Soin, social, médico-social, éducation, justice : le forum réunit celles et ceux qui accompagnent les mêmes personnes sans toujours se connaître.\n\n" +
			"C’est l’événement du jour de la démonstration : ouvrez son accueil sur un téléphone et présentez-lui un billet.",
		audience: "Tous les partenaires du projet territorial de santé mentale.", group: "transversal", role: "porte", priority: "2",
		town: "Salle des Arcades (lieu de démonstration)", address: "2 rue de la Démonstration, 62000 Arras", organiser: true,
		access: "Entrée de plain-pied. Parking à cinq minutes à pied.", capacity: 40, lead: 40, registered: 43, withdrawn: 1,
		walkIns: 1, comes: 0.35, slots: today(now),
		door: domain.DoorRules{Departures: true, Signature: true, SelfCheck: true, Visitors: true}}
	first, second := p.slots[0], p.slots[1]
	p.agenda = []line{
		{first.start, first.start.Add(30 * time.Minute), "Accueil", ""},
		{first.start.Add(30 * time.Minute), first.end, "Les équipes se présentent", "PTSM Artois-Audomarois"},
		{second.start, second.end.Add(-20 * time.Minute), "Ateliers par territoire", ""},
		{second.end.Add(-20 * time.Minute), second.end, "Ce que nous retenons", ""},
	}
	return p
}

func teensAgain(c calendar) plan {
	day := c.in(16)
	return plan{fate: coming, title: "Coord’in Ados : les outils de la coordination", programme: "coordin-ados", territory: "cua",
		summary:  "Présentation des dispositifs, puis travail sur des situations inventées pour l’occasion.",
		audience: "Professionnels de l’adolescence.", group: "adolescence", axis: "adolescence-2", role: "porte",
		town: "Maison des associations (lieu de démonstration)", address: "1 place de la Démonstration, 62000 Arras", capacity: 60,
		lead: 50, registered: 19, withdrawn: 1, slots: []half{span("Après-midi", day, "13:30", "17:00")},
		quotas: []domain.Quota{{Kind: domain.PerSector, Max: 30}}, asks: workshops(),
		agenda: []line{talk(day, "13:30", "14:00", "Accueil", ""), talk(day, "14:00", "15:15", "Trois dispositifs en vingt minutes chacun", ""),
			talk(day, "15:30", "16:40", "Situations inventées, en petits groupes", ""), talk(day, "16:40", "17:00", "Synthèse", "")}}
}

func byLink(c calendar) plan {
	return plan{fate: coming, title: "Rencontre des référents des conseils locaux de santé mentale", programme: "groupe-de-travail",
		territory: "cabbalr", group: "transversal", role: "coporte", visibility: domain.ByLink, partners: "CLSM Lens-Hénin, CLSM CABBALR, CLSM CUA, CLSM CAPSO",
		summary: "Sur invitation : seules les personnes qui ont le lien la trouvent.", town: "Salle de réunion (lieu de démonstration)",
		address: "5 rue de la Lawe, 62400 Béthune", lead: 40, registered: 6, slots: []half{span("Matin", c.in(23), "9:30", "12:00")}}
}

func committee(c calendar) plan {
	return plan{fate: coming, title: "Comité de pilotage (COPIL)", programme: "copil", territory: "cua", role: "porte", visibility: domain.Internal,
		mode: "mixed", remote: "https://visio.exemple.invalid/copil", summary: "Bilan de l’année et feuille de route.",
		town: "Salle du conseil (lieu de démonstration)", address: "1 place de la Démonstration, 62000 Arras", lead: 45, registered: 9,
		slots: []half{span("Réunion", c.in(30), "14:00", "16:30")}}
}

func notOpen(c calendar) plan {
	return plan{fate: coming, title: "Journée attractivité : s’installer dans le Ternois", programme: "attractivite", territory: "ternois",
		summary:  "Les inscriptions ouvriront dans quelques jours.",
		audience: "Étudiants, internes, professionnels qui cherchent un lieu d’exercice.", group: "attractivite", axis: "attractivite-4", role: "porte",
		town: "Salle polyvalente (lieu de démonstration)", address: "8 rue de la Ternoise, 62130 Saint-Pol-sur-Ternoise", capacity: 120,
		lead: 70, opens: at(c.in(12), "9:00"), slots: []half{span("Matin", c.in(62), "9:00", "12:30"), span("Après-midi", c.in(62), "14:00", "16:30")}}
}

func evening(c calendar) plan {
	return plan{fate: coming, title: "Projection-débat : d’un jour à l’autre", programme: "conference", territory: "campagnes-artois",
		summary: "Un documentaire, puis un échange avec des médiateurs de santé pairs.", audience: "Professionnels et habitants.",
		group: "adulte", axis: "adulte-3", role: "soutenu", priority: "5", partners: "CLS Campagnes de l’Artois",
		town: "Cinéma associatif (lieu de démonstration)", address: "4 rue du Gy, 62810 Avesnes-le-Comte", lead: 80, capacity: 90,
		registered: 8, slots: []half{span("Soirée", c.in(45), "18:30", "21:00")}}
}

func firstDaysAgain(c calendar) plan {
	return plan{fate: coming, title: "Les 1 000 premiers jours : suite du parcours", programme: "1000-premiers-jours", territory: "capso",
		summary: "La deuxième rencontre de l’année, sur chaque territoire.", audience: "Professionnels de la périnatalité et de la petite enfance.",
		group: "perinatalite", axis: "perinatalite-2", role: "porte", town: "Centre culturel (lieu de démonstration)",
		address: "3 rue des Canaux, 62500 Saint-Omer", lead: 90, capacity: 50, registered: 7, together: 4,
		slots: []half{span("Demi-journée", c.in(78), "10:30", "15:15")}, again: []again{
			{"lens-henin", "Médiathèque (lieu de démonstration)", "5 place du Cantin, 62300 Lens", span("", c.in(92), "10:30", "15:15").start, false},
			{"cua", "Maison des services (lieu de démonstration)", "9 rue des Augustines, 62000 Arras", span("", c.in(106), "13:30", "18:15").start, true}}}
}

func notPublished(c calendar) plan {
	return plan{fate: draft, title: "Formation ACTION (à compléter)", programme: "action", territory: "lens-henin", group: "adolescence",
		axis: "adolescence-4", role: "porte", summary: "Brouillon : dates et public à confirmer.", town: "À préciser", capacity: 14,
		slots: []half{span("Jour 1", c.in(110), "9:00", "12:30")}}
}

// workshops is what an event with workshops asks: one of three, and the meal.
func workshops() []question.Draft {
	return []question.Draft{
		{Kind: question.Workshop, Label: "Quel atelier choisissez-vous ?", Required: true, Options: []records.Option{
			{Label: "Accueillir un adolescent en crise", Capacity: 20}, {Label: "Parler avec les parents", Capacity: 8}, {Label: "Le réseau près de chez vous"}}},
		{Kind: question.Tick, Label: "Je déjeune sur place", Comfort: true},
		{Kind: question.Text, Label: "Une situation que vous aimeriez travailler", Help: "Sans nom, ni rien qui fasse reconnaître quelqu’un."},
	}
}
