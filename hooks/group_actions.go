package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// addColleague registers one more, where the first of the group works.
func (s *site) addColleague(e *core.RequestEvent) error {
	b, _, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	f, err := form(e)
	if err != nil {
		return err
	}
	v := bookingView{Nonce: f.Get("intention"), New: colleagueRowOf(f, "0")}
	if !intentPattern.MatchString(v.Nonce) {
		v.Nonce = security.RandomString(32)
	}
	in := registration.Request{FirstName: v.New.FirstName, LastName: v.New.LastName, Email: v.New.Email, Profession: v.New.Function, OtherPerson: v.New.OtherPerson, Answers: v.New.Answers,
		Intent: groupInput{Intent: v.Nonce, Rows: []colleagueRow{v.New}}.group("").Intent}
	if err := asTheFirst(e.App, b, &in); err != nil {
		return s.refuse(e, err)
	}
	out, err := registration.Join(e.App, s.now(), b.ID, in)
	if err != nil {
		return s.rowRefused(e, v, v.New, err)
	}
	s.nudge()
	return s.tell(e, groupPath(e), "ok", out.Registration.Name()+"\u00a0: "+stateWords[domain.State(out.Registration.State)].Text+".")
}

// asTheFirst fills where a colleague works by the first of the group.
func asTheFirst(app core.App, b *records.Booking, in *registration.Request) error {
	rows, err := records.BookedTogether(app, b.ID)
	if err != nil || len(rows) == 0 {
		return err
	}
	first := rows[0]
	in.StructureID, in.NoStructure, in.ManagerEmail = first.Structure, first.Structure == "", first.ManagerEmail
	ref, err := records.LoadReference(app)
	in.Sector, in.Territory = records.Find(ref.Sectors, first.Sector).Code, records.Find(ref.Territories, first.Territory).Code
	if !records.Find(ref.Sectors, first.Sector).Named {
		in.Sector = ""
	}
	return err
}

// replaceColleague gives the seat of one of the group to another colleague.
func (s *site) replaceColleague(e *core.RequestEvent) error {
	b, _, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	n, err := strconv.Atoi(f.Get("numero"))
	if err != nil || n < 1 || n > domain.MaxPasted {
		return s.refuse(e, records.ErrNone)
	}
	row, nonce := colleagueRowOf(f, strconv.Itoa(n)), f.Get("intention")
	if !intentPattern.MatchString(nonce) {
		nonce = security.RandomString(32)
	}
	out, err := registration.ReplaceAmong(e.App, s.now(), b.ID, f.Get("inscription"), registration.Request{FirstName: row.FirstName, LastName: row.LastName,
		Email: row.Email, Profession: row.Function, OtherPerson: row.OtherPerson, Intent: groupInput{Intent: nonce, Rows: []colleagueRow{row}}.group("").Intent})
	if domain.Is(err, domain.ErrNotFound) {
		return s.refuse(e, err)
	}
	if err != nil {
		v := bookingView{Nonce: nonce, Typed: groupTyped{Replaced: f.Get("inscription")}}
		return s.rowRefused(e, v, row, err)
	}
	s.nudge()
	return s.tell(e, groupPath(e), "ok", out.Registration.Name()+" a la place, avec un nouveau billet. L’ancien n’est plus valable.")
}

// swapColleagues exchanges the workshops of two of the group.
func (s *site) swapColleagues(e *core.RequestEvent) error {
	b, _, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := registration.SwapAmong(e.App, s.now(), b.ID, e.Request.FormValue("premier"), e.Request.FormValue("second")); err != nil {
		return s.groupRefused(e, err)
	}
	s.nudge()
	return s.tell(e, groupPath(e), "ok", "Les ateliers sont échangés.")
}

// rowRefused shows the page again with the row that was typed, each refusal at its field.
func (s *site) rowRefused(e *core.RequestEvent, v bookingView, row colleagueRow, err error) error {
	refusals := domain.Refusals(err)
	if len(refusals) == 0 {
		return s.refuse(e, err)
	}
	n, _ := strconv.Atoi(row.N)
	in := groupInput{Rows: make([]colleagueRow, n+1)}
	in.Rows[n] = row
	for i, r := range refusals {
		if r.Code == domain.ErrAlreadyRegistered {
			if err := registration.SendAgain(e.App, s.now(), r.Arg); err != nil {
				return s.refuse(e, err)
			}
			s.nudge()
		} else if r.Field == "" {
			return s.tell(e, groupPath(e), "err", sentence(r))
		}
		if colleagueFields[r.Field].name == "" && !strings.HasPrefix(r.Field, question.Field("")) {
			refusals[i].Field = "last_name"
		}
		refusals[i].Field = row.N + ":" + refusals[i].Field
	}
	errs := in.fieldErrors(refusals)
	row = in.Rows[n]
	row.Known, row.Twice = false, row.Known // there is nobody else to go on with
	for i := range errs {
		_, errs[i].Label, _ = strings.Cut(errs[i].Label, ", ")
		errs[i].Label = paris.Capital(errs[i].Label)
	}
	if v.New = row; n > 0 {
		v.New, v.Replacing = colleagueRow{}, row
	}
	return s.showGroup(e, http.StatusUnprocessableEntity, v, errs)
}

// withdrawColleague cancels one of the group.
func (s *site) withdrawColleague(e *core.RequestEvent) error {
	b, _, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	id, reason := e.Request.FormValue("inscription"), e.Request.FormValue("raison")
	err = registration.Withdraw(e.App, s.now(), b.ID, id, reason)
	if domain.Is(err, domain.ErrTooLong) {
		return s.showGroup(e, http.StatusUnprocessableEntity, bookingView{Nonce: security.RandomString(32), Typed: groupTyped{ID: id, Reason: reason}},
			[]web.FieldError{{Field: "raison-" + id, Text: sentence(domain.Error{Code: domain.ErrTooLong})}})
	}
	if err != nil {
		return s.groupRefused(e, err)
	}
	s.nudge()
	return s.tell(e, groupPath(e), "ok", "Inscription annulée\u00a0: la place est rendue.")
}

// acceptOffers takes the seats that are offered to the group.
func (s *site) acceptOffers(e *core.RequestEvent) error {
	b, _, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	n, err := registration.AcceptTogether(e.App, s.now(), b.ID)
	if err != nil {
		return s.groupRefused(e, err)
	}
	if n == 0 {
		return redirect(e, groupPath(e))
	}
	s.nudge()
	return s.tell(e, groupPath(e), "ok", "C’est confirmé\u00a0: "+count(n, "place prise.", "places prises."))
}

// groupRefused says on the group's page why something was not done; what the group does not hold is not found.
func (s *site) groupRefused(e *core.RequestEvent, err error) error {
	refusals := domain.Refusals(err)
	if len(refusals) == 0 || refusals[0].Code == domain.ErrNotFound {
		return s.refuse(e, err)
	}
	return s.tell(e, groupPath(e), "err", sentence(refusals[0]))
}
