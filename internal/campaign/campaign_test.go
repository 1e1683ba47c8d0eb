package campaign_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks that an error is this code at this field.
func refused(t *testing.T, err error, code domain.Code, field string) {
	t.Helper()
	for _, r := range domain.Refusals(err) {
		if r.Code == code && r.Field == field {
			return
		}
	}
	t.Errorf("%v, want %s at %q", err, code, field)
}

func day(t *testing.T, s string) time.Time {
	at, err := paris.ParseDay(s)
	must(t, err)
	return at
}

func halfDay(t *testing.T, date, from, to string) domain.Slot {
	start, err := paris.Combine(date, from)
	must(t, err)
	end, err := paris.Combine(date, to)
	must(t, err)
	return domain.Slot{Start: start, End: end}
}

func auditOf(t *testing.T, app core.App, kind, id string) (actions string) {
	rows, err := records.AuditOf(app, kind, id)
	must(t, err)
	for _, r := range rows {
		actions = r.Action + " " + actions
		if strings.Contains(string(r.Before)+string(r.After), "exemple.invalid") {
			t.Error("the trail keeps an address:", string(r.After))
		}
	}
	return strings.TrimSpace(actions)
}

// A campaign from the draft to the closing: what is missing keeps it shut, the days stay in their order.
func TestACampaign(t *testing.T) {
	app := testapp.New(t)
	f := campaign.New()
	f.Title = "Stages croisés de l’été"
	c, err := campaign.Save(app, testapp.Now, "c", "", f)
	must(t, err)
	again, err := campaign.Save(app, testapp.Now, "c", "", f)
	must(t, err)
	if again.ID != c.ID || c.Status != records.CampaignDraft || c.Slug != "stages-croises-de-l-ete" {
		t.Errorf("%+v", c)
	}
	if p, err := records.ItemOf(app, records.Programmes, c.Programme); err != nil || p.Kind != records.PlacementKind {
		t.Error("counted for", p, err)
	}
	twin := campaign.New()
	twin.Title = f.Title
	other, err := campaign.Save(app, testapp.Now, "c", "", twin)
	must(t, err)
	if other.Slug == c.Slug {
		t.Error("two campaigns have one address")
	}
	err = campaign.SetStatus(app, testapp.Now, "c", c.ID, records.CampaignOpen)
	for _, field := range []string{"summary", "from", "to", "offers_until", "wishes_until"} {
		refused(t, err, domain.ErrRequired, field)
	}
	refused(t, campaign.SetStatus(app, testapp.Now, "c", c.ID, records.CampaignClosed), domain.ErrState, "")
	year := paris.Day(testapp.Now.AddDate(1, 0, 0))[:4]
	f.Summary, f.From, f.To, f.OffersUntil, f.WishesUntil = "Quelques demi-journées ailleurs.", day(t, year+"-05-01"), day(t, year+"-04-30"), day(t, year+"-03-31"), day(t, year+"-03-01")
	f.MinHalfDays, f.MaxHalfDays, f.Delays = 4, 2, records.Delays{domain.MoveAgree: 0}
	_, err = campaign.Save(app, testapp.Now, "c", c.ID, f)
	refused(t, err, domain.ErrPeriodOrder, "to")
	refused(t, err, domain.ErrWishesFirst, "wishes_until")
	refused(t, err, domain.ErrHalfDayOrder, "max_half_days")
	refused(t, err, domain.ErrDelay, "delay_agree")
	f.To, f.WishesUntil, f.MaxHalfDays, f.Delays = day(t, year+"-06-30"), day(t, year+"-04-15"), 4, records.Delays{domain.MoveAgree: 12}
	c, err = campaign.Save(app, testapp.Now, "c", c.ID, f)
	must(t, err)
	if got := campaign.Of(c); !got.To.Equal(f.To) || !got.WishesUntil.Equal(f.WishesUntil) || c.Delay(domain.MoveAgree) != 12 || c.Delay(domain.MoveSign) != 15 {
		t.Errorf("%+v", got)
	}
	for range 2 { // asked twice, opened once
		must(t, campaign.SetStatus(app, testapp.Now, "c", c.ID, records.CampaignOpen))
	}
	f.Summary = ""
	_, err = campaign.Save(app, testapp.Now, "c", c.ID, f)
	refused(t, err, domain.ErrRequired, "summary") // it is read by the public
	c, err = records.CampaignOf(app, c.ID)
	must(t, err)
	last := campaign.LastDay(c.WishesUntil)
	if !campaign.TakesWishes(c, last.Add(23*time.Hour)) || campaign.TakesWishes(c, c.WishesUntil.Time()) || !campaign.TakesOffers(c, testapp.Now) {
		t.Error("the last day is part of the calendar")
	}
	must(t, campaign.SetStatus(app, testapp.Now, "c", c.ID, records.CampaignClosed))
	must(t, campaign.SetStatus(app, testapp.Now, "c", c.ID, records.CampaignOpen))
	refused(t, campaign.SetStatus(app, testapp.Now, "c", c.ID, "draft"), domain.ErrState, "")
	if got := auditOf(t, app, "campaign", c.ID); got != "create edit open closed open" {
		t.Error(got)
	}
	training := testapp.Event(t, app, 5, func(d *event.Draft) {
		action, err := records.ItemByCode(app, records.Programmes, "action")
		must(t, err)
		d.Title, d.Programme = "Formation ACTION", action.ID
	})
	for range 2 {
		of, err := campaign.OpenFor(app, testapp.Now, "c", training.ID)
		must(t, err)
		if of.Event != training.ID || of.Title != "Stages croisés de Formation ACTION" || of.Status != records.CampaignDraft {
			t.Errorf("%+v", of)
		}
	}
	_, err = campaign.OpenFor(app, testapp.Now, "c", testapp.Event(t, app, 5, nil).ID)
	refused(t, err, domain.ErrState, "")
}

// A place from the structure's link to the catalogue, and back.
func TestAnOffer(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.MinHalfDays, c.MaxHalfDays = 2, 3 })
	in := paris.Day(testapp.Now.AddDate(0, 0, 14))
	f := campaign.Offering{Structure: "Foyer d’essai", Service: "Accueil de jour", Seen: "Une journée ordinaire.", Places: 1, ReferentName: "Claude Référence", ReferentEmail: "Claude@exemple.invalid",
		HalfDays: []domain.Slot{halfDay(t, in, "09:00", "12:00"), halfDay(t, in, "13:30", "16:30")}, Intent: "nonce"}
	bad := f
	bad.Structure, bad.Service, bad.Seen, bad.ReferentName, bad.ReferentEmail, bad.TutorEmail, bad.Places, bad.Territory = "", "", "", "", "claude", "x", 0, "ailleurs"
	bad.HalfDays = []domain.Slot{halfDay(t, "2031-01-06", "09:00", "12:00"), halfDay(t, in, "08:00", "17:00"), halfDay(t, in, "16:00", "18:00"), halfDay(t, in, "18:00", "19:00")}
	_, err := campaign.Propose(app, testapp.Now, c.ID, bad)
	for field, code := range map[string]domain.Code{"structure": domain.ErrRequired, "service": domain.ErrRequired, "seen": domain.ErrRequired, "referent_name": domain.ErrRequired, "referent_email": domain.ErrEmail,
		"tutor_email": domain.ErrEmail, "places": domain.ErrNumber, "territory": domain.ErrChoice, "slot-0": domain.ErrOutsidePeriod, "slot-1": domain.ErrHalfDayLong, "slot-2": domain.ErrSlotOverlap, "slot-3": domain.ErrHalfDaysMany} {
		refused(t, err, code, field)
	}
	if _, err := records.StructureNamed(app, "Foyer d’essai"); !domain.Is(err, domain.ErrNotFound) {
		t.Error("a form that was refused proposed a structure")
	}
	none := f
	none.HalfDays = nil
	_, err = campaign.Propose(app, testapp.Now, c.ID, none)
	refused(t, err, domain.ErrOfferWhen, "periods")
	own := f
	own.CrossedWith = "foyer d'essai"
	_, err = campaign.Propose(app, testapp.Now, c.ID, own)
	refused(t, err, domain.ErrCrossedSelf, "crossed")
	few := f
	few.HalfDays = f.HalfDays[:1]
	_, err = campaign.Propose(app, testapp.Now, c.ID, few)
	refused(t, err, domain.ErrHalfDaysFew, "slot-0")

	o, err := campaign.Propose(app, testapp.Now, c.ID, f)
	must(t, err)
	again, err := campaign.Propose(app, testapp.Now, c.ID, f)
	must(t, err)
	home, err := records.StructureNamed(app, "Foyer d’essai")
	must(t, err)
	if again.ID != o.ID || o.Status != records.OfferProposed || o.Structure != home.ID || home.Status != "proposed" || o.ReferentEmail != "claude@exemple.invalid" || o.Num != 1 {
		t.Errorf("%+v", o)
	}
	if stolen, err := campaign.Propose(app, testapp.Now, c.ID, campaign.Offering{Intent: o.ID}); err == nil {
		t.Error("the id of a place opened it:", stolen.ID)
	}
	_, err = campaign.Decide(app, testapp.Now, "c", o.ID, records.OfferRefused, " ")
	refused(t, err, domain.ErrReason, "reason")
	_, err = campaign.Decide(app, testapp.Now, "c", o.ID, records.OfferPublished, "")
	must(t, err)
	f.HalfDays = o.HalfDays.Slots()
	ids := f.HalfDays[0].ID + f.HalfDays[1].ID
	f.Service = "Accueil de nuit"
	o, err = campaign.Modify(app, testapp.Now, o.ID, f)
	must(t, err)
	if o.Status != records.OfferProposed || o.HalfDays[0].ID+o.HalfDays[1].ID != ids || o.Service != "Accueil de nuit" {
		t.Errorf("corrected by its link: %+v", o) // read again before the public sees it
	}
	_, err = campaign.Decide(app, testapp.Now.Add(time.Minute), "c", o.ID, records.OfferPublished, "")
	must(t, err)

	o, err = records.OfferOf(app, o.ID)
	must(t, err)
	testapp.Matched(t, app, c, o, "Exemple", "Camille")
	_, err = campaign.Modify(app, testapp.Now, o.ID, f)
	refused(t, err, domain.ErrOfferHeld, "")
	_, err = campaign.Withdraw(app, testapp.Now, o.ID, "Travaux.")
	refused(t, err, domain.ErrOfferHeld, "")
	_, err = campaign.Decide(app, testapp.Now, "c", o.ID, records.OfferWithdrawn, "Travaux.")
	refused(t, err, domain.ErrOfferHeld, "")
	moved := f
	moved.HalfDays = []domain.Slot{f.HalfDays[0], halfDay(t, paris.Day(testapp.Now.AddDate(0, 0, 15)), "13:30", "16:30")}
	_, err = campaign.Edit(app, testapp.Now, "c", o.ID, moved)
	refused(t, err, domain.ErrOfferBlock, "slot-0")
	f.Places = 2
	_, err = campaign.Edit(app, testapp.Now, "c", o.ID, f)
	must(t, err)
	testapp.Matched(t, app, c, o, "Exemple", "Sacha")
	f.Places = 1
	_, err = campaign.Edit(app, testapp.Now, "c", o.ID, f)
	refused(t, err, domain.ErrOfferPlaces, "places")
	more, err := campaign.AddPlace(app, testapp.Now, "c", o.ID)
	must(t, err)
	if more.Places != 3 {
		t.Error(more.Places, "places")
	}
	f.Intent = "other"
	free, err := campaign.Add(app, testapp.Now, "c", c.ID, f, true)
	must(t, err)
	_, err = campaign.Withdraw(app, testapp.Now, free.ID, "Travaux.")
	must(t, err)
	_, err = campaign.Modify(app, testapp.Now, free.ID, f)
	refused(t, err, domain.ErrState, "")
	// the second publication is a minute later than all the rest
	if got := auditOf(t, app, "offer", o.ID); got != "propose published correct edit add_place published" {
		t.Error(got)
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 50})
	must(t, err)
	told := map[string]int{}
	for _, l := range letters {
		if l.Recipient == "claude@exemple.invalid" {
			told[l.Kind]++
		}
	}
	if told[mail.StageOfferReceived] != 1 || told[mail.StageOfferPublished] != 2 || told[mail.StageOfferRefused] != 0 {
		t.Error("letters to who proposed:", told)
	}
	f.Intent = "late"
	_, err = campaign.Propose(app, c.OffersUntil.Time(), c.ID, f)
	refused(t, err, domain.ErrOffersClosed, "")
}
