package event

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// SaveQuestion writes a question of an event (question.Save) and seats those who waited for the workshop that now
// has more places, in one transaction.
func SaveQuestion(app core.App, now time.Time, actor, id string, d question.Draft) error {
	return asking(app, now, id, func(app core.App) error {
		_, err := question.Save(app, now, actor, id, d)
		return err
	})
}

// RemoveQuestion stops asking a question (question.Remove) and seats those whom its workshops held back.
func RemoveQuestion(app core.App, now time.Time, actor, id, q string, sure bool) error {
	return asking(app, now, id, func(app core.App) error { return question.Remove(app, now, actor, id, q, sure) })
}

func asking(app core.App, now time.Time, id string, act func(app core.App) error) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := act(app); err != nil {
			return err
		}
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		return registration.Promote(app, now, e)
	})
}
