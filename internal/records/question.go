package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Question is what an event asks of each who registers. Option ids are random, so that an answer keeps its
// meaning when a label is reworded.
type Question struct {
	ID        string  `db:"id"`
	Event     string  `db:"event"`
	Kind      string  `db:"kind"` // text, choice, several, tick, workshop (a choice whose options have seats of their own)
	Label     string  `db:"label"`
	Help      string  `db:"help"`
	Required  bool    `db:"required"`
	Comfort   bool    `db:"comfort"` // answers are erased some days after the event, like needs
	Options   Options `db:"options"`
	ShowIf    string  `db:"show_if"`    // id of the question on whose answer it depends; empty: always asked
	ShowValue string  `db:"show_value"` // option of that question (« oui » of a tick)
	Position  int     `db:"position"`
	RemovedAt Time    `db:"removed_at"` // no longer asked; its answers stay
}

// Option is one answer that can be chosen.
type Option struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Capacity int    `json:"capacity,omitempty"` // of a workshop; 0: no limit
	Removed  bool   `json:"removed,omitempty"`  // no longer offered; answers that chose it keep its label
}

// Options are the answers of a question.
type Options = types.JSONArray[Option]

// TableName is the collection's.
func (*Question) TableName() string { return "questions" }

// Questions lists what an event asks, removed questions left out.
func Questions(app core.App, event string) (rows []Question, err error) {
	err = app.DB().Select().From("questions").Where(dbx.HashExp{"event": event, "removed_at": ""}).OrderBy("position", "id").All(&rows)
	return rows, err
}

// EveryQuestion lists what an event asks and asked, so that old answers keep their words.
func EveryQuestion(app core.App, event string) (rows []Question, err error) {
	err = app.DB().Select().From("questions").Where(dbx.HashExp{"event": event}).OrderBy("position", "id").All(&rows)
	return rows, err
}

// AddQuestion writes a new question; without an id it gets one.
func AddQuestion(app core.App, q *Question) error {
	if q.Options == nil {
		q.Options = Options{}
	}
	if q.ID == "" {
		q.ID = NewID()
	}
	return insert(app, q)
}

// PutQuestion writes a question, new (without id) or changed.
func PutQuestion(app core.App, q *Question) error {
	if q.ID == "" {
		return AddQuestion(app, q)
	}
	if q.Options == nil {
		q.Options = Options{}
	}
	return wrap(app.DB().Model(q).Update(), "questions", q.ID)
}

// QuestionOf finds a question by id.
func QuestionOf(app core.App, id string) (*Question, error) {
	return byColumn[Question](app, "questions", "id", id)
}

// DropQuestion removes a question that nobody ever answered.
func DropQuestion(app core.App, id string) error {
	_, err := app.DB().Delete("questions", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "questions", id)
}

// answered reads the answers of an event one by one: registration (its id and state), question and value.
// The column is empty in rows older than the questions.
const answered = ` FROM registrations r, json_each(CASE WHEN json_valid(r.answers) THEN r.answers ELSE '{}' END) q,
	json_each(q.value) a WHERE r.event = {:e}`

// AnswerCounts counts by question how many registrations of an event answered it, whatever became of them.
func AnswerCounts(app core.App, event string) (map[string]int, error) {
	return sums(app, "SELECT q.key AS name, COUNT(DISTINCT r.id) AS n"+answered+" GROUP BY q.key", dbx.Params{"e": event})
}

// ChoiceCounts counts by option the people of an event who chose it: those who hold a seat, the door's aside, and
// those who ask for one. One registration is left out (empty: none).
func ChoiceCounts(app core.App, event, except string) (seated, asking map[string]int, err error) {
	count := func(states string) (map[string]int, error) {
		return sums(app, "SELECT a.value AS name, COUNT(DISTINCT r.id) AS n"+answered+" AND r.id != {:x} AND "+states+" GROUP BY a.value",
			dbx.Params{"e": event, "x": except})
	}
	if seated, err = count("r.state IN ('confirmed','offered') AND r.origin != 'door'"); err != nil {
		return nil, nil, err
	}
	asking, err = count("r.state IN ('requested','pending_manager','waitlisted')")
	return seated, asking, err
}
