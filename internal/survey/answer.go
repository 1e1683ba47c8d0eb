package survey

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// How an answer came: by the link of an invitation, by the code shown in the room.
const (
	Link = "link"
	Room = "room"
)

// Asked is a survey that somebody opened.
type Asked struct {
	Survey *records.Survey
	Event  *records.Event
	Done   bool // this invitation was answered

	invitation *records.SurveyInvitation // nil in the room
}

// Of is the survey of one kind that an event asks; ErrSurveyNone where it asks none.
func Of(app core.App, e *records.Event, kind string) (*records.Survey, error) {
	id := e.SurveyHot
	if kind == domain.SurveyCold {
		id = e.SurveyCold
	}
	s, err := records.SurveyOf(app, id)
	if domain.Is(err, domain.ErrNotFound) {
		return nil, domain.Error{Code: domain.ErrSurveyNone}
	}
	return s, err
}

// Open opens the link of an invitation. Refusals: those of a link; ErrSurveyNone, ErrSurveyOver.
func Open(app core.App, now time.Time, token string) (*Asked, error) {
	id, err := link.Open(app, now, link.Survey, token)
	if err != nil {
		return nil, err
	}
	i, err := records.SurveyInvitationOf(app, id)
	if err != nil {
		return nil, err
	}
	a := &Asked{invitation: i, Done: i.Answered}
	if a.Event, err = records.EventOf(app, i.Event); err != nil {
		return nil, err
	}
	if a.Survey, err = Of(app, a.Event, i.Kind); err != nil {
		return nil, err
	}
	if !a.Done && !domain.SurveyOpen(now, i.SentAt.Time(), i.ChasedAt.Time()) {
		return nil, domain.Error{Code: domain.ErrSurveyOver}
	}
	return a, nil
}

// OpenRoom opens the code shown in the room of an event. Refusals: those of a link; ErrSurveyNone, ErrSurveySoon (Arg:
// from when), ErrSurveyOver.
func OpenRoom(app core.App, now time.Time, token string) (*Asked, error) {
	id, err := link.Open(app, now, link.SurveyRoom, token)
	if err != nil {
		return nil, err
	}
	a := &Asked{}
	if a.Event, err = records.EventOf(app, id); err != nil {
		return nil, err
	}
	if a.Event.Status != domain.Published && a.Event.Status != domain.Held {
		return nil, domain.Error{Code: domain.ErrSurveyNone}
	}
	if a.Survey, err = Of(app, a.Event, domain.SurveyHot); err != nil {
		return nil, err
	}
	switch from, until := domain.RoomWindow(a.Event.StartsAt.Time(), a.Event.EndsAt.Time()); {
	case now.Before(from):
		return nil, domain.Error{Code: domain.ErrSurveySoon, Arg: from.Format(time.RFC3339)}
	case !now.Before(until):
		return nil, domain.Error{Code: domain.ErrSurveyOver}
	}
	return a, nil
}

// Answer keeps what was answered by the link of an invitation, and that it was, in one transaction: neither says the
// other, nor when. A certificate that waited for the evaluation follows. Asked twice, it keeps the first answer.
// Refusals: those of Open; the fields « q-KEY ».
func Answer(app core.App, now time.Time, token string, typed func(key string) []string) error {
	return app.RunInTransaction(func(app core.App) error {
		a, err := Open(app, now, token)
		if err != nil || a.Done {
			return err
		}
		if err := a.keep(app, Link, typed); err != nil {
			return err
		}
		if err := records.SurveyDone(app, a.invitation.ID); err != nil {
			return err
		}
		if a.invitation.Kind != domain.SurveyHot {
			return nil
		}
		r, err := records.RegistrationOf(app, a.invitation.Registration)
		if err != nil {
			return err
		}
		return certificate.AnsweredSurvey(app, now, a.Event, r)
	})
}

// AnswerRoom keeps what was answered by the code in the room: nothing tells who, nor how often one answers. ErrSurveyFlood
// beyond what so many people could say.
func AnswerRoom(app core.App, now time.Time, token string, typed func(key string) []string) error {
	return app.RunInTransaction(func(app core.App) error {
		a, err := OpenRoom(app, now, token)
		if err != nil {
			return err
		}
		given, err := records.RoomAnswers(app, a.Event.ID)
		if err != nil {
			return err
		}
		expected, err := records.RoomExpected(app, a.Event.ID)
		if err != nil {
			return err
		}
		if given >= domain.RoomAnswersMost(expected) {
			return domain.Error{Code: domain.ErrSurveyFlood}
		}
		return a.keep(app, Room, typed)
	})
}

// keep writes the answer and, apart, its words.
func (a *Asked) keep(app core.App, way string, typed func(key string) []string) error {
	answers, words, err := domain.ReadSurvey(a.Survey.Questions, typed)
	if err != nil {
		return err
	}
	content, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	var texts []records.SurveyVerbatim
	for question, text := range words {
		texts = append(texts, records.SurveyVerbatim{Question: question, Text: text})
	}
	return records.AddSurveyAnswer(app, &records.SurveyAnswer{Event: a.Event.ID, Survey: a.Survey.ID, Kind: a.Survey.Kind, Way: way, Answers: content}, texts)
}

// RoomHours says when the code in the room opens the survey.
func RoomHours(e *records.Event) string {
	from, until := domain.RoomWindow(e.StartsAt.Time(), e.EndsAt.Time())
	return "du " + paris.Moment(from) + " au " + paris.Moment(until)
}
