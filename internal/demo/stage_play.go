package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/campaign"
	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/structure"
)

// stageRound is a campaign of stages croisés as it is played. Moments are days from the beginning of its stages.
type stageRound struct {
	title, summary  string
	places          []stagePlace
	wishes          []stageWish
	begins          time.Time // the day from which the places count theirs
	opened, matched int
	offers, until   int // the last days to offer and to wish
	from, to        int // of the stages
	closed          bool
	published       []*records.Offer
	cases           []*placement.Case
}

// stages plays a campaign that is over, one that runs, and the places that are open all year.
func (t *troupe) stages(app core.App) error {
	if err := t.signatories(app); err != nil {
		return err
	}
	c := calendar{t.now}
	summary := "Passer une journée ou deux dans l’équipe d’à côté, et la recevoir en retour."
	for _, r := range []*stageRound{
		{title: "Stages croisés : premier semestre", summary: summary, places: springPlaces, wishes: springWishes, begins: monday(c.in(-190)), opened: -75, matched: -20, offers: -28, until: -21, from: 0, to: 60, closed: true},
		{title: "Stages croisés : campagne en cours", summary: summary, places: autumnPlaces, wishes: autumnWishes, begins: c.in(0), opened: -70, matched: -27, offers: 6, until: 13, from: -20, to: 60},
	} {
		if err := t.stageRound(app, r); err != nil {
			return fmt.Errorf("« %s » : %w", r.title, err)
		}
	}
	return t.standing(app)
}

// signatories says who signs for some structures, as their agreements print it; for the others it is left to the pen.
func (t *troupe) signatories(app core.App) error {
	for _, at := range [][2]string{{"EPSM Val de Lys-Artois", "62350 Saint-Venant"}, {"Le Cheval Bleu", "62160 Bully-les-Mines"}, {"CH Lens", "62300 Lens"}, {"SIAO 62", "62300 Lens"}} {
		s, err := records.StructureNamed(app, at[0])
		if err != nil {
			return err
		}
		f := structure.Of(s)
		f.Address, f.LegalName, f.LegalFunction = "1 rue de la Démonstration, "+at[1], "Prénom Nom (démonstration)", "Direction"
		if _, err := structure.Save(app, t.now.AddDate(-1, 0, 0), t.coordinator, s.ID, f, true); err != nil {
			return err
		}
	}
	return nil
}

func (t *troupe) stageRound(app core.App, r *stageRound) error {
	opened := r.at(r.opened, "09:00")
	row, err := t.campaign(app, r, opened)
	if err != nil {
		return err
	}
	for i, p := range r.places {
		o, err := t.offer(app, r, row.ID, p, opened.AddDate(0, 0, 3+i))
		if err != nil {
			return fmt.Errorf("place %d: %w", i, err)
		}
		r.published = append(r.published, o)
	}
	for i, w := range r.wishes {
		made, err := t.wish(app, r, row.ID, w, opened.AddDate(0, 0, 12+i))
		if err != nil {
			return fmt.Errorf("wish %d: %w", i, err)
		}
		r.cases = append(r.cases, made)
	}
	if err := t.match(app, r, row.ID); err != nil {
		return err
	}
	for i, w := range r.wishes {
		s := stage{t: t, app: app, r: r, c: r.cases[i], w: w}
		if err := s.live(); err != nil {
			return fmt.Errorf("stage %d: %w", i, err)
		}
	}
	if _, err := certificate.Seal(app, t.now, 1000); err != nil {
		return err
	}
	if _, err := agreement.Seal(app, t.now, 1000); err != nil {
		return err
	}
	if r.closed {
		return campaign.SetStatus(app, r.at(r.to+20, "10:00"), t.coordinator, row.ID, records.CampaignClosed)
	}
	return nil
}

// monday begins the week of a day.
func monday(d time.Time) time.Time { return d.AddDate(0, 0, -(int(d.Weekday())+6)%7) }

// day is a working day: none of the holidays that fall on the same date each year.
func (r *stageRound) day(n int) time.Time {
	d := weekday(r.begins.AddDate(0, 0, n))
	for slices.Contains(holidays, d.Format("01-02")) {
		d = weekday(d.AddDate(0, 0, 1))
	}
	return d
}

var holidays = []string{"01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"}

func (r *stageRound) at(n int, clock string) time.Time { return at(r.day(n), clock) }

func (t *troupe) campaign(app core.App, r *stageRound, opened time.Time) (*records.Campaign, error) {
	f := campaign.New()
	f.Title, f.Summary, f.Way = r.title, r.summary, campaign.AnyWay
	f.Description = "Un stage croisé dure d’une demi-journée à trois jours. On y observe, on n’y fait aucun acte de soin. Chacun garde son employeur et sa paie ; une convention et un ordre de mission le disent."
	f.From, f.To = paris.StartOfDay(r.day(r.from)), paris.StartOfDay(r.day(r.to))
	f.OffersUntil, f.WishesUntil = paris.StartOfDay(r.day(r.offers)), paris.StartOfDay(r.day(r.until))
	row, err := campaign.Save(app, opened.AddDate(0, 0, -4), t.coordinator, "", f)
	if err != nil {
		return nil, err
	}
	return row, campaign.SetStatus(app, opened, t.coordinator, row.ID, records.CampaignOpen)
}

// offer writes what a structure proposes: by its link, read by the coordinator the day after.
func (t *troupe) offer(app core.App, r *stageRound, id string, p stagePlace, when time.Time) (*records.Offer, error) {
	f := offering(p)
	for _, n := range p.days {
		f.HalfDays = append(f.HalfDays, domain.Slot{Start: r.at(n, "09:00"), End: r.at(n, "12:00")})
		if !p.mornings {
			f.HalfDays = append(f.HalfDays, domain.Slot{Start: r.at(n, "13:30"), End: r.at(n, "16:30")})
		}
	}
	o, err := campaign.Propose(app, when, id, f)
	if err != nil || p.proposed {
		return o, err
	}
	return campaign.Decide(app, when.AddDate(0, 0, 1), t.coordinator, o.ID, records.OfferPublished, "")
}

// offering is what is typed of a place, but for its half-days.
func offering(p stagePlace) campaign.Offering {
	return campaign.Offering{Structure: p.structure, Territory: p.territory, Service: p.service, Place: p.service, Address: "1 rue de la Démonstration, " + p.town, Places: p.places,
		TutorName: p.tutor, TutorFunction: p.role, TutorEmail: mailbox(p.tutor), TutorPhone: "03 00 00 00 00", ReferentName: p.tutor, ReferentEmail: mailbox(p.tutor),
		Seen: p.seen, Badge: p.badge, Vaccination: p.vaccination, Dress: p.dress, Meal: p.meal, Access: p.access, CrossedWith: p.crossed, Intent: records.NewID()}
}

// mailbox is the address of somebody who does not exist.
func mailbox(name string) string {
	return strings.ReplaceAll(domain.Fold(name), " ", ".") + "@exemple.invalid"
}

// colleague is the n-th person of the crowd who works in a structure.
func (t *troupe) colleague(structure string, n int) person {
	var found []person
	for _, p := range t.people {
		if p.structure == structure {
			found = append(found, p)
		}
	}
	if n < len(found) {
		return found[n]
	}
	k := len(structure) + 7*n // somebody whom no event has seen
	p := person{first: firstNames[k%len(firstNames)], last: lastNames[(3*k)%len(lastNames)], structure: structure, profession: "coordinateur"}
	p.email = mailbox(p.first + " " + p.last)
	return p
}

func (t *troupe) wish(app core.App, r *stageRound, id string, w stageWish, when time.Time) (*placement.Case, error) {
	p := t.colleague(w.structure, w.rank)
	in := placement.Request{Origin: placement.Online, LastName: p.last, FirstName: p.first, Email: p.email, Structure: w.structure, Profession: p.profession, Service: w.service, Function: w.job,
		ManagerName: "Encadrement du service (démonstration)", ManagerEmail: "encadrement." + mailbox(w.structure), HomeName: cmp.Or(w.signer, "Direction"), HomeFunction: "Direction", HomeEmail: "direction." + mailbox(w.structure),
		Objectives: w.aim, Informed: true}
	for _, k := range w.choices {
		in.Choices = append(in.Choices, r.published[k].ID)
	}
	c, err := placement.Ask(app, when, id, placement.Doing{By: domain.PartyTrainee}, in)
	if err != nil || w.fate == stageAsked {
		return c, err
	}
	act, why := domain.PlacementAct{Move: domain.MoveAgree}, ""
	if w.fate == stageDeclined {
		act.Move, why = domain.MoveRefuse, "Le service ne peut pas libérer cette personne ce semestre."
	}
	return placement.Move(app, when.AddDate(0, 0, 2), c.Row.ID, placement.Doing{By: domain.PartyManager, Why: why}, act, nil)
}

// match decides the proposal of the platform, once.
func (t *troupe) match(app core.App, r *stageRound, id string) error {
	when := r.at(r.matched, "14:00")
	round, err := placement.ReadRound(app, when, id)
	if err != nil {
		return err
	}
	proposal, err := matching.Propose(round.Input)
	if err != nil {
		return err
	}
	var d placement.Decision
	for _, p := range proposal.Placed {
		id := round.Wishes[p.Wish].ID
		i := slices.IndexFunc(r.cases, func(c *placement.Case) bool { return c.Row.ID == id })
		if f := r.wishes[i].fate; f != stageAgreed && f != stageLeft { // those are answered by hand
			d.Seats = append(d.Seats, placement.Seat{Placement: id, Offer: p.Offer})
		}
	}
	if err := placement.Decide(app, when, t.coordinator, id, d); err != nil {
		return err
	}
	for i, c := range r.cases {
		if r.cases[i], err = placement.Open(app, c.Row.ID); err != nil {
			return err
		}
	}
	return nil
}

// standing opens the places that stay open all year, outside any campaign.
func (t *troupe) standing(app core.App) error {
	opened := t.now.AddDate(0, -5, 0)
	f := campaign.New()
	f.Kind, f.Title, f.Summary = records.StandingKind, "Stages croisés : toute l’année", "Des équipes qui reçoivent en dehors des campagnes, aux dates à convenir."
	row, err := campaign.Save(app, opened, t.coordinator, "", f)
	if err != nil {
		return err
	}
	if err := campaign.SetStatus(app, opened, t.coordinator, row.ID, records.CampaignOpen); err != nil {
		return err
	}
	for _, p := range []stagePlace{
		{structure: "Appui Santé Artois", service: "Coordination de parcours", town: "Béthune", territory: "cabbalr", places: 2, tutor: "Philippine Saulaie", role: "Coordinatrice", seen: "Une journée de coordination, les visites."},
		{structure: "SAAS Ré-Psy", service: "Service d’accompagnement", town: "Arras", territory: "cua", places: 1, tutor: "Ysaline Troène", role: "Éducatrice", seen: "L’accompagnement dans le logement et dans la cité."},
	} {
		o := offering(p)
		o.Periods = "Un mardi ou un jeudi, à convenir avec l’équipe."
		if _, err := campaign.Add(app, opened.AddDate(0, 0, 2), t.coordinator, row.ID, o, true); err != nil {
			return err
		}
	}
	return nil
}
