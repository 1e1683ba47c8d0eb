package domain

import "slices"

// SpokenAt gives the half-days of an event at which somebody speaks: those chosen that it still has, all where none
// is chosen or none is left.
func SpokenAt(slots []Slot, chosen []string) (spoken []Slot) {
	for _, s := range slots {
		if slices.Contains(chosen, s.ID) {
			spoken = append(spoken, s)
		}
	}
	if len(spoken) == 0 {
		return slots
	}
	return spoken
}

// SpokenMinutes gives the minutes that a speech counts: those entered, never over its half-days'; where none is
// entered, the half-days'.
func SpokenMinutes(spoken []Slot, entered int) int {
	whole := 0
	for _, s := range spoken {
		whole += s.Minutes()
	}
	if entered <= 0 {
		return whole
	}
	return min(entered, whole)
}

// SameSpeech tells whether two attestations of a speaker say the same: who, as what, on what, when and how long. When
// they do not, it is reissued.
func (c CertificateContent) SameSpeech(o CertificateContent) bool {
	return c.LastName == o.LastName && c.FirstName == o.FirstName && c.Structure == o.Structure && c.Profession == o.Profession &&
		c.Role == o.Role && c.Subject == o.Subject && c.SameAttendance(o)
}

// SameYear tells whether a yearly summary still says the truth. Settled are the events of the year as they stand;
// suspended those that were opened again or wait: until they are settled, saying them or not is the same. Titles are
// not compared, nor is the order.
func SameYear(frozen, settled, suspended []CertificateEvent) bool {
	rest, ok := takeOff(frozen, settled)
	if !ok {
		return false
	}
	_, ok = takeOff(suspended, rest)
	return ok
}

// SaysNoLess tells whether every event of a summary is among these, with the same hours.
func SaysNoLess(all, frozen []CertificateEvent) bool {
	_, ok := takeOff(all, frozen)
	return ok
}

// takeOff takes some events off others, or says that one of them is not there.
func takeOff(from, some []CertificateEvent) (rest []CertificateEvent, ok bool) {
	rest = slices.Clone(from)
	for _, e := range some {
		i := slices.IndexFunc(rest, func(o CertificateEvent) bool {
			return o.Start == e.Start && o.End == e.End && o.HalfDays == e.HalfDays && o.Minutes == e.Minutes
		})
		if i < 0 {
			return nil, false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return rest, true
}
