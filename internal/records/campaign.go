package records

import (
	"database/sql/driver"
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Kinds and status of a campaign of stages croisés.
const (
	CampaignKind   = "campaign"
	StandingKind   = "standing" // places that are open all year, outside any campaign
	CampaignDraft  = "draft"
	CampaignOpen   = "open"
	CampaignClosed = "closed"
)

// Status of an offer.
const (
	OfferProposed  = "proposed" // by the structure's link: nobody sees it yet
	OfferPublished = "published"
	OfferRefused   = "refused"
	OfferWithdrawn = "withdrawn"
)

// Campaign is a period of stages croisés with its rules, or the standing offers.
type Campaign struct {
	ID             string `db:"id"`
	Slug           string `db:"slug"`
	Title          string `db:"title"`
	Summary        string `db:"summary"`
	Description    string `db:"description"`
	Contact        string `db:"contact"`
	Kind           string `db:"kind"`
	Status         string `db:"status"`
	Way            string `db:"way"`      // « any », « one_way », « crossed »
	FromDay        Time   `db:"from_day"` // of the stages
	ToDay          Time   `db:"to_day"`   // first moment after the last day
	OffersUntil    Time   `db:"offers_until"`
	WishesUntil    Time   `db:"wishes_until"` // first moment after
	MinHalfDays    int    `db:"min_half_days"`
	MaxHalfDays    int    `db:"max_half_days"`
	ManagerAsked   bool   `db:"manager_asked"`   // where the home structure says nothing
	ReportAsked    bool   `db:"report_asked"`    // the rapport d’étonnement comes before the attestation
	ReportReviewed bool   `db:"report_reviewed"` // and the coordinator reads it first
	Weights        Raw    `db:"weights"`         // of the matching; empty: the usual ones
	Delays         Delays `db:"delays"`
	Programme      string `db:"programme"`
	Event          string `db:"event"` // the training that opened it; empty: none
	WorkingGroup   string `db:"working_group"`
	Axis           string `db:"axis"`
	RoadmapAction  string `db:"roadmap_action"`
	Priority       string `db:"priority"`
	OpenedAt       Time   `db:"opened_at"`
	ClosedAt       Time   `db:"closed_at"`
	Created        Time   `db:"created"`
	Updated        Time   `db:"updated"`
}

// TableName is the collection's.
func (*Campaign) TableName() string { return "campaigns" }

// Delays is how many days each party is left in peace, in a JSON column: the keys are the moves awaited.
type Delays map[domain.Move]int

// Scan reads the column.
func (d *Delays) Scan(value any) error { return scanJSON(value, d) }

// Value is what is stored.
func (d Delays) Value() (driver.Value, error) {
	if d == nil {
		return "{}", nil
	}
	b, err := json.Marshal(d)
	return string(b), err
}

// UsualDelays are the days that each party is left in peace, where the campaign says nothing.
var UsualDelays = Delays{domain.MoveAgree: 7, domain.MoveMatch: 30, domain.MoveSend: 7, domain.MoveSign: 15, domain.MoveTell: 3,
	domain.MoveResume: 30, domain.MoveReceive: 15, domain.MoveCertify: 7}

// Delay is how many days the campaign leaves for a move.
func (c *Campaign) Delay(m domain.Move) int {
	if n, said := c.Delays[m]; said {
		return n
	}
	return UsualDelays[m]
}

// AddCampaign writes a new one.
func AddCampaign(app core.App, c *Campaign) error {
	if c.ID == "" {
		c.ID = NewID()
	}
	return insert(app, c)
}

// SaveCampaign writes every column of one.
func SaveCampaign(app core.App, c *Campaign) error {
	return wrap(app.DB().Model(c).Update(), "campaigns", c.ID)
}

// CampaignOf finds a campaign by id.
func CampaignOf(app core.App, id string) (*Campaign, error) {
	return byColumn[Campaign](app, "campaigns", "id", id)
}

// CampaignBySlug finds a campaign by the word of its address.
func CampaignBySlug(app core.App, slug string) (*Campaign, error) {
	return byColumn[Campaign](app, "campaigns", "slug", slug)
}

// CampaignOfEvent finds the campaign that a training opened.
func CampaignOfEvent(app core.App, event string) (*Campaign, error) {
	return byColumn[Campaign](app, "campaigns", "event", event)
}

// PlacementCampaigns lists them, those with the latest stages first.
func PlacementCampaigns(app core.App) ([]Campaign, error) {
	return all[Campaign](app, "true ORDER BY status = 'closed', (kind = 'standing'), from_day DESC, created DESC, id")
}

// CampaignsOpen tells whether the public has a campaign to look at.
func CampaignsOpen(app core.App) (bool, error) {
	n, err := count(app, "SELECT EXISTS (SELECT 1 FROM campaigns WHERE status = 'open')", nil)
	return n > 0, err
}

// Offer is what a host structure proposes: a block of half-days with a number of places.
type Offer struct {
	ID            string   `db:"id"`
	Campaign      string   `db:"campaign"`
	Num           int      `db:"num"`    // within its campaign, from 1
	Status        string   `db:"status"` // proposed, published, refused, withdrawn
	Reason        string   `db:"reason"` // of a refusal or a withdrawal
	Origin        string   `db:"origin"` // link, coordinator
	Structure     string   `db:"structure"`
	Territory     string   `db:"territory"` // of the place
	Service       string   `db:"service"`
	Place         string   `db:"place"`
	Address       string   `db:"address"`
	Professions   List     `db:"professions"` // welcome; empty: all
	HalfDays      HalfDays `db:"half_days"`   // the block; empty: to be agreed
	Periods       string   `db:"periods"`     // in words: « un mardi, de mars à mai »
	Places        int      `db:"places"`
	TutorName     string   `db:"tutor_name"`
	TutorFunction string   `db:"tutor_function"`
	TutorEmail    string   `db:"tutor_email"`
	TutorPhone    string   `db:"tutor_phone"`
	ReferentName  string   `db:"referent_name"` // who proposes, and answers for the structure
	ReferentEmail string   `db:"referent_email"`
	Seen          string   `db:"seen"` // what will be seen
	Badge         string   `db:"badge"`
	Vaccination   string   `db:"vaccination"`
	Dress         string   `db:"dress"`
	Meal          string   `db:"meal"`
	Access        string   `db:"access"`
	CrossedWith   string   `db:"crossed_with"` // the structure to which it sends in return; empty: none declared
	Created       Time     `db:"created"`
	Updated       Time     `db:"updated"`
}

// TableName is the collection's.
func (*Offer) TableName() string { return "placement_offers" }

// HalfDay is a half-day of an offer or of a placement as stored; ID is unique in the platform.
type HalfDay struct {
	ID           string `json:"id"`
	Start        Time   `json:"start"`
	End          Time   `json:"end"`
	BreakMinutes int    `json:"break,omitempty"`
}

// HalfDays are some, in a JSON column.
type HalfDays []HalfDay

// Scan reads the column.
func (h *HalfDays) Scan(value any) error { return scanJSON(value, h) }

// Value is what is stored.
func (h HalfDays) Value() (driver.Value, error) {
	if h == nil {
		return "[]", nil
	}
	b, err := json.Marshal(h)
	return string(b), err
}

// Slots are the half-days as the rules see them.
func (h HalfDays) Slots() (list []domain.Slot) {
	for _, d := range h {
		list = append(list, domain.Slot{ID: d.ID, Start: d.Start.Time(), End: d.End.Time(), BreakMinutes: d.BreakMinutes})
	}
	return list
}

// HalfDaysOf are half-days as they are stored.
func HalfDaysOf(slots []domain.Slot) HalfDays {
	list := HalfDays{}
	for _, s := range slots {
		list = append(list, HalfDay{s.ID, At(s.Start), At(s.End), s.BreakMinutes})
	}
	return list
}

// AddOffer writes a new one, with the next number of its campaign.
func AddOffer(app core.App, o *Offer) (err error) {
	if o.ID == "" {
		o.ID = NewID()
	}
	if o.Num, err = nextIn(app, "placement_offers", o.Campaign); err != nil {
		return err
	}
	if o.Professions == nil {
		o.Professions = List{}
	}
	return insert(app, o)
}

// nextIn is the next number of a row within its campaign.
func nextIn(app core.App, name, campaign string) (n int, err error) {
	err = values(app, "SELECT COALESCE(MAX(num), 0) + 1 FROM "+name+" WHERE campaign = ?", []any{campaign}, &n)
	return n, err
}

// SaveOffer writes every column of one.
func SaveOffer(app core.App, o *Offer) error {
	return wrap(app.DB().Model(o).Update(), "placement_offers", o.ID)
}

// OfferOf finds an offer by id.
func OfferOf(app core.App, id string) (*Offer, error) {
	return byColumn[Offer](app, "placement_offers", "id", id)
}

// Offers lists those of a campaign, in the order they came.
func Offers(app core.App, campaign string) ([]Offer, error) {
	return all[Offer](app, "campaign = ? ORDER BY num", campaign)
}

// OffersTaken counts, by offer of a campaign, the placements that hold a place: matched to it and not ended otherwise. Where
// the half-days are agreed with each person, the places are how many come at once: one that is done gives its place back.
func OffersTaken(app core.App, campaign string) (map[string]int, error) {
	return sums(app, `SELECT p.offer AS name, COUNT(*) AS n FROM placements p JOIN placement_offers o ON o.id = p.offer WHERE p.campaign = {:c} AND p.state NOT IN ('refused','cancelled')
		AND NOT (o.half_days = '[]' AND p.state IN ('done','report_received','certified')) GROUP BY p.offer`, dbx.Params{"c": campaign})
}

// OfferWished counts, by offer of a campaign, those who named it among their wishes and have no place yet.
func OfferWished(app core.App, campaign string) (map[string]int, error) {
	return sums(app, `SELECT j.value AS name, COUNT(*) AS n FROM placements p, json_each(p.choices) j WHERE p.campaign = {:c} AND p.state IN ('requested','approved') GROUP BY j.value`, dbx.Params{"c": campaign})
}

// PlacementStates counts the placements of each state of a campaign.
func PlacementStates(app core.App, campaign string) (map[string]int, error) {
	return sums(app, "SELECT state AS name, COUNT(*) AS n FROM placements WHERE campaign = {:c} GROUP BY state", dbx.Params{"c": campaign})
}
