package placement

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
)

// TicketTag heads the tickets of placements, where those of an event have its own.
const TicketTag = "STAGE2"

// Where a wish was made.
const (
	Online        = "online"
	ByCoordinator = "coordinator"
)

// Request is what somebody asks for. Lists are codes, offers ids.
type Request struct {
	Origin                            string // Online, ByCoordinator
	LastName, FirstName, Email, Phone string
	Structure, StructureID            string // home: as typed, and the id chosen in the list
	Sector, Territory, Profession     string
	Service, Function                 string
	ManagerName, ManagerEmail         string
	HomeName, HomeFunction, HomeEmail string // correspondent of the home structure; empty: the manager
	Choices                           []string
	Objectives, Constraints           string
	Unavailable                       []domain.Slot
	Informed                          bool // has read what becomes of the data
}

// Ask writes a wish: a placement in its first state. Refusals: ErrWishesShut, ErrWishesOver, ErrWishTwice (Arg: the live
// placement of the same person), or all that is wrong with what was typed, each at its field.
func Ask(app core.App, now time.Time, campaign string, d Doing, in Request) (c *Case, err error) {
	in.clean()
	err = records.Together(app, func(app core.App) error {
		c, err = ask(app, now, campaign, d, in)
		return err
	})
	if records.IsUnique(err) { // another process was first
		if live, e := records.LivePlacement(app, campaign, in.key()); e == nil {
			err = domain.Error{Code: domain.ErrWishTwice, Arg: live.ID}
		}
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func ask(app core.App, now time.Time, campaign string, d Doing, in Request) (*Case, error) {
	if made, err := d.made(app, domain.PlacementAct{Move: domain.MoveAsk}); err != nil || made != "" {
		if err != nil {
			return nil, err
		}
		return Open(app, made)
	}
	round, err := records.CampaignOf(app, campaign)
	if err != nil {
		return nil, err
	}
	if err := Wishable(round, now, in.Origin); err != nil {
		return nil, err
	}
	row := &records.Placement{Origin: in.Origin, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email, Key: in.key()}
	if err := fill(app, now, round, in, row); err != nil {
		return nil, err
	}
	live, err := records.LivePlacement(app, round.ID, row.Key)
	if err == nil {
		return nil, domain.Error{Code: domain.ErrWishTwice, Arg: live.ID}
	}
	if !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	return add(app, now, round, row, d)
}

// Wishable refuses a wish where the campaign takes none now. The coordinator types those that come late.
func Wishable(c *records.Campaign, now time.Time, origin string) error {
	until := c.WishesUntil.Time()
	switch {
	case c.Status != records.CampaignOpen:
		return domain.Error{Code: domain.ErrWishesShut}
	case c.Kind == records.StandingKind, origin == ByCoordinator, until.IsZero(), now.Before(until):
		return nil
	}
	return domain.Error{Code: domain.ErrWishesOver, Arg: until.Format(time.RFC3339)}
}

// fill writes in a new row what was typed, or says all that is wrong with it.
func fill(app core.App, now time.Time, round *records.Campaign, in Request, row *records.Placement) error {
	var errs domain.Errors
	placed := place(app, in, row)
	if placed != nil && domain.Refusals(placed) == nil {
		return placed
	}
	asked, err := asksManager(app, round, row.Structure)
	if err != nil {
		return err
	}
	row.NeedsAgreement = asked
	in.into(row)
	errs = append(in.check(asked), domain.Refusals(placed)...)
	more, err := checkChoices(app, now, round, row, nil)
	if err != nil {
		return err
	}
	return append(errs, more...).OrNil()
}

// into writes what may be typed again later.
func (in Request) into(row *records.Placement) {
	row.Phone, row.Service, row.Function = in.Phone, in.Service, in.Function
	row.ManagerName, row.ManagerEmail = in.ManagerName, in.ManagerEmail
	row.HomeName, row.HomeFunction, row.HomeEmail = in.HomeName, in.HomeFunction, in.HomeEmail
	row.Choices, row.Objectives, row.Constraints, row.Unavailable = in.Choices, in.Objectives, in.Constraints, records.HalfDaysOf(in.Unavailable)
}

// place fills structure, sector, territory and profession: what was chosen, else what the structure says.
func place(app core.App, in Request, row *records.Placement) error {
	for _, l := range []struct {
		list, field, code string
		into              *string
	}{
		{records.Sectors, "sector", in.Sector, &row.Sector},
		{records.Territories, "territory", in.Territory, &row.Territory},
		{records.Professions, "profession", in.Profession, &row.Profession},
	} {
		if l.code == "" {
			continue
		}
		item, err := records.ItemByCode(app, l.list, l.code)
		if err != nil && !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		if err != nil || l.list == records.Sectors && !item.Named {
			return domain.Error{Code: domain.ErrChoice, Field: l.field}
		}
		*l.into = item.ID
	}
	home, err := registration.StructureOf(app, in.StructureID, in.Structure, row.Sector, row.Territory)
	if err != nil || home == nil {
		return err
	}
	row.Structure = home.ID
	if row.Sector == "" {
		row.Sector = home.Sector
	}
	if row.Territory == "" {
		row.Territory = home.Territory
	}
	return nil
}

// asksManager tells whether the manager's agreement comes first: what the home structure asks, else what the campaign does.
func asksManager(app core.App, round *records.Campaign, structure string) (bool, error) {
	if structure == "" {
		return round.ManagerAsked, nil
	}
	home, err := records.StructureOf(app, structure)
	if err != nil || home.ManagerAsked == "" {
		return round.ManagerAsked, err
	}
	return home.ManagerAsked == "yes", nil
}

// add writes a placement that somebody asks for, with its first step.
func add(app core.App, now time.Time, campaign *records.Campaign, row *records.Placement, d Doing) (*Case, error) {
	row.Campaign, row.Created, row.Updated, row.ReportAsked = campaign.ID, records.At(now), records.At(now), campaign.ReportAsked
	row.Ticket, row.ShortCode = ticket.New(TicketTag), ticket.NewShort()
	if err := records.AddPlacement(app, row); err != nil {
		return nil, err
	}
	c := &Case{Row: row, Campaign: campaign, P: asked(row)}
	return c, c.move(app, now, d, domain.PlacementAct{Move: domain.MoveAsk})
}
