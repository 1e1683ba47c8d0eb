package hooks

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

const lettersPerPage = 25

// lettersView is letters/list.
type lettersView struct {
	Words, Status, Event string
	Statuses, Events     []web.Option
	Rows                 []letterLine
	Total, Page, Pages   int
	Previous, Next       string
	Held, Queued, Failed int  // of the whole outbox; coordinators only
	On                   bool // mails go out
	Filtered             bool
}

type letterLine struct {
	ID, To, Name, Subject, Status, Event string
	At                                   time.Time
}

// letterView is letters/letter.
type letterView struct {
	ID, To, Name, Subject, Text, Status, Error string
	Event, EventTitle, Registration            string
	Created, Sent, Due                         time.Time
	Attempts, Attached                         int
	Links                                      bool // the secret addresses are shown
	HasLinks                                   bool
	On                                         bool
}

var letterStatuses = []web.Option{{Value: "queued", Label: "À envoyer"}, {Value: "held", Label: "Retenus"}, {Value: "failed", Label: "En échec"}, {Value: "sent", Label: "Envoyés"}}

// letters lists the outbox; an organiser sees the mails of the own events.
func (s *site) letters(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	page, _ := strconv.Atoi(q.Get("page")) // anything else is the first page
	page = max(1, page)
	view := lettersView{Words: q.Get("mots"), Status: q.Get("etat"), Event: q.Get("evenement"), Statuses: letterStatuses, Page: page}
	view.Filtered = view.Words+view.Status+view.Event != ""
	filter := records.LetterFilter{Status: view.Status, Event: view.Event, Words: view.Words, Limit: lettersPerPage, Offset: (page - 1) * lettersPerPage}
	if u := user(e); !u.IsCoordinator() {
		filter.Organiser = u.Id
	}
	rows, total, err := records.Letters(e.App, filter)
	if err != nil {
		return err
	}
	events, err := records.Events(e.App, records.EventFilter{Organiser: filter.Organiser, Newest: true})
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, ev := range events {
		titles[ev.ID] = ev.Title
		view.Events = append(view.Events, web.Option{Value: ev.ID, Label: ev.Title + ", " + paris.Range(ev.StartsAt.Time(), ev.EndsAt.Time())})
	}
	for _, l := range rows {
		view.Rows = append(view.Rows, letterLine{l.ID, l.Recipient, l.RecipientName, l.Subject, l.Status, titles[l.Event], latest(l)})
	}
	view.Total, view.Pages = total, max(1, (total+lettersPerPage-1)/lettersPerPage)
	view.Previous, view.Next = pageLinks(e.Request.URL, page, view.Pages)
	if err := view.count(e); err != nil {
		return err
	}
	return s.render(e, http.StatusOK, "letters/list", view)
}

// count adds what concerns the whole outbox.
func (v *lettersView) count(e *core.RequestEvent) (err error) {
	if _, v.On, err = SMTP(e.App); err != nil || !user(e).IsCoordinator() {
		return err
	}
	counts, err := records.LetterCounts(e.App)
	v.Held, v.Queued, v.Failed = counts["held"], counts["queued"], counts["failed"]
	return err
}

// latest is when something last happened to a letter.
func latest(l records.Letter) time.Time {
	if !l.SentAt.IsZero() {
		return l.SentAt.Time()
	}
	return l.Created.Time()
}

// pageLinks are the addresses of the pages before and after, with the same filters.
func pageLinks(at *url.URL, page, pages int) (previous, next string) {
	to := func(n int) string {
		q := at.Query()
		q.Del("message")
		q.Set("page", strconv.Itoa(n))
		return at.Path + "?" + q.Encode()
	}
	if page > 1 {
		previous = to(min(page-1, pages))
	}
	if page < pages {
		next = to(page + 1)
	}
	return previous, next
}

// letterOf reads the letter of the path, if its reader may see it.
func letterOf(e *core.RequestEvent) (*records.Letter, error) {
	l, err := records.LetterOf(e.App, e.Request.PathValue("letter"))
	if err != nil || user(e).IsCoordinator() {
		return l, err
	}
	ev, err := records.EventOf(e.App, l.Event)
	if err != nil || !slices.Contains(ev.Organisers, user(e).Id) {
		return nil, domain.Error{Code: domain.ErrNotFound}
	}
	return l, nil
}

func (s *site) letter(e *core.RequestEvent) error {
	l, err := letterOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showLetter(e, l, false)
}

// letterLinks shows the letter with its secret addresses, and notes who asked.
func (s *site) letterLinks(e *core.RequestEvent) error {
	l, err := letterOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := mail.Reveal(e.App, s.now(), actor(e), l); err != nil {
		return err
	}
	return s.showLetter(e, l, true)
}

func (s *site) showLetter(e *core.RequestEvent, l *records.Letter, links bool) error {
	_, on, err := SMTP(e.App)
	if err != nil {
		return err
	}
	view := letterView{ID: l.ID, To: l.Recipient, Name: l.RecipientName, Subject: l.Subject, Status: l.Status, Error: l.LastError,
		Event: l.Event, Registration: l.Registration, Created: l.Created.Time(), Sent: l.SentAt.Time(), Due: l.DueAt.Time(),
		Attempts: l.Attempts, Attached: len(l.Attachments), Links: links, On: on, Text: mail.Plain(l.Text, mail.Masked)}
	open := mail.Plain(l.Text, mail.Resolver(e.App))
	view.HasLinks = open != view.Text
	if links {
		view.Text = open
	}
	if ev, err := records.EventOf(e.App, l.Event); err == nil {
		view.EventTitle = ev.Title
	}
	return s.render(e, http.StatusOK, "letters/letter", view)
}

func (s *site) sendLetter(e *core.RequestEvent) error {
	l, err := letterOf(e)
	if err == nil {
		err = mail.Requeue(e.App, s.now(), actor(e), l.ID)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Le message part dans un instant."
	if _, on, err := SMTP(e.App); err != nil || !on {
		text = "Le message partira dès que l’envoi sera réglé."
	}
	return s.tell(e, "/gestion/messages/"+l.ID, "ok", text)
}

func (s *site) releaseLetters(e *core.RequestEvent) error {
	n, err := mail.Release(e.App, s.now(), actor(e))
	if err != nil {
		return err
	}
	s.nudge()
	if n == 0 {
		return s.tell(e, "/gestion/messages", "warn", "Aucun message n’était retenu.")
	}
	return s.tell(e, "/gestion/messages?etat=queued", "ok", "Les messages retenus partent maintenant.")
}
