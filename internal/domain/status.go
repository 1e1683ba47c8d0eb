package domain

// Status is what a registration is at a half-day, or over all of those it chose.
type Status string

// The statuses; the empty one has nothing to say (not confirmed, or a half-day that was not chosen).
const (
	StatusNone     Status = ""
	StatusExpected Status = "expected"
	StatusPresent  Status = "present"
	StatusPartial  Status = "partial" // some half-days of those chosen
	StatusExcused  Status = "excused"
	StatusAbsent   Status = "absent"
)

// SlotFate is what is known of a registration at one half-day.
type SlotFate struct {
	Chosen, Over, Present, Excused bool // Over: the half-day has ended, and nobody waits for a phone any more
}

// StatusAt is the status at one half-day. Who is present is not excused; who is excused is so before the day.
func StatusAt(confirmed bool, f SlotFate) Status {
	switch {
	case f.Present:
		return StatusPresent
	case !confirmed || !f.Chosen:
		return StatusNone
	case f.Excused:
		return StatusExcused
	case f.Over:
		return StatusAbsent
	}
	return StatusExpected
}

// StatusOf is the status over the half-days: present at all those chosen that have ended, at some of them, excused
// or absent at all, expected while one is to come. A presence counts whatever the state of the registration.
func StatusOf(confirmed bool, fates []SlotFate) Status {
	n := map[Status]int{}
	for _, f := range fates {
		n[StatusAt(confirmed, f)]++
	}
	missed := n[StatusAbsent] + n[StatusExcused]
	switch {
	case n[StatusPresent] > 0 && missed > 0:
		return StatusPartial
	case n[StatusPresent] > 0:
		return StatusPresent
	case n[StatusExpected] > 0:
		return StatusExpected
	case n[StatusAbsent] > 0:
		return StatusAbsent
	case n[StatusExcused] > 0:
		return StatusExcused
	}
	return StatusNone
}
