package hooks

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
)

// trainingDecision is what a group under its minimum asks for, and what was decided.
type trainingDecision struct {
	domain.Group
	Due      bool
	By       time.Time // from when a decision is asked for
	Open     bool      // it is to come: a decision can be made
	Decided  time.Time // to hold it under its minimum; zero: it was not
	Overtook bool      // enough people came since
}

// Missing is how many people are wanting.
func (d trainingDecision) Missing() int { return max(0, d.Min-d.Taken) }

// Left is how many went away since it was decided to hold it.
func (d trainingDecision) Left() int {
	if d.Maintained == domain.Undecided {
		return 0
	}
	return max(0, d.Maintained-d.Taken)
}

// More is how many came since.
func (d trainingDecision) More() int {
	if d.Maintained == domain.Undecided {
		return 0
	}
	return max(0, d.Taken-d.Maintained)
}

func decisionOf(app core.App, now time.Time, ev *records.Event, taken int) (d trainingDecision, err error) {
	if d.Group, err = training.GroupOf(app, ev, taken); err != nil {
		return d, err
	}
	d.Due, d.By = training.Due(now, ev, d.Group), domain.DecideBy(ev.StartsAt.Time(), paris.Location)
	d.Open = ev.Status == domain.Published && now.Before(ev.StartsAt.Time())
	d.Decided, d.Overtook = ev.MaintainedAt.Time(), !ev.MaintainedAt.IsZero() && !d.Under()
	return d, nil
}

// maintainTraining decides to hold a group under its minimum.
func (s *site) maintainTraining(e *core.RequestEvent) error {
	told, err := training.Maintain(e.App, s.now(), actor(e), e.Request.PathValue("event"), e.Request.FormValue("prevenir") != "")
	if err != nil {
		return s.refuse(e, err)
	}
	text := "La formation est maintenue."
	if told > 0 {
		s.nudge()
		text += " Un message le dit aux personnes inscrites (" + counted(told, "message", "messages") + ")."
	}
	return s.tell(e, eventPath(e)+"/formation", "ok", text)
}

// datesRow is what somebody answered to the new dates.
type datesRow struct {
	ID, Name, State string
	Confirmed       time.Time
	Silent          bool
	NoAddress       bool
}

// trainingDates is a postponement on the dashboard: what was, who answered, what was printed before.
type trainingDates struct {
	Old               string // the dates of before, in words
	At                time.Time
	Rows              []datesRow
	Yes, Silent, Gone int
	Sheets, Doors     int       // printed with the old dates; closed before the new ones
	Guests            int       // of other groups, who were to catch up a half-day here
	Chase             time.Time // when those who are silent are written to again; zero: not any more
	Open              bool
}

func datesOf(app core.App, now time.Time, ev *records.Event, people []records.Registration) (d *trainingDates, err error) {
	before, err := training.Before(app, ev)
	if before == nil || err != nil {
		return nil, err
	}
	d = &trainingDates{Old: standingWords(before), At: ev.PostponedAt.Time(), Open: ev.Status == domain.Published && now.Before(ev.StartsAt.Time())}
	if due := domain.DatesChaser(d.At, ev.StartsAt.Time(), paris.Location); now.Before(due) {
		d.Chase = due
	}
	for _, r := range people {
		if r.DatesAskedAt != ev.PostponedAt {
			continue
		}
		row := datesRow{ID: r.ID, Name: r.LastName + " " + r.FirstName, State: stateWords[domain.State(r.State)].Text, Confirmed: r.DatesConfirmedAt.Time(), NoAddress: r.Address() == ""}
		switch {
		case !domain.State(r.State).Live():
			d.Gone++
		case !r.DatesConfirmedAt.IsZero():
			d.Yes++
		default:
			row.Silent = true
			d.Silent++
		}
		d.Rows = append(d.Rows, row)
	}
	return d, d.outdated(app, now, ev)
}

// outdated counts what still says, or keeps to, the dates of before.
func (d *trainingDates) outdated(app core.App, now time.Time, ev *records.Event) error {
	sheets, err := records.Sheets(app, ev.ID)
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if sh.Created.Before(ev.PostponedAt) {
			d.Sheets++
		}
	}
	doors, err := records.DoorLinks(app, ev.ID)
	if err != nil {
		return err
	}
	for _, l := range doors {
		if l.RevokedAt.IsZero() && l.ExpiresAt.Before(ev.EndsAt) && l.Created.Before(ev.PostponedAt) {
			d.Doors++
		}
	}
	slots, err := records.Slots(app, ev.ID)
	for _, sl := range slots {
		guests, err := records.CatchUpsAt(app, sl.ID)
		if err != nil {
			return err
		}
		d.Guests += len(guests)
	}
	return err
}

// standingWords says the days of how an event stood: « du 12 au 14 mars 2026 ».
func standingWords(st *records.Standing) string {
	if len(st.Slots) == 0 {
		return ""
	}
	return paris.Range(st.Slots[0].Start.Time(), st.Slots[len(st.Slots)-1].End.Time())
}

// noteDates keeps what somebody answered to the new dates by another way than the letter.
func (s *site) noteDates(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	r, err := records.RegistrationOf(e.App, f.Get("inscription"))
	if err == nil && r.Event != e.Request.PathValue("event") {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := "C’est noté : " + r.Name() + " vient aux nouvelles dates."
	if f.Get("reponse") == "oui" {
		err = training.Confirm(e.App, s.now(), actor(e), r.ID)
	} else {
		text = "C’est noté : " + r.Name() + " ne vient plus. La place va à la personne suivante de la liste, s’il y en a une."
		err = training.Decline(e.App, s.now(), actor(e), r.ID, "")
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/formation#dates", "ok", text)
}

// groupTasks are the trainings under their minimum about which something is to be decided.
func (s *site) groupTasks(app core.App, events []records.Event) (list []task, err error) {
	var asked []records.Event
	for _, ev := range events {
		if ev.GroupMin > 0 && ev.Status == domain.Published && s.now().Before(ev.StartsAt.Time()) {
			asked = append(asked, ev)
		}
	}
	seats, err := records.SeatsOfEvents(app, asked)
	if err != nil {
		return nil, err
	}
	for i := range asked {
		ev := &asked[i]
		d, err := decisionOf(app, s.now(), ev, seats[ev.ID].Taken)
		if err != nil {
			return nil, err
		}
		if !d.Due {
			continue
		}
		why := "Elle commence le " + paris.Long(ev.StartsAt.Time()) + " : maintenir, reporter ou annuler ?"
		if d.Left() > 0 {
			why = "Vous l’avez maintenue avec " + intText(d.Maintained) + " : " + counted(d.Left(), "personne est partie", "personnes sont parties") + " depuis."
		}
		list = append(list, task{"« " + ev.Title + " » : " + counted(d.Taken, "inscrit", "inscrits") + " pour un minimum de " + intText(d.Min), why,
			"/gestion/evenements/" + ev.ID + "/formation", "Décider", "warn"})
	}
	return list, nil
}
