package hooks

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// boardShown is how many applications one page of the board holds: what one answer may be about.
const boardShown = 200

// boardPage is the view of applications/board.
type boardPage struct {
	Head                     eventHead
	Open                     bool // answers may still be given
	Approval, List           bool
	Seats                    domain.Seats
	Pending                  int
	Quotas                   []string
	Total                    int
	Rows                     []applicantRow
	Decided                  []decidedRow
	Order                    string
	Orders, Decisions        []web.Option
	Page, Pages              int
	Decision, Word           string
	Ticked                   int
	Preview                  letterPreview
	Previewed                bool
	ticked                   []string // ids
	sectors, lands, jobs, at map[string]string
}

// Previous and Next are the addresses of the pages around; empty: none.
func (v boardPage) Previous() string { return v.pageAt(v.Page - 1) }

// Next is the address of the page after.
func (v boardPage) Next() string { return v.pageAt(v.Page + 1) }

func (v boardPage) pageAt(n int) string {
	if n < 1 || n > v.Pages {
		return ""
	}
	return v.Head.Path() + "/candidatures?tri=" + v.Order + "&page=" + strconv.Itoa(n)
}

// Free is how many of the applications shown the seats that are left would take.
func (v boardPage) Free() int {
	if left := v.Seats.Left(); left >= 0 && left < len(v.Rows) {
		return left
	}
	return 0
}

// applicantRow is an application that waits.
type applicantRow struct {
	ID, Name, Structure, Profession, Sector, Territory string
	At                                                 time.Time
	New, Ticked                                        bool
	Served, Companions                                 int
	Hindered                                           string // by a quota
	Group, Word, Needs                                 string
	Whole                                              bool
	Answers                                            []answerLine
}

// decidedRow is an application that was answered.
type decidedRow struct {
	ID, Name, Structure, By, Word string
	State                         stateWord
	At                            time.Time
	Undoable                      bool
}

var boardOrders = []web.Option{{Value: domain.OrderAsked, Label: "Ordre des demandes"}, {Value: domain.OrderSector, Label: "Mélange des secteurs"},
	{Value: domain.OrderNew, Label: "Première participation d’abord"}, {Value: domain.OrderHouse, Label: "Structures les moins servies d’abord"}}

// applications is the board where the coordinator chooses who is taken.
func (s *site) applications(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	v := boardPage{Order: q.Get("tri"), Decision: registration.DecideAccept}
	v.Page, _ = strconv.Atoi(q.Get("page"))
	v.Ticked, _ = strconv.Atoi(q.Get("cocher"))
	return s.showBoard(e, http.StatusOK, v, nil)
}

// decideApplications answers those that are ticked, shows what they would read, or takes a refusal back.
func (s *site) decideApplications(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	v := boardPage{Order: f.Get("tri"), Decision: f.Get("decision"), Word: f.Get("word"), ticked: f["demande"]}
	v.Page, _ = strconv.Atoi(f.Get("page"))
	switch {
	case f.Get("reprendre") != "":
		return s.reconsiderApplication(e, v, f.Get("reprendre"))
	case len(v.ticked) == 0:
		err = domain.Error{Code: domain.ErrNoneTicked, Field: "demandes"}
	case f.Get("do") == "apercu":
		v.Previewed = true
		return s.showBoard(e, http.StatusOK, v, nil)
	default:
		var n int
		if n, err = registration.Decide(e.App, s.now(), actor(e), e.Request.PathValue("event"), v.ticked, v.Decision, v.Word); err == nil {
			s.nudge()
			return s.tellDecided(e, v, n)
		}
	}
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showBoard(e, sentenceOf(domain.Refusals(err)[0].Code).status, v, errs)
	}
	return s.refuse(e, err)
}

func (s *site) reconsiderApplication(e *core.RequestEvent, v boardPage, id string) error {
	r, err := records.RegistrationOf(e.App, id)
	if err == nil && r.Event != e.Request.PathValue("event") {
		err = records.ErrNone
	}
	if err == nil {
		err = registration.Reconsider(e.App, s.now(), actor(e), id, "")
	}
	if domain.Is(err, domain.ErrAlreadyRegistered) || domain.Is(err, domain.ErrState) {
		return s.tell(e, v.back(e), "warn", sentence(domain.Refusals(err)[0]))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, v.back(e), "ok", "La demande de "+r.Name()+" attend de nouveau votre réponse. Aucun message n’est parti.")
}

// back is the board as it was looked at.
func (v boardPage) back(e *core.RequestEvent) string {
	to := eventPath(e) + "/candidatures"
	if slices.ContainsFunc(boardOrders, func(o web.Option) bool { return o.Value == v.Order }) {
		to += "?tri=" + v.Order
	}
	return to
}

// tellDecided says what became of those who were answered.
func (s *site) tellDecided(e *core.RequestEvent, v boardPage, n int) error {
	if n == 0 {
		return s.tell(e, v.back(e), "warn", "Rien n’a changé\u00a0: ces demandes avaient déjà leur réponse.")
	}
	rows, err := records.Board(e.App, e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	count := map[domain.State]int{}
	for _, r := range rows {
		if slices.Contains(v.ticked, r.ID) {
			count[domain.State(r.State)]++
		}
	}
	text := counted(n, "réponse enregistrée", "réponses enregistrées")
	for i, c := range []struct {
		n         int
		one, many string
	}{{count[domain.Confirmed] + count[domain.Offered], "place attribuée", "places attribuées"}, {count[domain.Waitlisted], "en liste d’attente", "en liste d’attente"},
		{count[domain.Refused], "refus", "refus"}} {
		if c.n > 0 {
			text += map[bool]string{true: "\u00a0: ", false: ", "}[i == 0 || count[domain.Confirmed]+count[domain.Offered] == 0 && (i == 1 || count[domain.Waitlisted] == 0)] + counted(c.n, c.one, c.many)
		}
	}
	if count[domain.Waitlisted] > 0 && v.Decision == registration.DecideAccept {
		text += ", faute de place libre ou à cause d’un quota"
	}
	return s.tell(e, v.back(e), "ok", text+". Chaque personne reçoit un message.")
}

// showBoard fills the page and shows it.
func (s *site) showBoard(e *core.RequestEvent, status int, v boardPage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if !slices.ContainsFunc(boardOrders, func(o web.Option) bool { return o.Value == v.Order }) {
		v.Order = domain.OrderAsked
	}
	b, err := registration.BoardOf(e.App, s.now(), ev, v.Order)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Head, v.Open, v.Approval, v.List, v.Orders = headOf(e, ev, s.now()), registration.Answerable(ev, s.now()) == nil, ev.Approval, ev.Waitlist, boardOrders
	v.Seats, v.Pending, v.Total = b.Seats, b.Pending, len(b.Waits)
	v.Decisions = decisionsOf(ev, b.Seats)
	v.Pages = max(1, (v.Total+boardShown-1)/boardShown)
	v.Page = min(max(v.Page, 1), v.Pages)
	if v.Quotas, err = quotasInWords(e.App, ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	shown := b.Waits[(v.Page-1)*boardShown : min(v.Page*boardShown, v.Total)]
	if err := v.fill(e.App, ev, shown, b.Decided); err != nil {
		return s.refuse(e, err)
	}
	if v.Previewed {
		if v.Preview, err = previewDecision(e.App, v, b); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.renderForm(e, status, "applications/board", v, errs)
}

// decisionsOf are the answers that may be given, each with what it does now.
func decisionsOf(ev *records.Event, seats domain.Seats) []web.Option {
	accept, list := "Une place confirmée.", "Servie dans l’ordre des demandes dès qu’une place se libère."
	switch left := seats.Left(); {
	case left == 0 && ev.Waitlist:
		accept = "Plus de place libre : la personne entre en liste d’attente."
	case left == 0:
		accept = "Plus de place libre, et pas de liste d’attente."
	case left > 0:
		accept = "Une place confirmée, dans l’ordre des demandes. Il en reste " + intText(left) + "."
		list = "Il reste des places : une liste est servie aussitôt. Retenez d’abord qui vous choisissez."
	}
	out := []web.Option{{Value: registration.DecideAccept, Label: "Retenir", Hint: accept}}
	if ev.Waitlist {
		out = append(out, web.Option{Value: registration.DecideList, Label: "Mettre en liste d’attente", Hint: list})
	}
	return append(out, web.Option{Value: registration.DecideRefuse, Label: "Refuser", Hint: "Un message courtois le dit. Vous pourrez revenir sur ce refus."})
}

// previewDecision is what the first of those who are ticked would read.
func previewDecision(app core.App, v boardPage, b registration.Board) (p letterPreview, err error) {
	i := slices.IndexFunc(b.Waits, func(a registration.Applicant) bool { return slices.Contains(v.ticked, a.ID) })
	if i < 0 {
		p.Trouble = "Ces demandes ont déjà leur réponse."
		return p, nil
	}
	r, kind := b.Waits[i].Registration, mail.Confirmation
	switch {
	case v.Decision == registration.DecideRefuse:
		kind = mail.Refused
	case !b.Waits[i].Hindrance.None():
		kind = mail.Waitlisted
	}
	wording, err := mail.WordingOf(app, kind)
	if err != nil {
		return p, err
	}
	p.To = r.Name()
	p.Subject, p.Text, err = mail.Preview(app, kind, &r, wording, func(w *mail.Words) {
		w.Reason = registration.Said(v.Decision, domain.CleanText(v.Word))
		if kind == mail.Waitlisted {
			w.Rank = b.Seats.Waiting + 1
		}
	})
	return p, err
}
