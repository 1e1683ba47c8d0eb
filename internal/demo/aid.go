package demo

import (
	"time"

	"passerelle/internal/domain"
)

// trainerName teaches every training in first aid of the season.
const trainerName, trainerTitle = "Flora Formatrice", "Formatrice PSSM"

// aid is a PSSM course of 14 hours over four dates: full, with a list, and three who missed some. One of them comes to
// the next group for the half-day missed.
func aid(c calendar) plan {
	p := plan{title: "Premiers secours en santé mentale (PSSM) : quatre matinées", programme: "pssm-standard", territory: "lens-henin",
		summary:  "Quatorze heures en quatre matinées, seize personnes au plus.",
		audience: "Toute personne de 18 ans ou plus.", group: "adulte", axis: "adulte-3", role: "porte",
		town: "Salle de formation (lieu de démonstration)", address: "12 rue du Terril, 62300 Lens", capacity: 16, lead: 60,
		registered: 20, withdrawn: 1, comes: 1, speaks: true, after: (*troupe).remember,
		door: domain.DoorRules{Signature: true, SelfCheck: true}, trainer: trainerName, trainerRole: trainerTitle,
		missing: func(rank, slot int) bool { return rank == 15 || (rank == 4 && slot == 2) || (rank == 9 && slot >= 2) }}
	for i, label := range []string{"Matinée 1", "Matinée 2", "Matinée 3", "Matinée 4"} {
		p.slots = append(p.slots, span(label, firstAid(c).AddDate(0, 0, 7*i), "9:00", "12:30"))
	}
	return p
}

// firstAid is the day when the course of the autumn began.
func firstAid(c calendar) time.Time { return c.last(time.September, 8, 12+28) }

// aidOnceMore is the next group, which ends after the course: its attestations wait for the coordinator.
func aidOnceMore(c calendar) plan {
	p := twoDays(weekday(firstAid(c).AddDate(0, 0, 17)), weekday(firstAid(c).AddDate(0, 0, 24)))
	p.title, p.programme, p.territory = "Premiers secours en santé mentale (PSSM) : deux journées", "pssm-standard", "cabbalr"
	p.summary, p.audience = "Quatorze heures en deux journées, à une semaine d’écart.", "Toute personne de 18 ans ou plus."
	p.group, p.axis, p.role, p.capacity, p.lead = "adulte", "adulte-3", "porte", 16, 50
	p.town, p.address = "Maison des associations (lieu de démonstration)", "5 rue de la Lawe, 62400 Béthune"
	p.registered, p.comes, p.newcomers, p.review = 11, 1, true, true
	p.door, p.trainer, p.trainerRole = domain.DoorRules{Signature: true, SelfCheck: true}, trainerName, trainerTitle
	p.missing = func(rank, slot int) bool { return rank == 3 && slot == 3 }
	p.between = (*troupe).catchUp
	return p
}

func youngAid(c calendar) plan {
	p := twoDays(c.in(10), c.in(17))
	p.fate, p.title, p.programme, p.territory = coming, "Premiers secours en santé mentale (PSSM), module jeunes", "pssm-jeunes", "lens-henin"
	p.summary, p.audience = "Deux jours pour apprendre à aider un jeune en difficulté.", "Professionnels et bénévoles auprès des jeunes, 18 ans ou plus."
	p.group, p.axis, p.role, p.organiser = "adulte", "adulte-3", "porte", true
	p.town, p.address = "Salle de formation (lieu de démonstration)", "12 rue du Terril, 62300 Lens"
	p.capacity, p.lead, p.registered, p.withdrawn = 16, 45, 20, 1
	p.note = "Le groupe est complet à seize personnes. Une autre session ouvrira au printemps."
	return p
}

// aidTooSmall is a group under its minimum on the day when it is to be decided what becomes of it.
func aidTooSmall(c calendar) plan {
	p := twoDays(c.in(11), c.in(18))
	p.fate, p.title, p.programme, p.territory = coming, "Premiers secours en santé mentale (PSSM) dans le Sud-Artois", "pssm-standard", "sud-artois"
	p.summary, p.audience = "Quatorze heures en deux journées, près de chez vous.", "Toute personne de 18 ans ou plus."
	p.group, p.axis, p.role = "adulte", "adulte-3", "coporte"
	p.town, p.address = "Salle des fêtes (lieu de démonstration)", "2 place du Beffroi, 62450 Bapaume"
	p.capacity, p.lead, p.registered = 16, 45, 5
	p.trainer, p.trainerRole = trainerName, trainerTitle
	return p
}

// aidLater is a group that was postponed: some have said whether the new dates suit.
func aidLater(c calendar) plan {
	p := twoDays(c.in(20), c.in(27))
	p.fate, p.title, p.programme, p.territory = coming, "Premiers secours en santé mentale (PSSM), module jeunes, dans le Ternois", "pssm-jeunes", "ternois"
	p.summary, p.audience = "Quatorze heures en deux journées, à une semaine d’écart.", "Professionnels et bénévoles auprès des jeunes, 18 ans ou plus."
	p.group, p.axis, p.role = "adulte", "adulte-3", "porte"
	p.town, p.address = "Salle polyvalente (lieu de démonstration)", "8 rue de la Ternoise, 62130 Saint-Pol-sur-Ternoise"
	p.capacity, p.lead, p.registered = 16, 60, 7
	p.after = (*troupe).postpone
	return p
}

// twoDays is a course of fourteen hours on two dates.
func twoDays(first, second time.Time) plan {
	return plan{slots: []half{span("Jour 1, matin", first, "9:00", "12:30"), span("Jour 1, après-midi", first, "13:30", "17:00"),
		span("Jour 2, matin", second, "9:00", "12:30"), span("Jour 2, après-midi", second, "13:30", "17:00")}}
}
