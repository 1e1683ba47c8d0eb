package hooks

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// bookingView is the view of group/group: what a referent sees of the colleagues registered, never more than
// name, function and state.
type bookingView struct {
	Event       *records.Event
	Booking     *records.Booking
	Path        string // of this page
	When, Place string
	State       banner
	People      []colleagueView
	Gone        []colleagueView // cancelled, replaced, refused
	Tickets     int             // that can be printed
	Offered     int
	OfferUntil  time.Time
	Addable     bool
	EventPage   bool
	New         colleagueRow // who is being added
	Replacing   colleagueRow // who was typed to take a seat, and refused
	Swappable   []web.Option // those whose workshops can be exchanged
	Nonce       string
	Professions []web.Option
	Typed       groupTyped
}

// groupTyped is what a small form of the page held when it was refused.
type groupTyped struct{ ID, Reason, Replaced string }

// colleagueView is one colleague on the referent's page.
type colleagueView struct {
	ID, Name, FirstName, Function string
	State                         stateWord
	Detail, ShortCode             string
	Reason                        string // typed, when it was refused
	Cancellable, Givable          bool
	New                           colleagueRow // who is to take the seat
}

// booking finds what the referent's secret opens.
func (s *site) booking(e *core.RequestEvent) (*records.Booking, *records.Event, error) {
	id, err := link.Open(e.App, s.now(), link.Booking, e.Request.PathValue("token"))
	if err != nil {
		return nil, nil, err
	}
	b, err := records.BookingOf(e.App, id)
	if err != nil {
		return nil, nil, err
	}
	ev, err := records.EventOf(e.App, b.Event)
	return b, ev, err
}

// groupPage is the referent's page.
func (s *site) groupPage(e *core.RequestEvent) error {
	return s.showGroup(e, http.StatusOK, bookingView{Nonce: security.RandomString(32)}, nil)
}

func (s *site) showGroup(e *core.RequestEvent, status int, v bookingView, errs []web.FieldError) error {
	b, ev, err := s.booking(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Event, v.Booking, v.Path, v.When, v.Place = ev, b, groupPath(e), spanOf(ev), placeOf(ev)
	v.Addable, v.EventPage = ev.Window().Open(s.now()) == nil, ev.Visibility != domain.Internal
	if err := v.fill(e.App, s.now()); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "group/group", v, errs)
}

func groupPath(e *core.RequestEvent) string { return "/groupes/" + e.Request.PathValue("token") }

// fill reads the colleagues, and says where the whole stands.
func (v *bookingView) fill(app core.App, now time.Time) (err error) {
	rows, err := records.BookedTogether(app, v.Booking.ID)
	if err != nil {
		return err
	}
	if v.Professions, err = codeOptions(app, records.Professions); err != nil {
		return err
	}
	functions, err := listNames(app, records.Professions)
	if err != nil {
		return err
	}
	seats, err := records.SeatsOf(app, v.Event)
	if err != nil {
		return err
	}
	rooms, err := question.Workshops(app, v.Event.ID, "")
	if err != nil {
		return err
	}
	counts := map[domain.State]int{}
	for i := range rows {
		r := &rows[i]
		c := colleagueView{ID: r.ID, Name: r.Name(), FirstName: r.FirstName, Function: functions[r.Profession], State: stateWords[domain.State(r.State)],
			Cancellable: cancellable(r, v.Event, now)}
		if c.Detail, err = colleagueDetail(app, r, seats.Waiting); err != nil {
			return err
		}
		if c.ID == v.Typed.ID {
			c.Reason = v.Typed.Reason
		}
		counts[domain.State(r.State)]++
		switch {
		case !domain.State(r.State).Live():
			v.Gone = append(v.Gone, c)
			continue
		case r.State == string(domain.Offered) && now.Before(r.OfferUntil.Time()):
			if v.Offered++; v.OfferUntil.IsZero() || r.OfferUntil.Time().Before(v.OfferUntil) {
				v.OfferUntil = r.OfferUntil.Time()
			}
		case printable(r, v.Event):
			v.Tickets, c.ShortCode = v.Tickets+1, ticket.ShowShort(r.ShortCode)
		}
		c.Givable, c.New.N = registration.Givable(r, v.Event, now) == nil, strconv.Itoa(len(v.People)+1)
		if c.ID == v.Typed.Replaced {
			n := c.New.N
			c.New = v.Replacing
			c.New.N = n
		}
		if len(rooms) > 0 && registration.Swappable(r, v.Event, now) == nil {
			v.Swappable = append(v.Swappable, web.Option{Value: c.ID, Label: c.Name + chosenRooms(r, rooms)})
		}
		v.People = append(v.People, c)
	}
	v.State, v.New.N = v.banner(counts, now), "0"
	v.New.Questions, err = askedFields(app, v.Event, v.New.Answers, v.New.prefix())
	return err
}

// printable tells whether a registration has a ticket and a convocation.
func printable(r *records.Registration, ev *records.Event) bool {
	return r.State == string(domain.Confirmed) && ev.Status != domain.Cancelled
}

// chosenRooms names the workshops of a colleague, so that who exchanges two of them sees what is exchanged.
func chosenRooms(r *records.Registration, rooms []question.Room) (words string) {
	for _, room := range rooms {
		if slices.Contains(r.Answers[room.Question], room.Option) {
			words += ", " + room.Label
		}
	}
	return words
}

// colleagueDetail says what there is to know of a state.
func colleagueDetail(app core.App, r *records.Registration, waiting int) (string, error) {
	switch domain.State(r.State) {
	case domain.Confirmed:
		if r.Email == "" {
			return "Sans adresse\u00a0: son billet vous est envoyé, remettez-le-lui.", nil
		}
		return "Son billet est envoyé à son adresse.", nil
	case domain.Waitlisted:
		rank, err := records.Rank(app, r)
		return paris.Ordinal(rank) + " sur " + strconv.Itoa(max(rank, waiting)) + " de la liste d’attente.", err
	case domain.Offered:
		return "Place proposée jusqu’au " + paris.Moment(r.OfferUntil.Time()) + ".", nil
	case domain.PendingManager:
		return "Demandé au responsable le " + paris.LongDayMonth(r.ManagerAskedAt.Time()) + ".", nil
	case domain.Requested:
		return "La coordination choisira parmi les demandes.", nil
	case domain.RegistrationStopped:
		return "Le " + paris.LongDayMonth(r.CancelledAt.Time()) + ".", nil
	case domain.Expired:
		return "La place proposée n’a pas été prise à temps.", nil
	}
	return "", nil
}

// banner says where the whole stands.
func (v bookingView) banner(counts map[domain.State]int, now time.Time) banner {
	ev, live := v.Event, len(v.People)
	waiting := counts[domain.Waitlisted]
	switch {
	case ev.Status == domain.Cancelled:
		return banner{"err", "Cet événement est annulé", ev.CancelReason}
	case over(ev, now):
		return banner{"", "Cet événement est terminé", ""}
	case live == 0:
		return banner{"warn", "Plus personne n’est inscrit dans ce groupe", "Les inscriptions que vous aviez faites ont été annulées."}
	case counts[domain.Confirmed] == live:
		return banner{"ok", count(live, "inscription confirmée", "inscriptions confirmées"), ""}
	case v.Booking.Whole && waiting == live && live > 1:
		return banner{"warn", "Votre groupe attend " + strconv.Itoa(live) + " places",
			"Vous avez demandé à venir ensemble\u00a0: le groupe garde son rang, et il est servi d’un seul coup dès qu’il y a assez de places."}
	case counts[domain.PendingManager] > 0:
		return banner{"warn", "L’accord du responsable est attendu", "Un message lui a été envoyé. Chaque collègue sera prévenu de sa réponse."}
	case counts[domain.Requested] > 0:
		return banner{"warn", "Les demandes sont transmises à la coordination", "Chaque collègue sera prévenu de la réponse."}
	case v.Offered > 0:
		return banner{"warn", count(v.Offered, "place est proposée", "places sont proposées"), "Elles sont gardées jusqu’au " + paris.Moment(v.OfferUntil) + "."}
	}
	return banner{"warn", strconv.Itoa(counts[domain.Confirmed]) + " sur " + strconv.Itoa(live) + " ont une place",
		"Les autres sont sur la liste d’attente\u00a0: dès qu’une place se libère, elle est attribuée et un message le dit."}
}

func count(n int, one, many string) string {
	if n < 2 {
		return strconv.Itoa(n) + " " + one
	}
	return strconv.Itoa(n) + " " + many
}
