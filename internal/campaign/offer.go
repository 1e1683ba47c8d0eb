package campaign

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// Origins of an offer.
const (
	byLink = "link"
	byDesk = "coordinator"
)

// host is how the trail names the structure that proposes, by its link.
const host = "host"

// Offering is what somebody types of a place.
type Offering struct {
	Structure, StructureID                           string // as typed, and the id chosen in the list
	Sector                                           string // code; of a structure that no list knows
	Territory                                        string // code; empty: the structure's
	Service, Place, Address                          string
	Professions                                      []string // ids
	HalfDays                                         []domain.Slot
	Periods                                          string
	Places                                           int
	TutorName, TutorFunction, TutorEmail, TutorPhone string
	ReferentName, ReferentEmail                      string
	Seen, Badge, Vaccination, Dress, Meal, Access    string
	CrossedWith, CrossedID                           string // as typed, and the id chosen
	Intent                                           string // nonce of the form: the same one proposes once
	structure, territory, crossed                    string // ids, once found
}

// OfferingOf reads the form of an offer.
func OfferingOf(app core.App, o *records.Offer) (f Offering, err error) {
	f = Offering{StructureID: o.Structure, Service: o.Service, Place: o.Place, Address: o.Address, Professions: o.Professions, HalfDays: o.HalfDays.Slots(), Periods: o.Periods,
		Places: o.Places, TutorName: o.TutorName, TutorFunction: o.TutorFunction, TutorEmail: o.TutorEmail, TutorPhone: o.TutorPhone, ReferentName: o.ReferentName, ReferentEmail: o.ReferentEmail,
		Seen: o.Seen, Badge: o.Badge, Vaccination: o.Vaccination, Dress: o.Dress, Meal: o.Meal, Access: o.Access, CrossedID: o.CrossedWith}
	for id, into := range map[string]*string{o.Structure: &f.Structure, o.CrossedWith: &f.CrossedWith} {
		if id == "" {
			continue
		}
		s, err := records.StructureOf(app, id)
		if err != nil {
			return f, err
		}
		*into = s.Label()
	}
	if o.Territory != "" {
		t, err := records.ItemOf(app, records.Territories, o.Territory)
		if err != nil {
			return f, err
		}
		f.Territory = t.Code
	}
	return f, nil
}

// Propose keeps what a structure offers by the campaign's link, for the coordinator to read, and sends it its own link. The same nonce proposes once.
// Refusals: ErrOffersClosed, and those at the fields of check.
func Propose(app core.App, now time.Time, campaign string, f Offering) (o *records.Offer, err error) {
	err = records.Together(app, func(app core.App) error {
		c, err := records.CampaignOf(app, campaign)
		if err != nil {
			return err
		}
		id := intended(campaign, f.Intent)
		if made, err := records.OfferOf(app, id); err == nil {
			o = made
			return nil
		}
		if !TakesOffers(c, now) {
			return domain.Error{Code: domain.ErrOffersClosed}
		}
		o = &records.Offer{ID: id, Campaign: c.ID, Status: records.OfferProposed, Origin: byLink, Created: records.At(now)}
		if err := put(app, now, host, "propose", c, o, &f, 0); err != nil {
			return err
		}
		return mail.ToOffer(app, now, mail.StageOfferReceived, mail.StageOfferReceived+":"+o.ID, o, "")
	})
	return given(o, err)
}

// Add writes an offer at the desk, published at once or not.
func Add(app core.App, now time.Time, actor, campaign string, f Offering, publish bool) (o *records.Offer, err error) {
	err = records.Together(app, func(app core.App) error {
		c, err := records.CampaignOf(app, campaign)
		if err != nil {
			return err
		}
		id := intended(campaign, f.Intent)
		if made, err := records.OfferOf(app, id); err == nil {
			o = made
			return nil
		}
		o = &records.Offer{ID: id, Campaign: c.ID, Status: records.OfferProposed, Origin: byDesk, Created: records.At(now)}
		if publish {
			o.Status = records.OfferPublished
		}
		return put(app, now, actor, "create", c, o, &f, 0)
	})
	return given(o, err)
}

// Edit changes an offer at the desk: one with people on it keeps its half-days, and as many places as are taken.
func Edit(app core.App, now time.Time, actor, id string, f Offering) (*records.Offer, error) {
	return change(app, now, actor, "edit", id, &f, func(o *records.Offer, taken int) error { return nil })
}

// Modify changes an offer by its own link, while nobody has a place there. One that was published is read again first.
// Refusals: ErrState once refused or withdrawn, ErrOfferHeld.
func Modify(app core.App, now time.Time, id string, f Offering) (*records.Offer, error) {
	return change(app, now, host, "correct", id, &f, func(o *records.Offer, taken int) error {
		if err := open(o, taken); err != nil {
			return err
		}
		o.Status = records.OfferProposed
		return nil
	})
}

// AddPlace gives an offer one place more. ErrNumber past the most.
func AddPlace(app core.App, now time.Time, actor, id string) (o *records.Offer, err error) {
	err = records.Together(app, func(app core.App) error {
		if o, err = records.OfferOf(app, id); err != nil {
			return err
		}
		if o.Places >= maxPlaces {
			return domain.Error{Code: domain.ErrNumber, Field: "places"}
		}
		o.Places, o.Updated = o.Places+1, records.At(now)
		if err := records.SaveOffer(app, o); err != nil {
			return err
		}
		return trace(app, now, actor, "add_place", "offer", o.ID, "", nil, map[string]int{"places": o.Places})
	})
	return given(o, err)
}

func change(app core.App, now time.Time, actor, action, id string, f *Offering, allowed func(o *records.Offer, taken int) error) (o *records.Offer, err error) {
	err = records.Together(app, func(app core.App) error {
		if o, err = records.OfferOf(app, id); err != nil {
			return err
		}
		c, err := records.CampaignOf(app, o.Campaign)
		if err != nil {
			return err
		}
		taken, err := records.OffersTaken(app, c.ID)
		if err != nil {
			return err
		}
		if err := allowed(o, taken[o.ID]); err != nil {
			return err
		}
		return put(app, now, actor, action, c, o, f, taken[o.ID])
	})
	return given(o, err)
}

// put writes what was typed into the row, new or not, with the trail.
func put(app core.App, now time.Time, actor, action string, c *records.Campaign, o *records.Offer, f *Offering, taken int) error {
	isNew, before := o.Structure == "", *o
	f.clean(o)
	if err := f.check(app, now, c, o, actor == host, taken); err != nil {
		return err
	}
	f.fill(o, now)
	if isNew {
		if err := records.AddOffer(app, o); err != nil {
			return err
		}
		return trace(app, now, actor, action, "offer", o.ID, "", nil, unnamed(*o))
	}
	if err := records.SaveOffer(app, o); err != nil {
		return err
	}
	return trace(app, now, actor, action, "offer", o.ID, "", unnamed(before), unnamed(*o))
}

// unnamed is an offer as the trail keeps it: without the people, whose names must be able to go.
func unnamed(o records.Offer) records.Offer {
	o.TutorName, o.TutorEmail, o.TutorPhone, o.ReferentName, o.ReferentEmail = "", "", "", "", ""
	return o
}

func (f Offering) fill(o *records.Offer, now time.Time) {
	o.Structure, o.Territory, o.Service, o.Place, o.Address, o.Professions = f.structure, f.territory, f.Service, f.Place, f.Address, append(records.List{}, f.Professions...)
	o.HalfDays, o.Periods, o.Places, o.CrossedWith = records.HalfDaysOf(f.HalfDays), f.Periods, f.Places, f.crossed
	o.TutorName, o.TutorFunction, o.TutorEmail, o.TutorPhone, o.ReferentName, o.ReferentEmail = f.TutorName, f.TutorFunction, f.TutorEmail, f.TutorPhone, f.ReferentName, f.ReferentEmail
	o.Seen, o.Badge, o.Vaccination, o.Dress, o.Meal, o.Access, o.Updated = f.Seen, f.Badge, f.Vaccination, f.Dress, f.Meal, f.Access, records.At(now)
}

// intended is the id that a form makes: the same for the same nonce, and no other row's whatever was sent as one.
func intended(campaign, nonce string) string {
	if nonce == "" {
		return records.NewID()
	}
	sum := sha256.Sum256([]byte("offer\x00" + campaign + "\x00" + nonce))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:15]
}

func given(o *records.Offer, err error) (*records.Offer, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

// structureOf finds what was chosen or typed; « proposed » where no list knows it. ErrRequired where it is asked and empty.
func structureOf(app core.App, id, name, sector, territory string) (*records.Structure, error) {
	return registration.StructureOf(app, id, domain.CleanLine(name), sector, territory)
}
