package hooks_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// attended is a closed event where Élise came in the morning only, her certificate reserved and, if asked, sealed.
func attended(t *testing.T, app core.App, sealed bool) (*records.Event, *records.Registration, *records.Certificate) {
	t.Helper()
	e := testapp.Event(t, app, 0, nil)
	r := testapp.Register(t, app, e, "L’Hôpital-Œuvré", "Élise")
	place, err := door.Open(app, e.ID, "", "x")
	must(t, err)
	at := place.Slots[0].StartsAt.Time()
	_, err = door.Sync(app, at, place, door.Batch{SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{Nonce: "n" + r.ID, Code: r.Ticket, Slot: place.Slots[0].ID, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	must(t, event.Close(app, at, "test", e.ID))
	if sealed {
		_, err = certificate.Seal(app, at, 10)
		must(t, err)
	}
	c, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	must(t, err)
	return e, r, c
}

func TestAnyoneChecksACertificate(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	_, r, cert := attended(t, app, true)
	shown := ticket.ShowCertificateCode(cert.Code)
	for _, code := range []string{shown, cert.Code, strings.ToLower(cert.Code), strings.ReplaceAll(shown, "-", "%20")} {
		a := get(t, c, srv.URL+"/verifier/"+code)
		has(t, a, 200, "Attestation délivrée ici et valable", "Élise L’Hôpital-Œuvré", cert.Number, shown, "Journée d’essai", "Centre hospitalier de Lens",
			"Samedi 21 novembre 2026, 9\u00a0h - 12\u00a0h\u00a030", "3\u00a0h\u00a030", "non suivi", "A participé partiellement", "PTSM Artois-Audomarois", cert.SHA256)
		lacks(t, a, r.Email, "/attestations/", r.Ticket)
	}
	has(t, get(t, c, srv.URL+"/VERIFIER/"+shown), 200, "Attestation délivrée ici et valable")
	for _, typed := range []string{shown, strings.ToLower(cert.Code), "+" + cert.Code + "+", "https%3A%2F%2Fexemple.fr%2Fverifier%2F" + cert.Code} {
		if a := get(t, c, srv.URL+"/verifier?code="+typed); a.status != 303 || a.location != "/verifier/"+shown {
			t.Errorf("%s: %d %s", typed, a.status, a.location)
		}
	}
	res, err := c.Get(srv.URL + "/verifier/" + shown)
	must(t, err)
	res.Body.Close()
	if res.Header.Get("Cache-Control") != "no-store" || !strings.Contains(res.Header.Get("X-Robots-Tag"), "noindex") {
		t.Error("a page with a name on it is neither kept nor indexed:", res.Header)
	}
}

func TestAForgedCodeIsRefusedAndSaysWhy(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	_, _, cert := attended(t, app, true)
	code := cert.Code
	swapped := []byte(code)
	for i := 1; i < len(swapped); i++ {
		if swapped[i] != swapped[i-1] {
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			break
		}
	}
	other := byte('2')
	if code[3] == other {
		other = '3'
	}
	for forged, want := range map[string]string{
		code[:19]:                             "Ce code n’a pas la bonne longueur",
		code + "2":                            "Ce code n’a pas la bonne longueur",
		"x":                                   "Ce code n’a pas la bonne longueur",
		strings.Repeat("A", 3000):             "Ce code n’a pas la bonne longueur",
		code[:19] + "O":                       "un signe qui n’y figure jamais",
		code[:18] + "%C3%A9" + code[19:]:      "un signe qui n’y figure jamais",
		string(swapped):                       "deux ont été inversés",
		code[:3] + string(other) + code[4:]:   "Une lettre ou un chiffre est faux",
		ticket.NewCertificateCode():           "Aucune attestation de cette plateforme ne porte ce code",
		"%3Cscript%3Ealert(1)%3C%2Fscript%3E": "bonne longueur",
	} {
		a := get(t, c, srv.URL+"/verifier/"+forged)
		has(t, a, 404, want, "<title>Erreur", `id="code-erreur"`)
		lacks(t, a, "Élise", "<script>alert")
	}
	has(t, get(t, c, srv.URL+"/verifier?code="), 422, "bonne longueur")
	has(t, get(t, c, srv.URL+"/verifier"), 200, "Code de vérification")
}

func TestACertificateSaysWhatBecameOfIt(t *testing.T) {
	app := testapp.New(t)
	srv, c := testapp.Serve(t, app), testapp.Browser(t)
	e, r, cert := attended(t, app, false)
	token, err := link.Token(app, link.Certificate, cert.ID)
	must(t, err)
	pdf := srv.URL + "/attestations/" + token + "/attestation.pdf"
	has(t, get(t, c, srv.URL+"/verifier/"+cert.Code), 200, "Attestation en préparation")
	has(t, get(t, c, pdf), 404, "Attestation en préparation")
	_, err = certificate.Seal(app, testapp.Now, 10)
	must(t, err)
	first := get(t, c, pdf)
	sealed, err := records.CertificateOf(app, cert.ID)
	must(t, err)
	if sum := sha256.Sum256([]byte(first.body)); first.status != 200 || hex.EncodeToString(sum[:]) != sealed.SHA256 {
		t.Error("the bytes are those that were stored:", first.status)
	}
	own, err := link.Token(app, link.Registration, r.ID)
	must(t, err)
	has(t, get(t, c, srv.URL+"/inscriptions/"+own), 200, "Télécharger mon attestation", token)

	place, err := door.Open(app, e.ID, "", "x") // the afternoon is found out to have been attended: reissued
	must(t, err)
	at := place.Slots[1].StartsAt.Time()
	_, err = door.Sync(app, at, place, door.Batch{SentAt: at.Format(time.RFC3339), Scans: []door.Scan{{Nonce: "n2", Code: r.Ticket, Slot: place.Slots[1].ID, At: at.Format(time.RFC3339), Kind: domain.ScanIn}}})
	must(t, err)
	next, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	must(t, err)
	has(t, get(t, c, srv.URL+"/verifier/"+cert.Code), 200, "Attestation remplacée", ticket.ShowCertificateCode(next.Code), "Ce qu’elle disait")
	has(t, get(t, c, pdf), 410, "Attestation révoquée")
	must(t, records.RevokeCertificate(app, next.ID, "Erreur de personne.", records.At(testapp.Now)))
	has(t, get(t, c, srv.URL+"/verifier/"+next.Code), 200, "Attestation révoquée", "L’organisme qui l’avait délivrée l’a retirée.")
	has(t, get(t, c, srv.URL+"/attestations/"+own+"/attestation.pdf"), 404)
}
