package event_test

import (
	"testing"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// An event that was closed, reopened and called off attests nothing any more, and tells so.
func TestCancelRevokesWhatWasCertifiedBeforeAReopening(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "Attestée", "Alba")
	now := e.StartsAt.Time().Add(time.Minute)
	arrive(t, app, e, r, slotsOf(t, app, e)[0].ID, now)
	if err := event.Close(app, now, "essai", e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Seal(app, now, 10); err != nil {
		t.Fatal(err)
	}
	if err := event.Reopen(app, now, "essai", e.ID, "Une erreur de date."); err != nil {
		t.Fatal(err)
	}
	if _, err := records.LiveCertificate(app, r.ID, certificate.Attendance); err != nil {
		t.Fatalf("a reopening alone: %v", err)
	}
	if err := event.Cancel(app, now, "essai", e.ID, "La salle était fermée."); err != nil {
		t.Fatal(err)
	}
	if _, err := records.LiveCertificate(app, r.ID, certificate.Attendance); !domain.Is(err, domain.ErrNotFound) {
		t.Fatalf("still valid: %v", err)
	}
	if n := lettersOf(t, app, e, mail.CertificateOff); len(n) != 1 {
		t.Errorf("letters of withdrawal: %v", n)
	}
}
