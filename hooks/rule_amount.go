package hooks

import (
	"strconv"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// amountField is the field where a form asks how much a rule asks; empty for a rule that counts nothing.
func amountField(rule string) string {
	switch rule {
	case domain.EnoughSlots:
		return "rule_slots"
	case domain.EnoughMinutes:
		return "rule_hours"
	}
	return ""
}

// amountTyped says an amount as the form does: half-days in one field, hours in the other.
func amountTyped(rule string, amount int) (slots, hours string) {
	switch {
	case amount == 0:
	case rule == domain.EnoughSlots:
		slots = strconv.Itoa(amount)
	case rule == domain.EnoughMinutes:
		hours = paris.Minutes(amount)
	}
	return slots, hours
}

// amountRead reads what a rule asks; what cannot be read is refused at its field. A rule that counts nothing asks for
// nothing, whatever was typed beside it.
func amountRead(rule, slots, hours string) (amount int, refused *domain.Error) {
	switch rule {
	case domain.EnoughSlots:
		n, err := strconv.Atoi(strings.TrimSpace(slots))
		if err != nil || n < 1 {
			return 0, &domain.Error{Code: domain.ErrNumber, Field: amountField(rule)}
		}
		return n, nil
	case domain.EnoughMinutes:
		n, err := paris.ReadMinutes(hours)
		if err != nil || n < 1 {
			return 0, &domain.Error{Code: domain.ErrDuration, Field: amountField(rule)}
		}
		return n, nil
	}
	return 0, nil
}
