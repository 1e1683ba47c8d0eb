package hooks_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

func TestACertificateIsAlsoAPage(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e, r, cert := attended(t, app, false)
	token, err := link.Token(app, link.Certificate, cert.ID)
	must(t, err)
	at := srv.URL + "/attestations/" + token
	a := get(t, c, at)
	has(t, a, 200, "Attestation en préparation", "Élise L’Hôpital-Œuvré")
	lacks(t, a, "Télécharger le PDF", "attestation.pdf")
	_, err = certificate.Seal(app, testapp.Now, 10)
	must(t, err)
	has(t, get(t, c, at), 200, "Attestation valable", "Attestation de présence", "Nous attestons que", "a participé partiellement à", "Journée d’essai",
		"Samedi 21 novembre 2026, 9\u00a0h - 12\u00a0h\u00a030", "non suivi", "3\u00a0h\u00a030", "Présence partielle", "demi-journée au moins",
		cert.Number, ticket.ShowCertificateCode(cert.Code), srv.URL+"/verifier/", "/attestations/"+token+"/attestation.pdf", `href="/charte.css?couleur=0b5563"`)
	own, err := link.Token(app, link.Registration, r.ID)
	must(t, err)
	has(t, get(t, c, srv.URL+"/inscriptions/"+own), 200, `href="/attestations/`+token+`"`, "La lire en ligne")

	place, err := door.Open(app, e.ID, "", "x") // the afternoon is found out to have been attended: reissued
	must(t, err)
	when := place.Slots[1].StartsAt.Time()
	_, err = door.Sync(app, when, place, door.Batch{SentAt: when.Format(time.RFC3339), Scans: []door.Scan{{Nonce: "n2", Code: r.Ticket, Slot: place.Slots[1].ID, At: when.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	next, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	must(t, err)
	after, err := link.Token(app, link.Certificate, next.ID)
	must(t, err)
	a = get(t, c, at)
	has(t, a, 200, "Attestation remplacée", "Présence corrigée", `href="/attestations/`+after+`"`, "Ce qu’elle disait")
	lacks(t, a, "Télécharger le PDF")
	_, err = certificate.Seal(app, testapp.Now, 10)
	must(t, err)
	lacks(t, get(t, c, srv.URL+"/attestations/"+after), "partiellement", "Présence partielle")

	must(t, records.RevokeCertificate(app, next.ID, "Erreur de personne.", records.At(testapp.Now)))
	a = get(t, c, srv.URL+"/attestations/"+after)
	has(t, a, 200, "Attestation révoquée", "vendredi 20 novembre 2026", "Erreur de personne.")
	lacks(t, a, "Télécharger le PDF")
	must(t, certificate.Erase(app, testapp.Now, "test", next.ID, "Demande de la personne."))
	a = get(t, c, srv.URL+"/attestations/"+after)
	has(t, a, 200, "Identité effacée", "L’identité de la personne a été effacée", "Journée d’essai")
	lacks(t, a, "Élise", "Hôpital")
}

// The secret of one certificate leads to that of another only where both are of one person.
func TestAReplacementOfSomebodyElseIsNotLinked(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	_, _, cert := attended(t, app, true)
	token, err := link.Token(app, link.Certificate, cert.ID)
	must(t, err)
	must(t, records.RevokeCertificate(app, cert.ID, "Remplacée.", records.At(testapp.Now)))
	other := *cert
	other.Number, other.Code, other.Supersedes, other.Registration = "ATT-2026-000099", ticket.NewCertificateCode(), cert.ID, testapp.Register(t, app, testapp.Event(t, app, 5, nil), "Autre", "Bruno").ID
	must(t, records.AddCertificate(app, &other))
	stranger, err := link.Token(app, link.Certificate, other.ID)
	must(t, err)
	a := get(t, c, srv.URL+"/attestations/"+token)
	has(t, a, 200, "Attestation remplacée")
	lacks(t, a, stranger)
}

func TestTheCharterIsOneColour(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	for query, want := range map[string]string{"": "#0b5563", "?couleur=7a1f5c": "#7a1f5c", "?couleur=%237A1F5C": "#7a1f5c", "?couleur=ffffff": "#0b5563",
		"?couleur=red%3B%7D*%7Bdisplay%3Anone": "#0b5563"} {
		a := get(t, c, srv.URL+"/charte.css"+query)
		if a.status != 200 || strings.TrimSpace(a.body) != ".paper { --charter: "+want+" }" {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
}
