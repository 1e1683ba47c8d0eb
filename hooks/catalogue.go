package hooks

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// catalogueView is the view of catalogue/catalogue.
type catalogueView struct {
	Campaigns, Standing []catalogueLine
	Contact             string
	ContactMail         bool
}

// catalogueLine is a campaign as the public reads it.
type catalogueLine struct {
	Title, Summary, Path, When, Length string
	Until                              time.Time // last day of the wishes; zero: none
	Open                               bool      // wishes may be made
	Free, Offers                       int
}

// placementCatalogue lists the campaigns that are open, and says what a stage croisé is.
func (s *site) placementCatalogue(e *core.RequestEvent) error {
	all, err := records.PlacementCampaigns(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v := catalogueView{Contact: set.Contact, ContactMail: isMail(set.Contact)}
	for _, c := range all {
		if c.Status != records.CampaignOpen {
			continue
		}
		n, err := countCampaign(e.App, c.ID, s.now())
		if err != nil {
			return s.refuse(e, err)
		}
		line := catalogueLine{Title: c.Title, Summary: c.Summary, Path: "/stages/" + c.Slug, When: periodWords(&c), Length: lengthWords(&c), Until: campaign.LastDay(c.WishesUntil),
			Open: campaign.TakesWishes(&c, s.now()), Free: n.Free, Offers: n.Offers}
		if c.Kind == records.StandingKind {
			v.Standing = append(v.Standing, line)
		} else {
			v.Campaigns = append(v.Campaigns, line)
		}
	}
	return s.render(e, http.StatusOK, "catalogue/catalogue", v)
}

// catalogueFilter is what the query string of a campaign's page asks for.
type catalogueFilter struct {
	Words, Sector, Territory, Profession string // codes
	HalfDays                             string // how many
	Free                                 bool
}

func catalogueFilterOf(q url.Values) catalogueFilter {
	f := catalogueFilter{Words: domain.CleanLine(q.Get("q")), Sector: q.Get("secteur"), Territory: q.Get("territoire"), Profession: q.Get("profession"), HalfDays: q.Get("duree"), Free: q.Get("libres") != ""}
	if r := []rune(f.Words); len(r) > 100 {
		f.Words = string(r[:100])
	}
	return f
}

// Narrows tells whether the list is not the whole one.
func (f catalogueFilter) Narrows() bool { return f != catalogueFilter{} }

// lets tells whether an offer passes the filter.
func (f catalogueFilter) lets(c offerCard, professions []string) bool {
	return (f.Sector == "" || f.Sector == c.sector.Code) && (f.Territory == "" || f.Territory == c.territory.Code) &&
		(f.Profession == "" || len(professions) == 0 || slices.Contains(professions, f.Profession)) &&
		(f.HalfDays == "" || f.HalfDays == strconv.Itoa(c.HalfDays) || f.HalfDays == anyLength && c.HalfDays == 0) && (!f.Free || c.Free > 0) &&
		matches(domain.Fold(strings.Join([]string{c.Structure, c.Service, c.Place, c.Seen, c.Periods}, " ")), f.Words)
}

// anyLength is the filter of the places whose half-days are to be agreed.
const anyLength = "convenir"

// offerCard is a place as the public reads it: nobody is named.
type offerCard struct {
	ID, Path, Structure, Service, Place, Address, Seen, Periods string
	Badge, Vaccination, Dress, Meal, Access, Crossed            string
	Sector, Territory                                           string
	Professions                                                 []string // welcome; none: all
	Days                                                        []string
	HalfDays, Places, Free                                      int
	Begun                                                       bool // nobody can have it any more
	sector, territory                                           records.Item
}

// publicCampaign finds the campaign of the address; a draft does not exist for anybody here.
func publicCampaign(e *core.RequestEvent) (*records.Campaign, error) {
	c, err := records.CampaignBySlug(e.App, e.Request.PathValue("stage"))
	if err == nil && c.Status == records.CampaignDraft {
		err = records.ErrNone
	}
	return c, err
}

// publicOffers says the published places of a campaign that a filter lets through, and how many there are in all.
func publicOffers(app core.App, now time.Time, c *records.Campaign, f catalogueFilter) (cards []offerCard, all int, err error) {
	offers, err := records.Offers(app, c.ID)
	if err != nil {
		return nil, 0, err
	}
	taken, err := records.OffersTaken(app, c.ID)
	if err != nil {
		return nil, 0, err
	}
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, 0, err
	}
	for _, o := range offers {
		if o.Status != records.OfferPublished {
			continue
		}
		card, codes, err := offerCardOf(app, c, &o, taken[o.ID], ref)
		if err != nil {
			return nil, 0, err
		}
		if card.Begun = offerBegun(&o, now); card.Begun {
			card.Free = 0
		}
		if all++; f.lets(card, codes) {
			cards = append(cards, card)
		}
	}
	slices.SortStableFunc(cards, func(a, b offerCard) int { return min(1, b.Free) - min(1, a.Free) }) // full ones last
	return cards, all, nil
}

// offerCardOf says a place, and the codes of the professions that are welcome.
func offerCardOf(app core.App, c *records.Campaign, o *records.Offer, taken int, ref records.Reference) (card offerCard, codes []string, err error) {
	at, err := records.StructureOf(app, o.Structure)
	if err != nil {
		return card, nil, err
	}
	card = offerCard{ID: o.ID, Path: offerAddress(c, o), Structure: at.Name, Service: o.Service, Place: o.Place, Address: o.Address, Seen: o.Seen, Periods: o.Periods, Badge: o.Badge,
		Vaccination: o.Vaccination, Dress: o.Dress, Meal: o.Meal, Access: o.Access, Days: halfDayWords(o), HalfDays: len(o.HalfDays), Places: o.Places, Free: max(0, o.Places-taken),
		sector: records.Find(ref.Sectors, at.Sector), territory: records.Find(ref.Territories, o.Territory)}
	if card.sector.Named {
		card.Sector = card.sector.Name
	}
	card.Territory = card.territory.Name
	for _, id := range o.Professions {
		p := records.Find(ref.Professions, id)
		card.Professions, codes = append(card.Professions, p.Name), append(codes, p.Code)
	}
	if o.CrossedWith != "" {
		other, err := records.StructureOf(app, o.CrossedWith)
		if err != nil {
			return card, nil, err
		}
		card.Crossed = other.Name
	}
	return card, codes, nil
}

// stageView is the view of catalogue/campaign and catalogue/offer.
type stageView struct {
	Campaign                                   *records.Campaign
	Path, When, Length                         string
	Until                                      time.Time
	Open, Closed                               bool // wishes may be made; the campaign is closed
	Filter                                     catalogueFilter
	Cards                                      []offerCard
	All                                        int
	Offer                                      offerCard
	Sectors, Territories, Professions, Lengths []web.Option
	Contact                                    string
	ContactMail                                bool
	Training, TrainingTitle                    string // page and title of the training that opened it
}

func (s *site) stageViewOf(e *core.RequestEvent) (v stageView, err error) {
	c, err := publicCampaign(e)
	if err != nil {
		return v, err
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return v, err
	}
	v = stageView{Campaign: c, Path: "/stages/" + c.Slug, When: periodWords(c), Length: lengthWords(c), Until: campaign.LastDay(c.WishesUntil), Open: campaign.TakesWishes(c, s.now()),
		Closed: c.Status == records.CampaignClosed, Contact: c.Contact}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	v.ContactMail = isMail(v.Contact)
	if c.Event == "" {
		return v, nil
	}
	ev, err := records.EventOf(e.App, c.Event)
	if err != nil {
		return v, err
	}
	if v.TrainingTitle = ev.Title; ev.Visibility != domain.Internal {
		v.Training = "/evenements/" + ev.Slug
	}
	return v, nil
}

// campaignPage is a campaign with its places.
func (s *site) campaignPage(e *core.RequestEvent) error {
	v, err := s.stageViewOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Filter = catalogueFilterOf(e.Request.URL.Query())
	if v.Cards, v.All, err = publicOffers(e.App, s.now(), v.Campaign, v.Filter); err != nil {
		return s.refuse(e, err)
	}
	if v.Sectors, err = codeOptions(e.App, records.Sectors); err != nil {
		return s.refuse(e, err)
	}
	if v.Territories, err = codeOptions(e.App, records.Territories); err != nil {
		return s.refuse(e, err)
	}
	if v.Professions, err = codeOptions(e.App, records.Professions); err != nil {
		return s.refuse(e, err)
	}
	for n := v.Campaign.MinHalfDays; n <= v.Campaign.MaxHalfDays; n++ {
		v.Lengths = append(v.Lengths, web.Option{Value: strconv.Itoa(n), Label: counted(n, "demi-journée", "demi-journées")})
	}
	v.Lengths = append(v.Lengths, web.Option{Value: anyLength, Label: "À convenir"})
	return s.render(e, http.StatusOK, "catalogue/campaign", v)
}

// offerPage is a published place.
func (s *site) offerPage(e *core.RequestEvent) error {
	v, err := s.stageViewOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	cards, _, err := publicOffers(e.App, s.now(), v.Campaign, catalogueFilter{})
	if err != nil {
		return s.refuse(e, err)
	}
	i := slices.IndexFunc(cards, func(c offerCard) bool { return c.ID == e.Request.PathValue("offer") })
	if i < 0 {
		return s.refuse(e, records.ErrNone)
	}
	v.Offer = cards[i]
	return s.render(e, http.StatusOK, "catalogue/offer", v)
}
