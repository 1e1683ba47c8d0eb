package domain

import "strconv"

// CheckValidity refuses the years in which a line of a list is offered (empty: not bounded): ErrYear at « valid_from » or
// « valid_to » for what is no year, ErrSlotOrder at « valid_to » for an end before its beginning.
func CheckValidity(from, to string) (errs Errors) {
	for _, y := range []struct{ field, year string }{{"valid_from", from}, {"valid_to", to}} {
		if n, err := strconv.Atoi(y.year); y.year != "" && (err != nil || n < 2000 || n > 2199) {
			errs = append(errs, Error{Code: ErrYear, Field: y.field})
		}
	}
	if from != "" && to != "" && to < from {
		errs = append(errs, Error{Code: ErrSlotOrder, Field: "valid_to"})
	}
	return errs
}
