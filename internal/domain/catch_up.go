package domain

import "time"

// CatchUpCase is what the rule of a half-day caught up needs to know of the two half-days and of the person.
type CatchUpCase struct {
	State         State  // of the registration
	Status        string // of its event
	OtherStatus   string // of the other group
	SameEvent     bool
	SameProgramme bool
	Attended      bool // the half-day missed was attended after all
	AtOther       bool // registered in the other group for that half-day, or present there
}

// CheckCatchUp refuses a half-day to be caught up in another group: at « other » what is not another group of the same
// programme (ErrCatchUpGroup), one that is not published or held (ErrState) or where the person is already
// (ErrCatchUpThere); at « slot » a half-day that was attended (ErrCatchUpAttended). Whose seat is not confirmed, and
// what was called off, has nothing to catch up (ErrState).
func CheckCatchUp(c CatchUpCase) error {
	live := func(status string) bool { return status == Published || status == Held }
	switch {
	case c.State != Confirmed || !live(c.Status):
		return Error{Code: ErrState}
	case c.SameEvent || !c.SameProgramme:
		return Error{Code: ErrCatchUpGroup, Field: "other"}
	case !live(c.OtherStatus):
		return Error{Code: ErrState, Field: "other"}
	case c.Attended:
		return Error{Code: ErrCatchUpAttended, Field: "slot"}
	case c.AtOther:
		return Error{Code: ErrCatchUpThere, Field: "other"}
	}
	return nil
}

// CatchUpMinutes is what a half-day that was caught up in another group counts: never more than either of the two.
func CatchUpMinutes(missed, other Slot) int { return min(missed.Minutes(), other.Minutes()) }

// CatchUpHours are the hours, at the half-day missed, of a presence that counts these minutes. Zero left: to the end.
func CatchUpHours(missed, other Slot) (arrived, left time.Time) {
	n := CatchUpMinutes(missed, other)
	if n == missed.Minutes() {
		return missed.Start, left
	}
	return missed.Start, missed.Start.Add(time.Duration(max(1, n)) * time.Minute)
}

// CompleteCourse tells whether somebody was present at every half-day of a course, whatever earns its certificate.
func CompleteCourse(t Tally) bool { return t.Slots > 0 && t.Present == t.Slots }

// IssuerChase is how long after the last half-day who has no certificate of the issuer yet is chased, once.
const IssuerChase = 15 * 24 * time.Hour

// issuerLate is how long after that it is too late to begin to.
const issuerLate = 60 * 24 * time.Hour

// ChasesIssuer tells whether the letter about the issuer's certificate is due by itself, for a course that ended then.
func ChasesIssuer(now, end time.Time, status, issuer string) bool {
	due := end.Add(IssuerChase)
	return status == Held && issuer != "" && !now.Before(due) && now.Before(due.Add(issuerLate))
}
