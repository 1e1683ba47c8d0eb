package placement

import (
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// otherManager is why the platform takes an agreement back.
const otherManager = "Un autre responsable est indiqué : son accord est demandé."

// Modifiable refuses to change a wish that went further than the manager's agreement, or whose campaign is closed.
func (c *Case) Modifiable() error {
	switch {
	case !c.Row.ErasedAt.IsZero():
		return domain.Error{Code: domain.ErrErased}
	case c.P.State != domain.PlacementRequested && c.P.State != domain.PlacementApproved:
		return domain.Error{Code: domain.ErrState}
	case c.Campaign.Status != records.CampaignOpen:
		return domain.Error{Code: domain.ErrWishesShut}
	}
	return nil
}

// RequestOf is a wish as its form would hold it. Structure is the id alone.
func RequestOf(app core.App, row *records.Placement) (in Request, err error) {
	in = Request{Origin: row.Origin, LastName: row.LastName, FirstName: row.FirstName, Email: row.Email, Phone: row.Phone, StructureID: row.Structure,
		Service: row.Service, Function: row.Function, ManagerName: row.ManagerName, ManagerEmail: row.ManagerEmail, HomeName: row.HomeName, HomeFunction: row.HomeFunction,
		HomeEmail: row.HomeEmail, Choices: row.Choices, Objectives: row.Objectives, Constraints: row.Constraints, Unavailable: row.Unavailable.Slots(), Informed: true}
	if row.Profession != "" {
		item, err := records.ItemOf(app, records.Professions, row.Profession)
		if err != nil {
			return in, err
		}
		in.Profession = item.Code
	}
	return in, nil
}

// Modify changes what a wish says: the places, the constraints, the contacts; never who asks nor from where, which is
// another wish. A manager who was not the one named before is asked anew, and the link of the other opens nothing more.
func Modify(app core.App, now time.Time, id string, d Doing, in Request) (c *Case, err error) {
	in.clean()
	err = records.Together(app, func(app core.App) error {
		if c, err = Open(app, id); err != nil {
			return err
		}
		if err := c.Modifiable(); err != nil {
			return err
		}
		was, home := *c.Row, c.Reader(roleHome).Address
		if err := c.amend(app, now, in); err != nil {
			return err
		}
		c.Row.Updated = records.At(now)
		if err := records.SavePlacement(app, c.Row); err != nil {
			return err
		}
		if err := records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: d.Actor, Action: "wish_modify", Kind: "placement", Target: id, Reason: domain.CleanText(d.Why)}); err != nil {
			return err
		}
		if home != c.Reader(roleHome).Address { // who was told of an earlier place reads nothing of the next one
			if err := link.Renew(app, link.PlacementHome, id); err != nil {
				return err
			}
			if err := records.DropPlacementLetters(app, id, link.PlacementHome, ""); err != nil {
				return err
			}
		}
		if was.ManagerEmail == c.Row.ManagerEmail || !c.P.NeedsAgreement {
			return nil
		}
		return c.askAnew(app, now)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// amend writes in the row what was typed, once it is checked. Who asks and from where stay as they were.
func (c *Case) amend(app core.App, now time.Time, in Request) error {
	is, err := RequestOf(app, c.Row)
	if err != nil {
		return err
	}
	in.Origin, in.LastName, in.FirstName, in.Email, in.Structure, in.StructureID, in.Informed = is.Origin, is.LastName, is.FirstName, is.Email, "", is.StructureID, true
	kept := c.Row.Choices
	if in.Profession != "" {
		item, err := records.ItemByCode(app, records.Professions, in.Profession)
		if domain.Is(err, domain.ErrNotFound) {
			return domain.Error{Code: domain.ErrChoice, Field: "profession"}
		}
		if err != nil {
			return err
		}
		c.Row.Profession = item.ID
	}
	in.into(c.Row)
	errs := in.check(c.P.NeedsAgreement)
	more, err := checkChoices(app, now, c.Campaign, c.Row, kept)
	if err != nil {
		return err
	}
	return append(errs, more...).OrNil()
}

// askAnew asks the manager who is named now.
func (c *Case) askAnew(app core.App, now time.Time) error {
	if err := link.Renew(app, link.PlacementManager, c.Row.ID); err != nil {
		return err
	}
	if err := records.DropPlacementLetters(app, c.Row.ID, link.PlacementManager, ""); err != nil {
		return err
	}
	if c.P.State == domain.PlacementApproved {
		return c.move(app, now, Doing{By: domain.PartyPlatform, Why: otherManager}, domain.PlacementAct{Move: domain.MoveRetract})
	}
	return c.AskManager(app, now, strconv.FormatInt(now.UnixNano(), 10))
}
