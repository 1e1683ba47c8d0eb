package mailing

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Criteria by which the people of a letter are chosen; an empty value does not narrow.
const (
	ByState     = "state" // a state, or AnyLive
	ByStructure = "structure"
	BySector    = "sector"
	ByTerritory = "territory"
	ByPresence  = "presence" // Came or DidNotCome
	ByAnswer    = "answer"   // question:option
)

// Values of the criteria that are no ids.
const (
	AnyLive    = "live"
	Came       = "present"
	DidNotCome = "absent"
)

// Criteria lists them, in the order of the screen.
var Criteria = []string{ByState, BySector, ByStructure, ByTerritory, ByPresence, ByAnswer}

// writable are the states to whose holders one may write: never to who withdrew, was cancelled or replaced.
var writable = []domain.State{domain.Confirmed, domain.Offered, domain.Waitlisted, domain.Requested, domain.PendingManager, domain.Refused, domain.Expired}

// Writable tells whether one may write to the people of a state.
func Writable(s domain.State) bool { return slices.Contains(writable, s) }

// Chosen are the people whom a filter keeps.
type Chosen struct {
	Readers []records.Registration // with an address
	Without int                    // without any
}

// Choose keeps the registrations of an event that answer a filter.
func Choose(app core.App, event string, by records.Narrow) (c Chosen, err error) {
	rows, err := records.Registrations(app, event)
	if err != nil {
		return c, err
	}
	attendances, err := records.Attendances(app, event)
	if err != nil {
		return c, err
	}
	came := map[string]bool{}
	for _, a := range attendances {
		came[a.Registration] = true
	}
	for _, r := range rows {
		switch {
		case !keeps(by, r, came[r.ID]):
		case r.Address() == "":
			c.Without++
		default:
			c.Readers = append(c.Readers, r)
		}
	}
	return c, nil
}

func keeps(by records.Narrow, r records.Registration, came bool) bool {
	state := domain.State(r.State)
	switch want := by[ByState]; {
	case !Writable(state),
		want == AnyLive && !state.Live(),
		want != "" && want != AnyLive && want != r.State,
		by[ByPresence] == Came && !came,
		by[ByPresence] == DidNotCome && came:
		return false
	}
	for criterion, value := range map[string]string{ByStructure: r.Structure, BySector: r.Sector, ByTerritory: r.Territory} {
		if by[criterion] != "" && by[criterion] != value {
			return false
		}
	}
	if by[ByAnswer] == "" {
		return true
	}
	question, option, _ := strings.Cut(by[ByAnswer], ":")
	return slices.Contains(r.Answers[question], option)
}

// model is the letter written by hand: it knows what every letter about a registration does.
var model = mail.Model{Kind: mail.Written}

// Variables lists what a letter written by hand may name.
func Variables() []mail.Variable { return model.Variables() }

// CheckWords refuses a letter that cannot be sent as it is; see mail.Model.Check.
func CheckWords(w mail.Wording) error { return model.Check(Clean(w)) }

// Letter is a letter to some people of an event.
type Letter struct {
	Event, Intent string // Intent: the form's nonce
	By            records.Narrow
	Wording       mail.Wording
	People        int // how many readers the screen said: another number is refused
}

// Write queues a letter to everyone whom its filter keeps, in one transaction: all or none. The same form sent again
// writes to nobody. Errors: ErrNobody, ErrCountChanged (Arg: how many they are now), ErrState for a draft, and those
// of the words.
func Write(app core.App, now time.Time, actor string, in Letter) (m *records.Mailing, err error) {
	in.Wording = Clean(in.Wording)
	if err := model.Check(in.Wording); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if made, err := records.MailingByIntent(app, in.Intent); err == nil && made.Event == in.Event {
			m = made
			return nil
		}
		m, err = write(app, now, actor, in)
		return err
	})
	return m, err
}

func write(app core.App, now time.Time, actor string, in Letter) (*records.Mailing, error) {
	e, err := records.EventOf(app, in.Event)
	if err != nil {
		return nil, err
	}
	if e.Status == domain.Draft {
		return nil, domain.Error{Code: domain.ErrState}
	}
	c, err := Choose(app, e.ID, in.By)
	if err != nil {
		return nil, err
	}
	switch n := len(c.Readers); {
	case n == 0:
		return nil, domain.Error{Code: domain.ErrNobody, Field: ByState}
	case n != in.People:
		return nil, domain.Error{Code: domain.ErrCountChanged, Arg: strconv.Itoa(n)}
	}
	m := &records.Mailing{Event: e.ID, Filter: in.By, Subject: in.Wording.Subject, Text: in.Wording.Text, CreatedBy: actor, Intent: in.Intent,
		People: len(c.Readers), Created: records.At(now)}
	if err := records.AddMailing(app, m); err != nil {
		return nil, err
	}
	for i := range c.Readers {
		r := &c.Readers[i]
		if err := mail.ToRegistrationInWords(app, now, mail.Written+":"+m.ID+":"+r.ID, r, in.Wording); err != nil {
			return nil, err
		}
	}
	return m, trace(app, now, actor, "mailing", e.ID, m.Subject)
}

// ToOneself sends to somebody of the desk what a registration would get.
func ToOneself(app core.App, now time.Time, address string, r *records.Registration, w mail.Wording) error {
	w = Clean(w)
	if err := model.Check(w); err != nil {
		return err
	}
	return mail.ToOneself(app, now, mail.Written, "essai:"+records.NewID(), address, r, w, nil)
}

// PreviewWords is what a registration would read of a letter written by hand.
func PreviewWords(app core.App, r *records.Registration, w mail.Wording) (subject, text string, err error) {
	return mail.Preview(app, mail.Written, r, Clean(w), nil)
}
