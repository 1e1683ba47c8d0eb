package demo

import (
	"passerelle/internal/domain"
)

// What trainees and tutors write of a stage: of practices and organisation, of nobody who is accompanied.
var traineeWords = []map[string]string{
	{"etonnement": "Le temps passé au téléphone avec les partenaires : je pensais que chaque équipe restait chez elle.", "pratique": "J’appelle désormais avant d’écrire : la réponse vient le jour même.", "organisation": "Le badge était prêt. Se garer a pris vingt minutes.", "rencontres": "L’équipe du logement accompagné : une réunion commune par trimestre."},
	{"etonnement": "La place laissée à l’entraide entre pairs dans les décisions.", "pratique": "Proposer la visite d’un groupe d’entraide avant la sortie.", "organisation": "Une journée suffit pour comprendre, deux auraient permis de suivre une situation du début à la fin."},
	{"etonnement": "Le vocabulaire change tout : « urgence » n’a pas le même sens d’un service à l’autre.", "pratique": "Dire ce que j’attends quand j’oriente, en une phrase.", "rencontres": "Les régulateurs du 115 : échanger nos numéros directs."},
}

var hostWords = []map[string]string{
	{"etonnement": "Devoir expliquer ce que nous faisons nous a fait revoir notre livret d’accueil.", "organisation": "La convention est arrivée tôt, l’équipe a pu se préparer."},
	{"etonnement": "Un regard neuf sur nos réunions : trop de sigles.", "pratique": "Un lexique d’une page à l’entrée du service.", "rencontres": "Nous irons à notre tour, au second semestre."},
}

// opinions are the notes of the short surveys, in the order of their statements.
var opinionNotes = [][]int{{5, 5, 4, 3, 5}, {4, 5, 5, 4, 5}, {5, 4, 4, 2, 4}, {4, 4, 5, 4, 5}}

// opinionTexts are what some add, of the organisation alone.
var opinionTexts = []string{"Les dates ont été longues à trouver.", "Le badge et le parking étaient prêts, merci.", "Prévoir la convention un mois avant suffirait."}

func stageOpinion(of domain.Party, n int) domain.Opinion {
	o := domain.Opinion{Notes: map[string]int{}}
	for i, q := range domain.OpinionQuestions(of) {
		o.Notes[q.Key] = opinionNotes[n%len(opinionNotes)][i%5]
	}
	if n%2 == 0 {
		o.Text = opinionTexts[n/2%len(opinionTexts)]
	}
	return o
}
