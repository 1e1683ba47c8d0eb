package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/signature"
	"passerelle/internal/ticket"
)

// roomView is the view of signature/room: what is projected in the room.
type roomView struct {
	Title, Slot string
	Back        string // where one came from
	Open, Asked bool   // the code can be used now; the event asks people to confirm themselves
	Shut        string
	Code        []string // its six letters, one by one
	Spelt       string
	QR, Address string // of the form; without the code
	Left, Step  int    // seconds
	Present     int
	Slots       []roomSlot
	Refresh     int // seconds until a page without a script asks again
}

// roomSlot is another half-day of the day, whose code is another.
type roomSlot struct {
	ID, Text string
	Current  bool
}

// roomCode shows the code of the room, from the coordinator's space.
func (s *site) roomCode(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	place, err := door.Open(e.App, ev.ID, "", actor(e))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showRoom(e, place, "/gestion/evenements/"+ev.ID+"/accueil")
}

// doorCode shows it from a phone of the door.
func (s *site) doorCode(e *core.RequestEvent) error {
	token := e.Request.PathValue("door")
	_, place, err := door.Enter(e.App, s.now(), token)
	if err != nil {
		return s.noDoor(e, err)
	}
	return s.showRoom(e, place, "/accueil/"+token)
}

func (s *site) showRoom(e *core.RequestEvent, place door.Place, back string) error {
	asked := e.Request.URL.Query().Get("demi-journee")
	screen, err := signature.Show(e.App, s.now(), place, asked)
	if err != nil {
		return s.refuse(e, err)
	}
	v := roomView{Title: place.Event.Title, Back: back, Slot: slotWords(screen.Slot), Asked: place.Event.DoorRules.SelfCheck,
		Open: screen.Open && place.Event.Status != domain.Cancelled, Present: screen.Present, Step: int(domain.RoomCodeStep.Seconds()), Refresh: 20}
	if v.Open && v.Asked {
		v.Code, v.Spelt = strings.Split(screen.Code, ""), strings.Join(strings.Split(screen.Code, ""), " ")
		v.Left = int(screen.Left.Seconds())
		v.Refresh = v.Left + 1
		if v.QR, err = ticket.QRSVG(screen.URL, "Code QR à scanner pour confirmer sa présence"); err != nil {
			return s.refuse(e, err)
		}
		v.Address, _, _ = strings.Cut(screen.URL, "?")
	} else {
		v.Shut = roomShut(v, screen.Slot)
	}
	for _, sl := range place.Slots {
		if paris.Day(sl.StartsAt.Time()) == paris.Day(screen.Slot.StartsAt.Time()) {
			v.Slots = append(v.Slots, roomSlot{sl.ID, slotShort(sl), sl.ID == screen.Slot.ID})
		}
	}
	e.Response.Header().Set("Cache-Control", "no-store")
	return s.render(e, http.StatusOK, "signature/room", v)
}

func roomShut(v roomView, slot records.Slot) string {
	if !v.Asked {
		return "Cet événement ne demande pas aux personnes de confirmer leur présence elles-mêmes. Cela se choisit dans les réglages de l’accueil."
	}
	return "Le code s’affichera ici 15 minutes avant le début de la demi-journée (" + paris.Clock(slot.StartsAt.Time()) + "), jusqu’à 30 minutes après sa fin."
}

// slotShort names a half-day among those of its day.
func slotShort(s records.Slot) string {
	if s.Label != "" {
		return s.Label + ", " + slotHours(s)
	}
	return slotHours(s)
}

// selfCheckPath is the address by which the holder of this registration confirms the own presence now; empty when
// nobody can.
func (s *site) selfCheckPath(app core.App, r *records.Registration, ev *records.Event, slots []records.Slot) (string, error) {
	if !ev.DoorRules.SelfCheck || ev.Status == domain.Cancelled || r.State != string(domain.Confirmed) {
		return "", nil
	}
	if len(signature.OpenSlots(s.now(), door.Place{Slots: slots})) == 0 {
		return "", nil
	}
	token, err := link.Token(app, link.SelfCheck, ev.ID)
	if err != nil {
		return "", err
	}
	mine, err := link.Token(app, link.Registration, r.ID)
	return link.Path(link.SelfCheck, token) + "?moi=" + mine, err
}
