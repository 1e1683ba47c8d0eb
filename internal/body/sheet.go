package body

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Withdrawn is what stands for the answer of a member who then cancelled the registration it had made.
const Withdrawn = "withdrawn"

// Guest is an invited member, and where the answer stands.
type Guest struct {
	records.Invitation
	Member    *records.Member
	Structure string // its label; empty: none
	Standing  string // an answer, Withdrawn, or empty: none yet
	Waiting   bool   // on the list of an event that is full
}

// Sheet is who was invited to a meeting, and what follows for its quorum.
type Sheet struct {
	Body                                                          *records.Body
	Guests                                                        []Guest
	Present, Remote, Excused, Represented, Withdrawn, Silent, New int // New: members not invited yet
	Taken                                                         int // seats that will be taken: what the quorum counts
	Missing                                                       int
	Reached                                                       bool
	Remindable                                                    int
}

// SheetOf reads the sheet of a meeting. An event without a body has an empty one.
func SheetOf(app core.App, now time.Time, e *records.Event) (s Sheet, err error) {
	if e.Body == "" {
		return s, nil
	}
	if s.Body, err = records.BodyOf(app, e.Body); err != nil {
		return s, err
	}
	rows, err := records.Invitations(app, e.ID)
	if err != nil {
		return s, err
	}
	members, err := records.Members(app, e.Body)
	if err != nil {
		return s, err
	}
	labels, err := labelsOf(app)
	if err != nil {
		return s, err
	}
	byID := map[string]*records.Member{}
	for i := range members {
		byID[members[i].ID] = &members[i]
	}
	asked := map[string]bool{}
	for _, i := range rows {
		g := Guest{Invitation: i, Member: byID[i.Member], Standing: i.Answer}
		g.Structure, asked[i.Member] = labels[g.Member.Structure], true
		if err := g.stand(app); err != nil {
			return s, err
		}
		s.count(g, now)
		s.Guests = append(s.Guests, g)
	}
	slices.SortStableFunc(s.Guests, func(a, b Guest) int {
		return strings.Compare(domain.NameKey(a.Member.LastName, a.Member.FirstName), domain.NameKey(b.Member.LastName, b.Member.FirstName))
	})
	for _, m := range members {
		if !asked[m.ID] && Sits(m, e.StartsAt.Time()) {
			s.New++
		}
	}
	s.Taken = s.Present + s.Remote + s.Represented
	s.Missing, s.Reached = domain.Quorum(s.Body.Quorum, s.Taken)
	return s, nil
}

// stand looks at what became of the registration that the answer made.
func (g *Guest) stand(app core.App) error {
	if g.Answer == "" || g.Registration == "" {
		return nil
	}
	r, err := records.RegistrationOf(app, g.Registration)
	if err != nil {
		return err
	}
	switch state := domain.State(r.State); {
	case !state.Live() && g.Answer != domain.AnswerExcused:
		g.Standing = Withdrawn
	case r.Excused:
		g.Standing = domain.AnswerExcused
	case state != domain.Confirmed && state.Live():
		g.Waiting = true
	}
	return nil
}

func (s *Sheet) count(g Guest, now time.Time) {
	if Remindable(g.Invitation, now) && g.Member.Email != "" {
		s.Remindable++
	}
	if g.Waiting {
		return
	}
	switch g.Standing {
	case domain.AnswerPresent:
		s.Present++
	case domain.AnswerRemote:
		s.Remote++
	case domain.AnswerExcused:
		s.Excused++
	case domain.AnswerRepresented:
		s.Represented++
	case Withdrawn:
		s.Withdrawn++
	default:
		s.Silent++
	}
}

// labelsOf names every structure by its id, a merged one by what it was merged into.
func labelsOf(app core.App) (map[string]string, error) {
	rows, err := records.AllStructures(app)
	byID := map[string]records.Structure{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	labels := map[string]string{}
	for _, s := range rows {
		end := s
		for hops := 0; end.MergedInto != "" && hops < 20; hops++ {
			end = byID[end.MergedInto]
		}
		labels[s.ID] = end.Label()
	}
	return labels, err
}
