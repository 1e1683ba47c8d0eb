package hooks

import (
	"fmt"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// fill says the applications and the answers given, in words.
func (v *boardPage) fill(app core.App, ev *records.Event, shown []registration.Applicant, decided []records.Registration) (err error) {
	if v.at, err = door.StructureNames(app); err != nil {
		return err
	}
	for _, l := range []struct {
		list string
		into *map[string]string
	}{{records.Sectors, &v.sectors}, {records.Territories, &v.lands}, {records.Professions, &v.jobs}} {
		if *l.into, err = listNames(app, l.list); err != nil {
			return err
		}
	}
	bookings, err := records.Bookings(app, ev.ID)
	if err != nil {
		return err
	}
	for i, a := range shown {
		row := v.row(a, bookings)
		row.Ticked = i < v.Ticked || slices.Contains(v.ticked, a.ID)
		if row.Answers, err = answersOf(app, &a.Registration); err != nil {
			return err
		}
		v.Rows = append(v.Rows, row)
	}
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return err
	}
	for _, r := range decided {
		v.Decided = append(v.Decided, decidedRow{ID: r.ID, Name: r.Name(), Structure: v.at[r.Structure], By: who.name(r.DecidedBy), Word: r.DecisionWord,
			State: stateWords[domain.State(r.State)], At: r.DecidedAt.Time(), Undoable: v.Open && r.State == string(domain.Refused)})
	}
	return nil
}

func (v *boardPage) row(a registration.Applicant, bookings map[string]records.Booking) applicantRow {
	row := applicantRow{ID: a.ID, Name: a.Name(), Structure: v.at[a.Structure], Profession: v.jobs[a.Profession], Sector: v.sectors[a.Sector], Territory: v.lands[a.Territory],
		At: a.RegisteredAt.Time(), New: a.New, Served: a.Served, Companions: a.Companions, Word: a.ManagerWord, Needs: a.Needs, Hindered: hinderedWords(a.Hindrance)}
	if b, ok := bookings[a.Booking]; ok {
		row.Group, row.Whole = b.Name(), b.Whole
	}
	return row
}

// Plain tells whether nothing is to be said of the application besides who asks.
func (r applicantRow) Plain() bool {
	return !r.New && r.Hindered+r.Group+r.Word+r.Needs == "" && r.Companions == 0 && len(r.Answers) == 0
}

// hinderedWords says what keeps an application from a seat, other than their number.
func hinderedWords(h domain.Hindrance) string {
	switch {
	case h.Limit.Kind == domain.Workshop:
		return "Atelier complet"
	case h.Limit.Max > 0:
		return fmt.Sprintf("Quota atteint (%d sur %d)", h.Count, h.Limit.Max)
	case h.Reserved:
		return "Places restantes réservées"
	}
	return ""
}

// selection is what the pages of an event show of its applications.
type selection struct {
	Shown   bool
	Waiting int
}

// Selection tells whether the event chooses its participants, and how many wait for an answer.
func (h eventHead) Selection() (s selection, err error) {
	if h.app == nil || h.Draft() {
		return s, nil
	}
	s.Waiting, err = records.WaitingApplications(h.app, h.ID)
	s.Shown = h.approval || s.Waiting > 0
	return s, err
}

// applicationTasks are the applications that wait for an answer, event by event.
func (s *site) applicationTasks(app core.App, events []records.Event) (list []task, err error) {
	waiting, err := records.ApplicationsByEvent(app, records.At(s.now()))
	for _, ev := range events {
		if n := waiting[ev.ID]; n > 0 {
			list = append(list, task{counted(n, "demande d’inscription attend", "demandes d’inscription attendent") + " votre réponse : « " + ev.Title + " »",
				"Les places sont attribuées quand vous choisissez.", "/gestion/evenements/" + ev.ID + "/candidatures", "Répondre", "warn"})
		}
	}
	return list, err
}
