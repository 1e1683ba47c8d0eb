package demo

import (
	"fmt"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/survey"
)

// opinions is how many answer the surveys of a programme's event, and what they write « à chaud ».
type opinions struct {
	link, room, cold int
	texts            []string
}

// said is who answers what: two events are much answered, one by three people only.
var said = map[string]opinions{
	"attractivite": {link: 14, room: 4, cold: 9, texts: []string{
		"Les rencontres par petits groupes de l’après-midi.",
		"Les trois témoignages, très concrets.",
		tooPrecise,
		"Prévoir davantage de temps pour les questions.",
		"Rien à ajouter.",
	}},
	"1000-premiers-jours": {link: 12, room: 3, texts: []string{
		"Dix présentations, c’est dense : un document à emporter aiderait.",
		"Merci à Mme Capucine Bourrache pour son accueil.",
		"Mettre un visage sur chaque réseau.",
	}},
	"sism": {link: 3},
}

// What the coordinator does not publish as it was written.
const (
	tooPrecise  = "L’échange avec M. Saxifrage, joignable au 06 00 00 00 00."
	madeGeneral = "L’échange avec un intervenant."
	emptyWords  = "Rien à ajouter."
)

// marks are the answers to the scales, in turn.
var marks = []int{5, 4, 4, 5, 3, 4, 5, 4, 5, 2, 4, 5}

// surveys lets people answer what they are asked of the past events, and the coordinator read what they wrote of the
// first of them.
func (t *troupe) surveys(app core.App) error {
	read := false
	for _, id := range t.closed {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		o := said[records.Find(t.lists.Programmes, e.Programme).Code]
		if e.SurveyHot == "" || o.link == 0 {
			continue
		}
		if err := t.answer(app, e, domain.SurveyHot, o.link, o.texts); err != nil {
			return err
		}
		if err := answerRoom(app, e, o.room); err != nil {
			return err
		}
		if !read {
			if err := t.moderate(app, e); err != nil {
				return err
			}
			read = true
		}
		if e.SurveyCold == "" || o.cold == 0 {
			continue
		}
		if err := t.answer(app, e, domain.SurveyCold, o.cold, []string{"J’oriente maintenant vers l’équipe rencontrée ce jour-là."}); err != nil {
			return err
		}
	}
	return nil
}

// answer sends the letters of a survey and lets some of those who were asked answer on the same evening: of
// four, three, until there are enough. A survey whose letters are still to come is left alone.
func (t *troupe) answer(app core.App, e *records.Event, kind string, people int, texts []string) error {
	from, _ := domain.SurveyWindow(kind, e.EndsAt.Time(), e.SurveyColdDays, paris.Location)
	now := from.Add(10 * time.Hour)
	if now.After(t.now) {
		return nil
	}
	if _, err := survey.Run(app, from.Add(time.Hour)); err != nil {
		return err
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return err
	}
	asked, given := 0, 0
	for _, r := range rows {
		i, err := records.SurveyInvitationFor(app, r.ID, kind)
		if domain.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if asked++; asked%4 == 0 || given == people {
			continue
		}
		token, err := link.Token(app, link.Survey, i.ID)
		if err != nil {
			return err
		}
		if err := survey.Answer(app, now, token, opinion(given, texts)); err != nil {
			return fmt.Errorf("questionnaire : %w", err)
		}
		given++
	}
	return nil
}

// answerRoom lets people answer with the code shown in the room, as the event ends.
func answerRoom(app core.App, e *records.Event, people int) error {
	token, err := link.Token(app, link.SurveyRoom, e.ID)
	if err != nil {
		return err
	}
	for n := range people {
		if err := survey.AnswerRoom(app, e.EndsAt.Time(), token, opinion(n+2, nil)); err != nil {
			return fmt.Errorf("questionnaire de la salle : %w", err)
		}
	}
	return nil
}

// opinion is what the nth person answers to a question: the key of what is asked gives its form.
func opinion(n int, texts []string) func(key string) []string {
	mark := func(shift int) []string { return []string{strconv.Itoa(marks[(n+shift)%len(marks)])} }
	return func(key string) []string {
		switch key {
		case "satisfaction":
			return mark(0)
		case "contenu":
			return mark(3)
		case "organisation":
			return mark(5)
		case "utile":
			return mark(7)
		case "rencontre", "contact":
			return []string{strconv.Itoa(min(n%4, 1))}
		case "pratique":
			return []string{strconv.Itoa(n % 3)}
		case "usage":
			return []string{strconv.Itoa(n % 4), strconv.Itoa((n + 1) % 4)}
		case "apprecie", "exemple":
			if n < len(texts) {
				return []string{texts[n]}
			}
		}
		return nil
	}
}

// moderate reads what was written of an event: most is published as it is, one text is rewritten, one is put aside.
func (t *troupe) moderate(app core.App, e *records.Event) error {
	texts, err := survey.Verbatims(app, e.ID, survey.Waiting)
	if err != nil {
		return err
	}
	now := earlier(e.EndsAt.Time().AddDate(0, 0, 5), t.now)
	for _, v := range texts {
		switch v.Text {
		case emptyWords:
			err = survey.Hide(app, now, t.coordinator, v.ID)
		case tooPrecise:
			err = survey.Show(app, now, t.coordinator, v.ID, madeGeneral)
		default:
			err = survey.Show(app, now, t.coordinator, v.ID, v.Text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
