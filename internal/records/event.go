package records

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// Event is an event as stored. StartsAt and EndsAt repeat the span of its slots.
type Event struct {
	ID                  string `db:"id"`
	Num                 int    `db:"num"`
	Slug                string `db:"slug"`
	Tag                 string `db:"tag"` // six characters at the head of its tickets
	Title               string `db:"title"`
	Summary             string `db:"summary"`
	Description         string `db:"description"`
	Audience            string `db:"audience"`
	Programme           string `db:"programme"`
	Status              string `db:"status"`
	Visibility          string `db:"visibility"`
	Mode                string `db:"mode"`
	PTSMRole            string `db:"ptsm_role"`
	Capacity            int    `db:"capacity"` // 0: no limit
	Waitlist            bool   `db:"waitlist"`
	Certificate         bool   `db:"certificate"`
	Rule                string `db:"rule"`
	Place               string `db:"place"`
	Address             string `db:"address"`
	Access              string `db:"access"`
	RemoteURL           string `db:"remote_url"`
	Contact             string `db:"contact"`
	FullNote            string `db:"full_note"`
	Territory           string `db:"territory"`
	WorkingGroup        string `db:"working_group"`
	Axis                string `db:"axis"`
	RoadmapAction       string `db:"roadmap_action"`
	Priority            string `db:"priority"`
	OtherGroups         List   `db:"other_groups"`
	OtherAxes           List   `db:"other_axes"`
	OtherActions        List   `db:"other_actions"`
	OtherPriorities     List   `db:"other_priorities"`
	ProposedActions     List   `db:"proposed_actions"`
	Partners            string `db:"partners"`
	SignatoryName       string `db:"signatory_name"`
	SignatoryFunction   string `db:"signatory_function"`
	Organisers          List   `db:"organisers"`
	CoBuilt             bool   `db:"co_built"`
	Archived            bool   `db:"archived"`
	RegistrationOpensAt Time   `db:"registration_opens_at"`
	RegistrationCloses  Time   `db:"registration_closes_at"`
	StartsAt            Time   `db:"starts_at"`
	EndsAt              Time   `db:"ends_at"`
	PublishedAt         Time   `db:"published_at"`
	HeldAt              Time   `db:"held_at"`
	CancelledAt         Time   `db:"cancelled_at"`
	Created             Time   `db:"created"`
	Updated             Time   `db:"updated"`
	CancelReason        string `db:"cancel_reason"`
	ReopenReason        string `db:"reopen_reason"`
	Quotas              Quotas `db:"quotas"`
	Approval            bool   `db:"approval"`  // who registers applies: the coordinator accepts
	Manager             bool   `db:"manager"`   // the manager's agreement is asked for
	Promotion           string `db:"promotion"` // a seat of the list is given « direct » or as an « offer »
	OfferHours          int    `db:"offer_hours"`
	CancelHours         int    `db:"cancel_hours"` // one cancels until so many hours before the beginning
	Companions          bool   `db:"companions"`   // « nous venons à … personnes »
	CompanionsMax       int    `db:"companions_max"`
	Body                string `db:"body"`
	Series              string `db:"series"`       // the same word for the events that repeat one another; empty: none
	JoiningDays         int    `db:"joining_days"` // joining instructions so many days before; 0: none
	JoiningNote         string `db:"joining_note"`
	Attachments         List   `db:"attachments"`   // ids of files that go with the joining instructions
	ReminderDays        int    `db:"reminder_days"` // 0: none
	ThanksDays          int    `db:"thanks_days"`   // days after; 0: none
	ThanksNote          string `db:"thanks_note"`
	SettledAt           Time   `db:"settled_at"` // when the list was last served: who can be seated then, is
	DoorRules           Rules  `db:"door_rules"`
	HeldBack            bool   `db:"held_back"`   // closed, but absences and certificates wait for phones
	RuleAmount          int    `db:"rule_amount"` // minutes or half-days, where the rule counts some
	GroupMin            int    `db:"group_min"`   // under it, a training is maintained, postponed or cancelled; 0: none
	Prerequisites       string `db:"prerequisites"`
	Provider            string `db:"provider"`       // partner training provider; empty: none
	EvaluationURL       string `db:"evaluation_url"` // outside evaluation
	TrainerNeeds        string `db:"trainer_needs"`
	PriceNote           string `db:"price_note"`          // « tarif, prise en charge », as text
	Issuer              string `db:"issuer"`              // who issues the training's own certificate; empty: nobody
	ReviewCertificates  bool   `db:"review_certificates"` // certificates wait for the coordinator's review after closing
	SurveyFirst         bool   `db:"survey_first"`        // a certificate asks for the evaluation to be filled in
	ReleasedAt          Time   `db:"released_at"`         // when reviewed certificates were let go; zero: not since its closing
	MaintainedAt        Time   `db:"maintained_at"`       // when it was decided to hold it under its minimum
	PostponedAt         Time   `db:"postponed_at"`        // when its half-days were last moved by a postponement
	Campaign            string `db:"campaign"`            // « SISM 2026 »: a word by which figures are gathered; empty: none
	SurveyHot           string `db:"survey_hot"`          // surveys; empty: none
	SurveyCold          string `db:"survey_cold"`
	SurveyColdDays      int    `db:"survey_cold_days"` // days after the last half-day; 0: the usual 75
	Import              string `db:"import"`           // the file it was brought in from; empty: none
	Placement           string `db:"placement"`        // the stage croisé that it is the register's entry of; empty: none
	Host                string `db:"host"`             // of a placement: the structure that received
}

// Completion is the rule that earns its certificate.
func (e Event) Completion() domain.Completion {
	return domain.Completion{Rule: e.Rule, Amount: e.RuleAmount}
}

// Awaits tells whether the certificates of a closed event wait: for phones of its door, or for a review.
func (e Event) Awaits() bool { return e.HeldBack || (e.ReviewCertificates && e.ReleasedAt.IsZero()) }

// Rules is what the event asks of its door, in a JSON column.
type Rules struct{ domain.DoorRules }

// Scan reads the column; an empty one asks nothing.
func (r *Rules) Scan(value any) error { return scanJSON(value, &r.DoorRules) }

// scanJSON reads a JSON column into what it holds; an empty one changes nothing.
func scanJSON(value, into any) error {
	var raw types.JSONRaw
	if err := raw.Scan(value); err != nil || len(raw) == 0 || string(raw) == "null" {
		return err
	}
	return json.Unmarshal(raw, into)
}

// Value is what is stored.
func (r Rules) Value() (driver.Value, error) {
	b, err := json.Marshal(r.DoorRules)
	return string(b), err
}

// Quotas bound who takes the seats of an event.
type Quotas = types.JSONArray[domain.Quota]

// TableName is the collection's.
func (*Event) TableName() string { return "events" }

// Window is what the rule of registration needs of the event.
func (e Event) Window() domain.Window {
	return domain.Window{Status: e.Status, Opens: e.RegistrationOpensAt.Time(), Closes: e.RegistrationCloses.Time(), End: e.EndsAt.Time()}
}

// Slot is a dated half-day.
type Slot struct {
	ID           string `db:"id"`
	Event        string `db:"event"`
	Label        string `db:"label"`
	Room         string `db:"room"`
	StartsAt     Time   `db:"starts_at"`
	EndsAt       Time   `db:"ends_at"`
	BreakMinutes int    `db:"break_minutes"`
	Position     int    `db:"position"`
	Trainer      string `db:"trainer"` // who teaches it, and countersigns
	TrainerRole  string `db:"trainer_function"`
}

// TableName is the collection's.
func (*Slot) TableName() string { return "slots" }

// Domain is the slot as the rules know it.
func (s Slot) Domain() domain.Slot {
	return domain.Slot{ID: s.ID, Label: s.Label, Start: s.StartsAt.Time(), End: s.EndsAt.Time(), BreakMinutes: s.BreakMinutes}
}

// AgendaItem is a line of the running order.
type AgendaItem struct {
	ID       string `db:"id"`
	Event    string `db:"event"`
	StartsAt Time   `db:"starts_at"`
	EndsAt   Time   `db:"ends_at"`
	Title    string `db:"title"`
	Speaker  string `db:"speaker"`
	Detail   string `db:"detail"`
	Position int    `db:"position"`
}

// TableName is the collection's.
func (*AgendaItem) TableName() string { return "agenda_items" }

// EventOf finds an event by id, EventBySlug by address, EventByTag by the head of a ticket.
func EventOf(app core.App, id string) (*Event, error) {
	return byColumn[Event](app, "events", "id", id)
}

// EventByNum finds one by its number in the figures. ErrNone.
func EventByNum(app core.App, num int) (*Event, error) {
	return byColumn[Event](app, "events", "num", strconv.Itoa(num))
}

// EventStatus reads the status of an event alone.
func EventStatus(app core.App, id string) (status string, err error) {
	err = values(app, "SELECT status FROM events WHERE id = ?", []any{id}, &status)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNone
	}
	return status, wrap(err, "events", id)
}

// EventBySlug finds an event by the last part of its address.
func EventBySlug(app core.App, slug string) (*Event, error) {
	return byColumn[Event](app, "events", "slug", slug)
}

// EventByTag finds the event whose tickets begin with this tag.
func EventByTag(app core.App, tag string) (*Event, error) {
	return byColumn[Event](app, "events", "tag", tag)
}

// AddEvent writes a new event with its number.
func AddEvent(app core.App, e *Event) (err error) {
	if e.Num, err = nextNum(app, "events"); err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = NewID()
	}
	e.fill()
	return insert(app, e)
}

// SaveEvent writes every column of an event read in the same transaction.
func SaveEvent(app core.App, e *Event) error {
	e.fill()
	return wrap(app.DB().Model(e).Update(), "events", e.ID)
}

func (e *Event) fill() {
	for _, l := range []*List{&e.OtherGroups, &e.OtherAxes, &e.OtherActions, &e.OtherPriorities, &e.ProposedActions, &e.Organisers, &e.Attachments} {
		if *l == nil {
			*l = List{}
		}
	}
	if e.Quotas == nil {
		e.Quotas = Quotas{}
	}
	if e.Promotion == "" {
		e.Promotion = domain.PromoteDirectly
	}
}

// Slots lists the half-days of an event, the earliest first.
func Slots(app core.App, event string) (rows []Slot, err error) {
	return all[Slot](app, "event = ? ORDER BY starts_at, position", event)
}

// SlotOf finds a half-day by id.
func SlotOf(app core.App, id string) (*Slot, error) {
	return byColumn[Slot](app, "slots", "id", id)
}

// DomainSlots is Slots as the rules know them.
func DomainSlots(rows []Slot) []domain.Slot {
	out := make([]domain.Slot, len(rows))
	for i, r := range rows {
		out[i] = r.Domain()
	}
	return out
}

// PutSlot writes a half-day, new (without id) or changed.
func PutSlot(app core.App, s *Slot) error {
	if s.ID == "" {
		s.ID = NewID()
		return insert(app, s)
	}
	return wrap(app.DB().Model(s).Update(), "slots", s.ID)
}

// DropSlot removes a half-day that bears no scan.
func DropSlot(app core.App, id string) error {
	_, err := app.DB().Delete("slots", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "slots", id)
}

// SlotScans counts the scans made at a half-day.
func SlotScans(app core.App, slot string) (int, error) {
	return count(app, "SELECT COUNT(*) FROM scans WHERE slot = {:s}", dbx.Params{"s": slot})
}

// Agenda lists the running order of an event.
func Agenda(app core.App, event string) (rows []AgendaItem, err error) {
	err = app.DB().Select().From("agenda_items").Where(dbx.HashExp{"event": event}).OrderBy("starts_at", "position").All(&rows)
	return rows, err
}

// ReplaceAgenda writes the running order of an event anew.
func ReplaceAgenda(app core.App, event string, rows []AgendaItem) error {
	if _, err := app.DB().Delete("agenda_items", dbx.HashExp{"event": event}).Execute(); err != nil {
		return err
	}
	for i := range rows {
		rows[i].ID, rows[i].Event, rows[i].Position = NewID(), event, i
		if err := insert(app, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// EventFilter narrows a list of events. Empty fields do not narrow.
type EventFilter struct {
	Statuses   []string
	Visibility string
	Programme  string // id
	Territory  string // id
	Series     string
	Words      string // in title, summary, place
	From, To   Time   // of the first slot, half open
	EndsAfter  Time
	EndsBefore Time
	Organiser  string // user id: only the events where named
	Newest     bool
	Limit      int
}

// Events lists events, the earliest first (or the latest). The entries that stages croisés have in the register are no
// events to list, to publish or to close: their own pages show them.
func Events(app core.App, f EventFilter) (rows []Event, err error) {
	q := app.DB().Select().From("events").Where(dbx.HashExp{"placement": ""})
	if len(f.Statuses) > 0 {
		in := make([]any, len(f.Statuses))
		for i, s := range f.Statuses {
			in[i] = s
		}
		q.AndWhere(dbx.In("status", in...))
	}
	for column, v := range map[string]string{"visibility": f.Visibility, "programme": f.Programme, "territory": f.Territory, "series": f.Series} {
		if v != "" {
			q.AndWhere(dbx.HashExp{column: v})
		}
	}
	for i, b := range []struct {
		bound string
		at    Time
	}{{"starts_at >=", f.From}, {"starts_at <", f.To}, {"ends_at >", f.EndsAfter}, {"ends_at <=", f.EndsBefore}} {
		if !b.at.IsZero() {
			p := "t" + string(rune('0'+i))
			q.AndWhere(dbx.NewExp(b.bound+" {:"+p+"}", dbx.Params{p: b.at.String()}))
		}
	}
	if f.Organiser != "" {
		q.AndWhere(dbx.NewExp("EXISTS (SELECT 1 FROM json_each(organisers) WHERE value = {:o})", dbx.Params{"o": f.Organiser}))
	}
	if f.Newest {
		q.OrderBy("starts_at DESC", "num DESC")
	} else {
		q.OrderBy("starts_at", "num")
	}
	if f.Limit > 0 && f.Words == "" {
		q.Limit(int64(f.Limit))
	}
	if err = q.All(&rows); err != nil || f.Words == "" {
		return rows, err
	}
	return matching(rows, f.Words), nil
}

// matching keeps the events of which every word, spelling aside, is in the title, the summary or the place.
func matching(rows []Event, words string) (kept []Event) {
	want := strings.Fields(domain.Fold(words))
	for _, e := range rows {
		text := domain.Fold(e.Title + " " + e.Summary + " " + e.Place)
		ok := true
		for _, w := range want {
			ok = ok && strings.Contains(text, w)
		}
		if ok {
			kept = append(kept, e)
		}
	}
	return kept
}
