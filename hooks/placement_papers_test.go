package hooks_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// handIn posts a form with a file; no name, no file.
func handIn(t *testing.T, c *http.Client, to, field, name string, file []byte, pairs ...string) answer {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		must(t, form.WriteField(pairs[i], pairs[i+1]))
	}
	if name != "" {
		part, err := form.CreateFormFile(field, name)
		must(t, err)
		_, err = part.Write(file)
		must(t, err)
	}
	must(t, form.Close())
	res, err := c.Post(to, form.FormDataContentType(), &b)
	return read(t, res, err)
}

// scanned is a small file of each kind that is taken.
func scanned(t *testing.T) (pdf, jpg, pngs []byte) {
	t.Helper()
	var j, p bytes.Buffer
	page := image.NewGray(image.Rect(0, 0, 20, 30))
	must(t, jpeg.Encode(&j, page, nil))
	must(t, png.Encode(&p, page))
	return []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"), j.Bytes(), p.Bytes()
}

// bomb is a small PNG that says it is 50 000 dots wide and high.
func bomb(t *testing.T) []byte {
	_, _, b := scanned(t)
	binary.BigEndian.PutUint32(b[16:], 50_000)
	binary.BigEndian.PutUint32(b[20:], 50_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

type paperHouse struct {
	app   core.App
	at    string
	desk  *http.Client
	guest *http.Client
	p     *placement.Case
	base  map[domain.Party]string
}

func newPaperHouse(t *testing.T) *paperHouse {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	h := &paperHouse{app: app, at: srv.URL, guest: testapp.Browser(t), desk: testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))}
	c := testapp.Campaign(t, app, nil)
	h.p = testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille")
	h.base = h.links(t, h.p)
	return h
}

func (h *paperHouse) links(t *testing.T, p *placement.Case) map[domain.Party]string {
	t.Helper()
	base := map[domain.Party]string{domain.PartyCoordinator: h.at + "/gestion/placements/" + p.Row.ID}
	for party, kind := range map[domain.Party]string{domain.PartyTrainee: link.PlacementTrainee, domain.PartyHost: link.PlacementHost, domain.PartyHome: link.PlacementHome, domain.PartyManager: link.PlacementManager} {
		at, err := link.URL(h.app, kind, p.Row.ID)
		must(t, err)
		u, err := url.Parse(at)
		must(t, err)
		base[party] = h.at + u.Path
	}
	return base
}

func (h *paperHouse) papers(t *testing.T) []records.Paper {
	t.Helper()
	rows, err := records.Papers(h.app, h.p.Row.ID)
	must(t, err)
	return rows
}

func (h *paperHouse) state(t *testing.T) domain.Placement {
	t.Helper()
	c, err := placement.Open(h.app, h.p.Row.ID)
	must(t, err)
	return c.P
}

// From the convention that is sent to its three signatures, by scan, by date and by the desk; taken back, sent again,
// amended; and the ordre de mission.
func TestAConventionIsSignedByEachItsOwnWay(t *testing.T) {
	h := newPaperHouse(t)
	desk, today := h.base[domain.PartyCoordinator], paris.Day(testapp.Now)
	pdf, jpg, _ := scanned(t)
	has(t, get(t, h.guest, h.base[domain.PartyTrainee]+"/convention"), 200, "Pas encore de convention")
	has(t, get(t, h.desk, desk+"/convention"), 200, "Établir et envoyer la convention")
	if a := post(t, h.desk, desk+"/convention", "geste", "envoyer"); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	trainee, host, home := h.base[domain.PartyTrainee], h.base[domain.PartyHost], h.base[domain.PartyHome]
	has(t, get(t, h.guest, trainee+"/convention"), 200, "Votre signature est attendue", "version 1 (PDF)", "En vigueur")
	if a := get(t, h.guest, trainee+"/convention.pdf"); a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") { // nobody had sealed it
		t.Fatal(a.status)
	}
	if row, err := records.AgreementOf(h.app, h.p.Row.ID, 1); err != nil || row.IssuedAt.IsZero() {
		t.Error("read, and not sealed", err)
	}

	// What is wrong is said at its field, and nothing typed is lost.
	bad := handIn(t, h.guest, trainee+"/signature", "scan", "page.pdf", []byte("<html><script>1</script>"), "geste", "signer", "version", "1", "signed_on", today)
	has(t, bad, 422, "ni un PDF", `value="`+today+`"`)
	has(t, handIn(t, h.guest, trainee+"/signature", "scan", "", nil, "geste", "signer", "version", "1"), 422, "nécessaire")
	has(t, handIn(t, h.guest, trainee+"/signature", "scan", "", nil, "geste", "signer", "version", "1", "signed_on", "2020-01-01"), 422, "La date de signature va")
	if a := handIn(t, h.guest, trainee+"/signature", "scan", "", nil, "geste", "signer", "version", "7", "signed_on", today); a.status != 409 {
		t.Error("another version:", a.status)
	}
	if len(h.papers(t)) != 0 || len(h.state(t).Signatures) != 0 {
		t.Fatal("a refusal left something")
	}

	intent := records.NewID()
	for range 2 { // sent twice
		if a := handIn(t, h.guest, trainee+"/signature", "scan", `../..\"signé".exe`, jpg, "geste", "signer", "version", "1", "signed_on", today, "intention", intent); a.status != 303 {
			t.Fatal(a.status, a.body)
		}
	}
	if p := h.papers(t); len(p) != 1 || p[0].Type != "image/jpeg" || p[0].Name != "signé.jpg" || p[0].Size != len(jpg) || p[0].SHA256 != agreement.HashOf(jpg) {
		t.Fatalf("%+v", p)
	}
	if a := handIn(t, h.guest, home+"/signature", "scan", "", nil, "geste", "signer", "version", "1", "signed_on", today); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	has(t, get(t, h.guest, host+"/convention"), 200, "La signature de votre établissement est attendue", "page signée déposée", "date notée d’après le papier")
	if a := handIn(t, h.desk, desk+"/signatures", "scan", "x.pdf", pdf, "geste", "signer", "signer", "host", "version", "1", "signed_on", today); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if p := h.state(t); p.State != domain.PlacementAgreementSigned {
		t.Fatal(p.State)
	}
	has(t, get(t, h.guest, home+"/convention"), 200, "Signée par tous")
	has(t, get(t, h.desk, desk), 200, "Convention et papiers", "page signée déposée")
	has(t, handIn(t, h.desk, desk+"/signatures", "scan", "", nil, "geste", "joindre", "signer", "home", "version", "1"), 422, "nécessaire")
	if a := handIn(t, h.desk, desk+"/signatures", "scan", "x.pdf", pdf, "geste", "joindre", "signer", "home", "version", "1"); a.status != 303 || len(h.papers(t)) != 3 {
		t.Error("the page that came later:", a.status, len(h.papers(t)))
	}

	// Taken back, with a reason; a wrong paper taken away takes its signature with it.
	has(t, post(t, h.guest, trainee+"/signature", "geste", "retirer", "version", "1", "reason", " "), 422, "raison")
	if a := post(t, h.guest, trainee+"/signature", "geste", "retirer", "version", "1", "reason", "Mauvaise page."); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	rows := h.papers(t)
	gone := rows[slices.IndexFunc(rows, func(p records.Paper) bool { return p.Party == "trainee" })]
	if _, err := records.FileOf(h.app, records.PaperFile(gone.ID)); !domain.Is(err, domain.ErrNotFound) || gone.RemovedReason != "Mauvaise page." {
		t.Error("the page of a signature taken back stays", err)
	}
	for _, p := range h.papers(t) {
		if p.Party == "host" {
			has(t, post(t, h.desk, desk+"/papiers/"+p.ID+"/retirer", "reason", ""), 422, "raison")
			if a := post(t, h.desk, desk+"/papiers/"+p.ID+"/retirer", "reason", "Autre personne."); a.status != 303 {
				t.Fatal(a.status, a.body)
			}
			if a := post(t, h.desk, desk+"/papiers/"+p.ID+"/retirer", "reason", "Encore."); a.status != 404 {
				t.Error("taken away twice:", a.status)
			}
		}
	}
	if p := h.state(t); len(p.Signatures) != 1 || p.Signatures[0].Signer != domain.PartyHome {
		t.Fatalf("%+v", p.Signatures)
	}

	// Amended: the days that stay keep their ids, every signature is asked for again, the first version stays readable.
	days := h.state(t).Days
	amend := []string{"geste", "avenant", "reason", "Décalé d’une heure."}
	for i, d := range days {
		at := "slot-" + strconv.Itoa(i) + "-"
		start := d.Start
		if i == 1 {
			start = d.Start.AddDate(0, 0, 1)
		}
		amend = append(amend, at+"day", paris.Day(start), at+"start", paris.ClockInput(d.Start), at+"end", paris.ClockInput(d.End))
	}
	has(t, post(t, h.desk, desk+"/convention", append([]string{"geste", "avenant", "reason", ""}, amend[4:]...)...), 422, "raison", `value="`+amend[5]+`"`)
	if a := post(t, h.desk, desk+"/convention", amend...); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if p := h.state(t); p.Version != 2 || len(p.Signatures) != 0 || p.Days[0].ID != days[0].ID || p.Days[1].ID == days[1].ID {
		t.Fatalf("%+v", p)
	}
	has(t, get(t, h.guest, host+"/convention"), 200, "Remplacée", "Décalé d’une heure.")
	one, two := get(t, h.guest, host+"/convention.pdf?version=1"), get(t, h.guest, host+"/convention.pdf")
	if one.status != 200 || two.status != 200 || one.body == two.body {
		t.Error("a version is lost")
	}

	// The ordre de mission: the employer's, and never the host's.
	has(t, get(t, h.guest, home), 200, "Stage croisé de Camille Exemple", "Convention à signer", "L’ordre de mission de la personne en stage.")
	if a := get(t, h.guest, home+"/ordre-de-mission.pdf"); a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") {
		t.Error(a.status)
	}
	has(t, handIn(t, h.guest, home+"/ordre-de-mission", "mission_scan", "", nil, "mission_on", "2999-01-01", "mission_note", "Train"), 422, "à venir", `value="Train"`)
	if a := handIn(t, h.guest, home+"/ordre-de-mission", "mission_scan", "om.pdf", pdf, "mission_on", today); a.status != 303 {
		t.Fatal(a.status, a.body)
	}
	if c, err := placement.Open(h.app, h.p.Row.ID); err != nil || paris.Day(c.Row.MissionAt.Time()) != today {
		t.Error(c.Row.MissionAt, err)
	}
	has(t, get(t, h.guest, home), 200, "om.pdf")
	has(t, get(t, h.desk, desk+"/convention"), 200, "om.pdf", "Mauvaise page.")
}

// A paper is given to the parties of its placement alone, to be saved, never shown nor run.
func TestAPaperIsOfItsPartiesAlone(t *testing.T) {
	h := newPaperHouse(t)
	pdf, jpg, _ := scanned(t)
	desk := domain.PartyCoordinator
	post(t, h.desk, h.base[desk]+"/convention", "geste", "envoyer")
	today := paris.Day(testapp.Now)
	handIn(t, h.guest, h.base[domain.PartyHome]+"/signature", "scan", "a.jpg", jpg, "geste", "signer", "version", "1", "signed_on", today)
	handIn(t, h.guest, h.base[domain.PartyHome]+"/ordre-de-mission", "mission_scan", "om.pdf", pdf, "mission_on", today)
	rows := h.papers(t)
	if len(rows) != 2 {
		t.Fatal(len(rows), "papers")
	}
	signed, mission := rows[0], rows[1]
	if signed.Kind != "signed" {
		signed, mission = mission, signed
	}
	other := testapp.Matched(t, h.app, h.p.Campaign, h.p.Offer, "Autre", "Sacha")
	elsewhere := h.links(t, testapp.Moved(t, h.app, testapp.Now, other, desk, domain.PlacementAct{Move: domain.MoveSend}))
	ask := func(c *http.Client, base, id string) int {
		t.Helper()
		res, err := c.Get(base + "/papiers/" + id)
		must(t, err)
		defer res.Body.Close()
		if res.StatusCode != 200 {
			return res.StatusCode
		}
		for name, want := range map[string]string{"Content-Disposition": "attachment; filename=", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "; sandbox", "Cache-Control": "no-store"} {
			if !strings.Contains(res.Header.Get(name), want) {
				t.Errorf("%s is %q", name, res.Header.Get(name))
			}
		}
		if kind := res.Header.Get("Content-Type"); kind != "image/jpeg" && kind != "application/pdf" {
			t.Error(kind)
		}
		return 200
	}
	for who, want := range map[domain.Party][2]int{domain.PartyTrainee: {200, 200}, domain.PartyHome: {200, 200}, domain.PartyHost: {200, 404}, domain.PartyManager: {404, 404}, desk: {303, 303}} {
		if got := [2]int{ask(h.guest, h.base[who], signed.ID), ask(h.guest, h.base[who], mission.ID)}; got != want {
			t.Errorf("%s: %d, want %d", who, got, want)
		}
		if who == desk {
			continue
		}
		if got := ask(h.guest, elsewhere[who], signed.ID); got != 404 {
			t.Errorf("%s of another placement: %d", who, got)
		}
	}
	if a, b := ask(h.desk, h.base[desk], signed.ID), ask(h.desk, elsewhere[desk], signed.ID); a != 200 || b != 404 {
		t.Error("the desk:", a, b)
	}
	if a := handIn(t, h.guest, h.base[domain.PartyTrainee]+"/ordre-de-mission", "mission_scan", "om.pdf", pdf, "mission_on", today); a.status != 404 && a.status != 405 {
		t.Error("the trainee received its own ordre de mission:", a.status)
	}
	if a := handIn(t, h.guest, h.base[desk]+"/signatures", "scan", "", nil, "geste", "signer", "signer", "host", "version", "1", "signed_on", today); a.status != 401 {
		t.Error("a stranger signs at the desk:", a.status)
	}

	// The place goes to another host: who had it before reads nothing more, and the new one nothing of before.
	old := h.base[domain.PartyHost]
	c := testapp.Moved(t, h.app, testapp.Now, h.p, desk, domain.PlacementAct{Move: domain.MoveUnmatch})
	days := h.p.P.Days
	for i := range days {
		days[i].ID = records.NewID()
	}
	c = testapp.Placed(t, h.app, c, testapp.Offer(t, h.app, h.p.Campaign, nil), days)
	testapp.Moved(t, h.app, testapp.Now, c, desk, domain.PlacementAct{Move: domain.MoveSend})
	fresh := h.links(t, c)[domain.PartyHost]
	if a, b := get(t, h.guest, old+"/convention").status, ask(h.guest, old, signed.ID); a != 410 || b != 410 {
		t.Error("the host of before still reads:", a, b)
	}
	has(t, get(t, h.guest, fresh+"/convention"), 200, "version 2 (PDF)")
	if a := get(t, h.guest, fresh+"/convention.pdf?version=1").status; a != 404 || ask(h.guest, fresh, signed.ID) != 404 {
		t.Error("the new host reads what was of the one before:", a)
	}
}

// Whatever comes is taken by what it holds: no other kind, nothing cut, nothing larger than a page.
func TestAFileIsTakenByWhatItHolds(t *testing.T) {
	pdf, jpg, pngs := scanned(t)
	for name, c := range map[string]struct {
		bytes []byte
		code  domain.Code
	}{
		"page.pdf": {pdf, ""}, "photo": {jpg, ""}, "photo.PDF": {pngs, ""},
		"vide.pdf":          {nil, domain.ErrScanEmpty},
		"trop.pdf":          {append(bytes.Repeat([]byte("%PDF-"), 9<<20/5), "startxref %%EOF"...), domain.ErrScanLarge},
		"page.html.pdf":     {[]byte("<html><script>alert(1)</script>"), domain.ErrScanType},
		"dessin.svg":        {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), domain.ErrScanType},
		"polyglotte.pdf":    {append([]byte("<html><!-- "), pdf...), domain.ErrScanType},
		"archive.png":       {append(bytes.Clone(pngs), "PK\x03\x04"...), domain.ErrScanBroken},
		"bombe.png":         {bomb(t), domain.ErrScanBroken},
		"coupe.pdf":         {pdf[:20], domain.ErrScanBroken},
		"coupe.png":         {pngs[:len(pngs)-5], domain.ErrScanBroken},
		"coupe.jpg":         {jpg[:40], domain.ErrScanBroken},
		"faux.jpg":          {[]byte{0xff, 0xd8, 0xff, 0xd9}, domain.ErrScanBroken},
		"dessin.gif":        {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), domain.ErrScanType},
		"changé au milieu.": {bytes.Replace(pngs, []byte("IDAT"), []byte("IDAt"), 1), domain.ErrScanBroken},
	} {
		scan, err := agreement.ReadScan("scan", name, c.bytes)
		if c.code == "" && (err != nil || strings.ContainsAny(scan.Name, `/\"`)) || c.code != "" && !domain.Is(err, c.code) {
			t.Errorf("%s: %+v, %v", name, scan, err)
		}
	}
}
