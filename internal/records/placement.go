package records

import (
	"encoding/json"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
)

// Raw is a JSON column that another room reads.
type Raw = types.JSONRaw

// Placement is a stage croisé as stored, from the wish on. Its steps are the truth: State, Since, NoShow, Version, StartsAt
// and EndsAt repeat what they say, to be listed by.
type Placement struct {
	ID             string   `db:"id"`
	Campaign       string   `db:"campaign"`
	Num            int      `db:"num"` // within its campaign, from 1
	State          string   `db:"state"`
	Key            string   `db:"key"` // who asks, folded: one live placement a person and campaign; empty: erased
	Since          Time     `db:"since"`
	NeedsAgreement bool     `db:"needs_agreement"`
	ReportAsked    bool     `db:"report_asked"`
	NoShow         bool     `db:"no_show"`
	Origin         string   `db:"origin"` // online, coordinator
	FirstName      string   `db:"first_name"`
	LastName       string   `db:"last_name"`
	Email          string   `db:"email"`
	Phone          string   `db:"phone"`
	Function       string   `db:"function"`
	Service        string   `db:"service"`
	ShortCode      string   `db:"short_code"` // shown to the tutor with the ticket
	Ticket         string   `db:"ticket"`     // 32 characters, as those of an event
	Structure      string   `db:"structure"`  // home
	Sector         string   `db:"sector"`
	Territory      string   `db:"territory"`
	Profession     string   `db:"profession"`
	ManagerName    string   `db:"manager_name"`
	ManagerEmail   string   `db:"manager_email"`
	HomeName       string   `db:"home_name"` // correspondent of the home structure
	HomeFunction   string   `db:"home_function"`
	HomeEmail      string   `db:"home_email"`
	Choices        List     `db:"choices"` // offers, the dearest first
	Objectives     string   `db:"objectives"`
	Constraints    string   `db:"constraints"` // of dates, in words
	Unavailable    HalfDays `db:"unavailable"` // when the person cannot come
	Offer          string   `db:"offer"`       // matched; empty: none
	TutorName      string   `db:"tutor_name"`  // the offer's at the match, then as changed
	TutorFunction  string   `db:"tutor_function"`
	TutorEmail     string   `db:"tutor_email"`
	TutorPhone     string   `db:"tutor_phone"`
	Version        int      `db:"version"` // of the agreement; 0: none
	StartsAt       Time     `db:"starts_at"`
	EndsAt         Time     `db:"ends_at"`
	Registration   string   `db:"registration"` // its entry in the register, once done
	MissionAt      Time     `db:"mission_at"`   // the ordre de mission was received
	MissionNote    string   `db:"mission_note"`
	Created        Time     `db:"created"`
	Updated        Time     `db:"updated"`
	ErasedAt       Time     `db:"erased_at"`
}

// TableName is the collection's.
func (*Placement) TableName() string { return "placements" }

// Name is « Camille Exemple ».
func (p Placement) Name() string {
	if !p.ErasedAt.IsZero() {
		return NameErased
	}
	return strings.TrimSpace(p.FirstName + " " + p.LastName)
}

// AddPlacement writes a new one, with the next number of its campaign.
func AddPlacement(app core.App, p *Placement) (err error) {
	if p.ID == "" {
		p.ID = NewID()
	}
	if p.Num, err = nextIn(app, "placements", p.Campaign); err != nil {
		return err
	}
	if p.Choices == nil {
		p.Choices = List{}
	}
	return insert(app, p)
}

// SavePlacement writes every column of one.
func SavePlacement(app core.App, p *Placement) error {
	return wrap(app.DB().Model(p).Update(), "placements", p.ID)
}

// PlacementOf finds one by id.
func PlacementOf(app core.App, id string) (*Placement, error) {
	return byColumn[Placement](app, "placements", "id", id)
}

// PlacementByTicket finds one by the 32 characters of its ticket.
func PlacementByTicket(app core.App, code string) (*Placement, error) {
	return byColumn[Placement](app, "placements", "ticket", code)
}

// LivePlacement finds the placement that a person has in a campaign and that is not ended; ErrNotFound without one.
func LivePlacement(app core.App, campaign, key string) (*Placement, error) {
	return one[Placement](app, "campaign = ? AND key = ? AND key != '' AND state NOT IN ('refused','cancelled','certified')", campaign, key)
}

// PlacementsOfMailbox lists the placements of the people who gave this address, the latest first.
func PlacementsOfMailbox(app core.App, email string) ([]Placement, error) {
	return all[Placement](app, "email = ? AND email != '' AND erased_at = '' ORDER BY created DESC, id", email)
}

// Placements lists those of a campaign, in the order they were asked for.
func Placements(app core.App, campaign string) ([]Placement, error) {
	return all[Placement](app, "campaign = ? ORDER BY num", campaign)
}

// PlacementsIn lists the placements of every campaign that are in one of these states.
func PlacementsIn(app core.App, states ...domain.PlacementState) ([]Placement, error) {
	texts := make([]string, len(states))
	for i, s := range states {
		texts[i] = string(s)
	}
	where, args := among("state", texts)
	return all[Placement](app, where+" ORDER BY campaign, num", args...)
}

// CampaignsMoving lists the campaigns that have a placement in one of these states.
func CampaignsMoving(app core.App, states ...domain.PlacementState) ([]Campaign, error) {
	texts := make([]string, len(states))
	for i, s := range states {
		texts[i] = string(s)
	}
	where, args := among("state", texts)
	return all[Campaign](app, "id IN (SELECT campaign FROM placements WHERE "+where+") ORDER BY from_day DESC, id", args...)
}

// PlacementStep is a line of the trail as stored; see domain.PlacementStep.
type PlacementStep struct {
	ID        string `db:"id"`
	Placement string `db:"placement"`
	N         int    `db:"n"` // from 1
	Move      string `db:"move"`
	Party     string `db:"party"`
	Actor     string `db:"actor"` // id of an account, or the party
	Why       string `db:"why"`
	FromState string `db:"from_state"`
	ToState   string `db:"to_state"`
	Intent    string `db:"intent"` // of the form that asked: the same form moves once; empty: none
	Act       Raw    `db:"act"`
	At        Time   `db:"at"`
}

// TableName is the collection's.
func (*PlacementStep) TableName() string { return "placement_steps" }

// stepAct is what a hand said with a move, as stored.
type stepAct struct {
	Days   HalfDays  `json:"days,omitempty"`
	Signer string    `json:"signer,omitempty"`
	Day    *Time     `json:"day,omitempty"`
	How    string    `json:"how,omitempty"`
	Told   *stepTold `json:"told,omitempty"`
}

type stepTold struct {
	Slot     string `json:"slot"`
	Present  bool   `json:"present"`
	Minutes  int    `json:"minutes,omitempty"`
	Incident string `json:"incident,omitempty"`
	Why      string `json:"why,omitempty"`
	How      string `json:"how,omitempty"`
}

// Domain is the step as the rules see it.
func (s PlacementStep) Domain() (step domain.PlacementStep, err error) {
	var a stepAct
	if err = json.Unmarshal(s.Act, &a); err != nil {
		return step, wrap(err, "placement_steps", s.ID)
	}
	step = domain.PlacementStep{By: domain.Party(s.Party), At: s.At.Time(), Why: s.Why, From: domain.PlacementState(s.FromState), To: domain.PlacementState(s.ToState),
		Act: domain.PlacementAct{Move: domain.Move(s.Move), Days: a.Days.Slots()}}
	if a.Signer != "" {
		step.Act.Signature = domain.AgreementSignature{Signer: domain.Party(a.Signer), How: a.How}
		if a.Day != nil {
			step.Act.Signature.Day = a.Day.Time()
		}
	}
	if t := a.Told; t != nil {
		step.Act.HalfDay = domain.HalfDayTold{Slot: t.Slot, Present: t.Present, Minutes: t.Minutes, Incident: domain.Incident(t.Incident), Why: t.Why, How: t.How}
	}
	return step, nil
}

// AddPlacementStep writes the next line of a trail. A step that another hand wrote meanwhile refuses it (IsUnique).
func AddPlacementStep(app core.App, placement, actor, intent string, n int, step domain.PlacementStep) error {
	a := stepAct{Signer: string(step.Act.Signature.Signer), How: step.Act.Signature.How}
	if len(step.Act.Days) > 0 {
		a.Days = HalfDaysOf(step.Act.Days)
	}
	if d := step.Act.Signature.Day; !d.IsZero() {
		day := At(d)
		a.Day = &day
	}
	if t := step.Act.HalfDay; t.Slot != "" {
		a.Told = &stepTold{t.Slot, t.Present, t.Minutes, string(t.Incident), t.Why, t.How}
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return insert(app, &PlacementStep{ID: NewID(), Placement: placement, N: n, Move: string(step.Act.Move), Party: string(step.By), Actor: actor, Why: step.Why,
		FromState: string(step.From), ToState: string(step.To), Intent: intent, Act: raw, At: At(step.At)})
}

// PlacementSteps lists the trail of one.
func PlacementSteps(app core.App, placement string) ([]PlacementStep, error) {
	return all[PlacementStep](app, "placement = ? ORDER BY n", placement)
}

// CampaignSteps lists the trails of all the placements of a campaign, one after the other.
func CampaignSteps(app core.App, campaign string) ([]PlacementStep, error) {
	return all[PlacementStep](app, "placement IN (SELECT id FROM placements WHERE campaign = ?) ORDER BY placement, n", campaign)
}

// StepIntended finds the step that a form made already.
func StepIntended(app core.App, intent string) (*PlacementStep, error) {
	return byColumn[PlacementStep](app, "placement_steps", "intent", intent)
}

// Ruling is what the coordinator decided of a person and an offer before the matching.
type Ruling struct {
	ID        string `db:"id"`
	Campaign  string `db:"campaign"`
	Placement string `db:"placement"`
	Offer     string `db:"offer"`
	Kind      string `db:"kind"` // pin, exclusion
	Reason    string `db:"reason"`
	Actor     string `db:"actor"`
	At        Time   `db:"at"`
}

// TableName is the collection's.
func (*Ruling) TableName() string { return "placement_rulings" }

// PutRuling writes one; it takes the place of an earlier one about the same two.
func PutRuling(app core.App, r *Ruling) error {
	if err := DropRuling(app, r.Placement, r.Offer); err != nil {
		return err
	}
	r.ID = NewID()
	return insert(app, r)
}

// DropRuling takes one back.
func DropRuling(app core.App, placement, offer string) error {
	_, err := app.DB().Delete("placement_rulings", dbx.HashExp{"placement": placement, "offer": offer}).Execute()
	return wrap(err, "placement_rulings", placement)
}

// Rulings lists those of a campaign.
func Rulings(app core.App, campaign string) ([]Ruling, error) {
	return all[Ruling](app, "campaign = ? ORDER BY at, id", campaign)
}

// HomesServed lists the home structures of which somebody had a placement done, whatever the campaign.
func HomesServed(app core.App) (ids []string, err error) {
	err = app.DB().NewQuery("SELECT DISTINCT structure FROM placements WHERE structure != '' AND state IN ('done','report_received','certified') ORDER BY structure").Column(&ids)
	return ids, err
}
