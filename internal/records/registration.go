package records

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Registration is one person at one event. Sector, territory and profession are frozen at the time; the
// structure is an id and follows merges.
type Registration struct {
	ID                string  `db:"id"`
	Event             string  `db:"event"`
	Person            string  `db:"person"`
	Seq               int     `db:"seq"`
	LastName          string  `db:"last_name"`
	FirstName         string  `db:"first_name"`
	Email             string  `db:"email"`
	Structure         string  `db:"structure"` // empty: « sans structure »
	Sector            string  `db:"sector"`
	Territory         string  `db:"territory"`
	Profession        string  `db:"profession"`
	State             string  `db:"state"`
	Origin            string  `db:"origin"`
	Ticket            string  `db:"ticket"`
	ShortCode         string  `db:"short_code"`
	Needs             string  `db:"needs"`
	Intent            string  `db:"intent"` // nonce of the form: a double click registers once
	CancelledBy       string  `db:"cancelled_by"`
	CancelReason      string  `db:"cancel_reason"`
	Excuse            string  `db:"excuse"`
	Slots             List    `db:"slots"` // chosen half-days; empty: all
	Excused           bool    `db:"excused"`
	RegisteredAt      Time    `db:"registered_at"`
	ConfirmedAt       Time    `db:"confirmed_at"` // first confirmation, kept for ever
	CancelledAt       Time    `db:"cancelled_at"`
	Booking           string  `db:"booking"`    // the colleagues registered together; empty: alone
	Notify            string  `db:"notify"`     // where letters go when Email is empty: the referent's address
	Companions        int     `db:"companions"` // people who come along, without names: they take seats, and count in the public
	Answers           Answers `db:"answers"`
	Exempt            bool    `db:"exempt"` // over a quota, and kept: let in by hand, or there before the quota
	ManagerEmail      string  `db:"manager_email"`
	ManagerAskedAt    Time    `db:"manager_asked_at"`
	ManagerReminders  int     `db:"manager_reminders"`
	ManagerAnsweredAt Time    `db:"manager_answered_at"`
	ManagerWord       string  `db:"manager_word"`
	OfferUntil        Time    `db:"offer_until"`
	DecidedAt         Time    `db:"decided_at"` // of the application, by the coordinator
	DecidedBy         string  `db:"decided_by"`
	DecisionWord      string  `db:"decision_word"`
	Replaces          string  `db:"replaces"`   // id of the registration whose seat this one carries
	Incomplete        bool    `db:"incomplete"` // let in under a name alone: to be completed
	SlotExcuses       Excuses `db:"slot_excuses"`
	Granted           bool    `db:"granted"`  // complete by hand, where the rule asks for it
	Withheld          string  `db:"withheld"` // why no certificate is given to it; empty: nothing is withheld
	SurveyAt          Time    `db:"survey_at"`
	Import            string  `db:"import"`
	ErasedAt          Time    `db:"erased_at"` // when its identity was erased: its figures stay
	IssuerOn          Time    `db:"issuer_on"` // the day the training's own certificate was issued by its issuer
	DatesAskedAt      Time    `db:"dates_asked_at"`
	DatesConfirmedAt  Time    `db:"dates_confirmed_at"` // after DatesAskedAt: the new dates suit
}

// Answers are what somebody answered to an event's questions, by question: ids of options, a text, or « oui ».
type Answers = types.JSONMap[[]string]

// Excuses are the reasons of absences that are excused at some half-days only, by id of slot.
type Excuses = types.JSONMap[string]

// TableName is the collection's.
func (*Registration) TableName() string { return "registrations" }

// Address is where letters about it go: the person's, else the referent's who registered a colleague; empty: none.
func (r Registration) Address() string {
	if r.Email != "" {
		return r.Email
	}
	return r.Notify
}

// Name is « Prénom Nom ».
func (r Registration) Name() string {
	if !r.ErasedAt.IsZero() {
		return NameErased
	}
	return strings.TrimSpace(r.FirstName + " " + r.LastName)
}

// ByOrganiser tells whether the organiser, not the person, cancelled it.
func (r Registration) ByOrganiser() bool { return r.CancelledBy == "organiser" }

// RegistrationOf finds a registration by id.
func RegistrationOf(app core.App, id string) (*Registration, error) {
	return byColumn[Registration](app, "registrations", "id", id)
}

// RegistrationByTicket finds a registration by the 32 characters of its ticket.
func RegistrationByTicket(app core.App, code string) (*Registration, error) {
	return byColumn[Registration](app, "registrations", "ticket", code)
}

// hasIntent is word for word the condition of the unique index of the nonces, as liveStates is of its own.
const hasIntent = "intent != ''"

// RegistrationByIntent finds the registration that a form's nonce made.
func RegistrationByIntent(app core.App, intent string) (*Registration, error) {
	if intent == "" {
		return nil, ErrNone
	}
	return one[Registration](app, "intent = ? AND "+hasIntent, intent)
}

// RegistrationByShort finds a registration of an event by its short code.
func RegistrationByShort(app core.App, event, short string) (*Registration, error) {
	return one[Registration](app, "event = ? AND short_code = ?", event, short)
}

// liveStates is word for word the condition of the unique index of live registrations: said otherwise,
// SQLite reads every registration of the event.
const liveStates = "state = 'requested' OR state = 'pending_manager' OR state = 'waitlisted' OR state = 'offered' OR state = 'confirmed'"

// liveQuery names its index: SQLite would rather read all who wait for the event.
const liveQuery = "SELECT id FROM registrations INDEXED BY idx_registrations_live WHERE event = {:e} AND person IN (" + samePerson + ") AND (" + liveStates + ")"

// liveAsked is liveQuery by position: event, person.
var liveAsked = strings.NewReplacer("{:e}", "?", "{:p}", "?").Replace(liveQuery)

// LiveRegistration finds the live registration of a person at an event, or of one whom a merge makes the same.
func LiveRegistration(app core.App, event, person string) (*Registration, error) {
	var id string
	err := values(app, liveAsked, []any{event, person}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	return RegistrationOf(app, id)
}

// LiveNames reads who is registered at an event, with what tells people apart and nothing else, in their order.
func LiveNames(app core.App, event string) (rows []Registration, err error) {
	err = app.DB().Select("id", "person", "last_name", "first_name", "email", "structure", "state", "incomplete").From("registrations").
		Where(dbx.HashExp{"event": event}).AndWhere(dbx.NewExp("(" + liveStates + ")")).OrderBy("seq").All(&rows)
	return rows, err
}

// WalkIns counts who has a place at an event by its door, outside the seats.
func WalkIns(app core.App, event string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM registrations WHERE event = {:e} AND origin = 'door' AND state = 'confirmed'", dbx.Params{"e": event})
}

// IncompleteByEvent counts, by event, the arrivals under a name alone that wait to be completed.
func IncompleteByEvent(app core.App) (map[string]int, error) {
	return sums(app, "SELECT event AS name, COUNT(*) AS n FROM registrations WHERE incomplete = 1 AND state = 'confirmed' GROUP BY event", dbx.Params{})
}

// SuccessorOf finds the registration that carries the seat of a replaced one.
func SuccessorOf(app core.App, id string) (*Registration, error) {
	return byColumn[Registration](app, "registrations", "replaces", id)
}

// AddRegistration writes a new registration with its place in the order of the event.
func AddRegistration(app core.App, r *Registration) (err error) {
	if r.Seq, err = count(app, "SELECT COALESCE(MAX(seq), 0) + 1 FROM registrations WHERE event = {:e}", dbx.Params{"e": r.Event}); err != nil {
		return err
	}
	r.ID = NewID()
	if r.Slots == nil {
		r.Slots = List{}
	}
	if r.Answers == nil {
		r.Answers = Answers{}
	}
	return insert(app, r)
}

// SaveRegistration writes every column of a registration read in the same transaction.
func SaveRegistration(app core.App, r *Registration) error {
	return wrap(app.DB().Model(r).Update(), "registrations", r.ID)
}

// Rank is the place of a waitlisted registration on the list, 1 for the first.
func Rank(app core.App, r *Registration) (int, error) {
	var n int
	err := values(app, "SELECT COUNT(*) FROM registrations WHERE event = ? AND state = 'waitlisted' AND seq <= ?", []any{r.Event, r.Seq}, &n)
	return n, err
}

// Registrations lists the registrations of an event in their order.
func Registrations(app core.App, event string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"event": event}).OrderBy("seq").All(&rows)
	return rows, err
}

// RegistrationsOfMailbox lists the registrations that bear this address, the latest first.
func RegistrationsOfMailbox(app core.App, email string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.HashExp{"email": email}).OrderBy("registered_at DESC", "id").All(&rows)
	return rows, err
}

// StateCounts counts the registrations of an event by state.
func StateCounts(app core.App, event string) (map[string]int, error) {
	return sums(app, "SELECT state AS name, COUNT(*) AS n FROM registrations WHERE event = {:e} GROUP BY state", dbx.Params{"e": event})
}

// EraseComfort takes away what people answered to the questions of comfort (meals, phone) of the events that ended
// before a moment. No figure counts it.
func EraseComfort(app core.App, before Time) error {
	var asked []struct {
		ID    string `db:"id"`
		Event string `db:"event"`
	}
	err := app.DB().NewQuery(`SELECT q.id, q.event FROM questions q JOIN events e ON e.id = q.event
		WHERE q.comfort AND q.kind != 'workshop' AND e.ends_at != '' AND e.ends_at < {:before}`).Bind(dbx.Params{"before": before.String()}).All(&asked)
	if err != nil {
		return err
	}
	for _, q := range asked {
		if _, err := app.DB().NewQuery(`UPDATE registrations SET answers = json_remove(answers, '$.' || {:q})
			WHERE event = {:event} AND answers LIKE '%"' || {:q} || '"%'`).Bind(dbx.Params{"q": q.ID, "event": q.Event}).Execute(); err != nil {
			return err
		}
	}
	return nil
}

// EraseNeeds blanks what people needed for the events that ended before a moment. No figure counts it.
func EraseNeeds(app core.App, before Time) error {
	_, err := app.DB().NewQuery(`UPDATE registrations SET needs = '' WHERE needs != '' AND event IN
		(SELECT id FROM events WHERE ends_at != '' AND ends_at < {:before})`).Bind(dbx.Params{"before": before.String()}).Execute()
	return err
}

// ExemptCount counts those who hold a seat of an event over one of its quotas.
func ExemptCount(app core.App, event string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM registrations WHERE event = {:e} AND exempt = 1 AND state IN ('confirmed','offered')", dbx.Params{"e": event})
}
