package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// doorFound is how many names a search without JavaScript shows.
const doorFound = 30

// doorView is the page of the door. Without JavaScript it still searches and records an arrival.
type doorView struct {
	Label, API, Tag, Contact, Capacity, Action, Q string
	Manifest, Serves                              string // Serves: the half-day of this door
	Departures                                    bool
	RoomCode                                      string // of the page that shows it; empty: the event asks for none
	Event                                         doorEvent
	Slots                                         []doorSlot
	Done                                          *web.Flash
	Results                                       []doorPerson
}

type doorEvent struct{ Title, When, Place string }

type doorSlot struct{ ID, Label, Room, When, StartsAt, EndsAt string }

type doorPerson struct{ ID, FirstName, LastName, Structure, State, PresentAt, Nonce string }

// closedView is the page of a link that no longer opens.
type closedView struct{ Title, Reason, WhatToDo string }

// doorPage is the door of an event on a phone.
func (s *site) doorPage(e *core.RequestEvent) error {
	token := e.Request.PathValue("door")
	s.signDoor(e)
	link, place, err := door.Enter(e.App, s.now(), token)
	if err != nil {
		return s.noDoor(e, err)
	}
	contact, err := doorContact(e.App, place.Event)
	if err != nil {
		return s.refuse(e, err)
	}
	ev := place.Event
	view := doorView{Label: link.Label, API: "/api/accueil/" + token, Tag: ev.Tag, Contact: contact, Action: "/accueil/" + token + "/arrivee",
		Q: e.Request.URL.Query().Get("q"), Event: doorEvent{ev.Title, paris.Range(ev.StartsAt.Time(), ev.EndsAt.Time()), ev.Place}, Done: s.noteOf(e)}
	view.Manifest, view.Serves, view.Departures = "/accueil/"+token+"/application.webmanifest", place.Slot, ev.DoorRules.Departures
	if ev.Capacity > 0 {
		view.Capacity = paris.Number(ev.Capacity) + "\u00a0places"
	}
	if ev.DoorRules.SelfCheck {
		view.RoomCode = "/accueil/" + token + "/code"
	}
	for _, sl := range place.Slots {
		start, end := sl.StartsAt.Time(), sl.EndsAt.Time()
		view.Slots = append(view.Slots, doorSlot{sl.ID, sl.Label, sl.Room, doorTime(place.Slots, sl), start.Format(time.RFC3339), end.Format(time.RFC3339)})
	}
	if view.Results, err = s.doorResults(e, place, view.Q); err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "door/door", view)
}

// doorTime says a half-day in the few letters that a phone shows: « 9 h - 12 h 30 », with its day, « sam. 21 nov. »,
// where the event has several.
func doorTime(slots []records.Slot, sl records.Slot) string {
	for _, other := range slots {
		if paris.Day(other.StartsAt.Time()) != paris.Day(sl.StartsAt.Time()) {
			weekday, day, month := paris.Block(sl.StartsAt.Time())
			return weekday + " " + day + " " + month + ", " + slotHours(sl)
		}
	}
	return slotHours(sl)
}

func (s *site) doorResults(e *core.RequestEvent, place door.Place, q string) (out []doorPerson, err error) {
	found, err := door.Search(e.App, s.now(), place, q, doorFound)
	if err != nil {
		return nil, err
	}
	slot := place.Slot
	if i := domain.CurrentSlot(records.DomainSlots(place.Slots), s.now()); slot == "" && i >= 0 {
		slot = place.Slots[i].ID
	}
	for _, p := range found {
		row := doorPerson{ID: p.ID, FirstName: p.FirstName, LastName: p.Name, Structure: p.Structure, State: p.State, Nonce: "page:" + records.NewID() + records.NewID()}
		if at, err := time.Parse(time.RFC3339, p.Present[slot]); err == nil {
			row.PresentAt = paris.Clock(at)
		}
		out = append(out, row)
	}
	return out, nil
}

// doorArrival records an arrival from the page without JavaScript. Refused ones are let in with a reason.
func (s *site) doorArrival(e *core.RequestEvent) error {
	token, form := e.Request.PathValue("door"), e.Request.FormValue
	now := s.now()
	link, place, err := door.Enter(e.App, now, token)
	scan := door.Scan{Nonce: ofDevice(form("nonce")), Registration: form("registration"), Slot: form("slot"), At: now.Format(time.RFC3339Nano),
		Kind: domain.ScanIn, Source: "search", Reason: form("reason"), Force: form("reason") != ""}
	if form("kind") == domain.ScanOut {
		scan.Kind = domain.ScanOut
	}
	batch := door.Batch{Device: "page", Scans: []door.Scan{scan}}
	if door.Closed(err) && place.Event != nil {
		if _, err := door.Refuse(e.App, now, place, batch); err != nil {
			return s.refuse(e, err)
		}
	}
	if err != nil {
		return s.noDoor(e, err)
	}
	if err := door.See(e.App, now, link); err != nil {
		return s.refuse(e, err)
	}
	results, err := door.Sync(e.App, now, place, batch)
	if err != nil || len(results) == 0 {
		return s.refuse(e, err)
	}
	s.nudge()
	kind, text := doorWords(results[0])
	return s.tell(e, "/accueil/"+token, kind, text)
}

// doorWords says an answer of the door in one banner.
func doorWords(r door.Result) (kind, text string) {
	kind, text = "warn", r.Explanation
	switch domain.Verdict(r.Outcome) {
	case domain.Accepted, domain.Forced, domain.Already, domain.Undone:
		kind = "ok"
	}
	if r.Person != "" {
		text = r.Person + " : " + text
	}
	return kind, text
}

// noDoor is the page of a link that is closed, or that never was.
func (s *site) noDoor(e *core.RequestEvent, err error) error {
	if !door.Closed(err) {
		return s.refuse(e, err)
	}
	set, failed := records.LoadSettings(e.App)
	if failed != nil {
		return s.refuse(e, failed)
	}
	view := closedView{Title: "Cet accueil est fermé"}
	if set.Contact != "" {
		view.WhatToDo = "Contact de la coordination : " + set.Contact + "."
	}
	for _, r := range domain.Refusals(err) {
		view.Reason = sentence(r)
	}
	return s.render(e, http.StatusGone, "door/closed", view)
}

// doorContact is whom a hand at the door calls.
func doorContact(app core.App, ev *records.Event) (string, error) {
	if ev.Contact != "" {
		return ev.Contact, nil
	}
	set, err := records.LoadSettings(app)
	if err != nil {
		return "", err
	}
	return set.Contact, nil
}
