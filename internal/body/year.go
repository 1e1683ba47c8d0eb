package body

import (
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Line is the attendance of a member, or of an organisation (all its members together).
type Line struct {
	Name, Function, Structure string
	domain.Attendance
}

// Year is who came to the meetings of a body that were held in a year.
type Year struct {
	Year          int
	Meetings      []MeetingLine // the latest first
	Members       []Line
	Organisations []Line
	Total         domain.Attendance
}

// MeetingLine is one meeting of the year.
type MeetingLine struct {
	Event records.Event
	domain.Attendance
}

// YearOf counts the seats of a body's meetings held in a calendar year of Paris. Each invitation is one seat, in
// one column: the lines of members, of organisations and of meetings add up to the same total.
func YearOf(app core.App, body string, year int) (y Year, err error) {
	from, to := paris.Year(year)
	y, err = Between(app, body, domain.Period{From: from, To: to})
	y.Year = year
	return y, err
}

// Between counts the same over any period, for the figures; Year stays 0.
func Between(app core.App, body string, period domain.Period) (y Year, err error) {
	events, err := records.EventsOfBody(app, body)
	if err != nil {
		return y, err
	}
	members, err := records.Members(app, body)
	if err != nil {
		return y, err
	}
	labels, err := labelsOf(app)
	if err != nil {
		return y, err
	}
	byMember, byOrganisation := map[string]*Line{}, map[string]*Line{}
	for _, m := range members {
		byMember[m.ID] = &Line{Name: m.Name(), Function: m.Function, Structure: labels[m.Structure]}
	}
	for _, e := range events {
		if e.Status != domain.Held || e.HeldBack || !period.Holds(e.StartsAt.Time()) {
			continue
		}
		seats, err := seatsOf(app, e, members)
		if err != nil {
			return y, err
		}
		meeting := MeetingLine{Event: e}
		for member, seat := range seats {
			line := byMember[member]
			organisation := byOrganisation[line.Structure]
			if organisation == nil {
				organisation = &Line{Name: line.Structure}
				byOrganisation[line.Structure] = organisation
			}
			for _, count := range []*domain.Attendance{&line.Attendance, &organisation.Attendance, &meeting.Attendance, &y.Total} {
				count.Add(seat)
			}
		}
		y.Meetings = append(y.Meetings, meeting)
	}
	y.Members, y.Organisations = sorted(byMember), sorted(byOrganisation)
	return y, nil
}

// sorted lists who was invited at all, by name; the organisation without a name is the last.
func sorted(lines map[string]*Line) (list []Line) {
	for _, l := range lines {
		if l.Invited > 0 {
			list = append(list, *l)
		}
	}
	slices.SortFunc(list, func(a, b Line) int {
		if (a.Name == "") != (b.Name == "") {
			return strings.Compare(b.Name, a.Name)
		}
		return strings.Compare(domain.Fold(a.Name)+a.Function, domain.Fold(b.Name)+b.Function)
	})
	return list
}

// seatsOf places the invitations of a meeting by member. A member who came without having answered is found by
// name among the registrations of the event.
func seatsOf(app core.App, e records.Event, members []records.Member) (map[string]domain.Seat, error) {
	rows, err := records.Invitations(app, e.ID)
	if err != nil {
		return nil, err
	}
	registrations, err := records.Registrations(app, e.ID)
	if err != nil {
		return nil, err
	}
	here, err := records.Attendances(app, e.ID)
	if err != nil {
		return nil, err
	}
	came, excused, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, a := range here {
		came[a.Registration] = true
	}
	for _, r := range registrations {
		key := domain.NameKey(r.LastName, r.FirstName)
		names[key], excused[r.ID] = names[key] || came[r.ID], r.Excused
	}
	keys := map[string]string{}
	for _, m := range members {
		keys[m.ID] = domain.NameKey(m.LastName, m.FirstName)
	}
	seats := map[string]domain.Seat{}
	for _, i := range rows {
		represented := i.Answer == domain.AnswerRepresented
		seats[i.Member] = domain.SeatOf(domain.SeatFate{Answer: i.Answer, Excused: excused[i.Registration],
			Present: names[keys[i.Member]] || !represented && came[i.Registration], Representative: represented && came[i.Registration]})
	}
	return seats, nil
}
