package hooks

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/mailing"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// eventLettersPage is the view of event_letters/messages.
type eventLettersPage struct {
	Head                      eventHead
	Lines                     []plannedLine
	Form                      eventLettersForm
	Joining, Reminder, Thanks []web.Option
	Files                     []letterFileRow
	Room                      bool // for another file
	Written                   []mailingRow
	Writable                  bool
	On                        bool // mails go out
	Change                    int  // people to tell of a change
	Live                      bool // planned letters may still leave
}

// eventLettersForm is what was typed.
type eventLettersForm struct{ Joining, Reminder, Thanks, JoiningNote, ThanksNote string }

// plannedLine is a planned letter in words.
type plannedLine struct {
	mailing.Line
	Label, When, Who string
	State            stateWord
}

type letterFileRow struct {
	ID, Name string
	KB       int
}

// mailingRow is a letter that was written by hand.
type mailingRow struct {
	Subject, Text, By, To string
	People                int
	At                    time.Time
}

// eventLetters says what will leave to the people of an event, when, to how many; and what was written to them.
func (s *site) eventLetters(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	set := mailing.SettingsOf(ev)
	form := eventLettersForm{strconv.Itoa(set.Joining), strconv.Itoa(set.Reminder), strconv.Itoa(set.Thanks), set.JoiningNote, set.ThanksNote}
	return s.showEventLetters(e, http.StatusOK, ev, form, nil)
}

// saveEventLetters writes which letters leave, and when.
func (s *site) saveEventLetters(e *core.RequestEvent) error {
	v := e.Request.FormValue
	form := eventLettersForm{v("joining"), v("reminder"), v("thanks"), v("joining_note"), v("thanks_note")}
	err := mailing.Save(e.App, s.now(), actor(e), e.Request.PathValue("event"), mailing.Settings{Joining: typedDays(form.Joining), Reminder: typedDays(form.Reminder),
		Thanks: typedDays(form.Thanks), JoiningNote: form.JoiningNote, ThanksNote: form.ThanksNote})
	return s.afterLetters(e, form, err, "Enregistré. Cette page dit ce qui partira, et quand.")
}

// typedDays reads a number of days; anything else is refused as a choice that is not offered.
func typedDays(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// afterLetters answers a form of the page of an event's letters.
func (s *site) afterLetters(e *core.RequestEvent, form eventLettersForm, err error, done string) error {
	errs := fieldErrors(err)
	switch {
	case err == nil:
		return s.tell(e, eventPath(e)+"/messages", "ok", done)
	case errs == nil, domain.Is(err, domain.ErrNotFound), domain.Is(err, domain.ErrState):
		return s.refuse(e, err)
	}
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if form == (eventLettersForm{}) { // the error is of another form: this one shows what is kept
		set := mailing.SettingsOf(ev)
		form = eventLettersForm{strconv.Itoa(set.Joining), strconv.Itoa(set.Reminder), strconv.Itoa(set.Thanks), set.JoiningNote, set.ThanksNote}
	}
	return s.showEventLetters(e, http.StatusUnprocessableEntity, ev, form, errs)
}

func (s *site) addLetterFile(e *core.RequestEvent) error {
	name, content, err := uploaded(e, "file", mailing.MaxFileSize)
	if err != nil {
		err = domain.Error{Code: domain.ErrEnclosure, Field: "file"}
	} else {
		err = mailing.AddFile(e.App, s.now(), actor(e), e.Request.PathValue("event"), name, content)
	}
	return s.afterLetters(e, eventLettersForm{}, err, "Le fichier sera joint aux consignes.")
}

func (s *site) removeLetterFile(e *core.RequestEvent) error {
	err := mailing.RemoveFile(e.App, s.now(), actor(e), e.Request.PathValue("event"), e.Request.FormValue("file"))
	return s.afterLetters(e, eventLettersForm{}, err, "Le fichier ne sera plus joint.")
}

// letterFile downloads a file that goes with the letters of an event.
func (s *site) letterFile(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := mailing.FileOf(e.App, ev, e.Request.PathValue("file"))
	if err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	return e.Blob(http.StatusOK, f.Type, f.Bytes)
}

func (s *site) showEventLetters(e *core.RequestEvent, status int, ev *records.Event, form eventLettersForm, errs []web.FieldError) error {
	view := eventLettersPage{Head: headOf(e, ev, s.now()), Form: form, Writable: ev.Status != domain.Draft, Room: len(ev.Attachments) < mailing.MaxFiles,
		Joining: dayOptions(mailing.JoiningDays, "avant"), Reminder: dayOptions(mailing.ReminderDays, "avant"), Thanks: dayOptions(mailing.ThanksDays, "après"),
		Live: ev.Status != domain.Cancelled}
	lines, err := mailing.Lines(e.App, s.now(), ev)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, l := range lines {
		view.Lines = append(view.Lines, plannedWords(l, ev, s.now()))
	}
	for _, fill := range []func(core.App, *records.Event) error{view.files, view.written} {
		if err := fill(e.App, ev); err != nil {
			return s.refuse(e, err)
		}
	}
	if view.Change, err = untold(e.App, s.now(), ev); err != nil {
		return s.refuse(e, err)
	}
	if _, view.On, err = SMTP(e.App); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "event_letters/messages", view, errs)
}

func (v *eventLettersPage) files(app core.App, ev *records.Event) error {
	for _, id := range ev.Attachments {
		f, err := records.FileOf(app, id)
		if err != nil {
			return err
		}
		v.Files = append(v.Files, letterFileRow{f.ID, f.Name, (len(f.Bytes) + 999) / 1000})
	}
	return nil
}

func (v *eventLettersPage) written(app core.App, ev *records.Event) error {
	rows, err := records.Mailings(app, ev.ID)
	if err != nil {
		return err
	}
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return err
	}
	choices, err := narrowOptions(app, ev)
	if err != nil {
		return err
	}
	for _, m := range rows {
		v.Written = append(v.Written, mailingRow{m.Subject, m.Text, who.name(m.CreatedBy), choices.words(m.Filter), m.People, m.Created.Time()})
	}
	return nil
}

func dayOptions(days []int, when string) []web.Option {
	out := []web.Option{{Value: "0", Label: "Ne pas l’envoyer"}}
	for _, d := range days {
		out = append(out, web.Option{Value: strconv.Itoa(d), Label: counted(d, "jour", "jours") + " " + when})
	}
	return out
}

// plannedLabels name the planned letters, and say when each leaves.
var plannedLabels = map[string]string{mail.Joining: "Consignes", mail.Reminder: "Rappel", mail.Thanks: "Remerciement"}

// plannedWords says what will become of a planned letter.
func plannedWords(l mailing.Line, ev *records.Event, now time.Time) plannedLine {
	out := plannedLine{Line: l, Label: plannedLabels[l.Kind], When: "Ne part pas", State: stateWord{"Non prévu", "plain"}}
	if !l.On {
		return out
	}
	out.When, out.State = "Le "+paris.Moment(l.Due), stateWord{"Prévu", "ok"}
	switch {
	case ev.Status == domain.Cancelled:
		out.State = stateWord{"Ne partira pas\u00a0: événement annulé", "plain"}
	case l.Over:
		out.State = stateWord{"Terminé", "plain"}
	case ev.Status == domain.Draft:
		out.State = stateWord{"Après la publication", "warn"}
	case l.Open(now, ev.Status):
		out.State = stateWord{"En cours", "ok"}
	case l.Kind == mail.Thanks && ev.Status != domain.Held && !now.Before(l.Due):
		out.State = stateWord{"Attend la clôture", "warn"}
	}
	out.Who = counted(l.Written, "message écrit", "messages écrits")
	if n := l.Left(); n > 0 {
		out.Who += ", " + counted(n, "à venir", "à venir")
	}
	if l.Without > 0 {
		out.Who += fmt.Sprintf(", %s sans adresse", counted(l.Without, "personne", "personnes"))
	}
	return out
}

// plannedPreviewPage is the view of event_letters/preview.
type plannedPreviewPage struct {
	Head                eventHead
	Kind, Label, Sample string
	Samples             []web.Option
	Preview             letterPreview
}

// plannedPreview shows what one of the people would read of a planned letter.
func (s *site) plannedPreview(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	view := plannedPreviewPage{Head: headOf(e, ev, s.now()), Kind: e.Request.PathValue("kind")}
	if view.Label = plannedLabels[view.Kind]; view.Label == "" {
		return s.refuse(e, records.ErrNone)
	}
	rows, err := records.RecentRegistrations(e.App, ev.ID, samplesShown)
	if err != nil {
		return s.refuse(e, err)
	}
	if view.Samples, err = sampleOptions(e.App, rows); err != nil {
		return s.refuse(e, err)
	}
	r := sampleOf(rows, e.Request.URL.Query().Get("inscription"))
	if r != nil {
		view.Sample = r.ID
	}
	if view.Preview, err = previewOf(nil, r, func() (string, string, error) { return mailing.Preview(e.App, ev, view.Kind, r) }); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "event_letters/preview", view)
}
