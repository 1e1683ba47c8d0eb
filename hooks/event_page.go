package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// eventView is the view of event/event.
type eventView struct {
	Event                 *records.Event
	Programme, Territory  string
	When, Mode, Place     string
	Slots                 []records.Slot
	Days                  []programmeDay
	State                 tag
	Seats                 domain.Seats
	CanRegister, Waitlist bool
	Shut                  string // why one cannot register, and what to do
	Cancelled, Past       bool
	Organiser, Contact    string
	ContactMail           bool
	Hidden                bool // not for search engines
	Training              trainingFacts
	Others                []otherDate // of its series, those with a seat first
	OthersFirst           bool        // there is no seat here: they come before all the rest
	URL, Home, About      string
	Postponed             string         // « Reportée du … au … »; empty: it was not, or is over
	Stages                string         // campaign of stages croisés that it opened, open now; empty: none
	Picture, By           string         // what a shared link shows; who organises
	Data                  map[string]any // schema.org
}

// programmeDay is the running order of one day; Title is empty when there is one day only.
type programmeDay struct {
	Title string
	Items []records.AgendaItem
}

// eventPage shows everything of an event that is public.
func (s *site) eventPage(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := s.eventViewOf(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	if v.Hidden {
		e.Response.Header().Set("X-Robots-Tag", "noindex")
	}
	return s.render(e, http.StatusOK, "event/event", v)
}

func (s *site) eventViewOf(app core.App, ev *records.Event, now time.Time) (v eventView, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return v, err
	}
	v = eventView{Event: ev, When: spanOf(ev), Mode: modes[ev.Mode], Place: placeOf(ev), Cancelled: ev.Status == domain.Cancelled,
		Past: over(ev, now), Organiser: set.Organiser, Contact: ev.Contact, Hidden: ev.Visibility != domain.Public,
		URL: link.Base(app) + "/evenements/" + ev.Slug, Home: link.Base(app) + "/", About: ev.Summary}
	if v.Contact == "" {
		v.Contact = set.Contact
	}
	v.ContactMail = isMail(v.Contact)
	training := false
	if p, err := records.ItemOf(app, records.Programmes, ev.Programme); err == nil {
		if training = p.Kind == records.TrainingKind; domain.Fold(p.Name) != domain.Fold(ev.Title) {
			v.Programme = p.Name
		}
	}
	if t, err := records.ItemOf(app, records.Territories, ev.Territory); err == nil {
		v.Territory = t.Name
	}
	if v.Slots, err = records.Slots(app, ev.ID); err != nil {
		return v, err
	}
	v.Training = trainingFactsOf(ev, training, v.Slots)
	if v.Seats, err = records.SeatsOf(app, ev); err != nil {
		return v, err
	}
	if v.Postponed, err = postponedWords(app, ev, now); err != nil {
		return v, err
	}
	items, err := records.Agenda(app, ev.ID)
	if err != nil {
		return v, err
	}
	v.Days, v.State = daysOf(items), stateOf(ev, v.Seats, now)
	v.Waitlist, v.Shut = doors(ev, v.Seats, now)
	v.CanRegister = v.Shut == ""
	free, full, err := otherDates(app, ev, now)
	if err != nil {
		return v, err
	}
	v.Others, v.OthersFirst = append(free, full...), len(free) > 0 && (v.Waitlist || !v.CanRegister)
	if v.Stages, _, err = stagesOf(app, ev); err != nil {
		return v, err
	}
	if v.About == "" {
		v.About = v.When + ". " + v.Place
	}
	v.By = organisedBy(ev.PTSMRole, set.Organiser)
	v.Picture = v.URL + "/image.png?v=" + cardVersion(pictureWords(ev, set, len(v.Slots)))
	v.Data = schemaOf(v)
	return v, nil
}

// doors tells whether who registers now comes on the list, and the sentence when nobody can register.
func doors(ev *records.Event, seats domain.Seats, now time.Time) (waitlist bool, shut string) {
	err := ev.Window().Open(now)
	var state domain.State
	if err == nil {
		state, err = seats.Outlook()
	}
	for _, r := range domain.Refusals(err) {
		return false, sentence(r)
	}
	return state == domain.Waitlisted, ""
}

// daysOf cuts a running order into days.
func daysOf(items []records.AgendaItem) (days []programmeDay) {
	for _, it := range items {
		title := paris.Long(it.StartsAt.Time())
		if n := len(days); n == 0 || days[n-1].Title != title {
			days = append(days, programmeDay{Title: title})
		}
		last := &days[len(days)-1]
		last.Items = append(last.Items, it)
	}
	if len(days) == 1 {
		days[0].Title = ""
	}
	return days
}

// schemaOf describes the event to search engines (schema.org/Event). The address of a remote event is for
// those who registered: it is not in it.
func schemaOf(v eventView) map[string]any {
	ev := v.Event
	local := func(t records.Time) string { return t.Time().In(paris.Location).Format(time.RFC3339) }
	status := "https://schema.org/EventScheduled"
	if v.Postponed != "" {
		status = "https://schema.org/EventRescheduled"
	}
	if v.Cancelled {
		status = "https://schema.org/EventCancelled"
	}
	mode := map[string]string{"onsite": "Offline", "remote": "Online", "mixed": "Mixed"}[ev.Mode]
	data := map[string]any{"@context": "https://schema.org", "@type": "Event", "name": ev.Title, "description": v.About,
		"startDate": local(ev.StartsAt), "endDate": local(ev.EndsAt), "eventStatus": status, "url": v.URL, "location": schemaPlace(v),
		"eventAttendanceMode": "https://schema.org/" + mode + "EventAttendanceMode", "inLanguage": "fr", "image": []string{v.Picture},
		"organizer": map[string]any{"@type": "Organization", "name": v.Organiser, "url": v.Home}}
	if ev.Capacity > 0 {
		data["maximumAttendeeCapacity"], data["remainingAttendeeCapacity"] = ev.Capacity, v.Seats.Left()
	}
	if !v.Past && !v.Cancelled {
		offer := map[string]any{"@type": "Offer", "url": v.URL + "/inscription", "availability": "https://schema.org/InStock", "validFrom": local(ev.PublishedAt)}
		if !ev.RegistrationOpensAt.IsZero() {
			offer["validFrom"] = local(ev.RegistrationOpensAt)
		}
		if !ev.RegistrationCloses.IsZero() {
			offer["validThrough"] = local(ev.RegistrationCloses)
		}
		if v.Waitlist || !v.CanRegister {
			offer["availability"] = "https://schema.org/SoldOut"
		}
		data["offers"] = offer
	}
	return data
}

// schemaPlace is where the event takes place; a mixed one is in two places.
func schemaPlace(v eventView) any {
	place := map[string]any{"@type": "Place", "name": v.Event.Place,
		"address": map[string]any{"@type": "PostalAddress", "streetAddress": v.Event.Address, "addressCountry": "FR"}}
	if v.Event.Address == "" {
		place["address"] = v.Event.Place
	}
	online := map[string]any{"@type": "VirtualLocation", "url": v.URL}
	switch v.Event.Mode {
	case "remote":
		return online
	case "mixed":
		return []any{place, online}
	}
	return place
}
