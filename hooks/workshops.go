package hooks

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// workshopsPage is the view of desk_question/workshops.
type workshopsPage struct {
	Head  eventHead
	Rooms []workshopRoom
}

// workshopRoom is a workshop, its seats, and who is in it.
type workshopRoom struct {
	question.Room
	Ask    string // the question it answers
	People []registrationRow
}

// workshops is the sheet of who is in which workshop.
func (s *site) workshops(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	sheet, err := readRegistrations(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	rooms, err := question.Workshops(e.App, ev.ID, "")
	if err != nil {
		return s.refuse(e, err)
	}
	v := workshopsPage{Head: headOf(e, ev, s.now())}
	for _, r := range rooms {
		room := workshopRoom{Room: r}
		if i := slices.IndexFunc(sheet.questions, func(q records.Question) bool { return q.ID == r.Question }); i >= 0 {
			room.Ask = sheet.questions[i].Label
		}
		for i, reg := range sheet.raw {
			if domain.State(reg.State).Live() && slices.Contains(reg.Answers[r.Question], r.Option) {
				room.People = append(room.People, sheet.rows[i])
			}
		}
		v.Rooms = append(v.Rooms, room)
	}
	return s.render(e, 200, "desk_question/workshops", v)
}
