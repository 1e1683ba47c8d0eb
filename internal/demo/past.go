package demo

import (
	"fmt"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/reference"
)

// past is what was held, or called off, before today.
func past(now time.Time, agenda []reference.AgendaLine) []plan {
	c := calendar{now}
	return []plan{conference(c), webinar(c), attractiveness(c), calledOff(c), teens(c), firstDays(c, agenda), aid(c), sism(c), aidOnceMore(c), group(c)}
}

func conference(c calendar) plan {
	day := c.last(time.December, 11, 12)
	return plan{title: "Conférence : le sommeil, un allié de la santé mentale", programme: "conference", territory: "sud-artois",
		summary:  "Une soirée ouverte aux professionnels et aux habitants, suivie d’un échange avec la salle.",
		audience: "Professionnels du territoire, élus, habitants.", group: "adulte", axis: "adulte-3", priority: "5", role: "coporte",
		partners: "CLS Sud-Artois", town: "Salle des fêtes (lieu de démonstration)", address: "2 place du Beffroi, 62450 Bapaume",
		capacity: 60, lead: 40, registered: 27, withdrawn: 2, walkIns: 3, comes: 0.8,
		slots:  []half{span("Soirée", day, "18:00", "20:00")},
		counts: []count{{"public", 34, "Compté à l’entrée, hors inscrits."}},
		agenda: []line{talk(day, "18:00", "18:15", "Ouverture", "CLS Sud-Artois"), talk(day, "18:15", "19:15", "Ce que le sommeil répare", ""),
			talk(day, "19:15", "20:00", "Questions de la salle", "")}}
}

func webinar(c calendar) plan {
	day := c.last(time.February, 10, 12)
	return plan{title: "Webinaire : repérer tôt, orienter juste", programme: "webinaire", group: "adolescence", axis: "adolescence-3",
		summary: "Une heure trente à distance sur le repérage et l’intervention précoce.", role: "soutenu", mode: "remote",
		audience: "Professionnels de première ligne.", remote: "https://visio.exemple.invalid/reperer", priority: "1",
		lead: 30, registered: 20, withdrawn: 1, comes: 0.75, slots: []half{span("Visioconférence", day, "12:30", "14:00")}}
}

func attractiveness(c calendar) plan {
	day := c.last(time.March, 26, 12)
	return plan{title: "Journée attractivité médicale et paramédicale", programme: "attractivite", territory: "cua", organiser: true,
		summary: "Donner envie d’exercer ici : témoignages le matin, rencontres avec les équipes l’après-midi.",
		description: "La journée réunit les établissements, les étudiants et celles et ceux qui s’installent.\n\n" +
			"Le matin, trois témoignages ; l’après-midi, des rencontres par petits groupes avec les équipes.",
		audience: "Professionnels, étudiants et internes.", group: "attractivite", axis: "attractivite-2", role: "porte",
		partners: "Université d’Artois, GHAT", town: "Maison des associations (lieu de démonstration)", address: "1 place de la Démonstration, 62000 Arras",
		access: "Salle de plain-pied, boucle magnétique à l’accueil.", capacity: 45, lead: 60, registered: 50, withdrawn: 3, removed: 1,
		walkIns: 3, excused: 2, early: 1, forced: true, comes: 0.85, speaks: true, after: withhold,
		slots: []half{span("Matin", day, "9:00", "12:30"), span("Après-midi", day, "13:45", "16:30")},
		agenda: []line{talk(day, "09:00", "09:30", "Accueil et café", ""), talk(day, "09:30", "12:30", "Trois parcours, trois territoires", "Ambre Alchémille, Silvère Saxifrage et Olympe Oseille"),
			talk(day, "13:45", "16:30", "Rencontres avec les équipes", "")}}
}

func calledOff(c calendar) plan {
	day := c.last(time.April, 28, 12)
	return plan{fate: cancelled, title: "Culture Psy Ados et Nous", programme: "culture-psy-ados", territory: "capso", group: "adolescence",
		axis: "adolescence-2", role: "porte", summary: "Un après-midi de culture partagée autour de l’adolescence.",
		town: "Centre culturel (lieu de démonstration)", address: "3 rue des Canaux, 62500 Saint-Omer", capacity: 50, lead: 50,
		registered: 13, withdrawn: 1, slots: []half{span("Après-midi", day, "13:30", "17:00")},
		cancelReason: "La salle n’est plus disponible à cette date. Une nouvelle date sera proposée."}
}

func teens(c calendar) plan {
	day := c.last(time.May, 20, 12)
	return plan{title: "Coord’in Ados : se connaître pour mieux orienter", programme: "coordin-ados", territory: "lens-henin",
		summary:  "Une demi-journée pour mettre un visage sur les partenaires de l’adolescence.",
		audience: "Professionnels de l’adolescence : soin, éducation, social, justice.", group: "adolescence", axis: "adolescence-2",
		role: "porte", priority: "2", town: "Salle Jean-Essai (lieu de démonstration)", address: "10 rue du Terril, 62300 Lens",
		capacity: 70, lead: 45, registered: 44, withdrawn: 3, walkIns: 4, excused: 1, late: true, comes: 0.82, after: completeName,
		slots: []half{span("Après-midi", day, "13:30", "17:00")}}
}

// firstDays has the real running order of the half-day, as the territory wrote it.
func firstDays(c calendar, agenda []reference.AgendaLine) plan {
	day := c.last(time.June, 3, 12)
	p := plan{title: "Les 1 000 premiers jours : parcours et réseaux", programme: "1000-premiers-jours", territory: "cabbalr",
		summary:  "Qui fait quoi autour de la naissance : dix présentations pour tenir le fil.",
		audience: "Professionnels de la périnatalité et de la petite enfance.", group: "perinatalite", axis: "perinatalite-2",
		role: "porte", priority: "1", coBuilt: true, town: "Auditorium (lieu de démonstration)", address: "5 rue de la Lawe, 62400 Béthune",
		capacity: 60, lead: 45, registered: 36, withdrawn: 2, walkIns: 2, early: 2, comes: 0.88,
		slots: []half{span("Demi-journée", day, agenda[0].Starts, agenda[len(agenda)-1].Ends)}}
	for _, l := range agenda {
		p.agenda = append(p.agenda, talk(day, l.Starts, l.Ends, l.Title, l.SpeakerStructure))
	}
	return p
}

func sism(c calendar) plan {
	day := c.last(time.October, 8, 12)
	return plan{title: "Semaines d’information sur la santé mentale : le forum", programme: "sism", territory: "capso", action: "9",
		campaign: fmt.Sprintf("SISM %d", day.Year()),
		summary:  "Des stands, deux tables rondes et une exposition, ouverts à tous.",
		audience: "Grand public et professionnels. Seuls les professionnels s’inscrivent.", role: "soutenu", priority: "5",
		partners: "CLSM CAPSO", coBuilt: true, town: "Halle du marché (lieu de démonstration)", address: "Place de la Lys, 62120 Aire-sur-la-Lys",
		lead: 40, registered: 24, withdrawn: 1, walkIns: 2, comes: 0.9,
		slots:  []half{span("Matin", day, "10:00", "12:30"), span("Après-midi", day, "14:00", "18:00")},
		counts: []count{{"public", 148, "Comptage à la porte."}, {"users", 26, "Stands des associations."}, {"carers", 12, ""}}}
}

func group(c calendar) plan {
	day := c.last(time.November, 5, 12)
	return plan{title: "Groupe de travail Précarité", programme: "groupe-de-travail", group: "precarite", axis: "precarite-1", role: "porte",
		territory: "cabbalr", visibility: domain.Internal, summary: "Suivi des situations complexes : organisation, sans aucun nom de personne accompagnée.",
		town: "Salle de réunion (lieu de démonstration)", address: "5 rue de la Lawe, 62400 Béthune", lead: 25, registered: 11,
		excused: 2, paper: true, comes: 0.8, slots: []half{span("Réunion", day, "14:00", "16:00")}}
}
