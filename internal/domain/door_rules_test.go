package domain_test

import (
	"testing"

	"passerelle/internal/domain"
)

// What a phone is told beforehand is what the server says of a scan that comes later.
func TestAtDoorIsTheRule(t *testing.T) {
	for _, state := range []domain.State{domain.Confirmed, domain.Waitlisted, domain.Offered, domain.Requested, domain.PendingManager,
		domain.RegistrationStopped, domain.Refused, domain.Expired, domain.Replaced} {
		for _, open := range []bool{true, false} {
			for _, chosen := range []bool{true, false} {
				want := domain.DecideScan(admitted(func(c *domain.ScanCase) { c.State, c.EventOpen, c.SlotChosen = state, open, chosen }))
				if got := domain.AtDoor(open, state, chosen); got != want {
					t.Errorf("%s, open %v, slot chosen %v: %s, and %s at the door", state, open, chosen, got, want)
				}
			}
		}
	}
}
