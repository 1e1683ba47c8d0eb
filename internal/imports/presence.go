package imports

import (
	"slices"

	"passerelle/internal/domain"
)

func (b *peoplePlan) saysNo(lines []domain.ImportLine) bool {
	at := slices.Index(b.m.Columns, domain.FieldPresence)
	for _, l := range lines {
		for _, c := range append([]int{at}, b.halves...) {
			if domain.ReadPresence(l.Cell(c)) == domain.CameNo {
				return true
			}
		}
	}
	return false
}

// came reads the presences of a line, by half-day of the event.
func (b *peoplePlan) came(l domain.ImportLine, e *EventPlan) (came []domain.Came, ok bool) {
	whole := domain.CameYes
	if b.m.has(domain.FieldPresence) {
		cell := b.m.cell(l, domain.FieldPresence)
		if whole = domain.ReadPresence(cell); whole == domain.CameUnread {
			return nil, false
		}
		if whole == domain.CameUnsaid {
			whole = domain.CameNo
			if b.negative {
				b.warn(l.Number, PresenceUnsaid, "La présence n’est pas dite : la personne est comptée absente.", "Complétez la cellule si elle est venue.")
			}
		}
	}
	for range e.Slots {
		came = append(came, whole)
	}
	for i, c := range b.halves[:min(len(b.halves), len(e.Slots))] {
		switch v := domain.ReadPresence(l.Cell(c)); v {
		case domain.CameUnread:
			return nil, false
		case domain.CameUnsaid:
			came[i] = domain.CameNo
		default:
			came[i] = v
		}
	}
	for i := len(b.halves); len(b.halves) > 0 && i < len(came); i++ {
		came[i] = domain.CameNo
	}
	return came, true
}
