package mailing

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Clean brings a typed wording to what is kept.
func Clean(w mail.Wording) mail.Wording {
	return mail.Wording{Subject: domain.CleanLine(w.Subject), Text: domain.CleanText(w.Text)}
}

// Reword writes the coordinator's words for a kind of letter. The house's own words are not kept: they follow what
// the house says. Errors: ErrNotFound, and those of mail.Model.Check.
func Reword(app core.App, now time.Time, actor, kind string, w mail.Wording) error {
	m, err := mail.ModelOf(kind)
	if err != nil {
		return err
	}
	w = Clean(w)
	if err := m.Check(w); err != nil {
		return err
	}
	if w == Clean(mail.House(kind)) {
		return Restore(app, now, actor, kind)
	}
	return app.RunInTransaction(func(app core.App) error {
		t, err := records.MailTemplateOf(app, kind)
		if domain.Is(err, domain.ErrNotFound) {
			t, err = &records.MailTemplate{Kind: kind}, nil
		}
		if err != nil {
			return err
		}
		t.Subject, t.Text, t.UpdatedBy, t.Updated = w.Subject, w.Text, actor, records.At(now)
		if err := records.PutMailTemplate(app, t); err != nil {
			return err
		}
		return noteWording(app, now, actor, "reword", kind)
	})
}

// Restore gives a kind of letter back to the house's words.
func Restore(app core.App, now time.Time, actor, kind string) error {
	if _, err := mail.ModelOf(kind); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		if err := records.DropMailTemplate(app, kind); err != nil {
			return err
		}
		return noteWording(app, now, actor, "restore", kind)
	})
}

func noteWording(app core.App, now time.Time, actor, action, kind string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "wording", Target: kind})
}

// Example is what a kind of letter would say to a registration, with examples for what only the occasion brings.
func Example(app core.App, kind string, r *records.Registration, w mail.Wording) (subject, text string, err error) {
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return "", "", err
	}
	return mail.Preview(app, kind, r, Clean(w), func(w *mail.Words) {
		noteOf(e, kind)(w)
		w.Rank, w.Reason, w.Number = 3, "Exemple de raison", "ATT-2026-000123"
		w.Certificate, w.Link, w.Booking, w.Invitation, w.Declaration, w.Survey = r.ID, r.ID, r.ID, r.ID, r.ID, r.ID
		w.Until, w.Body, w.People = "jeudi 12 mars 2026 à 9\u00a0h", "Exemple d’instance", []string{r.Name() + " : place confirmée"}
		w.OldPlace, w.OldSlots = "Exemple d’ancien lieu", w.Slots
		if w.Note == "" {
			w.Note = "Exemple de ce que vous écrirez pour cet événement."
		}
	})
}
