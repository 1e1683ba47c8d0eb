package hooks_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/hooks"
	"passerelle/internal/certificate"
	"passerelle/internal/records"
	"passerelle/internal/seal"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// delivered is what was given for a registration: its certificate as it stands, its file, its signature.
type delivered struct {
	*records.Certificate
	paper, signature []byte
}

func deliver(t *testing.T, app core.App, id string) delivered {
	t.Helper()
	c, err := records.CertificateOf(app, id)
	must(t, err)
	paper, err := records.FileOf(app, certificate.FileID(id))
	must(t, err)
	signature, err := records.FileOf(app, seal.FileID(id))
	must(t, err)
	return delivered{c, paper.Bytes, signature.Bytes}
}

// upload sends a file to be checked, as a browser without JavaScript does.
func upload(t *testing.T, c *http.Client, base, code string, paper []byte) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if code != "" {
		must(t, w.WriteField("code", code))
	}
	if paper != nil {
		part, err := w.CreateFormFile("fichier", "attestation.pdf")
		must(t, err)
		_, err = part.Write(paper)
		must(t, err)
	}
	must(t, w.Close())
	res, err := c.Post(base+"/verifier", w.FormDataContentType(), &body)
	must(t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	must(t, err)
	return answer{status: res.StatusCode, body: string(text)}
}

func altered(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 1
	return b
}

// forgeries is a platform with a certificate in each state, and another platform.
type forgeries struct {
	base                             string
	c                                *http.Client
	valid, replaced, revoked, erased delivered
	elsewhere                        delivered
	key, otherKey                    []byte
	validName, secretReason          string
}

func forge(t *testing.T) (f forgeries, app core.App) {
	one, other := testapp.New(t), testapp.New(t)
	f = forgeries{base: testapp.Serve(t, one).URL, c: testapp.Browser(t), validName: "Élise L’Hôpital-Œuvré", secretReason: "Était souffrante, dit sa cheffe Nora"}
	_, r, first := attended(t, one, true)
	f.replaced = deliver(t, one, first.ID)
	must(t, certificate.Reissue(one, testapp.Now, "test", first.ID, f.secretReason))
	_, err := certificate.Seal(one, testapp.Now, 10)
	must(t, err)
	live, err := records.LiveCertificate(one, r.ID, certificate.Attendance)
	must(t, err)
	f.valid = deliver(t, one, live.ID)
	_, withheld, c := attended(t, one, true)
	f.revoked = deliver(t, one, c.ID)
	must(t, certificate.Withhold(one, testapp.Now, "test", withheld.ID, f.secretReason))
	_, _, c = attended(t, one, true)
	f.erased = deliver(t, one, c.ID)
	must(t, certificate.Erase(one, testapp.Now, "test", c.ID, f.secretReason))
	_, _, c = attended(t, other, true)
	f.elsewhere = deliver(t, other, c.ID)
	f.key, err = seal.Certificate(one)
	must(t, err)
	f.otherKey, err = seal.Certificate(other)
	must(t, err)
	return f, one
}

func TestEachForgeryIsToldPlainly(t *testing.T) {
	f, _ := forge(t)
	const (
		valid     = "Attestation délivrée ici et valable"
		differs   = "Ce fichier n’est pas celui que nous avons délivré\u00a0: au moins un octet diffère"
		authentic = "C’est, à l’octet près, le fichier que nous avons délivré"
	)
	wrong := []byte(f.valid.Code)
	if wrong[5]++; !strings.ContainsRune("23456789ABCDEFGHJKMNPQRSTUVWXYZ", rune(wrong[5])) {
		wrong[5] = '2'
	}
	// What is read at the address of a code: the true name and hours, beside which a changed paper shows.
	for name, row := range map[string]struct {
		code string
		says []string
	}{
		"changed name":           {f.valid.Code, []string{valid, f.validName, "comparez le nom, les dates et les heures. S’ils diffèrent, le document a été modifié"}},
		"changed hours":          {f.valid.Code, []string{valid, "3\u00a0h\u00a030", "non suivi", "Présence à une demi-journée au moins"}},
		"replaced":               {f.replaced.Code, []string{"Attestation remplacée", "la nouvelle attestation fait foi", ticket.ShowCertificateCode(f.valid.Code)}},
		"revoked":                {f.revoked.Code, []string{"Attestation révoquée", "Elle ne vaut plus depuis le", "L’organisme qui l’avait délivrée l’a retirée."}},
		"erased":                 {f.erased.Code, []string{"Identité effacée", "ne peut plus être confirmé", f.erased.Number, "Journée d’essai", "20 novembre 2026"}},
		"truncated code":         {f.valid.Code[:16], []string{"Ce code n’a pas la bonne longueur"}},
		"another platform":       {f.elsewhere.Code, []string{"Aucune attestation de cette plateforme ne porte ce code"}},
		"a code with one error":  {string(wrong), []string{"Une lettre ou un chiffre est faux"}},
		"a code that is made up": {ticket.NewCertificateCode(), []string{"ce document n’a pas été délivré ici"}},
	} {
		a := get(t, f.c, f.base+"/verifier/"+row.code)
		has(t, a, a.status, row.says...)
		lacks(t, a, "souffrante", "Nora")
		if name == "erased" {
			lacks(t, a, "Élise", "Œuvré", "3\u00a0h\u00a030")
		}
	}
	for _, row := range []struct {
		name, code string
		paper      []byte
		status     int
		says       string
	}{
		{"the file", f.valid.Code, f.valid.paper, 200, authentic + ", et l’attestation est valable"},
		{"the file, without its code", "", f.valid.paper, 200, authentic + ", et l’attestation est valable"},
		{"the code of another on this file", f.revoked.Code, f.valid.paper, 200, "Ce fichier est celui d’une autre attestation que nous avons délivrée"},
		{"a byte in the middle", f.valid.Code, altered(f.valid.paper, len(f.valid.paper)/2), 200, differs},
		{"the last byte", f.valid.Code, altered(f.valid.paper, len(f.valid.paper)-1), 200, differs},
		{"a byte more", f.valid.Code, append(bytes.Clone(f.valid.paper), '\n'), 200, differs},
		{"a byte, without its code", "", altered(f.valid.paper, 2000), 200, differs},
		{"the file of another platform", "", f.elsewhere.paper, 200, "ou il vient d’ailleurs"},
		{"the file of another platform under this code", f.valid.Code, f.elsewhere.paper, 200, differs},
		{"replaced", f.replaced.Code, f.replaced.paper, 200, "une autre attestation l’a remplacée"},
		{"revoked", "", f.revoked.paper, 200, "mais l’attestation a été révoquée"},
		{"erased", "", f.erased.paper, 200, "l’identité qu’il porte a été effacée"},
		{"a picture", f.valid.Code, []byte("\x89PNG essai"), 200, "Ce fichier n’est pas un PDF"},
		{"nothing", f.valid.Code, nil, 422, "Choisissez le fichier PDF de l’attestation"},
		{"nothing, without a code", "", nil, 422, "Choisissez le fichier PDF de l’attestation"},
		{"empty", "", []byte{}, 422, "Choisissez le fichier PDF de l’attestation"},
		{"over five megabytes", "", bytes.Repeat([]byte("x"), 5<<20+1), 422, "5\u00a0Mo au plus"},
		{"a wrong code", string(wrong), f.valid.paper, 404, "Une lettre ou un chiffre est faux"},
	} {
		t.Run(row.name, func(t *testing.T) { has(t, upload(t, f.c, f.base, row.code, row.paper), row.status, row.says) })
	}
	has(t, upload(t, f.c, f.base, "", bytes.Repeat([]byte("x"), 8<<20)), 413)
}

func TestAHashLeadsToThePageThatPromisesNothingOfAFile(t *testing.T) {
	f, _ := forge(t)
	for _, hash := range []string{f.valid.SHA256, strings.ToUpper(f.valid.SHA256)} {
		if a := get(t, f.c, f.base+"/verifier/empreinte/"+hash); a.status != 303 || a.location != "/verifier/"+ticket.ShowCertificateCode(f.valid.Code) {
			t.Errorf("%d %s", a.status, a.location)
		}
	}
	for _, hash := range []string{f.elsewhere.SHA256, "0", strings.Repeat("0", 64), "%20"} {
		has(t, get(t, f.c, f.base+"/verifier/empreinte/"+hash), 404, "Fichier inconnu")
	}
	page := get(t, f.c, f.base+"/verifier/"+f.valid.Code)
	if shown, _, ok := strings.Cut(page.body, "<template data-verdict"); !ok || strings.Contains(shown, "Fichier authentique") {
		t.Error("a page that a link opens says that a file is authentic")
	}
}

func TestASignatureIsServedAndVerifiesOffline(t *testing.T) {
	f, app := forge(t)
	served := get(t, f.c, f.base+"/sceau/"+ticket.ShowCertificateCode(f.valid.Code)+"/signature.p7s")
	if served.status != 200 || served.body != string(f.valid.signature) {
		t.Error("the signature is the one that is stored:", served.status)
	}
	if key := get(t, f.c, f.base+"/.well-known/passerelle-sceau.pem"); key.status != 200 || key.body != string(f.key) {
		t.Error("the certificate of the seal:", key.status)
	}
	prints, err := seal.Fingerprints(f.key)
	must(t, err)
	has(t, get(t, f.c, f.base+"/verifier/soi-meme"), 200, prints[0], "openssl cms -verify")
	has(t, get(t, f.c, f.base+"/mentions-legales"), 200, "/verifier/soi-meme")
	if a := get(t, f.c, f.base+"/sceau/"+f.erased.Code+"/signature.p7s"); a.status != 404 {
		t.Error("the signature of what was erased:", a.status)
	}
	dir := t.TempDir()
	put := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, b, 0o600))
		return path
	}
	for _, row := range []struct {
		name             string
		paper, sign, key []byte
		code             int
		says             string
	}{
		{"valid", f.valid.paper, nil, nil, 0, "et l’attestation est valable"},
		{"replaced", f.replaced.paper, nil, nil, 2, "Code de celle qui la remplace : " + ticket.ShowCertificateCode(f.valid.Code)},
		{"revoked", f.revoked.paper, nil, nil, 2, "attestation révoquée"},
		{"erased", f.erased.paper, nil, nil, 2, "identité effacée"},
		{"altered", altered(f.valid.paper, 99), nil, nil, 2, "Fichier inconnu"},
		{"signed", f.valid.paper, f.valid.signature, f.key, 0, "Fichier authentique : la signature est celle de ce fichier"},
		{"signed, altered", altered(f.valid.paper, 99), f.valid.signature, f.key, 2, "Signature refusée"},
		{"signed, the signature of another file", f.valid.paper, f.revoked.signature, f.key, 2, "Signature refusée"},
		{"signed by another platform", f.elsewhere.paper, f.elsewhere.signature, f.key, 2, "Signature refusée"},
		{"the key of another platform", f.valid.paper, f.valid.signature, f.otherKey, 2, "Signature refusée"},
		{"no signature", f.valid.paper, f.valid.paper, f.key, 1, "n’est pas une signature"},
		{"no key", f.valid.paper, f.valid.signature, f.valid.paper, 1, "n’est pas le certificat d’un sceau"},
		{"a signature without a key", f.valid.paper, f.valid.signature, nil, 1, "vont ensemble"},
	} {
		var out bytes.Buffer
		signature, key := "", ""
		if row.sign != nil {
			signature = put("x.p7s", row.sign)
		}
		if row.key != nil {
			key = put("x.pem", row.key)
		}
		if code := hooks.VerifyPaper(app, put("x.pdf", row.paper), signature, key, &out, &out); code != row.code || !strings.Contains(out.String(), row.says) {
			t.Errorf("%s: exit %d %q", row.name, code, out.String())
		}
	}
	var out bytes.Buffer
	if code := hooks.VerifyPaper(app, filepath.Join(dir, "rien.pdf"), "", "", &out, &out); code != 1 {
		t.Errorf("no file: exit %d", code)
	}
}

// What was issued before the platform signed is signed once, at a start.
func TestEarlierCertificatesAreSigned(t *testing.T) {
	app := testapp.New(t)
	_, _, c := attended(t, app, true)
	before := deliver(t, app, c.ID)
	for _, sql := range []string{"DROP TRIGGER certificate_files_stay", "DELETE FROM files WHERE id LIKE 'seal:%'"} {
		_, err := app.DB().NewQuery(sql).Execute()
		must(t, err)
	}
	for range 2 {
		must(t, certificate.SignEarlier(app, testapp.Now))
	}
	if after := deliver(t, app, c.ID); !bytes.Equal(after.signature, before.signature) {
		t.Error("another signature of the same file")
	}
}
