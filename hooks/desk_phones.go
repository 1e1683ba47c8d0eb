package hooks

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// phoneRow is a phone at the door of an event, as the desk says it.
type phoneRow struct {
	ID, Label, Agent, Door string
	Seen                   string // how long ago it last spoke
	Queued                 int    // arrivals that it has not sent
	Ready                  stateWord
	Missing                string // for it to do without network
	Clock                  string // what is wrong with its clock; empty: nothing
	State                  stateWord
	Awaited                bool
	Todo                   string // to have its arrivals, when it is awaited
	Waived                 string // by whom, when and why nobody waits for it
	Reason                 string // as typed, when it was refused
}

// present is how long after its last word a phone is said to be in use.
const present = 3 * time.Minute

// clockFault is from how many seconds a phone's clock is said to be wrong.
const clockFault = 120

// phoneRows says the phones of an event in words.
func phoneRows(app core.App, now time.Time, ev *records.Event, who actors) (rows []phoneRow, err error) {
	phones, err := device.Phones(app, now, ev)
	if err != nil || len(phones) == 0 {
		return nil, err
	}
	links, err := records.DoorLinks(app, ev.ID)
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for _, l := range links {
		open[l.ID] = l.RevokedAt.IsZero() && now.Before(l.ExpiresAt.Time())
	}
	for _, p := range phones {
		row := phoneRow{ID: p.ID, Label: p.Label, Agent: p.Agent, Door: who.doors[p.Door], Seen: ago(now, p.LastSeenAt.Time()), Queued: p.Queued,
			Clock: clockWords(p.ClockError), Awaited: p.State == domain.PhoneAwaited}
		row.State = phoneState(p, now)
		row.Ready, row.Missing = readyWords(p.Device)
		if row.Awaited {
			row.Todo = phoneTodo(p, now, ev, open[p.Door])
		}
		if !p.WaivedAt.IsZero() {
			row.Waived = "Décidé par " + who.name(p.WaivedBy) + ", " + paris.Moment(p.WaivedAt.Time()) + "\u00a0: " + p.WaivedReason
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// awaitedRows are the phones that the closing waits for, or would wait for.
func awaitedRows(app core.App, now time.Time, ev *records.Event) (out []phoneRow, err error) {
	who, err := actorsOf(app, ev.ID)
	if err != nil {
		return nil, err
	}
	rows, err := phoneRows(app, now, ev, who)
	for _, r := range rows {
		if r.Awaited {
			out = append(out, r)
		}
	}
	return out, err
}

func phoneState(p device.Phone, now time.Time) stateWord {
	switch p.State {
	case domain.PhoneWaived:
		return stateWord{"N’est plus attendu", "plain"}
	case domain.PhoneLeft:
		return stateWord{"Parti", "plain"}
	}
	switch {
	case now.Sub(p.LastSeenAt.Time()) < present:
		return stateWord{"En service", "ok"}
	case p.State == domain.PhoneDone:
		return stateWord{"Tout est envoyé", "ok"}
	case p.State == domain.PhoneOutside:
		return stateWord{"Pas encore prêt", "plain"}
	}
	return stateWord{"Attendu", "warn"}
}

// phoneTodo says why a phone is awaited, and what brings its arrivals.
func phoneTodo(p device.Phone, now time.Time, ev *records.Event, open bool) string {
	last := p.LastSeenAt.Time()
	why := "Sans nouvelles depuis " + paris.Moment(last) + ", avant la fin de la demi-journée\u00a0: il garde peut-être des arrivées que personne ne connaît."
	switch {
	case p.Queued > 0:
		why = countWords(p.Queued, "arrivée n’est pas envoyée", "arrivées ne sont pas envoyées") + "."
	case now.Sub(last) < present:
		return "En service en ce moment\u00a0: fermez la page de l’accueil sur ce téléphone quand il ne sert plus. Elle dit alors qu’il ne lui reste rien à envoyer."
	case last.Before(paris.StartOfDay(ev.StartsAt.Time())):
		why = "Prêt sans réseau depuis " + paris.Moment(p.ReadyAt.Time()) + ", sans nouvelles ensuite\u00a0: il garde peut-être toutes ses arrivées."
	}
	if !open {
		return why + " Son lien est fermé\u00a0: créez un nouveau lien et ouvrez-le sur ce même téléphone, avec du réseau."
	}
	return why + " Ouvrez la page de l’accueil sur ce téléphone, avec du réseau\u00a0: tout part seul."
}

// readyWords says whether a phone can do without network, and what it misses.
func readyWords(d records.Device) (stateWord, string) {
	r, told := device.ReadinessOf(d)
	switch {
	case !told:
		return stateWord{"Non vérifié", "plain"}, ""
	case r.Whole():
		return stateWord{"Prêt sans réseau", "ok"}, ""
	}
	return stateWord{"Il manque", "warn"}, strings.Join(r.Missing(), ", ")
}

// clockWords says what is wrong with a phone's clock; ahead is in seconds.
func clockWords(ahead int) string {
	verb := "avance"
	if ahead < 0 {
		ahead, verb = -ahead, "retarde"
	}
	if ahead <= clockFault {
		return ""
	}
	length := fmt.Sprintf("%d\u00a0min", (ahead+30)/60)
	if ahead >= 3600 {
		length = paris.Minutes((ahead + 30) / 60)
	}
	return "Son horloge " + verb + " de " + length + "\u00a0: les heures sont corrigées à l’envoi."
}

// ago says how long ago something was: « il y a 3 min ».
func ago(now, at time.Time) string {
	switch d := now.Sub(at); {
	case at.IsZero():
		return "jamais"
	case d < time.Minute:
		return "à l’instant"
	case d < time.Hour:
		return fmt.Sprintf("il y a %d\u00a0min", int(d.Minutes()))
	case d < 12*time.Hour:
		return "il y a " + paris.Minutes(int(d.Minutes()))
	}
	return paris.Short(at) + " à " + paris.Clock(at)
}

func countWords(n int, one, many string) string {
	return paris.Number(n) + "\u00a0" + agree(n, one, many)
}

// allPhones stands for an id where nobody waits for any phone any more.
const allPhones = "tous"

// waivePhone decides not to wait for a phone any more, or for any.
func (s *site) waivePhone(e *core.RequestEvent) error {
	id, event := e.Request.PathValue("device"), e.Request.PathValue("event")
	reason := e.Request.FormValue("raison-" + id)
	text := "Ce téléphone n’est plus attendu. S’il envoie encore des arrivées, elles compteront."
	var done bool
	var err error
	if id == allPhones {
		text = "Plus aucun téléphone n’est attendu. Ce qu’ils enverraient encore comptera."
		done, err = device.WaiveAll(e.App, s.now(), actor(e), event, reason)
	} else {
		done, err = device.Waive(e.App, s.now(), actor(e), event, id, reason)
	}
	if domain.Is(err, domain.ErrReason) || domain.Is(err, domain.ErrTooLong) || domain.Is(err, domain.ErrCharacters) {
		v := doorsPage{Waiving: id, Reason: reason}
		return s.showDoors(e, 422, v, []web.FieldError{{Field: "raison-" + id, Text: sentence(domain.Refusals(err)[0])}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if done {
		text += " La clôture s’achève\u00a0: les absences sont comptées et les attestations se préparent."
	}
	return s.tell(e, eventPath(e)+"/accueil#telephones", "ok", text)
}
