package stats

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// EventsOf lists the events of a query, the earliest first. What a filter says of people is left aside: it is for what
// nobody can join to them, such as an anonymous survey.
func EventsOf(app core.App, q Query) ([]records.EventLine, error) {
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	lines, err := records.EventLines(app)
	if err != nil {
		return nil, err
	}
	filter := q.Filter
	filter.Keys = map[domain.Table]string{}
	for t, key := range q.Keys {
		if int(t) < domain.EventTables {
			filter.Keys[t] = key
		}
	}
	in, keys := domain.StatInput{Period: q.Period}, keys(ref.Codes())
	for _, e := range lines {
		in.Events = append(in.Events, keys.event(e))
	}
	domain.Narrow(&in, filter)
	kept := map[int]bool{}
	for _, e := range in.Events {
		kept[e.Num] = q.Holds(e.Starts)
	}
	return slices.DeleteFunc(lines, func(e records.EventLine) bool { return !kept[e.Num] }), nil
}
