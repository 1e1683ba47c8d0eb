package testapp

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// Campaign makes an open campaign of stages croisés, of the two months that follow Now; change, if any, alters it first.
func Campaign(t testing.TB, app core.App, change func(*records.Campaign)) *records.Campaign {
	t.Helper()
	c := &records.Campaign{Slug: "printemps-" + records.NewID(), Title: "Campagne d’essai", Kind: records.CampaignKind, Status: records.CampaignOpen, Way: "any",
		FromDay: records.At(Now), ToDay: records.At(Now.AddDate(0, 2, 0)), OffersUntil: records.At(Now.AddDate(0, 0, 20)), WishesUntil: records.At(Now.AddDate(0, 0, 20)),
		MinHalfDays: 1, MaxHalfDays: 6, ReportAsked: true, Created: records.At(Now), Updated: records.At(Now), OpenedAt: records.At(Now)}
	if change != nil {
		change(c)
	}
	if err := records.AddCampaign(app, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Offer makes a published offer of two half-days, ten days after Now, at the CH Lens; change, if any, alters it first.
func Offer(t testing.TB, app core.App, c *records.Campaign, change func(*records.Offer)) *records.Offer {
	t.Helper()
	host, err := records.StructureNamed(app, "CH Lens")
	if err != nil {
		t.Fatal(err)
	}
	day := Now.AddDate(0, 0, 10).Truncate(24 * time.Hour)
	o := &records.Offer{Campaign: c.ID, Status: "published", Origin: "coordinator", Structure: host.ID, Territory: host.Territory, Service: "Équipe mobile", Place: "Pavillon d’essai",
		HalfDays: records.HalfDaysOf([]domain.Slot{{ID: records.NewID(), Start: day.Add(8 * time.Hour), End: day.Add(11 * time.Hour)}, {ID: records.NewID(), Start: day.Add(12 * time.Hour), End: day.Add(15 * time.Hour)}}),
		Places:   2, TutorName: "Dominique Tutorat", TutorFunction: "Cadre", TutorEmail: "tutorat@exemple.invalid", ReferentName: "Claude Référence", ReferentEmail: "reference@exemple.invalid",
		Created: records.At(Now), Updated: records.At(Now)}
	if change != nil {
		change(o)
	}
	if err := records.AddOffer(app, o); err != nil {
		t.Fatal(err)
	}
	return o
}

// Wish makes a placement that somebody of the EPSM asks for, at these offers; change, if any, alters what is typed.
func Wish(t testing.TB, app core.App, c *records.Campaign, last, first string, change func(*placement.Request), offers ...string) *placement.Case {
	t.Helper()
	in := placement.Request{Origin: "online", LastName: last, FirstName: first, Email: domain.Fold(first) + "." + domain.Fold(last) + "@exemple.invalid", Structure: "EPSM Val de Lys-Artois",
		Profession: "infirmier", Service: "CMP d’essai", Function: "Infirmière", ManagerName: "Alix Encadrement", ManagerEmail: "encadrement@exemple.invalid",
		HomeName: "Noa Direction", HomeFunction: "Direction des soins", HomeEmail: "direction@exemple.invalid", Choices: offers, Objectives: "Découvrir une autre équipe.", Informed: true}
	if change != nil {
		change(&in)
	}
	made, err := placement.Ask(app, Now, c.ID, placement.Doing{By: domain.PartyTrainee}, in)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Matched makes a placement and matches it to an offer, on the half-days of its block.
func Matched(t testing.TB, app core.App, c *records.Campaign, o *records.Offer, last, first string) *placement.Case {
	t.Helper()
	made := Wish(t, app, c, last, first, nil, o.ID)
	if made.P.NeedsAgreement {
		made = Moved(t, app, Now, made, domain.PartyManager, domain.PlacementAct{Move: domain.MoveAgree})
	}
	days := o.HalfDays.Slots()
	for i := range days {
		days[i].ID = records.NewID()
	}
	return Placed(t, app, made, o, days)
}

// Placed gives an agreed placement this offer and these half-days.
func Placed(t testing.TB, app core.App, c *placement.Case, o *records.Offer, days []domain.Slot) *placement.Case {
	t.Helper()
	done, err := placement.Move(app, Now, c.Row.ID, placement.Doing{By: domain.PartyCoordinator, Actor: "test"}, domain.PlacementAct{Move: domain.MoveMatch, Days: days},
		func(_ core.App, c *placement.Case) error {
			c.Offer, c.Row.Offer, c.Row.TutorName, c.Row.TutorFunction, c.Row.TutorEmail, c.Row.TutorPhone = o, o.ID, o.TutorName, o.TutorFunction, o.TutorEmail, o.TutorPhone
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// Moved makes one move that must be legal.
func Moved(t testing.TB, app core.App, at time.Time, c *placement.Case, by domain.Party, act domain.PlacementAct) *placement.Case {
	t.Helper()
	done, err := placement.Move(app, at, c.Row.ID, placement.Doing{By: by, Why: "Raison d’essai."}, act, nil)
	if err != nil {
		t.Fatalf("%s by %s from %s: %v", act.Move, by, c.P.State, err)
	}
	return done
}

// Signed sends the agreement of a matched placement and records its three signatures, on paper, at Now.
func Signed(t testing.TB, app core.App, c *placement.Case) *placement.Case {
	t.Helper()
	c = Moved(t, app, Now, c, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})
	for _, by := range domain.PlacementSigners {
		c = Moved(t, app, Now, c, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSign,
			Signature: domain.AgreementSignature{Signer: by, Day: Now.Truncate(24 * time.Hour), How: domain.SignedOnPaper}})
	}
	return c
}

// Attended tells every half-day of a signed placement as attended from end to end, the day after, and finishes it.
func Attended(t testing.TB, app core.App, c *placement.Case) *placement.Case {
	t.Helper()
	_, end := domain.Span(c.P.Days)
	for _, d := range c.P.Untold() {
		c = Moved(t, app, end.Add(time.Hour), c, domain.PartyHost, domain.PlacementAct{Move: domain.MoveTell, HalfDay: domain.HalfDayTold{Slot: d.ID, Present: true, Minutes: d.Minutes()}})
	}
	return Moved(t, app, end.Add(2*time.Hour), c, domain.PartyHost, domain.PlacementAct{Move: domain.MoveFinish})
}
