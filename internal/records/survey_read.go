package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// SurveyReplies lists every answer, in no order that tells anything.
func SurveyReplies(app core.App) ([]SurveyAnswer, error) {
	return all[SurveyAnswer](app, "true ORDER BY id")
}

// SurveyRate is how many were asked by a letter, and how many of them answered.
type SurveyRate struct {
	Event    string `db:"event"`
	Kind     string `db:"kind"`
	Invited  int    `db:"invited"`
	Answered int    `db:"answered"`
}

// SurveyRates counts the invitations by event and kind.
func SurveyRates(app core.App) (rows []SurveyRate, err error) {
	err = app.DB().NewQuery("SELECT event, kind, COUNT(*) AS invited, COALESCE(SUM(answered), 0) AS answered FROM survey_invitations GROUP BY event, kind").All(&rows)
	return rows, err
}

// Verbatims lists the texts in a state, in no order that tells anything; event empty: of all events.
func Verbatims(app core.App, event, state string) ([]SurveyVerbatim, error) {
	return all[SurveyVerbatim](app, "state = ? AND (? = '' OR event = ?) ORDER BY event, question, id", state, event, event)
}

// VerbatimOf finds a text by id.
func VerbatimOf(app core.App, id string) (*SurveyVerbatim, error) {
	return byColumn[SurveyVerbatim](app, "survey_verbatims", "id", id)
}

// SaveVerbatim writes what was decided of a text.
func SaveVerbatim(app core.App, v *SurveyVerbatim) error {
	return set(app, "survey_verbatims", v.ID, dbx.Params{"text": v.Text, "shown_text": v.ShownText, "state": v.State, "moderated_by": v.ModeratedBy, "moderated_at": v.ModeratedAt})
}

// WaitingVerbatims counts the texts that nobody has read yet.
func WaitingVerbatims(app core.App) (int, error) {
	return count(app, "SELECT COUNT(*) FROM survey_verbatims WHERE state = 'waiting'", nil)
}

// NamesAt lists « Prénom Nom » of everybody known to an event: registered, speaking, of its organisers.
func NamesAt(app core.App, event string) (names []string, err error) {
	err = app.DB().NewQuery(`SELECT DISTINCT trim(first_name || ' ' || last_name) FROM registrations WHERE event = {:e} AND last_name != ''
		UNION SELECT trim(first_name || ' ' || last_name) FROM speakers WHERE event = {:e} AND last_name != ''
		UNION SELECT u.name FROM users u JOIN events e ON e.id = {:e} JOIN json_each(e.organisers) o ON o.value = u.id WHERE u.name != ''`).
		Bind(dbx.Params{"e": event}).Column(&names)
	return names, err
}

// Campaigns lists the words by which events are gathered, the latest used first.
func Campaigns(app core.App) (words []string, err error) {
	err = app.DB().NewQuery("SELECT campaign FROM events WHERE campaign != '' GROUP BY campaign ORDER BY MAX(starts_at) DESC LIMIT 100").Column(&words)
	return words, err
}
