package domain

import (
	"fmt"
	"slices"
	"time"
)

// MaxQuotas is how many quotas an event may have.
const MaxQuotas = 30

// Same tells whether two quotas bound or reserve the same thing, whatever their number and their end.
func (q Quota) Same(o Quota) bool { return q.Kind == o.Kind && q.Of == o.Of }

// Reserved is how many seats the quotas that hold at now keep for some.
func Reserved(quotas []Quota, now time.Time) (n int) {
	for _, q := range quotas {
		if q.Reserves() && q.Active(now) {
			n += q.Max
		}
	}
	return n
}

// CheckQuotas refuses what cannot stand, at « quota-N-max », « quota-N-of », « quota-N-kind » or
// « quota-N-until » (from 0, in the order given). capacity 0 is no limit. was are the quotas that stood before:
// an end that has passed since may stay as it was.
func CheckQuotas(quotas []Quota, capacity int, was []Quota, now time.Time) (errs Errors) {
	refuse := func(i int, code Code, field, arg string) {
		errs = append(errs, Error{Code: code, Field: fmt.Sprintf("quota-%d-%s", i, field), Arg: arg})
	}
	reserved := 0
	for i, q := range quotas {
		needsOf := q.Reserves()
		switch {
		case i >= MaxQuotas:
			refuse(i, ErrTooLong, "kind", "")
			return errs
		case !slices.Contains(QuotaKinds, q.Kind):
			refuse(i, ErrChoice, "kind", "")
			continue
		case needsOf && q.Of == "", q.Of != "" && (q.Kind == PerStructure || q.Kind == PerParent):
			refuse(i, ErrChoice, "of", "")
		case slices.ContainsFunc(quotas[:i], q.Same):
			refuse(i, ErrTwice, "kind", "")
		}
		switch {
		case q.Max < 1 || q.Max > MaxSeats:
			refuse(i, ErrNumber, "max", "")
		case needsOf && capacity == 0:
			refuse(i, ErrNoCapacity, "max", "")
		case needsOf && q.Active(now):
			if reserved += q.Max; reserved > capacity && reserved-q.Max <= capacity {
				refuse(i, ErrReserved, "max", fmt.Sprint(Reserved(quotas, now)))
			}
		}
		stood := slices.ContainsFunc(was, func(o Quota) bool { return o.Same(q) && o.Until.Equal(q.Until) })
		if !q.Active(now) && !stood {
			refuse(i, ErrMomentPast, "until", "")
		}
	}
	return errs
}

// MaxSeats is the greatest number of seats of an event.
const MaxSeats = 100000
