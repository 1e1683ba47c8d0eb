package records

import (
	"crypto/rand"
	"encoding/binary"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// Survey is a list of questions asked after an event.
type Survey struct {
	ID        string                                 `db:"id"`
	Title     string                                 `db:"title"`
	Intro     string                                 `db:"intro"`
	Kind      string                                 `db:"kind"` // hot: just after; cold: two months later
	Questions types.JSONArray[domain.SurveyQuestion] `db:"questions"`
	Archived  bool                                   `db:"archived"`
	Created   Time                                   `db:"created"`
	Updated   Time                                   `db:"updated"`
}

// TableName is the collection's.
func (*Survey) TableName() string { return "surveys" }

// SurveyInvitation says that a registration was asked, and whether somebody answered: never what, nor when.
type SurveyInvitation struct {
	ID           string `db:"id"`
	Event        string `db:"event"`
	Registration string `db:"registration"`
	Kind         string `db:"kind"`
	SentAt       Time   `db:"sent_at"`
	ChasedAt     Time   `db:"chased_at"`
	Chased       int    `db:"chased"`
	Answered     bool   `db:"answered"`
}

// TableName is the collection's.
func (*SurveyInvitation) TableName() string { return "survey_invitations" }

// SurveyAnswer is what somebody answered, but for the words. It has no date and no order.
type SurveyAnswer struct {
	ID      string        `db:"id"`
	Event   string        `db:"event"`
	Survey  string        `db:"survey"`
	Kind    string        `db:"kind"`
	Way     string        `db:"way"` // link, room
	Answers types.JSONRaw `db:"answers"`
}

// TableName is the collection's.
func (*SurveyAnswer) TableName() string { return "survey_answers" }

// SurveyVerbatim is one text that somebody wrote, apart from the rest of the answer. Until it is moderated only the
// coordinator reads it.
type SurveyVerbatim struct {
	ID          string `db:"id"`
	Event       string `db:"event"`
	Survey      string `db:"survey"`
	Kind        string `db:"kind"`
	Question    string `db:"question"`
	Text        string `db:"text"`
	ShownText   string `db:"shown_text"`
	State       string `db:"state"` // waiting, shown, hidden
	ModeratedBy string `db:"moderated_by"`
	ModeratedAt Time   `db:"moderated_at"`
}

// TableName is the collection's.
func (*SurveyVerbatim) TableName() string { return "survey_verbatims" }

// AddSurveyAnswer writes an answer and its texts at random places of their tables: the order in which rows were written
// would otherwise tell who answered what.
func AddSurveyAnswer(app core.App, a *SurveyAnswer, texts []SurveyVerbatim) error {
	a.ID = NewID()
	if _, err := app.DB().Insert("survey_answers", dbx.Params{"rowid": randomRow(), "id": a.ID, "event": a.Event, "survey": a.Survey,
		"kind": a.Kind, "way": a.Way, "answers": a.Answers}).Execute(); err != nil {
		return wrap(err, "survey_answers", a.ID)
	}
	for _, t := range texts {
		if _, err := app.DB().Insert("survey_verbatims", dbx.Params{"rowid": randomRow(), "id": NewID(), "event": a.Event, "survey": a.Survey,
			"kind": a.Kind, "question": t.Question, "text": t.Text, "shown_text": "", "moderated_by": "", "state": "waiting", "moderated_at": ""}).Execute(); err != nil {
			return wrap(err, "survey_verbatims", a.ID)
		}
	}
	return nil
}

// randomRow is a positive row number below 2^62.
func randomRow() int64 {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return int64(binary.BigEndian.Uint64(b[:])>>2) | 1
}

// SurveyOf finds a survey by id; Surveys lists those in use, by title.
func SurveyOf(app core.App, id string) (*Survey, error) {
	return byColumn[Survey](app, "surveys", "id", id)
}

// Surveys lists every survey, those in use first, by title.
func Surveys(app core.App) (rows []Survey, err error) {
	return all[Survey](app, "true ORDER BY archived, title, id")
}
