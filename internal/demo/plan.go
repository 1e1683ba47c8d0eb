package demo

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/question"
)

// fate is what becomes of an event of the season.
type fate int

const (
	held fate = iota
	cancelled
	coming
	draft
	running
)

// plan is an event of the season and what happens around it. Codes are those of the territory's lists.
type plan struct {
	fate                                              fate
	title, summary, description, audience             string
	programme, territory, group, axis, action         string
	priority, role, visibility, mode, partners        string
	town, address, access, remote, note, cancelReason string
	campaign                                          string // a word by which figures are gathered
	capacity                                          int
	rule                                              string // empty: the programme's
	slots                                             []half
	agenda                                            []line
	lead                                              int // days between the publication and the first half-day
	opens                                             time.Time
	organiser                                         bool // the demonstration's organiser is named on it
	coBuilt                                           bool

	registered, withdrawn, removed, walkIns, excused int
	early                                            int     // leave before the end of the last half-day
	forced                                           bool    // the first of the list is let in by hand
	comes                                            float64 // share of the registered who come
	paper                                            bool    // arrivals are read on a signed sheet, typed again
	late                                             bool    // an arrival is found after the closing
	missing                                          func(rank, slot int) bool
	counts                                           []count
	again                                            []again // its other dates
	asks                                             []question.Draft
	quotas                                           []domain.Quota

	selects bool // the coordinator chooses among the applications
	manager bool // the manager's agreement is asked for

	together int // colleagues whom a referent registers in one form

	door                 domain.DoorRules // what the event asks of its door
	trainer, trainerRole string           // of every half-day

	speaks    bool // who is named as teaching or speaking is attested for it
	review    bool // the certificates wait for the coordinator
	newcomers bool // nobody of the group before

	between func(t *troupe, app core.App, id string, p plan) error // once it is over, before it is closed
	after   func(t *troupe, app core.App, id string, p plan) error // once everything else is done
}

// again is another date of an event, on another territory.
type again struct {
	territory, town, address string
	start                    time.Time
	draft                    bool // not published yet
}

// half is a half-day; line one of the running order; count people without a name.
type half struct {
	label, room string
	start, end  time.Time
}

type line struct {
	start, end     time.Time
	title, speaker string
}

type count struct {
	category string
	people   int
	note     string
}

// calendar turns « the 26th of March that is past » and « in three weeks » into days; a Saturday or a Sunday
// becomes the Monday after.
type calendar struct{ now time.Time }

// last is the latest such day of a year that is over for at least the given number of days.
func (c calendar) last(month time.Month, day, over int) time.Time {
	limit := c.now.In(paris.Location).AddDate(0, 0, -over-2)
	d := time.Date(limit.Year(), month, day, 12, 0, 0, 0, paris.Location)
	if d.After(limit) {
		d = d.AddDate(-1, 0, 0)
	}
	return weekday(d)
}

// in is the day so many days from now.
func (c calendar) in(days int) time.Time {
	return weekday(c.now.In(paris.Location).AddDate(0, 0, days))
}

func weekday(d time.Time) time.Time {
	switch d.Weekday() {
	case time.Saturday:
		return d.AddDate(0, 0, 2)
	case time.Sunday:
		return d.AddDate(0, 0, 1)
	}
	return d
}

// at is an hour of a day in Paris.
func at(day time.Time, clock string) time.Time {
	t, err := paris.Combine(paris.Day(day), clock)
	if err != nil { // the season's hours are written here and exist on every day
		panic(fmt.Sprintf("demo: %s %s: %v", paris.Day(day), clock, err))
	}
	return t
}

func span(label string, day time.Time, from, to string) half {
	return half{label: label, start: at(day, from), end: at(day, to)}
}

func talk(day time.Time, from, to, title, speaker string) line {
	return line{start: at(day, from), end: at(day, to), title: title, speaker: speaker}
}

// today gives the half-days of the event that takes place as the season is made: one runs now, whatever the
// hour, and none leaves the day.
func today(now time.Time) []half {
	midnight, last := paris.StartOfDay(now), paris.NextDay(now).Add(-time.Minute)
	start := now.Add(-time.Hour).Truncate(30 * time.Minute)
	if start.Before(midnight) {
		start = midnight
	}
	end := start.Add(4 * time.Hour)
	if end.After(last) {
		end = last
	}
	first := half{label: "Première demi-journée", room: "Grande salle", start: start, end: end}
	if next := end.Add(time.Hour); next.Add(time.Hour).Before(last) {
		until := next.Add(3 * time.Hour)
		if until.After(last) {
			until = last
		}
		return []half{first, {label: "Deuxième demi-journée", room: "Ateliers", start: next, end: until}}
	}
	first.label, first.room = "Deuxième demi-journée", "Ateliers"
	earlier := half{label: "Première demi-journée", room: "Grande salle", start: start.Add(-4 * time.Hour), end: start.Add(-time.Hour)}
	return []half{earlier, first}
}
