package registration_test

import (
	"testing"

	"passerelle/internal/records"
	"passerelle/internal/registration"
)

func TestDrawnAgainUntilFree(t *testing.T) {
	taken := []error{errOf("registrations.event, registrations.short_code"), errOf("registrations.ticket"), nil}
	r := &records.Registration{}
	seen := map[string]bool{}
	err := registration.AddFresh(r, "ABC123", func() error {
		seen[r.Ticket+r.ShortCode] = true
		err := taken[0]
		taken = taken[1:]
		return err
	})
	if err != nil || len(taken) != 0 || len(seen) != 3 {
		t.Error(err, taken, seen)
	}
	other := errOf("registrations.event, registrations.person")
	if err := registration.AddFresh(r, "ABC123", func() error { return other }); err != other {
		t.Error("another index:", err)
	}
	n := 0
	full := errOf("registrations.event, registrations.short_code")
	if err := registration.AddFresh(r, "ABC123", func() error { n++; return full }); err != full || n > 100 {
		t.Error("for ever:", err, n)
	}
}

type errOf string

func (e errOf) Error() string {
	return "constraint failed: UNIQUE constraint failed: " + string(e) + " (2067)"
}
