package hooks

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// doorsPage is the view of desk_door/list: the doors of an event, and the form of a new one.
type doorsPage struct {
	Top            eventTop
	Rows           []doorRow
	Label, Expires string
	Off            bool // the event is cancelled: no door
	Phones         []phoneRow
	AwaitedCount   int
	AllReason      string // as typed for all the phones, when it was refused
	Waiving        string // the phone whose waiver was refused
	Reason         string
	Visitors       bool         // people without a registration announce themselves
	Slot           string       // the half-day or room that the new door serves; empty: the clock's
	Serves         []web.Option // none where the event has one half-day only
}

type doorRow struct {
	ID, Label, By       string
	State               stateWord
	Created, Ends, Seen time.Time
	Revoked             time.Time
	Open                bool
	URL, QR             string
}

// doorPageView is the view of desk_door/door.
type doorPageView struct {
	Top    eventTop
	Door   doorRow
	Camera bool   // the address lets a phone use its camera
	Trial  string // QR of the test ticket
}

// doorLinks lists the doors of an event.
func (s *site) doorLinks(e *core.RequestEvent) error {
	return s.showDoors(e, http.StatusOK, doorsPage{}, nil)
}

func (s *site) showDoors(e *core.RequestEvent, status int, v doorsPage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Top, v.Off, v.Visitors = s.topOf(e, ev), ev.Status == domain.Cancelled, ev.DoorRules.Visitors
	if v.Expires == "" && v.Label == "" {
		v.Expires = paris.Input(door.DefaultExpiry(s.now(), ev.EndsAt.Time()))
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(slots) > 1 {
		for _, sl := range slots {
			v.Serves = append(v.Serves, web.Option{Value: sl.ID, Label: servedName(slots, sl)})
		}
	}
	rows, err := records.DoorLinks(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	who, err := actorsOf(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, d := range rows {
		v.Rows = append(v.Rows, s.doorRowOf(d, who))
	}
	if v.Phones, err = phoneRows(e.App, s.now(), ev, who); err != nil {
		return s.refuse(e, err)
	}
	for i := range v.Phones {
		p := &v.Phones[i]
		if p.Awaited {
			v.AwaitedCount++
		}
		if p.ID == v.Waiving {
			p.Reason = v.Reason
		}
	}
	if v.Waiving == allPhones {
		v.AllReason = v.Reason
	}
	return s.renderForm(e, status, "desk_door/list", v, errs)
}

func (s *site) doorRowOf(d records.DoorLink, who actors) doorRow {
	row := doorRow{ID: d.ID, Label: d.Label, By: who.name(d.CreatedBy), Created: d.Created.Time(), Ends: d.ExpiresAt.Time(), Seen: d.LastSeenAt.Time(),
		Revoked: d.RevokedAt.Time()}
	switch {
	case !d.RevokedAt.IsZero():
		row.State = stateWord{"Révoqué", "err"}
	case !s.now().Before(row.Ends):
		row.State = stateWord{"Expiré", "plain"}
	default:
		row.State, row.Open = stateWord{"Ouvert", "ok"}, true
	}
	return row
}

// servedName is « Atelier B, salle 12, 14 h - 16 h ».
func servedName(slots []records.Slot, sl records.Slot) string {
	parts := slices.DeleteFunc([]string{sl.Label, sl.Room, doorTime(slots, sl)}, func(text string) bool { return text == "" })
	return strings.Join(parts, ", ")
}

// addDoorLink makes a door.
func (s *site) addDoorLink(e *core.RequestEvent) error {
	v := doorsPage{Label: e.Request.FormValue("label"), Expires: e.Request.FormValue("expires"), Slot: e.Request.FormValue("slot")}
	event := e.Request.PathValue("event")
	expires, err := paris.Parse(v.Expires)
	if err != nil {
		code := domain.ErrTimeFormat
		if errors.Is(err, paris.ErrNoSuchTime) {
			code = domain.ErrNoSuchTime
		}
		errs := []web.FieldError{{Field: "expires", Text: messages[code].text}}
		return s.showDoors(e, http.StatusUnprocessableEntity, v, errs)
	}
	d, err := door.NewDoor(e.App, s.now(), actor(e), event, v.Label, v.Slot, expires)
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showDoors(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/evenements/"+event+"/accueil/"+d.ID, "ok", "Le lien d’accueil est prêt : ouvrez-le sur un téléphone.")
}

// doorLink shows one door as a QR code, to open it on a colleague's phone.
func (s *site) doorLink(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	d, err := records.DoorLinkOf(e.App, e.Request.PathValue("link"))
	if err == nil && d.Event != ev.ID {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	who, err := actorsOf(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := doorPageView{Top: s.topOf(e, ev), Door: s.doorRowOf(*d, who), Camera: cameraAllowed(link.Base(e.App))}
	if v.Door.Open {
		if v.Door.URL, err = link.URL(e.App, link.Door, d.ID); err != nil {
			return s.refuse(e, err)
		}
		if v.Door.QR, err = ticket.QRSVG(v.Door.URL, "Code à scanner pour ouvrir l’accueil « "+d.Label+" »"); err != nil {
			return s.refuse(e, err)
		}
		if v.Trial, err = ticket.QRSVG(ticket.Payload(link.Base(e.App), ticket.Trial(ev.Tag)), "Billet d’essai, que les téléphones lisent sans rien enregistrer"); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.render(e, http.StatusOK, "desk_door/door", v)
}

// cameraAllowed tells whether browsers give the camera to pages of this address.
func cameraAllowed(base string) bool {
	u, err := url.Parse(base)
	return err == nil && (u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127."))
}

// revokeDoorLink shuts a door.
func (s *site) revokeDoorLink(e *core.RequestEvent) error {
	event := e.Request.PathValue("event")
	if err := door.Revoke(e.App, s.now(), actor(e), event, e.Request.PathValue("link")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/evenements/"+event+"/accueil", "ok", "Le lien est révoqué : il n’ouvre plus rien. Les arrivées non envoyées restent sur le téléphone.")
}
