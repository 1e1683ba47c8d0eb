package hooks

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// groupView is the view of group/form: what several colleagues are registered with.
type groupView struct {
	registrationView
	In     groupInput
	Seats  string // how many are left; empty: no limit
	Read   int    // colleagues just read from what was pasted
	Asks   bool   // the agreement of a manager is asked for
	Chosen bool   // together or not makes a difference
	Known  bool   // somebody of the rows is registered already

	Pattern colleagueRow   // the empty row that the page's script copies
	Spares  []colleagueRow // the empty rows of a page without a script
}

// Modes are the two ways to serve a group.
func (v groupView) Modes() []web.Option {
	return []web.Option{{Value: asManyAsPossible, Label: "Autant de places que possible", Hint: "Chaque collègue a une place tant qu’il en reste, ou un rang sur la liste d’attente."},
		{Value: allTogether, Label: "Ensemble ou pas du tout", Hint: "Tous ont une place, ou tous attendent ensemble qu’il y en ait assez."}}
}

// groupSpares is how many empty rows a page without a script has.
const groupSpares = 5

// groupForm shows the form for several colleagues.
func (s *site) groupForm(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := groupInput{Mode: asManyAsPossible, Intent: security.RandomString(32), Rows: emptyRows(0, 1)}
	return s.showGroupForm(e, http.StatusOK, ev, groupView{In: in}, nil)
}

// What the buttons of the form ask for.
const (
	readPaste   = "lire"
	switchNames = "inverser"
)

// registerGroup registers colleagues together, and leads to the referent's page. What is pasted comes back as
// rows: nothing is registered before they were seen.
func (s *site) registerGroup(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := groupView{In: groupInputOf(f)}
	if f.Get("site_web") != "" {
		return s.showGroupForm(e, http.StatusUnprocessableEntity, ev, v, []web.FieldError{{Text: trapped}})
	}
	switch {
	case f.Get("acte") == switchNames:
		v.In.switchNames()
		return s.showGroupForm(e, http.StatusOK, ev, v, nil)
	case f.Get("acte") == readPaste, strings.TrimSpace(v.In.Paste) != "":
		return s.readPasted(e, ev, v)
	}
	var out registration.Booked
	err = s.write(context.WithoutCancel(e.Request.Context()), e, func(app core.App) (err error) { // who reloads keeps the place in the queue
		out, err = registration.Book(app, s.now(), v.In.group(ev.ID))
		return err
	})
	if err != nil {
		return s.notBooked(e, ev, v, err)
	}
	s.nudge()
	return s.booked(e, out)
}

// booked leads to the referent's page, which says who has no seat.
func (s *site) booked(e *core.RequestEvent, out registration.Booked) error {
	token, err := link.Token(e.App, link.Booking, out.Booking.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(out.Left) > 0 {
		return s.tell(e, link.Path(link.Booking, token), "warn", "Il n’y avait plus de place pour "+strings.Join(out.Left, ", ")+".")
	}
	return redirect(e, link.Path(link.Booking, token))
}

// readPasted turns what was pasted into rows, after those that are filled.
func (s *site) readPasted(e *core.RequestEvent, ev *records.Event, v groupView) error {
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var list []domain.Named
	for _, p := range ref.Professions {
		list = append(list, domain.Named{Code: p.Code, Name: p.Name})
	}
	if v.Read = v.In.read(list); v.Read == 0 {
		return s.showGroupForm(e, http.StatusUnprocessableEntity, ev, v, []web.FieldError{{Field: "collage", Text: "Aucun nom n’a été trouvé. Copiez les cellules de votre tableur, avec un collègue par ligne."}})
	}
	return s.showGroupForm(e, http.StatusOK, ev, v, nil)
}

// notBooked shows the form again, each refusal at its row and field, or says why nobody can register. Whoever
// is registered already gets the own link once more, at the own address.
func (s *site) notBooked(e *core.RequestEvent, ev *records.Event, v groupView, err error) error {
	refusals := domain.Refusals(err)
	if len(refusals) == 0 {
		return s.refuse(e, err)
	}
	for _, r := range refusals {
		if r.Code == domain.ErrAlreadyRegistered {
			if err := registration.SendAgain(e.App, s.now(), r.Arg); err != nil {
				return s.refuse(e, err)
			}
			v.Known = true
		}
	}
	s.nudge()
	errs := v.In.fieldErrors(refusals)
	status := http.StatusUnprocessableEntity
	if refusals[0].Field == "" {
		status = sentenceOf(refusals[0].Code).status
	}
	return s.showGroupForm(e, status, ev, v, errs)
}

func (s *site) showGroupForm(e *core.RequestEvent, status int, ev *records.Event, v groupView, errs []web.FieldError) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	seats, err := records.SeatsOf(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	v.registrationView = registrationView{Event: ev, When: spanOf(ev), Place: placeOf(ev), Hidden: ev.Visibility != domain.Public,
		Organiser: set.Organiser, Contact: ev.Contact, Controller: set.Controller}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	waitlist, shut := doors(ev, seats, s.now())
	if v.Shut = shut; waitlist {
		v.Rank = seats.Waiting + 1
	} else if ev.Capacity > 0 {
		v.Seats = remaining(seats.Left())
	}
	v.Asks, v.Chosen = ev.Manager, ev.Capacity > 0 || len(ev.Quotas) > 0
	if err := v.choices(e.App); err != nil {
		return s.refuse(e, err)
	}
	if len(v.In.Rows) == 0 {
		v.In.Rows = emptyRows(0, 1)
	}
	if v.registrationView.Quotas, err = quotasInWords(e.App, ev, s.now()); err != nil {
		return s.refuse(e, err)
	}
	if err := v.questions(e.App); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "group/form", v, errs)
}

// questions puts those of the event into each row, under the names of the row.
func (v *groupView) questions(app core.App) (err error) {
	v.Pattern, v.Spares = colleagueRow{N: "__i__"}, emptyRows(len(v.In.Rows), groupSpares)
	if v.Questions, err = askedFields(app, v.Event, nil, ""); err != nil || len(v.Questions) == 0 {
		return err
	}
	rows := []*colleagueRow{&v.Pattern}
	for i := range v.In.Rows {
		rows = append(rows, &v.In.Rows[i])
	}
	for i := range v.Spares {
		rows = append(rows, &v.Spares[i])
	}
	for _, r := range rows {
		if r.Questions, err = askedFields(app, v.Event, r.Answers, r.prefix()); err != nil {
			return err
		}
	}
	return nil
}
