package hooks_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

const lookAt = "/gestion/reglages/attestations"

// looks is a form of how certificates look: pairs of field and value over a good one, and a picture of a signature.
func looks(t *testing.T, c *http.Client, to string, signature []byte, pairs ...string) answer {
	t.Helper()
	fields := map[string]string{"modele": "frame", "couleur": "#7A1F5C", "introduction": "Le réseau d’essai\natteste que", "conclusion": "Pour servir.",
		"signataire": "Direction d’essai", "signataire-fonction": "Directrice", "siret": "732 829 320 00074", "nda": "32 62 01234 62"}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		must(t, form.WriteField(name, value))
	}
	part, err := form.CreateFormFile("signature", map[bool]string{true: "signature.png"}[signature != nil])
	must(t, err)
	_, err = part.Write(signature)
	must(t, err)
	must(t, form.Close())
	res, err := c.Post(to, form.FormDataContentType(), &b)
	return read(t, res, err)
}

func lookHouse(t *testing.T) (app core.App, at string, c *http.Client) {
	a := testapp.New(t)
	srv := testapp.Serve(t, a)
	return a, srv.URL + lookAt, testapp.Login(t, srv, testapp.User(t, a, records.Coordinator, "c@exemple.invalid"))
}

func designOf(t *testing.T, app core.App) *records.Settings {
	t.Helper()
	set, err := records.LoadSettings(app)
	must(t, err)
	return set
}

func TestTheLookIsKept(t *testing.T) {
	app, at, c := lookHouse(t)
	has(t, get(t, c, at), 200, "Ce qui est déjà émis ne change pas", `value="#0b5563"`, "Camille Exemple", "SPÉCIMEN", "Nous attestons que")
	if a := looks(t, c, at, picture(t)); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	set := designOf(t, app)
	want := domain.CertificateDesign{Layout: domain.FrameLayout, Colour: "#7a1f5c", Intro: "Le réseau d’essai\natteste que", Closing: "Pour servir.",
		Signature: set.Design.Signature, SIRET: "73282932000074", NDA: "32620123462"}
	if set.Design.CertificateDesign != want || set.SignatoryName != "Direction d’essai" || set.SignatoryFunction != "Directrice" || !strings.HasPrefix(want.Signature, "signature:") {
		t.Errorf("kept: %+v %q %q", set.Design, set.SignatoryName, set.SignatoryFunction)
	}
	has(t, get(t, c, at), 200, "atteste que", `value="#7a1f5c"`, `class="paper framed"`, `href="/charte.css?couleur=7a1f5c"`, `src="/gestion/logo/`+want.Signature+`"`,
		"Direction d’essai", "Directrice", "732\u00a0829\u00a0320\u00a000074", "Pour servir.")
	looks(t, c, at, nil, "signature-id", "autre") // without a file the signature stays
	if got := designOf(t, app).Design.Signature; got != want.Signature {
		t.Errorf("the signature became %q", got)
	}
	post(t, c, at+"/maison")
	set = designOf(t, app)
	if d := set.Design; d.Layout+d.Colour+d.Intro+d.Closing != "" || d.Signature != want.Signature || d.SIRET == "" || set.SignatoryName == "" {
		t.Errorf("of the house: %+v", d)
	}
	looks(t, c, at, nil, "sans-signature", "1", "siret", "", "nda", "")
	if d := designOf(t, app).Design; d.Signature+d.SIRET+d.NDA != "" {
		t.Errorf("taken off: %+v", d)
	}
}

// huge is the head of a PNG that says to be of so many pixels a side.
func huge(side uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)
	head = append(head, 8, 2, 0, 0, 0)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestAWrongLookIsSaidAtItsField(t *testing.T) {
	app, at, c := lookHouse(t)
	before := fingerprint(t, app)
	for _, bad := range []struct{ field, value, want string }{
		{"modele", "baroque", "Choisissez une des réponses"}, {"couleur", "rouge vif", "Cette couleur ne se lit pas"}, {"couleur", "#ffd500", "contraste 1,4 pour 1"},
		{"introduction", strings.Repeat("a", 301), "C’est trop long"}, {"conclusion", strings.Repeat("a\n", 7) + "a", "C’est trop long"},
		{"signataire", strings.Repeat("a", 301), "C’est trop long"}, {"siret", "732 829 320 00075", "Un SIRET a quatorze chiffres"}, {"nda", "12", "onze chiffres"},
	} {
		for _, to := range []string{at, at + "/apercu.pdf"} {
			a := looks(t, c, to, nil, bad.field, bad.value, "nda-autre", "x")
			has(t, a, 422, bad.want, `href="#`+bad.field+`"`, `value="Directrice"`, "<title>Erreur")
			if bad.field != "signataire" {
				has(t, a, 422, `value="Direction d’essai"`)
			}
		}
	}
	var asGIF bytes.Buffer
	must(t, gif.Encode(&asGIF, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black}), nil))
	for name, content := range map[string][]byte{"a page named .png": []byte("<!doctype html><script>alert(1)</script>"), "a GIF": asGIF.Bytes(), "nothing": {},
		"an SVG": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "cut": picture(t)[:40], "100 000 pixels a side": huge(100000), "25 million pixels": huge(5000),
		"over 5 MB": append(picture(t), make([]byte, 5<<20)...)} {
		a := looks(t, c, at, content)
		has(t, a, 422, "une image PNG ou JPEG", `href="#signature"`, "Pour servir.")
		lacks(t, a, "<script>alert")
		if t.Failed() {
			t.Fatal(name)
		}
	}
	if a := looks(t, c, at, make([]byte, 8<<20)); a.status != 413 {
		t.Errorf("8 MB: %d", a.status)
	}
	// One of 20 MB is not read to its end: the answer, or the cut, comes before.
	if res, err := c.Post(at, "multipart/form-data; boundary=x", bytes.NewReader(make([]byte, 20<<20))); err == nil {
		if res.Body.Close(); res.StatusCode != 413 {
			t.Errorf("20 MB: %d", res.StatusCode)
		}
	}
	if fingerprint(t, app) != before {
		t.Error("a refused form changed a row")
	}
}

func TestAPreviewKeepsNothing(t *testing.T) {
	app, at, c := lookHouse(t)
	before := fingerprint(t, app)
	a := looks(t, c, at+"/apercu", nil, "fragment", "1", "introduction", "Le réseau <b>atteste</b> que")
	has(t, a, 200, `<article class="paper framed" data-colour="#7a1f5c"`, "Le réseau &lt;b&gt;atteste&lt;/b&gt; que", "Camille Exemple")
	lacks(t, a, "<html", "<form")
	has(t, looks(t, c, at+"/apercu", nil, "fragment", "1", "couleur", "#ffffff"), 200, "trop claire", `data-colour="#0b5563"`)
	has(t, looks(t, c, at+"/apercu", nil), 200, "rien n’est encore enregistré", "<html", `value="#7A1F5C"`, `href="/charte.css?couleur=7a1f5c"`)
	for kind, want := range map[string]string{certificate.Attendance: "a participé à", certificate.Partial: "Présence partielle", certificate.Placement: "Attestation de stage",
		certificate.Speaking: "Repérer une crise", certificate.Yearly: "Récapitulatif annuel 2026", "autre": "Attestation de présence"} {
		has(t, looks(t, c, at+"/apercu", nil, "fragment", "1", "genre", kind), 200, want)
		a := looks(t, c, at+"/apercu.pdf", picture(t), "genre", kind)
		if a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") {
			t.Errorf("%s: %d %.40q", kind, a.status, a.body)
		}
	}
	with, without := looks(t, c, at+"/apercu.pdf", picture(t)), looks(t, c, at+"/apercu.pdf", nil)
	if with.body == without.body {
		t.Error("the signature that was sent is not drawn")
	}
	if fingerprint(t, app) != before {
		t.Error("a preview changed a row")
	}
}

// A signature is kept as PNG whatever was sent, its ground transparent where it was.
func TestASignatureKeepsItsGround(t *testing.T) {
	app, at, c := lookHouse(t)
	drawn := image.NewNRGBA(image.Rect(0, 0, 2000, 900))
	for x := range 2000 {
		drawn.Set(x, 450, color.NRGBA{10, 20, 90, 255})
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, drawn))
	looks(t, c, at, b.Bytes())
	f, err := records.FileOf(app, designOf(t, app).Design.Signature)
	must(t, err)
	kept, err := png.Decode(bytes.NewReader(f.Bytes))
	must(t, err)
	if _, _, _, alpha := kept.At(0, 0).RGBA(); alpha != 0 || kept.Bounds().Dx() > 600 {
		t.Errorf("kept %v, alpha %d", kept.Bounds(), alpha)
	}
	b.Reset()
	must(t, jpeg.Encode(&b, drawn, nil))
	looks(t, c, at, append(b.Bytes(), "<?php caché"...))
	f, err = records.FileOf(app, designOf(t, app).Design.Signature)
	must(t, err)
	if _, err := png.Decode(bytes.NewReader(f.Bytes)); err != nil || bytes.Contains(f.Bytes, []byte("<?php")) {
		t.Errorf("what came behind the picture is kept: %v", err)
	}
}

func TestLogosChangePlaces(t *testing.T) {
	app, at, c := lookHouse(t)
	set := designOf(t, app)
	set.Logos = records.List{"logo:a", "logo:b", "logo:c"}
	must(t, records.SaveSettings(app, set))
	to := strings.TrimSuffix(at, "/attestations") + "/logo/deplacer"
	for _, move := range []struct{ logo, way, want string }{{"logo:a", "avant", "a b c"}, {"logo:c", "apres", "a b c"}, {"logo:a", "apres", "b a c"},
		{"logo:c", "avant", "b c a"}, {"logo:x", "avant", "b c a"}} {
		post(t, c, to, "logo", move.logo, "sens", move.way)
		if got := strings.ReplaceAll(strings.Join(designOf(t, app).Logos, " "), "logo:", ""); got != move.want {
			t.Errorf("%s %s: %s, want %s", move.logo, move.way, got, move.want)
		}
	}
}

// What is issued has the bytes and the page of its day, whatever the look becomes.
func TestWhatIsIssuedKeepsItsLook(t *testing.T) {
	app, at, c := lookHouse(t)
	looks(t, c, at, picture(t))
	_, r, cert := attended(t, app, true)
	token, err := link.Token(app, link.Certificate, cert.ID)
	must(t, err)
	page := strings.TrimSuffix(at, lookAt) + "/attestations/" + token
	read := func(path string) string {
		a := get(t, c, path)
		if a.status != 200 {
			t.Fatalf("%s: %d", path, a.status)
		}
		return a.body
	}
	before, paper := read(page), read(page+"/attestation.pdf")
	has(t, get(t, c, page), 200, "framed", "couleur=7a1f5c", "Pour servir.", "Direction d’essai", "data:image/png;base64,")
	looks(t, c, at, nil, "modele", "sober", "couleur", "#000000", "introduction", "Autre", "conclusion", "", "sans-signature", "1", "signataire", "Autre personne", "siret", "", "nda", "")
	if read(page) != before || read(page+"/attestation.pdf") != paper {
		t.Error("a change of the look changed what is issued")
	}
	var again bytes.Buffer
	fresh, err := records.CertificateOf(app, cert.ID)
	must(t, err)
	must(t, certificate.Draw(app, &again, fresh))
	if again.String() != paper {
		t.Error("drawn again, it is not the same")
	}
	must(t, certificate.Reissue(app, testapp.Now, "test", cert.ID, "Nom corrigé."))
	next, err := records.LiveCertificate(app, r.ID, certificate.Attendance)
	must(t, err)
	if s := string(next.Content); !strings.Contains(s, `"Autre"`) || strings.Contains(s, "7a1f5c") || strings.Contains(s, "signature:") {
		t.Errorf("the new one has the old look: %s", s)
	}
}
