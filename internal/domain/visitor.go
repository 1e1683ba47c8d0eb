package domain

import "time"

// VisitorsBefore is how long before a half-day people without a registration may announce themselves.
const VisitorsBefore = 2 * time.Hour

// VisitorsOpen tells whether people without a registration may announce themselves now: from two hours before a
// half-day to its end. next is when they may, where they may not yet; zero: it is over.
func VisitorsOpen(slots []Slot, now time.Time) (open bool, next time.Time) {
	for _, s := range slots {
		from := s.Start.Add(-VisitorsBefore)
		if !now.Before(from) && now.Before(s.End) {
			return true, time.Time{}
		}
		if now.Before(from) && (next.IsZero() || from.Before(next)) {
			next = from
		}
	}
	return false, next
}
