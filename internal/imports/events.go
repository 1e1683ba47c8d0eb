package imports

import (
	"cmp"
	"fmt"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// usual are the hours of a half-day of which the file says nothing, in minutes after midnight: a morning, an afternoon.
var usual = [2][2]int{{9 * 60, 12*60 + 30}, {14 * 60, 17*60 + 30}}

func eventKey(title string, day time.Time) string {
	return domain.Fold(title) + "|" + paris.Input(day)[:10]
}

// eventOf gives the event of a line: the one chosen for the file, one that is there with the same title and first day, or
// one to write. nil: why not, and what to do.
func (b *peoplePlan) eventOf(l domain.ImportLine) (e *EventPlan, why Problem) {
	if b.m.Event != "" {
		if known := b.d.byID[b.m.Event]; known != nil {
			return b.join(known)
		}
		return nil, cannot(EventGone, "L’événement choisi n’existe plus.", "Choisissez-en un autre.")
	}
	title := domain.CleanLine(cmp.Or(b.m.cell(l, domain.FieldTitle), b.m.Title))
	when := cmp.Or(b.m.cell(l, domain.FieldDate), b.m.Day)
	if title == "" {
		return nil, cannot(NoEvent, "On ne sait pas à quel événement cette ligne se rapporte.", "Choisissez la colonne du titre, ou donnez l’événement de tout le fichier.")
	}
	days, ok := domain.ReadDays(when)
	if !ok {
		return nil, cannot(DateUnread, "Date non comprise : « "+when+" ».", "Écrivez par exemple 12/03/2025, ou « 12 et 13 mars 2025 ».")
	}
	key := eventKey(title, noon(days[0]))
	if known := b.d.events[key]; known != nil {
		return b.join(known)
	}
	if e := b.events[key]; e != nil {
		if e.broken {
			return nil, cannot(EventBroken, "L’événement « "+e.Title+" » ne peut pas être créé (ligne "+fmt.Sprint(e.line)+").", "Corrigez cette ligne d’abord.")
		}
		return e, Problem{}
	}
	return b.newEvent(l, key, title, days)
}

// noon is the middle of a day in Paris, of its midnight of UTC.
func noon(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, paris.Location)
}

// join plans to add to an event that is there: a closed one, or the seats and the letters of a coming one would move.
func (b *peoplePlan) join(known *records.Event) (*EventPlan, Problem) {
	if e := b.events[known.ID]; e != nil {
		return e, Problem{}
	}
	if known.Status != domain.Held {
		return nil, cannot(EventOpen, "L’événement « "+known.Title+" » n’est pas clôturé.", "Clôturez-le d’abord : la reprise n’ajoute qu’à un événement qui a eu lieu.")
	}
	e := &EventPlan{ID: known.ID, Title: known.Title, Place: known.Place, existing: known, people: map[string]int{}, names: map[string]int{}}
	slots, err := records.Slots(b.d.app, known.ID)
	if err == nil {
		err = b.already(e)
	}
	if err != nil || len(slots) == 0 {
		return nil, cannot(EventUnread, "L’événement « "+known.Title+" » n’a pas pu être lu.", "Réessayez, ou choisissez-en un autre.")
	}
	for _, s := range slots {
		e.Slots = append(e.Slots, SlotPlan{s.ID, s.StartsAt.Time(), s.EndsAt.Time()})
	}
	if len(b.halves) > len(slots) {
		b.warn(0, HalfDays, fmt.Sprintf("Le fichier a %d colonnes de demi-journées, l’événement « %s » en a %d.", len(b.halves), known.Title, len(slots)), "Les dernières colonnes ne sont pas lues.")
	}
	b.events[known.ID] = e
	b.Events = append(b.Events, e)
	return e, Problem{}
}

// already notes who is registered at an event that is there.
func (b *peoplePlan) already(e *EventPlan) error {
	rows, err := records.LiveNames(b.d.app, e.ID)
	for _, r := range rows {
		key := domain.NameKey(r.LastName, r.FirstName)
		e.names[key+"|"+b.d.root(r.Structure)], e.people[r.Person] = 1, 1
		if r.Structure == "" {
			e.names[key+"|"] = 1
		}
		e.names[key] = 1
		for _, q := range b.d.people[key] {
			if q.ID == r.Person {
				e.people[q.root] = 1
			}
		}
	}
	return err
}

func (b *peoplePlan) newEvent(l domain.ImportLine, key, title string, days []time.Time) (e *EventPlan, why Problem) {
	e = &EventPlan{Title: title, Place: cmp.Or(b.m.cell(l, domain.FieldPlace), b.m.Place), Days: days, line: l.Number,
		Hours: cmp.Or(b.m.cell(l, domain.FieldTime), b.m.Hours), people: map[string]int{}, names: map[string]int{}}
	b.events[key] = e
	e.Territory, e.Programme = b.m.Territory, b.m.Programme
	if cell := b.m.cell(l, domain.FieldPlaceTerr); cell != "" {
		e.Territory = item(b.d.lists.Territories, cell)
	}
	if cell := b.m.cell(l, domain.FieldProgramme); cell != "" {
		e.Programme = cmp.Or(item(b.d.lists.Programmes, cell), e.Programme)
	}
	if e.Programme == "" {
		e.broken = true
		return nil, cannot(NoProgramme, "Le programme de « "+title+" » n’est pas connu.", "Choisissez le programme de tout le fichier sous les colonnes, ou une colonne qui le dit.")
	}
	if !noon(days[len(days)-1]).Before(b.now) {
		e.broken = true
		return nil, cannot(NotPast, "Cette date n’est pas passée.", "La reprise est pour le passé : créez l’événement, puis inscrivez.")
	}
	if n := len(b.halves); n > 0 && n != len(days) && n != 2*len(days) && len(days) > 1 || n > 2 && len(days) == 1 {
		e.broken = true
		return nil, cannot(HalfDays, fmt.Sprintf("%d colonnes de demi-journées pour %d jours.", len(b.halves), len(days)), "Donnez une colonne par jour, ou deux.")
	}
	for i := range max(len(days), len(b.halves)) {
		day, half := i, 0
		if len(b.halves) > len(days) {
			day, half = i/2, i%2
		}
		e.Slots = append(e.Slots, SlotPlan{Start: at(days[day], usual[half][0]), End: at(days[day], usual[half][1])})
	}
	b.Events = append(b.Events, e)
	return e, Problem{}
}

// at is an hour of a day in Paris, in minutes after its midnight.
func at(day time.Time, minutes int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), minutes/60, minutes%60, 0, 0, paris.Location).UTC()
}

// hours gives a new event its hours: what the file says, else how long people stayed, else a usual half-day, said so.
func (b *peoplePlan) hours(e *EventPlan) {
	from, to, said := domain.ReadHours(e.Hours)
	switch {
	case said && len(e.Slots) == len(e.Days):
		for i := range e.Slots {
			e.Slots[i].Start, e.Slots[i].End = at(e.Days[i], from), at(e.Days[i], to)
		}
	case e.longest > 0:
		each := (e.longest + len(e.Slots) - 1) / len(e.Slots)
		for i := range e.Slots {
			e.Slots[i].End = e.Slots[i].Start.Add(time.Duration(min(each, 10*60)) * time.Minute)
		}
		if len(e.Slots) > len(e.Days) { // afternoons begin after mornings end
			for i := 1; i < len(e.Slots); i += 2 {
				e.Slots[i-1].End = e.Slots[i-1].Start.Add(time.Duration(min(each, 5*60)) * time.Minute)
				e.Slots[i].End = e.Slots[i].Start.Add(time.Duration(min(each, 5*60)) * time.Minute)
			}
		}
	default:
		b.warn(e.line, HoursUnknown, "Horaires inconnus pour « "+e.Title+" » : des demi-journées de 3 h 30 sont comptées.", "Donnez les horaires (« 9h - 17h ») pour que les heures soient justes.")
	}
}
