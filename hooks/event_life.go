package hooks

import (
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// eventPath is the address of the event of the request at the desk.
func eventPath(e *core.RequestEvent) string {
	return "/gestion/evenements/" + e.Request.PathValue("event")
}

// publishEvent opens a draft to registrations.
func (s *site) publishEvent(e *core.RequestEvent) error {
	err := event.Publish(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if domain.Is(err, domain.ErrRequired) {
		return s.tell(e, eventPath(e)+"/modifier#place", "err", "Indiquez le lieu de l’événement, enregistrez, puis publiez.")
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e), "ok", "Événement publié. Copiez son lien public pour l’annoncer.")
}

// duplicateEvent copies an event to another day, as a draft.
func (s *site) duplicateEvent(e *core.RequestEvent) error {
	typed := deskEventTyped{Day: strings.TrimSpace(e.Request.FormValue("day")), Category: "public", Intent: e.Request.FormValue("intent")}
	day, err := paris.ParseDay(typed.Day)
	if err != nil {
		err = domain.Error{Code: domain.ErrTimeFormat, Field: "day"}
		return s.showDeskEvent(e, 422, typed, fieldErrors(err))
	}
	made, err := event.Duplicate(e.App, s.now(), actor(e), e.Request.PathValue("event"), typed.Intent, day)
	if domain.Is(err, domain.ErrNoSuchTime) {
		return s.showDeskEvent(e, 422, typed, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/evenements/"+made.ID+"/modifier", "ok", "Copie enregistrée comme brouillon, au "+paris.Long(made.StartsAt.Time())+". Relisez-la, puis publiez-la.")
}

// eventCancelPage is the view of desk_event/cancel.
type eventCancelPage struct {
	Head          eventHead
	Live, Letters int // live registrations, and those of them who will get a mail
	Reason        string
}

// cancelEventForm says what calling an event off will do, before it is done.
func (s *site) cancelEventForm(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if ev.Status != domain.Published {
		return s.refuse(e, domain.Error{Code: domain.ErrState})
	}
	rows, err := records.Registrations(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	view := eventCancelPage{Head: headOf(e, ev, s.now())}
	for _, r := range rows {
		if !domain.State(r.State).Live() {
			continue
		}
		view.Live++
		if r.Email != "" {
			view.Letters++
		}
	}
	return s.render(e, 200, "desk_event/cancel", view)
}

// cancelEvent calls an event off and queues a mail to everyone who was expected.
func (s *site) cancelEvent(e *core.RequestEvent) error {
	if err := event.Cancel(e.App, s.now(), actor(e), e.Request.PathValue("event"), e.Request.FormValue("reason")); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e), "ok", "Événement annulé. Un message est préparé pour chaque personne inscrite.")
}

// eventClosePage is the view of desk_event/close.
type eventClosePage struct {
	Head        eventHead
	Early       string // why it cannot be closed yet; empty: it can
	Starts      time.Time
	Closing     event.Closing
	Rows        []outcomeLine
	Total       int // of the rows
	Certificate bool
	Rule        string // in words
	Review      bool   // the certificates wait for the coordinator
	SurveyFirst bool
	Awaited     []phoneRow
	Conflicts   int // to look at
}

// closeEventForm says what closing will do, before it is done.
func (s *site) closeEventForm(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	view := eventClosePage{Head: headOf(e, ev, s.now()), Starts: ev.StartsAt.Time(), Certificate: ev.Certificate, Review: ev.ReviewCertificates, SurveyFirst: ev.SurveyFirst, Rule: certificate.RuleWords(ev.Completion())}
	view.Closing, err = event.Preview(e.App, s.now(), ev)
	switch {
	case domain.Is(err, domain.ErrNotStarted):
		view.Early = sentence(domain.Refusals(err)[0])
	case err != nil:
		return s.refuse(e, err)
	}
	if len(view.Closing.Awaited) > 0 {
		if view.Awaited, err = awaitedRows(e.App, s.now(), ev); err != nil {
			return s.refuse(e, err)
		}
	}
	if view.Conflicts, err = view.Head.Conflicts(); err != nil {
		return s.refuse(e, err)
	}
	for _, o := range domain.Outcomes {
		if n := view.Closing.Of(o); n > 0 {
			view.Rows, view.Total = append(view.Rows, outcomeLine{outcomeNames[o], n}), view.Total+n
		}
	}
	return s.render(e, 200, "desk_event/close", view)
}

// closeEvent makes an event « held »; the worker draws what certificates were earned.
func (s *site) closeEvent(e *core.RequestEvent) error {
	if err := event.Close(e.App, s.now(), actor(e), e.Request.PathValue("event")); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if ev.Certificate && ev.Awaits() && !ev.HeldBack {
		return s.tell(e, eventPath(e)+"/attestations", "warn", "Événement clôturé. Les attestations attendent votre relecture : rien ne part avant.")
	}
	if ev.HeldBack {
		return s.tell(e, eventPath(e), "warn", "Événement clôturé. Les absences et les attestations attendent les téléphones nommés ci-dessous.")
	}
	return s.tell(e, eventPath(e), "ok", "Événement clôturé. Les attestations se préparent et partent par courriel.")
}

// reopenEvent takes a closed event back, with a reason.
func (s *site) reopenEvent(e *core.RequestEvent) error {
	typed := deskEventTyped{Reason: e.Request.FormValue("reason"), Category: "public"}
	err := event.Reopen(e.App, s.now(), actor(e), e.Request.PathValue("event"), typed.Reason)
	if domain.Is(err, domain.ErrReason) {
		return s.showDeskEvent(e, 422, typed, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e), "ok", "Événement rouvert. Corrigez ce qui doit l’être, puis clôturez-le de nouveau.")
}

// addHeadcount adds people counted without a name.
func (s *site) addHeadcount(e *core.RequestEvent) error {
	typed := deskEventTyped{Category: e.Request.FormValue("category"), People: strings.TrimSpace(e.Request.FormValue("people")),
		Note: e.Request.FormValue("note"), Nonce: e.Request.FormValue("nonce")}
	n, err := strconv.Atoi(strings.TrimPrefix(typed.People, "+"))
	if err != nil {
		n = 0 // refused as such
	}
	err = event.Count(e.App, s.now(), actor(e), e.Request.PathValue("event"), event.Headcount{Category: typed.Category, People: n, Note: typed.Note, Nonce: typed.Nonce})
	if domain.Is(err, domain.ErrState) || domain.Is(err, domain.ErrNotFound) || (err != nil && domain.Refusals(err) == nil) {
		return s.refuse(e, err)
	}
	if err != nil {
		return s.showDeskEvent(e, 422, typed, fieldErrors(err))
	}
	return s.tell(e, eventPath(e)+"#decompte", "ok", "Décompte ajouté.")
}
