package placement

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Bilan is what a campaign came to, with the names to say it.
type Bilan struct {
	domain.Bilan
	Campaign *records.Campaign
	At       time.Time
	Names    map[string]string // of structures and sectors, by id
	Opinions map[domain.Party]domain.OpinionTally
	cases    map[string]*Case
	inputs   []domain.BilanPlacement
}

// Case is one of the placements counted.
func (b *Bilan) Case(id string) *Case { return b.cases[id] }

// BilanOf counts a campaign at now.
func BilanOf(app core.App, now time.Time, c *records.Campaign) (*Bilan, error) {
	b := &Bilan{Campaign: c, At: now, Names: map[string]string{}, Opinions: map[domain.Party]domain.OpinionTally{}, cases: map[string]*Case{}}
	cases, err := OpenAll(app, c)
	if err != nil {
		return nil, err
	}
	kept, err := b.name(app)
	if err != nil {
		return nil, err
	}
	offers, err := records.Offers(app, c.ID)
	if err != nil {
		return nil, err
	}
	var published []domain.BilanOffer
	for _, o := range offers {
		if o.Status == records.OfferPublished {
			published = append(published, domain.BilanOffer{ID: o.ID, Host: kept.id(o.Structure), Places: o.Places})
		}
	}
	if err := b.read(app, cases, kept); err != nil {
		return nil, err
	}
	b.Bilan = domain.CampaignBilan(published, b.inputs, now)
	return b, b.opinions(app)
}

// keptStructures leads from a structure to the one it was merged into, and says its sector.
type keptStructures map[string]*records.Structure

func (k keptStructures) id(id string) string {
	for range 10 {
		s := k[id]
		if s == nil || s.MergedInto == "" {
			break
		}
		id = s.MergedInto
	}
	return id
}

func (k keptStructures) sector(id string) string {
	if s := k[k.id(id)]; s != nil {
		return s.Sector
	}
	return ""
}

// name reads the names of structures and sectors.
func (b *Bilan) name(app core.App) (keptStructures, error) {
	rows, err := records.AllStructures(app)
	if err != nil {
		return nil, err
	}
	kept := keptStructures{}
	for i := range rows {
		kept[rows[i].ID] = &rows[i]
		b.Names[rows[i].ID] = rows[i].Name
	}
	sectors, err := records.Items(app, records.Sectors)
	for _, s := range sectors {
		b.Names[s.ID] = s.Name
	}
	return kept, err
}

// read makes the input of the count. What the register says of a half-day today is what counts.
func (b *Bilan) read(app core.App, cases []*Case, kept keptStructures) error {
	reports, err := records.PlacementReports(app, b.Campaign.ID)
	if err != nil {
		return err
	}
	sent := map[string]bool{}
	for _, r := range reports {
		sent[r.Placement+r.Party] = !r.SentAt.IsZero()
	}
	days, err := records.RegisterDays(app, b.Campaign.ID)
	if err != nil {
		return err
	}
	register := map[string][]records.RegisterDay{}
	for _, d := range days {
		register[d.Placement] = append(register[d.Placement], d)
	}
	for _, c := range cases {
		b.cases[c.Row.ID] = c
		c.P.Told = asRegistered(c.P, register[c.Row.ID])
		in := domain.BilanPlacement{ID: c.Row.ID, P: c.P, Steps: c.Steps, Home: kept.id(c.Row.Structure), HomeSector: c.Row.Sector,
			Report: sent[c.Row.ID+string(domain.PartyTrainee)], Feedback: sent[c.Row.ID+string(domain.PartyHost)]}
		if c.Offer != nil {
			in.Host, in.HostSector = kept.id(c.Offer.Structure), kept.sector(c.Offer.Structure)
			in.Rank = 1 + slices.Index(c.Row.Choices, c.Row.Offer)
		}
		b.inputs = append(b.inputs, in)
	}
	return nil
}

// asRegistered is what was told, with the presences of the register where they were put right since.
func asRegistered(p domain.Placement, days []records.RegisterDay) []domain.HalfDayTold {
	told := slices.Clone(p.Told)
	for i := range told {
		planned := slices.IndexFunc(p.Days, func(s domain.Slot) bool { return s.ID == told[i].Slot })
		if planned < 0 {
			continue
		}
		for _, d := range days {
			if d.StartsAt.Time().Equal(p.Days[planned].Start) {
				told[i].Present, told[i].Minutes = d.Minutes > 0, d.Minutes
				if held := told[i].Incident; told[i].Present && (held == domain.IncidentCancelled || held == domain.IncidentNoShow) {
					told[i].Incident = domain.IncidentNone
				}
			}
		}
	}
	return told
}

// opinions counts the short surveys.
func (b *Bilan) opinions(app core.App) error {
	rows, err := records.PlacementOpinions(app, b.Campaign.ID)
	if err != nil {
		return err
	}
	given := map[domain.Party][]domain.Opinion{}
	for _, r := range rows { // by id, which is drawn at random: the order tells nothing
		var o domain.Opinion
		if err := json.Unmarshal(r.Answers, &o); err != nil {
			return err
		}
		given[domain.Party(r.Party)] = append(given[domain.Party(r.Party)], o)
	}
	for _, of := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		b.Opinions[of] = domain.TallyOpinions(of, given[of])
	}
	return nil
}
