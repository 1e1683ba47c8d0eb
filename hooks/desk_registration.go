package hooks

import (
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

func intText(n int) string { return strconv.Itoa(n) }

// registrationPage is the view of desk_registration/registration.
type registrationPage struct {
	Top                                      eventTop
	ID, Name, Email                          string
	Person                                   string
	Erasable                                 bool // the identity is there, and who looks may take it out
	Structure, Sector, Territory, Profession string
	Origin, ShortCode, Needs                 string
	State                                    stateWord
	Rank                                     int
	At, CancelledAt                          time.Time
	CancelReason                             string
	Live, Cancellable, CanExcuse             bool
	Excused                                  bool
	Excuse                                   string
	Slots                                    []presenceRow
	Letters                                  []letterRow
	History                                  []historyLine
	Link                                     string // shown once asked for
	Certificates                             []certificateRow
	Answers                                  []answerLine
	Companions                               int
	Typed                                    typedReasons
	Overall                                  stateWord
	now                                      time.Time
	Hands                                    hands
	Manager                                  *managerCard  // nil: none was asked
	Decision                                 *decisionCard // nil: the event does not choose
	Group                                    *deskGroup    // it came with; nil: alone
	Complete                                 *completeCard // nil: nothing to complete
}

// typedReasons is what a small form of the page held when it was refused.
type typedReasons struct {
	Arrived, Left                               string // hours, as typed
	Hours                                       bool
	Slot, Reason, Cancel, Excuse, Session, Code string
	Group                                       string        // the referent's link, once asked for
	Complete                                    *completeCard // who an arrival is, as it was typed
}

type presenceRow struct {
	slotPresence
	ID, Nonce, Reason         string
	Start, End                time.Time
	Status                    stateWord
	ArrivedInput, LeftInput   string // for the form of the hours
	Excuse                    string // at this half-day only
	Left                      string // the hour, in words
	CanExcuse, Excused, Hours bool   // Hours: their form is open
	Facts                     []factLine
}

type letterRow struct {
	ID, Subject string
	Status      stateWord
	At          time.Time
}

// deskRegistration is everything about one registration.
func (s *site) deskRegistration(e *core.RequestEvent) error {
	return s.showRegistration(e, http.StatusOK, "", typedReasons{}, nil)
}

// showLink shows the personal link of a registration: asked for, and kept in its trail.
func (s *site) showLink(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	url, err := registration.ShowLink(e.App, s.now(), r.ID, actor(e))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showRegistration(e, http.StatusOK, url, typedReasons{}, nil)
}

func (s *site) showRegistration(e *core.RequestEvent, status int, url string, typed typedReasons, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	state := domain.State(r.State)
	v := registrationPage{Top: s.topOf(e, ev), ID: r.ID, Person: r.Person, Erasable: r.ErasedAt.IsZero() && user(e).IsCoordinator(), Name: r.Name(), Email: r.Email, Origin: originWords[r.Origin], ShortCode: ticket.ShowShort(r.ShortCode),
		Needs: r.Needs, State: stateWords[state], At: r.RegisteredAt.Time(), CancelledAt: r.CancelledAt.Time(), CancelReason: r.CancelReason, Live: state.Live(),
		Cancellable: state.Live() && ev.Status == domain.Published, CanExcuse: state == domain.Confirmed, Companions: r.Companions, Excused: r.Excused, Excuse: r.Excuse, Link: url, Typed: typed, now: s.now()}
	if typed.Excuse != "" {
		v.Excuse = typed.Excuse
	}
	if state == domain.Waitlisted {
		if v.Rank, err = records.Rank(e.App, r); err != nil {
			return s.refuse(e, err)
		}
	}
	if v.Hands, err = s.handsOf(e, ev, r); err != nil {
		return s.refuse(e, err)
	}
	if v.Complete, err = completion(e.App, r); err != nil {
		return s.refuse(e, err)
	}
	if v.Complete != nil && typed.Complete != nil {
		typed.Complete.Professions = v.Complete.Professions
		v.Complete = typed.Complete
	}
	for _, fill := range []func(core.App, *records.Registration) error{v.names, v.presences, v.letters, v.certificates, v.answers, v.agreements, v.group, v.history} {
		if err := fill(e.App, r); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.renderForm(e, status, "desk_registration/registration", v, errs)
}

// names says structure, sector, territory and profession.
func (v *registrationPage) names(app core.App, r *records.Registration) error {
	if r.Structure != "" {
		st, err := records.StructureOf(app, r.Structure)
		if err != nil {
			return err
		}
		v.Structure = st.Name
	}
	for _, l := range []struct {
		list, id string
		into     *string
	}{{records.Sectors, r.Sector, &v.Sector}, {records.Territories, r.Territory, &v.Territory}, {records.Professions, r.Profession, &v.Profession}} {
		if l.id == "" {
			continue
		}
		item, err := records.ItemOf(app, l.list, l.id)
		if err != nil {
			return err
		}
		*l.into = item.Name
	}
	return nil
}

// presences says who came when, half-day by half-day, each with the form that corrects it.
func (v *registrationPage) presences(app core.App, r *records.Registration) error {
	slots, err := records.Slots(app, r.Event)
	if err != nil {
		return err
	}
	rows, err := records.AttendancesOf(app, r.ID)
	if err != nil {
		return err
	}
	ev, err := records.EventOf(app, r.Event)
	if err != nil {
		return err
	}
	facts, err := factLines(app, ev, r)
	if err != nil {
		return err
	}
	came := presenceBySlot(rows)[r.ID]
	fates := fatesOf(ev, v.now, slots, r, came)
	v.Overall = statusWords[domain.StatusOf(domain.State(r.State) == domain.Confirmed, fates)]
	for i, p := range slotPresences(slots, came) {
		row := presenceRow{slotPresence: p, ID: slots[i].ID, Nonce: "gestion:" + records.NewID() + records.NewID(),
			Start: slots[i].StartsAt.Time(), End: slots[i].EndsAt.Time()}
		if v.Typed.Slot == row.ID && !v.Typed.Hours {
			row.Reason = v.Typed.Reason
		}
		v.CanExcuse = v.CanExcuse && !p.Present
		v.complete(&row, r, fates[i], came[slots[i].ID], facts[slots[i].ID])
		v.Slots = append(v.Slots, row)
	}
	return nil
}

func (v *registrationPage) letters(app core.App, r *records.Registration) error {
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 50})
	for _, l := range rows {
		v.Letters = append(v.Letters, letterRow{l.ID, l.Subject, letterWords[l.Status], l.Created.Time()})
	}
	return err
}

func (v *registrationPage) certificates(app core.App, r *records.Registration) error {
	rows, err := records.CertificatesOf(app, r.ID)
	if err != nil {
		return err
	}
	v.Certificates, err = certificateRows(app, rows)
	return err
}

// deskCancel cancels a registration by the organiser's hand, with its letter.
func (s *site) deskCancel(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := registration.Cancel(e.App, s.now(), r.ID, registration.ByOrganiser, actor(e), e.Request.FormValue("reason")); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/evenements/"+r.Event+"/inscriptions/"+r.ID, "ok", "Inscription annulée : "+r.Name()+".")
}

// resend queues the personal link once more.
func (s *site) resend(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	back := "/gestion/evenements/" + r.Event + "/inscriptions/" + r.ID
	if r.Email == "" {
		return s.tell(e, back, "warn", "Cette inscription n’a pas d’adresse électronique : affichez le lien et donnez-le.")
	}
	if err := registration.SendAgain(e.App, s.now(), r.ID); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, back, "ok", "Le lien personnel part de nouveau à "+r.Email+".")
}

// setPresence adds a presence, or voids one, with its reason.
func (s *site) setPresence(e *core.RequestEvent) error {
	r, place, err := registrationAtDoor(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	result, err := door.Correct(e.App, s.now(), place, door.Correction{Nonce: form("nonce"), Registration: r.ID, Slot: form("slot"),
		Present: form("act") == "add", Reason: form("reason")})
	if domain.Is(err, domain.ErrReason) {
		typed := typedReasons{Slot: form("slot"), Reason: form("reason")}
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typed, []web.FieldError{{Field: "raison-" + typed.Slot, Text: messages[domain.ErrReason].text}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	kind, text := doorWords(result)
	return s.tell(e, "/gestion/evenements/"+r.Event+"/inscriptions/"+r.ID+"#presences", kind, text)
}

// setExcuse says that an absence is excused, or takes it back.
func (s *site) setExcuse(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	form := e.Request.FormValue
	err = registration.SetExcuse(e.App, s.now(), r.ID, actor(e), form("excused") != "", form("excuse"))
	if domain.Is(err, domain.ErrTooLong) {
		return s.showRegistration(e, http.StatusUnprocessableEntity, "", typedReasons{Excuse: form("excuse")}, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := "L’absence n’est plus excusée."
	if form("excused") != "" {
		text = "L’absence est excusée."
	}
	return s.tell(e, "/gestion/evenements/"+r.Event+"/inscriptions/"+r.ID+"#presences", "ok", text)
}

// certificateLinks are the secret address of a certificate's PDF and the public one of its check.
func certificateLinks(app core.App, c records.Certificate) (pdf, check string, err error) {
	if pdf, err = link.URL(app, link.Certificate, c.ID); err != nil {
		return "", "", err
	}
	return pdf, link.Base(app) + "/verifier/" + ticket.ShowCertificateCode(c.Code), nil
}
