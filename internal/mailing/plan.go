package mailing

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// How much an event's letters may carry.
const (
	MaxFiles    = 3
	MaxFileSize = 5 << 20 // bytes
	MaxNote     = 3000    // characters
)

// filePrefix begins the ids of the files that go with letters.
const filePrefix = "piece:"

// Days before (or after) that may be chosen; 0: the letter does not leave.
var (
	JoiningDays  = []int{15, 7, 3}
	ReminderDays = []int{7, 3, 2, 1}
	ThanksDays   = []int{1, 2, 7}
)

// Settings are what the coordinator says of an event's planned letters.
type Settings struct {
	Joining, Reminder, Thanks int
	JoiningNote, ThanksNote   string
}

// SettingsOf reads them.
func SettingsOf(e *records.Event) Settings {
	return Settings{e.JoiningDays, e.ReminderDays, e.ThanksDays, e.JoiningNote, e.ThanksNote}
}

// Save writes what the coordinator says of an event's planned letters. A day that is past makes the letter leave at
// once. ErrState for an event that was called off.
func Save(app core.App, now time.Time, actor, event string, in Settings) error {
	in.JoiningNote, in.ThanksNote = domain.CleanText(in.JoiningNote), domain.CleanText(in.ThanksNote)
	var errs domain.Errors
	for _, c := range []struct {
		field   string
		days    int
		allowed []int
	}{{"joining", in.Joining, JoiningDays}, {"reminder", in.Reminder, ReminderDays}, {"thanks", in.Thanks, ThanksDays}} {
		if c.days != 0 && !slices.Contains(c.allowed, c.days) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: c.field})
		}
	}
	for field, note := range map[string]string{"joining_note": in.JoiningNote, "thanks_note": in.ThanksNote} {
		if e := domain.CheckLine(field, note, MaxNote, false, false); e != nil {
			errs = append(errs, *e)
		}
	}
	if err := errs.OrNil(); err != nil {
		return err
	}
	return change(app, now, actor, event, "mails", func(_ core.App, e *records.Event) error {
		e.JoiningDays, e.ReminderDays, e.ThanksDays = in.Joining, in.Reminder, in.Thanks
		e.JoiningNote, e.ThanksNote = in.JoiningNote, in.ThanksNote
		return nil
	})
}

// AddFile stores a file that will go with the joining instructions: a PDF, a PNG or a JPEG (ErrEnclosure).
func AddFile(app core.App, now time.Time, actor, event, name string, content []byte) error {
	kind := kindOf(content)
	name = domain.CleanLine(name)
	if kind == "" || len(content) > MaxFileSize || name == "" {
		return domain.Error{Code: domain.ErrEnclosure, Field: "file"}
	}
	sum := sha256.Sum256(content)
	return change(app, now, actor, event, "file-added", func(app core.App, e *records.Event) error {
		if len(e.Attachments) >= MaxFiles {
			return domain.Error{Code: domain.ErrTooManyFiles, Field: "file"}
		}
		f := &records.File{ID: filePrefix + records.NewID(), Name: name, Type: kind, SHA256: hex.EncodeToString(sum[:]), Bytes: content, Created: records.At(now)}
		e.Attachments = append(e.Attachments, f.ID)
		return records.AddFile(app, f)
	})
}

// RemoveFile takes a file off the letters to come; those that wait to leave keep it.
func RemoveFile(app core.App, now time.Time, actor, event, id string) error {
	return change(app, now, actor, event, "file-removed", func(_ core.App, e *records.Event) error {
		e.Attachments = slices.DeleteFunc(slices.Clone(e.Attachments), func(f string) bool { return f == id })
		return nil
	})
}

// FileOf reads a file that goes with the letters of an event.
func FileOf(app core.App, e *records.Event, id string) (*records.File, error) {
	if !slices.Contains(e.Attachments, id) {
		return nil, records.ErrNone
	}
	return records.FileOf(app, id)
}

func kindOf(content []byte) string {
	for prefix, kind := range map[string]string{"%PDF-": "application/pdf", "\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff": "image/jpeg"} {
		if bytes.HasPrefix(content, []byte(prefix)) {
			return kind
		}
	}
	return ""
}

func change(app core.App, now time.Time, actor, event, action string, edit func(core.App, *records.Event) error) error {
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, event)
		if err != nil {
			return err
		}
		if e.Status == domain.Cancelled {
			return domain.Error{Code: domain.ErrState}
		}
		if err := edit(app, e); err != nil {
			return err
		}
		if err := records.SaveEvent(app, e); err != nil {
			return err
		}
		return trace(app, now, actor, action, e.ID, "")
	})
}

func trace(app core.App, now time.Time, actor, action, event, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "event", Target: event, Event: event, Reason: reason})
}

// Line is one planned letter of an event on the screen.
type Line struct {
	domain.Planned
	records.PlannedCount
	On   bool // it is planned at all
	Over bool // too late for it
}

// Left is how many letters will still leave, if nothing changes.
func (l Line) Left() int {
	if l.Over {
		return 0
	}
	return max(0, l.All-l.Without-l.Written)
}

// Lines lists the planned letters of an event, those that are switched off too.
func Lines(app core.App, now time.Time, e *records.Event) (list []Line, err error) {
	letters := e.Planning().Letters(paris.Location)
	for _, kind := range []string{mail.Joining, mail.Reminder, mail.Thanks} {
		line := Line{Planned: domain.Planned{Kind: kind}}
		for _, l := range letters {
			if l.Kind != kind {
				continue
			}
			line.Planned, line.On, line.Over = l, true, !now.Before(l.Until)
			if line.PlannedCount, err = records.CountPlanned(app, e.ID, l); err != nil {
				return nil, err
			}
		}
		list = append(list, line)
	}
	return list, nil
}

// Preview is what a registration would read of a planned letter.
func Preview(app core.App, e *records.Event, kind string, r *records.Registration) (subject, text string, err error) {
	wording, err := mail.WordingOf(app, kind)
	if err != nil {
		return "", "", err
	}
	return mail.Preview(app, kind, r, wording, noteOf(e, kind))
}
