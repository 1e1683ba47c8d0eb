package registration

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Board is what a coordinator chooses by: the applications that wait, in the order asked for, and the seats.
type Board struct {
	domain.Seats
	Waits   []Applicant
	Decided []records.Registration // the latest first
	Pending int                    // whose manager has not answered: they come here afterwards
}

// Applicant is an application that waits.
type Applicant struct {
	records.Registration
	New    bool // never present at an event before
	Served int  // people of the same structure who have a seat here
	domain.Hindrance
}

// BoardOf reads the board of an event in one of domain's orders.
func BoardOf(app core.App, now time.Time, e *records.Event, order string) (b Board, err error) {
	rows, err := records.Board(app, e.ID)
	if err != nil {
		return b, err
	}
	came, err := records.CameBefore(app, e.ID)
	if err != nil {
		return b, err
	}
	s, err := seatingOf(app, now, e)
	if err != nil {
		return b, err
	}
	if s.tree == nil {
		if s.tree, err = records.LoadStructureTree(app); err != nil {
			return b, err
		}
	}
	states, err := records.StateCounts(app, e.ID)
	if err != nil {
		return b, err
	}
	bySector, byHouse, err := s.served(app, e.ID)
	if err != nil {
		return b, err
	}
	b.Seats, b.Pending = s.Seats, states[string(domain.PendingManager)]
	byID, list := map[string]Applicant{}, []domain.Application{}
	for _, r := range rows {
		if r.State != string(domain.Requested) {
			b.Decided = append(b.Decided, r)
			continue
		}
		house := s.tree[r.Structure].Site
		byID[r.ID] = Applicant{r, !came[r.ID], byHouse[house], s.Hinder(s.unit(&r))}
		list = append(list, domain.Application{ID: r.ID, Seq: r.Seq, Sector: r.Sector, House: house, New: !came[r.ID]})
	}
	served := bySector
	if order == domain.OrderHouse {
		served = byHouse
	}
	for _, a := range domain.Propose(order, list, served) {
		b.Waits = append(b.Waits, byID[a.ID])
	}
	slices.SortStableFunc(b.Decided, func(x, y records.Registration) int { return y.DecidedAt.Time().Compare(x.DecidedAt.Time()) })
	return b, nil
}

// served counts who has a seat, by sector and by site; nobody counts for « sans structure ».
func (s seating) served(app core.App, event string) (bySector, byHouse map[string]int, err error) {
	seated, err := records.Seated(app, event)
	bySector, byHouse = map[string]int{}, map[string]int{}
	for _, r := range seated {
		bySector[r.Sector]++
		if r.Structure != "" {
			byHouse[s.tree[r.Structure].Site]++
		}
	}
	return bySector, byHouse, err
}
