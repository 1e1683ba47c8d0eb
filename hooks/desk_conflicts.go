package hooks

import (
	"net/http"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/conflict"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// conflictsPage is the view of desk_conflict/list.
type conflictsPage struct {
	Top        eventTop
	Open, Seen []conflictRow
}

// conflictRow is a conflict in words, with what can be done about it.
type conflictRow struct {
	N           string // of the row, for the fields of its forms
	Subject     string
	Kind, Text  string // what it is, and what happened
	Done        string // what was done of it
	Lines       []gestureLine
	People      []conflictPerson
	Acts        []conflictAct
	Seen        string // the button that leaves it as it is
	Nonce       string
	Reason      string // as typed, when it was refused
	Completing  bool   // a form says who it is
	First, Last string
	Structure   string
	Doubt       bool // somebody registered looks like who was typed
	Review      string
	Another     bool // somebody who was not registered may be added
}

type gestureLine struct{ When, Where, How, Outcome, Reason string }

type conflictPerson struct{ ID, Name, Detail string }

type conflictAct struct{ Value, Label, Confirm string }

// conflictTyped is what was typed about one conflict, when it was refused.
type conflictTyped struct {
	Subject, Nonce, Reason, Last, First, Structure string
	Doubt                                          bool
}

// conflicts shows what the door leaves to look at.
func (s *site) conflicts(e *core.RequestEvent) error {
	return s.showConflicts(e, http.StatusOK, conflictTyped{}, nil)
}

func (s *site) showConflicts(e *core.RequestEvent, status int, typed conflictTyped, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	open, seen, err := conflict.List(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	v := conflictsPage{Top: s.topOf(e, ev)}
	words, err := conflictWordsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	for i, it := range append(open, seen...) {
		row := words.row(it)
		row.N = strconv.Itoa(i + 1)
		if row.Subject == typed.Subject {
			row.Nonce, row.Reason, row.Last, row.First, row.Structure, row.Doubt = typed.Nonce, typed.Reason, typed.Last, typed.First, typed.Structure, typed.Doubt
			for j := range errs {
				errs[j].Field += "-" + row.N
			}
		}
		if it.Review == nil {
			v.Open = append(v.Open, row)
		} else {
			v.Seen = append(v.Seen, row)
		}
	}
	return s.renderForm(e, status, "desk_conflict/list", v, errs)
}

// settleConflict does what was decided about a conflict.
func (s *site) settleConflict(e *core.RequestEvent) error {
	form := e.Request.FormValue
	event := e.Request.PathValue("event")
	d := conflict.Decision{Nonce: form("nonce"), Subject: form("sujet"), Act: form("act"), Reason: form("reason")}
	typed := conflictTyped{Subject: d.Subject, Nonce: d.Nonce, Reason: d.Reason, Last: form("last_name"), First: form("first_name"), Structure: form("structure")}
	var err error
	if d.Act == "complete" {
		typed.Doubt = true
		err = s.completeAtDesk(e, event, d.Nonce, typed)
	} else {
		err = conflict.Decide(e.App, s.now(), actor(e), event, d)
	}
	switch errs := fieldErrors(err); {
	case domain.Is(err, domain.ErrChangedMeanwhile), domain.Is(err, domain.ErrState):
		return s.tell(e, eventPath(e)+"/conflits", "warn", "Quelqu’un s’en est occupé entre-temps\u00a0: la page montre où en sont les choses.")
	case domain.Is(err, domain.ErrNotFound), domain.Is(err, domain.ErrChoice):
		return s.refuse(e, err)
	case len(errs) > 0:
		typed.Doubt = domain.Is(err, domain.ErrNamesake)
		if typed.Doubt {
			errs = []web.FieldError{{Field: "autre", Text: messages[domain.ErrNamesake].text}}
		}
		return s.showConflicts(e, http.StatusUnprocessableEntity, typed, errs)
	case err != nil:
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/conflits", "ok", decided[d.Act])
}

// decided says what came of a decision.
var decided = map[string]string{conflict.Void: "La présence est annulée. La raison est gardée.", conflict.Admit: "Les arrivées comptent, à leur heure. La raison est gardée.",
	conflict.Same: "L’arrivée est notée sous l’inscription\u00a0; l’inscription sur place est écartée.", conflict.Seen: "C’est noté comme vu.",
	conflict.Unseen: "C’est de nouveau à regarder.", "complete": "L’arrivée est complétée."}

// completeAtDesk says who an arrival under a name alone is.
func (s *site) completeAtDesk(e *core.RequestEvent, event, nonce string, typed conflictTyped) error {
	place, err := door.Open(e.App, event, "", actor(e))
	if err != nil {
		return err
	}
	_, err = door.Complete(e.App, s.now(), place, door.Completion{Arrival: e.Request.FormValue("registration"),
		WalkIn: door.WalkIn{Nonce: nonce, LastName: typed.Last, FirstName: typed.First, Structure: typed.Structure, New: e.Request.FormValue("autre") != ""}})
	return err
}

// Conflicts is how many of the event are to be looked at: the number in its tab.
func (h eventHead) Conflicts() (int, error) {
	if !h.Today || h.Draft() || h.Cancelled() {
		return 0, nil
	}
	ev, err := records.EventOf(h.app, h.ID)
	if err != nil {
		return 0, err
	}
	return conflict.Count(h.app, ev)
}
