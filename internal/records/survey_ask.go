package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// AddSurvey writes a new survey; SaveSurvey every column of one read in the same transaction.
func AddSurvey(app core.App, s *Survey) error {
	if s.ID == "" {
		s.ID = NewID()
	}
	return wrap(insert(app, s), "surveys", s.ID)
}

// SaveSurvey writes every column of a survey.
func SaveSurvey(app core.App, s *Survey) error {
	return wrap(app.DB().Model(s).Update(), "surveys", s.ID)
}

// SurveyAnswered tells whether answers bear a survey's questions.
func SurveyAnswered(app core.App, survey string) (bool, error) {
	n, err := count(app, "SELECT EXISTS (SELECT 1 FROM survey_answers WHERE survey = {:s}) OR EXISTS (SELECT 1 FROM survey_verbatims WHERE survey = {:s})", dbx.Params{"s": survey})
	return n > 0, err
}

// SurveyUsed tells whether a survey is chosen for a programme, or for an event that is not closed yet.
func SurveyUsed(app core.App, survey string) (bool, error) {
	n, err := count(app, `SELECT EXISTS (SELECT 1 FROM programmes WHERE survey_hot = {:s} OR survey_cold = {:s})
		OR EXISTS (SELECT 1 FROM events WHERE status IN ('draft','published') AND (survey_hot = {:s} OR survey_cold = {:s}))`, dbx.Params{"s": survey})
	return n > 0, err
}

// UseSurveys chooses the surveys of every programme that has none, meetings apart.
func UseSurveys(app core.App, hot, cold string) error {
	_, err := app.DB().NewQuery("UPDATE programmes SET survey_hot = {:h}, survey_cold = {:c} WHERE survey_hot = '' AND survey_cold = '' AND kind != 'reunion'").
		Bind(dbx.Params{"h": hot, "c": cold}).Execute()
	return err
}

// InviteToSurvey gives the invitation of a registration to a survey of one kind, made where there is none yet.
func InviteToSurvey(app core.App, now Time, r *Registration, kind string) (*SurveyInvitation, error) {
	i, err := SurveyInvitationFor(app, r.ID, kind)
	if !domain.Is(err, domain.ErrNotFound) {
		return i, err
	}
	i = &SurveyInvitation{ID: NewID(), Event: r.Event, Registration: r.ID, Kind: kind, SentAt: now}
	return i, wrap(insert(app, i), "survey_invitations", i.ID)
}

// SurveyInvitationFor finds the invitation of a registration to a survey of one kind.
func SurveyInvitationFor(app core.App, registration, kind string) (*SurveyInvitation, error) {
	i := new(SurveyInvitation)
	if err := first(app, i, "registration = ? AND kind = ?", registration, kind); err != nil {
		return nil, wrap(err, "survey_invitations", registration)
	}
	return i, nil
}

// SurveyInvitationOf finds an invitation by id.
func SurveyInvitationOf(app core.App, id string) (*SurveyInvitation, error) {
	return byColumn[SurveyInvitation](app, "survey_invitations", "id", id)
}

// SurveyDone notes that an invitation was answered: not when.
func SurveyDone(app core.App, id string) error {
	return set(app, "survey_invitations", id, dbx.Params{"answered": true})
}

// SurveyChased notes that who was invited was reminded.
func SurveyChased(app core.App, id string, now Time, times int) error {
	return set(app, "survey_invitations", id, dbx.Params{"chased": times, "chased_at": now})
}

// EventsToSurvey lists the closed events that ended after a moment and ask something.
func EventsToSurvey(app core.App, endedAfter Time) (rows []Event, err error) {
	return all[Event](app, "status = 'held' AND ends_at > ? AND (survey_hot != '' OR survey_cold != '') ORDER BY ends_at, num", endedAfter.String())
}

// asked is who may be asked what they think: who came, has an address, and whose name is still there. A list of the past
// that was taken over asks nobody.
const asked = `r.state = 'confirmed' AND r.origin != 'import' AND r.erased_at = '' AND (r.email != '' OR r.notify != '') AND EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)`

// ToSurvey lists who came and was not asked yet. alone: only those to whom the event's thanks do not bring the question.
func ToSurvey(app core.App, e *Event, kind string, alone bool, limit int) (rows []Registration, err error) {
	err = app.DB().NewQuery(`SELECT r.* FROM registrations r WHERE r.event = {:e} AND ` + asked + `
		AND NOT EXISTS (SELECT 1 FROM survey_invitations i WHERE i.registration = r.id AND i.kind = {:k})
		AND (NOT {:alone} OR EXISTS (SELECT 1 FROM outbox o WHERE o.registration = r.id AND o.kind = {:thanks})) ORDER BY r.seq LIMIT {:n}`).
		Bind(dbx.Params{"e": e.ID, "k": kind, "alone": alone, "thanks": domain.MailThanks, "n": limit}).All(&rows)
	return rows, err
}

// SurveySilent lists the invitations of an event that were not answered and may still be reminded.
func SurveySilent(app core.App, event, kind string) (rows []SurveyInvitation, err error) {
	err = app.DB().NewQuery(`SELECT i.* FROM survey_invitations i JOIN registrations r ON r.id = i.registration
		WHERE i.event = {:e} AND i.kind = {:k} AND NOT i.answered AND i.chased < {:most} AND ` + asked + ` ORDER BY r.seq`).
		Bind(dbx.Params{"e": event, "k": kind, "most": domain.SurveyChases}).All(&rows)
	return rows, err
}

// RoomAnswers counts the answers given by the code in the room.
func RoomAnswers(app core.App, event string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM survey_answers WHERE event = {:e} AND kind = 'hot' AND way = 'room'", dbx.Params{"e": event})
}

// RoomExpected counts who may be in the room of an event: who had a seat, who came, who was counted without a name.
func RoomExpected(app core.App, event string) (int, error) {
	return count(app, `SELECT (SELECT COUNT(*) FROM registrations WHERE event = {:e} AND state = 'confirmed') + (SELECT COALESCE(SUM(people), 0) FROM headcounts WHERE event = {:e})`, dbx.Params{"e": event})
}
