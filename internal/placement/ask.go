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

// Request is what somebody asks for. Lists are codes, offers ids.
type Request struct {
	Origin                            string // « online », « coordinator »
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

// Ask writes a wish: a placement in its first state.
func Ask(app core.App, now time.Time, campaign string, d Doing, in Request) (c *Case, err error) {
	err = records.Together(app, func(app core.App) error {
		if d.Intent != "" {
			if made, err := records.StepIntended(app, d.Intent); err == nil {
				c, err = Open(app, made.Placement)
				return err
			}
		}
		round, err := records.CampaignOf(app, campaign)
		if err != nil {
			return err
		}
		row := &records.Placement{Origin: in.Origin, LastName: domain.CleanLine(in.LastName), FirstName: domain.CleanLine(in.FirstName), Email: domain.CleanEmail(in.Email), Phone: domain.CleanLine(in.Phone),
			Service: domain.CleanLine(in.Service), Function: domain.CleanLine(in.Function), ManagerName: domain.CleanLine(in.ManagerName), ManagerEmail: domain.CleanEmail(in.ManagerEmail),
			HomeName: domain.CleanLine(in.HomeName), HomeFunction: domain.CleanLine(in.HomeFunction), HomeEmail: domain.CleanEmail(in.HomeEmail),
			Choices: in.Choices, Objectives: domain.CleanText(in.Objectives), Constraints: domain.CleanText(in.Constraints), Unavailable: records.HalfDaysOf(in.Unavailable)}
		row.Key = domain.NameKey(row.LastName, row.FirstName) + "|" + row.Email
		if err := place(app, in, row); err != nil {
			return err
		}
		c, err = add(app, now, round, row, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, nil
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
		if domain.Is(err, domain.ErrNotFound) {
			return domain.Error{Code: domain.ErrChoice, Field: l.field}
		}
		if err != nil {
			return err
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

// add writes a placement that somebody asks for, with its first step. Whether the manager's agreement comes first is what
// the home structure asks, else what the campaign does.
func add(app core.App, now time.Time, campaign *records.Campaign, row *records.Placement, d Doing) (*Case, error) {
	row.Campaign, row.Created, row.Updated, row.ReportAsked = campaign.ID, records.At(now), records.At(now), campaign.ReportAsked
	row.Ticket, row.ShortCode = ticket.New(TicketTag), ticket.NewShort()
	row.NeedsAgreement = campaign.ManagerAsked
	if row.Structure != "" {
		home, err := records.StructureOf(app, row.Structure)
		if err != nil {
			return nil, err
		}
		if home.ManagerAsked != "" {
			row.NeedsAgreement = home.ManagerAsked == "yes"
		}
	}
	if err := records.AddPlacement(app, row); err != nil {
		return nil, err
	}
	c := &Case{Row: row, Campaign: campaign, P: asked(row)}
	return c, c.move(app, now, d, domain.PlacementAct{Move: domain.MoveAsk})
}
