package hooks

import (
	"net/http"
	"sort"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/door"
	"passerelle/internal/records"
)

// doorCount keeps what a phone counted of people without a name. A closed door leaves the count on the phone.
func (s *site) doorCount(e *core.RequestEvent) error {
	now := s.now()
	link, place, err := door.Enter(e.App, now, e.Request.PathValue("door"))
	if door.Closed(err) {
		return s.shut(e, err, nil)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	var heads door.Heads
	if err := readJSON(e, &heads); err != nil {
		return err
	}
	var result door.HeadsResult
	err = s.write(e.Request.Context(), e, func(app core.App) (err error) {
		if err = door.See(app, now, link); err != nil {
			return err
		}
		result, err = door.Count(app, now, place, heads)
		return err
	})
	if err != nil {
		return s.refuse(e, err)
	}
	return e.JSON(http.StatusOK, result)
}

// headcountLine is one count typed at the desk, or all that a phone counted in a category.
type headcountLine struct {
	At                    time.Time
	Category, Note, Where string
	People                int
}

// headcountTotal is what a category comes to, all phones and the desk together.
type headcountTotal struct {
	Category string
	People   int
}

// headcounts lists the anonymous counts: a line for each count of the desk, one for each phone and category.
func (v *deskEventPage) headcounts(app core.App, ev *records.Event) (err error) {
	rows, err := records.Headcounts(app, ev.ID)
	if err != nil {
		return err
	}
	phones, err := phoneNames(app, ev.ID)
	if err != nil {
		return err
	}
	byPhone := map[[2]string]int{} // device and category → its line
	for _, h := range rows {       // the latest first
		key := [2]string{h.Device, h.Category}
		if i, ok := byPhone[key]; ok && h.Device != "" {
			v.Counts[i].People += h.People
			continue
		}
		byPhone[key] = len(v.Counts)
		line := headcountLine{At: h.NotedAt.Time(), Category: optionLabel(headcountOptions, h.Category), Note: h.Note, People: h.People}
		if h.Device != "" {
			line.Where = phones[h.Device]
			if line.Where == "" {
				line.Where = "Un téléphone de l’accueil"
			}
		}
		v.Counts = append(v.Counts, line)
	}
	sort.SliceStable(v.Counts, func(a, b int) bool { return v.Counts[a].At.After(v.Counts[b].At) })
	totals, err := records.HeadcountTotals(app, ev.ID)
	if err != nil {
		return err
	}
	for _, o := range headcountOptions {
		if n, ok := totals[o.Value]; ok {
			v.Totals = append(v.Totals, headcountTotal{o.Label, n})
			v.Counted += n
		}
	}
	v.Companions, err = records.CompanionsPresent(app, ev.ID)
	v.Counted += v.Companions
	return err
}

// phoneNames are the names of an event's phones, by what they call themselves.
func phoneNames(app core.App, event string) (map[string]string, error) {
	rows, err := records.Devices(app, event)
	names := map[string]string{}
	for _, d := range rows {
		names[d.Device] = d.Label
	}
	return names, err
}
