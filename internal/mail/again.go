package mail

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Requeue sends a letter that failed, is held or still waits: it is due at once, with all its tries before
// it. ErrState for one that has left: its registration offers another.
func Requeue(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		l, err := records.LetterOf(app, id)
		if err != nil {
			return err
		}
		if l.Status == "sent" {
			return domain.Error{Code: domain.ErrState}
		}
		l.Status, l.DueAt, l.Attempts = "queued", records.At(now), 0
		if err := records.MarkLetter(app, l); err != nil {
			return err
		}
		return traceLetter(app, now, actor, "requeue", l)
	})
}

// Release queues every letter that is held, and counts them.
func Release(app core.App, now time.Time, actor string) (n int, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		if n, err = records.ReleaseHeldLetters(app, records.At(now)); err != nil {
			return err
		}
		return traceLetter(app, now, actor, "release", &records.Letter{})
	})
	return n, err
}

// Reveal notes that somebody asked for the secret links of a letter.
func Reveal(app core.App, now time.Time, actor string, l *records.Letter) error {
	return traceLetter(app, now, actor, "reveal-links", l)
}

func traceLetter(app core.App, now time.Time, actor, action string, l *records.Letter) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "letter", Target: l.ID, Event: l.Event})
}
