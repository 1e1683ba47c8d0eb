package placement

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
)

// ReportAwaited is why the attestation of a stage that is over does not leave yet.
const ReportAwaited = "Le rapport d’étonnement est attendu avant l’attestation."

// programmeCode is the programme of the stages of a campaign that names none.
const programmeCode = "stage-croise"

// register writes a placement that is done in the register: an event of its own, one registration, the half-days as they
// were told. Its attestation is kept back until the placement is certified, and follows its presence from then on.
func (c *Case) register(app core.App, now time.Time, _ domain.Placement, step domain.PlacementStep) error {
	switch {
	case step.Act.Move == domain.MoveFinish && c.Row.Registration == "":
		return c.enter(app, now)
	case step.Act.Move != domain.MoveCertify || c.Row.Registration == "":
		return nil
	}
	r, err := records.RegistrationOf(app, c.Row.Registration)
	if err != nil || r.Withheld != ReportAwaited { // what a hand keeps back stays so
		return err
	}
	return certificate.GiveBack(app, now, string(step.By), r.ID)
}

// enter writes the entry, in the transaction of the step.
func (c *Case) enter(app core.App, now time.Time) error {
	trail, err := records.PlacementSteps(app, c.Row.ID)
	if err != nil {
		return err
	}
	e, err := c.entry(app, now, trail[len(trail)-1].Actor)
	if err != nil {
		return err
	}
	r, err := c.enrol(app, now, e)
	if err != nil {
		return err
	}
	if err := c.presences(app, e, r, trail); err != nil {
		return err
	}
	if err := records.DropPlacementSignatures(app, c.Row.ID, ""); err != nil { // the register holds them
		return err
	}
	if err := records.RefreshFact(app, r.ID); err != nil {
		return err
	}
	c.Row.Registration = r.ID
	return records.SavePlacement(app, c.Row)
}

// entry is the event of the register: closed, internal, without seats or letters of its own.
func (c *Case) entry(app core.App, now time.Time, actor string) (*records.Event, error) {
	programme, err := c.programme(app)
	if err != nil {
		return nil, err
	}
	host, err := records.StructureOf(app, c.Offer.Structure)
	if err != nil {
		return nil, err
	}
	d := event.DraftFor(*programme)
	where := host.Name
	if c.Offer.Service != "" {
		where += ", " + c.Offer.Service
	}
	d.Title, d.Place, d.Address, d.Territory = cut("Stage croisé : "+where, event.MaxTitle), cut(where, event.MaxLine), c.Offer.Address, c.Offer.Territory
	d.Visibility, d.Capacity, d.Waitlist, d.Certificate, d.Rule, d.RuleAmount = domain.Internal, 0, false, true, domain.AtLeastOneSlot, 0
	d.Axis, d.Priority, d.Campaign = c.Campaign.Axis, c.Campaign.Priority, cut(c.Campaign.Title, 100)
	if c.Campaign.WorkingGroup != "" {
		d.WorkingGroup = c.Campaign.WorkingGroup
	}
	if c.Campaign.RoadmapAction != "" {
		d.OtherActions = append([]string{d.Action}, d.OtherActions...) // what its programme names stays, beside
		d.Action = c.Campaign.RoadmapAction
	}
	for _, s := range c.P.Days {
		d.Slots = append(d.Slots, event.SlotDraft{Start: s.Start, End: s.End, BreakMinutes: s.BreakMinutes})
	}
	e, err := event.Save(app, now, actor, d)
	if err != nil {
		return nil, err
	}
	e.Status, e.Placement, e.Host = domain.Held, c.Row.ID, host.ID
	e.ReminderDays, e.JoiningDays, e.ThanksDays, e.SurveyHot, e.SurveyCold = 0, 0, 0, "", ""
	e.PublishedAt, e.HeldAt = e.StartsAt, records.At(now)
	return e, records.SaveEvent(app, e)
}

// programme is the campaign's, else the one of the stages croisés.
func (c *Case) programme(app core.App) (*records.Item, error) {
	if c.Campaign.Programme != "" {
		return records.ItemOf(app, records.Programmes, c.Campaign.Programme)
	}
	p, err := records.ItemByCode(app, records.Programmes, programmeCode)
	if !domain.Is(err, domain.ErrNotFound) {
		return p, err
	}
	all, err := records.Items(app, records.Programmes)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p records.Item) bool { return p.Kind == records.PlacementKind })
	if i < 0 {
		return nil, domain.Error{Code: domain.ErrNoStageProgramme}
	}
	return &all[i], nil
}

// enrol writes the one registration of the entry, as the trainee asked for the placement.
func (c *Case) enrol(app core.App, now time.Time, e *records.Event) (*records.Registration, error) {
	origin := domain.FromOnline
	if c.Row.Origin == domain.FromCoordinator {
		origin = domain.FromCoordinator
	}
	r := &records.Registration{Event: e.ID, LastName: c.Row.LastName, FirstName: c.Row.FirstName, Email: c.Row.Email, Structure: c.Row.Structure, Sector: c.Row.Sector,
		Territory: c.Row.Territory, Profession: c.Row.Profession, State: string(domain.Confirmed), Origin: origin, RegisteredAt: c.Row.Created, ConfirmedAt: c.Row.Created,
		Ticket: ticket.New(e.Tag), ShortCode: ticket.NewShort(), Withheld: ReportAwaited}
	var err error
	if r.Person, err = registration.PersonOf(app, now, r); err != nil {
		return nil, err
	}
	return r, records.AddRegistration(app, r)
}

// presences writes what was told of each half-day as scans, and their fold. One that was missed is a half-day without
// presence.
func (c *Case) presences(app core.App, e *records.Event, r *records.Registration, trail []records.PlacementStep) error {
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return err
	}
	for _, s := range slots {
		i := slices.IndexFunc(c.P.Days, func(d domain.Slot) bool { return d.Start.Equal(s.StartsAt.Time()) })
		told, _ := c.P.ToldOf(c.P.Days[i].ID)
		if !told.Present {
			continue
		}
		scans := c.scans(s, r, told, trail)
		if told.How == domain.ToldSigned {
			if err := c.sign(app, e, r, s, told, scans[0]); err != nil {
				return err
			}
		}
		var facts []domain.Fact
		for _, scan := range scans {
			facts = append(facts, scan.Fact())
		}
		if err := records.AddScans(app, scans); err != nil {
			return err
		}
		p, _ := domain.FoldPresence(facts)
		if err := records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: s.ID, FirstAt: records.At(p.First), LeftAt: records.At(p.Left),
			Minutes: p.Attended(s.Domain()), Proof: int(p.Proof), Scans: p.Scans}, true); err != nil {
			return err
		}
	}
	return nil
}

// scans are the facts of a half-day that was attended: an arrival, and a departure where it was shorter than planned.
func (c *Case) scans(s records.Slot, r *records.Registration, told domain.HalfDayTold, trail []records.PlacementStep) []*records.Scan {
	by := records.PlacementStep{}
	for _, t := range trail {
		if step, err := t.Domain(); err == nil && step.Act.Move == domain.MoveTell && step.Act.HalfDay.Slot == told.Slot {
			by = t
		}
	}
	scan := func(kind string, at time.Time) *records.Scan {
		nonce := "stage-" + c.Row.ID + "-" + told.Slot + "-" + kind
		answer, err := json.Marshal(map[string]any{"nonce": nonce, "outcome": domain.Accepted, "explanation": "Demi-journée de stage.", "person": "", "first_at": at.Format(time.RFC3339)})
		if err != nil { // texts are always JSON
			panic(err)
		}
		return &records.Scan{Nonce: nonce, Event: r.Event, Registration: r.ID, Slot: s.ID, Kind: kind, Source: sourceOf(told.How), Outcome: string(domain.Accepted), Counts: true,
			At: records.At(at), DeviceAt: records.At(at), ReceivedAt: by.At, Actor: by.Actor, Reason: told.Why, Answer: answer}
	}
	scans := []*records.Scan{scan(domain.ScanIn, s.StartsAt.Time())}
	if told.Minutes < s.Domain().Minutes() {
		scans = append(scans, scan(domain.ScanOut, s.StartsAt.Time().Add(time.Duration(told.Minutes)*time.Minute)))
	}
	return scans
}

// sourceOf is the way in of a scan that says how a half-day was told: the tutor's word alone is worth what a hand adds.
func sourceOf(how string) string {
	switch how {
	case domain.ToldByCode:
		return "code"
	case domain.ToldByTicket, domain.ToldSigned:
		return "camera"
	}
	return "manual"
}

// cut keeps the first characters of a line.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
