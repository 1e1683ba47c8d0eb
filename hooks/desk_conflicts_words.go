package hooks

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/conflict"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// conflictWords says conflicts of an event.
type conflictWords struct {
	people     map[string]records.Registration
	structures map[string]string
	slots      map[string]string // names of half-days
	hours      map[string]string
	devices    map[string]string
	who        actors
	many       bool // half-days
}

func conflictWordsOf(app core.App, ev *records.Event) (w conflictWords, err error) {
	w = conflictWords{people: map[string]records.Registration{}, slots: map[string]string{}, hours: map[string]string{}, devices: map[string]string{}}
	rows, err := records.Registrations(app, ev.ID)
	if err != nil {
		return w, err
	}
	for _, r := range rows {
		w.people[r.ID] = r
	}
	if w.structures, err = door.StructureNames(app); err != nil {
		return w, err
	}
	slots, err := records.Slots(app, ev.ID)
	if err != nil {
		return w, err
	}
	w.many = len(slots) > 1
	for i, name := range slotLabels(slots) {
		w.slots[slots[i].ID], w.hours[slots[i].ID] = name, slotHours(slots[i])
	}
	phones, err := records.Devices(app, ev.ID)
	if err != nil {
		return w, err
	}
	for _, d := range phones {
		w.devices[d.Device] = d.Label
	}
	w.who, err = actorsOf(app, ev.ID)
	return w, err
}

// kindLabels head the conflicts; done says what was done of each; seenLabels leave it as it is.
var (
	kindLabels = map[domain.ConflictKind]string{domain.TwoDoors: "Une personne, deux téléphones", domain.LetIn: "Entrée admise malgré un refus",
		domain.SentLate: "Peut-être entrée sans être comptée", domain.Nobody: "Billet inconnu, lu sans réseau", domain.ShutDoor: "Arrivées venues par un lien fermé",
		domain.Namesake: "Sans inscription, mais quelqu’un de ce nom est inscrit", domain.OffHours: "Arrivées loin de la demi-journée",
		domain.ToComplete: "Arrivée à compléter", domain.WrongClock: "Horloge d’un téléphone corrigée"}
	conflictDone = map[domain.ConflictKind]string{
		domain.TwoDoors:   "La personne est comptée présente une fois, à l’heure de la première arrivée.",
		domain.LetIn:      "La présence compte, hors du nombre de places.",
		domain.SentLate:   "L’arrivée est gardée, sans être comptée.",
		domain.Nobody:     "Le passage est gardé, sans nom\u00a0: personne n’est compté.",
		domain.ShutDoor:   "Elles sont gardées sans être comptées. Le téléphone les garde aussi\u00a0: ouvrez-y un autre lien d’accueil, elles partiront seules.",
		domain.Namesake:   "La personne arrivée est comptée sur place\u00a0; l’autre est comptée manquante.",
		domain.OffHours:   "Elles comptent à cette demi-journée.",
		domain.ToComplete: "La présence compte, « non renseigné » dans les chiffres. Sans nom complet, l’attestation ne vaut rien.",
		domain.WrongClock: "Les heures affichées sont remises à l’heure du serveur\u00a0; celles du téléphone restent gardées.",
	}
	actWords = map[string]conflictAct{
		conflict.Void:  {conflict.Void, "Annuler la présence", "Annuler cette présence\u00a0? La personne ne sera plus comptée à cette demi-journée."},
		conflict.Admit: {conflict.Admit, "Compter l’arrivée", ""},
		conflict.Same:  {conflict.Same, "C’est la même personne", "Noter l’arrivée sous l’inscription, et écarter l’inscription faite sur place\u00a0?"},
	}
)

// maxNamed is how many people arrivals far from their half-day have, for each to have a button.
const maxNamed = 4

// row says one conflict.
func (w conflictWords) row(it conflict.Item) conflictRow {
	c := it.Conflict
	row := conflictRow{Subject: c.Subject, Kind: kindLabels[c.Kind], Text: w.text(c), Done: conflictDone[c.Kind], Seen: "C’est vu", Nonce: "gestion:" + records.NewID() + records.NewID(),
		Completing: c.Kind == domain.ToComplete, Another: c.Kind == domain.Nobody}
	for _, id := range []string{c.Registration, c.Other} {
		if id != "" {
			row.People = append(row.People, w.person(id))
		}
	}
	if all := w.everybody(c); c.Kind == domain.ShutDoor || c.Kind == domain.OffHours && len(all) <= maxNamed {
		row.People = all
	}
	if c.Kind == domain.Namesake {
		row.Seen = "Ce sont deux personnes"
	}
	if row.Completing {
		r := w.people[c.Registration]
		row.Last, row.First, row.Structure = r.LastName, r.FirstName, w.structures[r.Structure]
	}
	for _, a := range conflict.Acts(c) {
		act := actWords[a]
		if len(c.Gestures) > 1 && c.Kind != domain.TwoDoors && c.Kind != domain.LetIn {
			switch a {
			case conflict.Void:
				act.Label, act.Confirm = "Annuler ces présences", "Annuler ces présences\u00a0? Ces personnes ne seront plus comptées à cette demi-journée."
			case conflict.Admit:
				act.Label = "Compter ces arrivées"
			}
		}
		row.Acts = append(row.Acts, act)
	}
	for _, g := range c.Gestures {
		row.Lines = append(row.Lines, w.line(c, g))
	}
	if r := it.Review; r != nil {
		row.Review = "Vu par " + w.who.name(r.Actor) + ", " + paris.Moment(r.At.Time())
		if r.Note != "" {
			row.Review += "\u00a0: " + r.Note
		}
	}
	return row
}

func (w conflictWords) person(id string) conflictPerson {
	r := w.people[id]
	return conflictPerson{id, strings.TrimSpace(r.Name()), cmp.Or(w.structures[r.Structure], "sans structure")}
}

// everybody lists who is among the gestures, once each.
func (w conflictWords) everybody(c domain.Conflict) (list []conflictPerson) {
	seen := map[string]bool{"": true}
	for _, g := range c.Gestures {
		if !seen[g.Registration] {
			seen[g.Registration] = true
			list = append(list, w.person(g.Registration))
		}
	}
	return list
}

func (w conflictWords) line(c domain.Conflict, g domain.Gesture) gestureLine {
	l := gestureLine{When: clockOf(g, c), Where: w.phone(g), How: sourceWords[g.Source], Outcome: outcomeWords[g.Outcome], Reason: g.Reason}
	if c.Kind == domain.ShutDoor || c.Kind == domain.OffHours || c.Kind == domain.WrongClock {
		if r, known := w.people[g.Registration]; known {
			l.How = r.Name()
		}
	}
	if c.Kind == domain.WrongClock {
		l.Outcome = "le téléphone disait " + dayClock(g.DeviceAt, g.At)
	}
	return l
}

// clockOf is the hour of a gesture, with its day where the conflict's gestures have several.
func clockOf(g domain.Gesture, c domain.Conflict) string {
	return dayClock(g.At, c.Gestures[0].At)
}

func dayClock(at, near time.Time) string {
	if paris.Day(at) == paris.Day(near) {
		return paris.Clock(at)
	}
	return paris.Short(at) + ", " + paris.Clock(at)
}

// phone names the device of a gesture and the link it came by.
func (w conflictWords) phone(g domain.Gesture) string {
	name, label := w.devices[g.Device], w.who.doors[g.Door]
	switch {
	case name != "" && label != "":
		return name + " («\u00a0" + label + "\u00a0»)"
	case label != "":
		return "un téléphone de «\u00a0" + label + "\u00a0»"
	}
	return cmp.Or(name, "un téléphone")
}

// at names the half-day, where there are several.
func (w conflictWords) at(slot string) string {
	if !w.many || w.slots[slot] == "" {
		return ""
	}
	return ", demi-journée «\u00a0" + w.slots[slot] + "\u00a0»"
}

// text is what happened, in a sentence or two.
func (w conflictWords) text(c domain.Conflict) string {
	name := w.person(c.Registration).Name
	switch c.Kind {
	case domain.TwoDoors:
		return w.twoDoors(c, name)
	case domain.LetIn:
		return name + " " + standing(domain.State(w.people[c.Registration].State)) + ". L’accueil a laissé entrer à " + paris.Clock(c.Gestures[0].At) + w.at(c.Slot) + "\u00a0: " + c.Gestures[0].Reason + "."
	case domain.SentLate:
		g := c.Gestures[0]
		return fmt.Sprintf("Un téléphone sans réseau a noté l’arrivée de %s à %s%s, et l’a envoyée à %s. Entre-temps la plateforme savait autre chose\u00a0: cette personne %s. Elle est sans doute entrée.",
			name, paris.Clock(g.At), w.at(c.Slot), dayClock(g.ReceivedAt, g.At), standing(domain.State(w.people[c.Registration].State)))
	case domain.Nobody:
		g, what := c.Gestures[0], "n’est celui de personne ici"
		if g.Outcome == domain.OtherEvent {
			what = "est celui d’un autre événement"
		}
		return fmt.Sprintf("%s a lu à %s, sans réseau, un billet qui %s. La personne est peut-être entrée.", paris.Capital(w.phone(g)), paris.Clock(g.At), what)
	case domain.ShutDoor:
		return countWords(len(c.Gestures), "arrivée a été envoyée", "arrivées ont été envoyées") + " par " + w.phone(c.Gestures[0]) + ", dont le lien était révoqué ou expiré."
	case domain.Namesake:
		o := w.person(c.Other)
		return name + " : arrivée sans inscription à " + paris.Clock(c.Gestures[0].At) + w.at(c.Slot) + ". " + o.Name + " (" + o.Detail + "), inscription au même nom ou presque, n’a aucune arrivée notée. C’est peut-être la même personne."
	case domain.OffHours:
		g := c.Gestures[0]
		return fmt.Sprintf("%s loin de la demi-journée «\u00a0%s\u00a0» (%s), par %s\u00a0: la première le %s. Un essai, une horloge déréglée, ou la mauvaise demi-journée choisie.",
			countWords(len(c.Gestures), "arrivée notée", "arrivées notées"), w.slots[c.Slot], w.hours[c.Slot], w.phone(g), paris.Moment(g.At))
	case domain.ToComplete:
		return "L’accueil a laissé entrer « " + name + " » sous un nom seulement, pour ne pas faire attendre."
	}
	return w.clock(c)
}

func (w conflictWords) twoDoors(c domain.Conflict, name string) string {
	a, b := c.Gestures[0], c.Gestures[0]
	for _, g := range c.Gestures {
		if g.Device != a.Device {
			b = g
			break
		}
	}
	text := fmt.Sprintf("L’arrivée de %s est notée à %s par %s, puis à %s par %s%s. ", name, paris.Clock(a.At), w.phone(a), dayClock(b.At, a.At), w.phone(b), w.at(c.Slot))
	if b.At.Sub(a.At) <= 30*time.Minute {
		return text + "Un second passage devant un autre téléphone, sinon quelqu’un est entré avec une copie de son billet."
	}
	return text + "La personne est peut-être ressortie puis revenue\u00a0; sinon, quelqu’un est entré avec une copie de son billet."
}

func (w conflictWords) clock(c domain.Conflict) string {
	g := c.Gestures[len(c.Gestures)-1]
	off, verb := g.DeviceAt.Sub(g.At), "avançait"
	if off < 0 {
		off, verb = -off, "retardait"
	}
	n := int(off.Round(time.Minute) / time.Minute)
	length := paris.Minutes(n)
	if n < 60 {
		length = fmt.Sprintf("%d\u00a0min", n)
	}
	return fmt.Sprintf("L’horloge de %s %s de %s\u00a0: %s à l’heure.", w.phone(g), verb, length, countWords(len(c.Gestures), "passage a été remis", "passages ont été remis"))
}

// standing says where a registration stands, after its person's name.
func standing(state domain.State) string {
	switch state {
	case domain.Confirmed:
		return "avait choisi une autre demi-journée"
	case domain.Replaced:
		return "a donné sa place à quelqu’un d’autre"
	case domain.RegistrationStopped, domain.Refused, domain.Expired:
		return "n’a plus d’inscription (annulée, refusée ou expirée)"
	}
	return "est en attente d’une place"
}
