package hooks_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"

	"passerelle/hooks"
	"passerelle/internal/backup"
	"passerelle/internal/body"
	"passerelle/internal/declaration"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/evaluation"
	"passerelle/internal/event"
	"passerelle/internal/imports"
	"passerelle/internal/link"
	"passerelle/internal/mailing"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/retention"
	"passerelle/internal/roadmap"
	"passerelle/internal/settings"
	"passerelle/internal/sheet"
	"passerelle/internal/testapp"
)

// hidden is a title and a name that only the right people read.
const hidden = "Confidentielle"

// house is a platform with a row of everything, and everybody who may knock.
type house struct {
	app                     *tests.TestApp
	srv                     *httptest.Server
	coming                  *records.Event
	fill                    map[string]string // wildcard of a path, or whole path: what stands there
	guest, own, coordinator *http.Client
	strangers               map[string]*http.Client // let in nowhere
	other                   *http.Client            // organiser of another event
}

func newHouse(t *testing.T) *house {
	app := testapp.New(t)
	h := &house{app: app, srv: testapp.Serve(t, app), guest: testapp.Browser(t), fill: map[string]string{}}
	own, other := testapp.User(t, app, records.Organiser, "a@exemple.invalid"), testapp.User(t, app, records.Organiser, "b@exemple.invalid")
	boss := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	h.own, h.other, h.coordinator = testapp.Login(t, h.srv, own), testapp.Login(t, h.srv, other), testapp.Login(t, h.srv, boss)
	_, past, cert := attended(t, app, true)
	h.coming = testapp.Event(t, app, 5, func(d *event.Draft) { d.Title, d.Organisers = "Journée "+hidden, []string{own.Id} })
	testapp.Event(t, app, 5, func(d *event.Draft) { d.Title, d.Organisers = "Ailleurs", []string{other.Id} })
	r := testapp.Register(t, app, h.coming, hidden, "Alba")
	phone := newPhone(t, app, h.srv, h.coming)
	space, err := link.Grant(app, link.Space, r.Email, testapp.Now.Add(time.Hour))
	must(t, err)
	h.seedDesk(t, boss)
	h.seedMeeting(t)
	letters, _, err := records.Letters(app, records.LetterFilter{Event: h.coming.ID, Limit: 1})
	must(t, err)
	structures, err := records.Structures(app)
	must(t, err)
	asked := &records.Question{Event: h.coming.ID, Kind: "text", Label: hidden, Position: 1}
	must(t, records.PutQuestion(app, asked))
	must(t, mailing.AddFile(app, testapp.Now, boss.Id, h.coming.ID, "plan.pdf", []byte("%PDF-1.4 essai")))
	coming, err := records.EventOf(app, h.coming.ID)
	must(t, err)
	for name, value := range map[string]string{"{kind}": "rappel", "{file}": coming.Attachments[0], "{question}": asked.ID, "{event}": h.coming.ID, "{slug}": h.coming.Slug, "{registration}": r.ID, "{link}": phone.door.ID,
		"{letter}": letters[0].ID, "{structure}": structures[0].ID, "{user}": other.Id, "{door}": phone.at,
		"/B/{code}": r.Ticket, "/verifier/{code}": cert.Code, "/VERIFIER/{code}": cert.Code, "/sceau/{code}": cert.Code, "{sha256}": cert.SHA256,
		"/inscriptions/{token}": h.token(t, link.Registration, r.ID), "/espace/{token}": space, "/accord/{token}": h.token(t, link.Manager, r.ID),
		"/sur-place/{token}": h.token(t, link.Visitor, h.coming.ID), "{ticket}": h.token(t, link.Registration, r.ID),
		"/attestations/{token}": h.token(t, link.Certificate, cert.ID), "/gestion/chiffres/liste": "/gestion/chiffres/liste?code=present", "/gestion/chiffres/lignes.xlsx": "/gestion/chiffres/lignes.xlsx?code=present",
		"{theme}": "activite", "{table}": "by_month", "{image}": "by_sector.svg", "/gestion/premier-demarrage/{token}": "x"} {
		h.fill[name] = value
	}
	h.fill["{programme}"] = coming.Programme
	h.seedRoadmap(t)
	papers, err := sheet.Prepare(app, testapp.Now, boss.Id, h.coming.ID, sheet.Request{Slots: slotIDs(t, app, h.coming), Split: sheet.InOne, Sorted: sheet.ByName, Blanks: 5})
	must(t, err)
	h.fill["{sheet}"] = papers[0].ID
	handset, err := device.Hear(app, testapp.Now, h.coming.ID, phone.door.ID, device.Report{Device: "d", Label: hidden})
	must(t, err)
	h.fill["{device}"] = handset.ID
	h.seedSigned(t, r)
	h.fill["/groupes/{token}"] = h.token(t, link.Booking, seedGroup(t, app, h.coming).Booking.ID)
	h.seedSurveys(t, r, past)
	h.fill["{paper}"] = "rapport.json"
	h.fill["/gestion/rapports/comparer"] = "/gestion/rapports/comparer?a=" + h.fill["{report}"] + "&b=" + h.fill["{report}"]
	h.seedPlacements(t)
	h.strangers = h.strangersOf(t, other, past)
	return h
}

// seedDesk makes what only coordinators have: a copy of the data, a logo.
func (h *house) seedDesk(t *testing.T, boss *records.User) {
	path, err := backup.Make(h.app, testapp.Now)
	must(t, err)
	h.fill["/gestion/sauvegardes/{file}"] = path[strings.LastIndexByte(path, '/')+1:]
	must(t, settings.AddLogo(h.app, testapp.Now, boss.Id, "logo.png", picture(t)))
	set, err := records.LoadSettings(h.app)
	must(t, err)
	h.fill["/gestion/logo/{file}"] = set.Logos[0]
	h.seedReader(t, boss)
}

// seedReader makes a published report and the link of who reads it.
func (h *house) seedReader(t *testing.T, boss *records.User) {
	kept, err := evaluation.Make(h.app, testapp.Now, boss.Id, evaluation.Request{Intent: records.NewID()})
	must(t, err)
	must(t, evaluation.Publish(h.app, testapp.Now, boss.Id, kept.ID, true))
	r, err := reader.Add(h.app, testapp.Now, boss.Id, reader.Form{Label: "Lecteur", Expires: testapp.Now.Add(time.Hour), Reports: []string{kept.ID}})
	must(t, err)
	h.fill["{reader}"], h.fill["/lecture/{token}"] = r.ID, h.token(t, link.Reader, r.ID)
	h.fill["{report}"] = kept.ID
	purge, err := retention.Propose(h.app, testapp.Now, boss.Id, 2020)
	must(t, err)
	people, err := records.Namesakes(h.app, domain.NameKey(hidden, "Alba"))
	must(t, err)
	h.fill["{purge}"], h.fill["{person}"] = purge.ID, "inconnu00000000"
	if len(people) > 0 {
		h.fill["{person}"] = people[0].ID
	}
}

// seedRoadmap takes a row of each thing that feeds the roadmap besides events.
func (h *house) seedRoadmap(t *testing.T) {
	done, err := records.Achievements(h.app)
	must(t, err)
	lines, err := records.DeclaredCounts(h.app)
	must(t, err)
	c, err := roadmap.SaveAnonymous(h.app, testapp.Now, "test", "", records.NewID(), roadmap.Anonymous{Title: "Programme BREF", Kind: "bref", Sessions: 3, Families: -1, People: -1})
	must(t, err)
	file, err := imports.Add(h.app, testapp.Now, "test", domain.ImportHistory, hidden+".csv", []byte("Titre;Date;Participants\nForum;2023;80\n"))
	must(t, err)
	h.fill["{import}"] = file.ID
	h.fill["{list}"], h.fill["{item}"] = "territoires", h.coming.Territory
	h.fill["{achievement}"], h.fill["{line}"], h.fill["{count}"] = done[0].ID, lines[0].ID, c.ID
}

// seedSurveys makes somebody asked what they think, and opens the room of an event.
func (h *house) seedSurveys(t *testing.T, r *records.Registration, past *records.Registration) {
	asked := dbx.Params{"survey_hot": reference.HotSurvey, "survey_cold": reference.ColdSurvey}
	_, err := h.app.DB().Update("events", asked, dbx.HashExp{"id": h.coming.ID}).Execute()
	must(t, err)
	asked["starts_at"] = records.At(testapp.Now.Add(-time.Hour))
	_, err = h.app.DB().Update("events", asked, dbx.HashExp{"id": past.Event}).Execute()
	must(t, err)
	i, err := records.InviteToSurvey(h.app, records.At(testapp.Now), r, domain.SurveyHot)
	must(t, err)
	h.fill["{survey}"], h.fill["/enquetes/{token}"], h.fill["/avis/{token}"] = reference.HotSurvey, h.token(t, link.Survey, i.ID), h.token(t, link.SurveyRoom, past.Event)
}

// seedMeeting makes the coming event the meeting of a body, with a member invited.
func (h *house) seedMeeting(t *testing.T) {
	b, err := body.Save(h.app, testapp.Now, "test", "", body.Form{Name: "Comité " + hidden, Kind: "steering", Intent: records.NewID()})
	must(t, err)
	m, err := body.SaveMember(h.app, testapp.Now, "test", b.ID, "", body.MemberForm{LastName: hidden, FirstName: "Alba", Email: "membre@exemple.invalid", Intent: records.NewID()})
	must(t, err)
	must(t, body.Choose(h.app, testapp.Now, "test", h.coming.ID, b.ID))
	_, err = body.Invite(h.app, testapp.Now, "test", h.coming.ID)
	must(t, err)
	rows, err := records.Invitations(h.app, h.coming.ID)
	must(t, err)
	h.fill["{body}"], h.fill["{member}"], h.fill["{invitation}"] = b.ID, m.ID, rows[0].ID
	d, err := declaration.Declare(h.app, testapp.Now, declaration.Form{Title: "Action " + hidden, Organisation: "Association", Territory: h.coming.Territory,
		Starts: testapp.Now, Ends: testapp.Now.Add(time.Hour), People: declaration.Unknown, ContactName: "Alba", ContactEmail: "alba@exemple.invalid", Intent: "x"})
	must(t, err)
	h.fill["{declaration}"], h.fill["/declarations/{token}"] = d.ID, h.token(t, link.Declaration, d.ID)
	h.fill["/declarer/{token}"] = h.token(t, link.Declare, link.DeclareTarget)
	h.fill["/invitations/{token}"] = h.token(t, link.Invitation, rows[0].ID)
}

// seedSigned makes an event whose people sign: a drawn signature, the links of the room and of a trainer.
func (h *house) seedSigned(t *testing.T, r *records.Registration) {
	err := event.SaveDoorRules(h.app, testapp.Now, "test", h.coming.ID, domain.DoorRules{SelfCheck: true, Signature: true, Visitors: true})
	must(t, err)
	place, err := door.Open(h.app, h.coming.ID, "", "test")
	must(t, err)
	_, err = door.Sync(h.app, testapp.Now, place, door.Batch{Scans: []door.Scan{{Nonce: "signed", Registration: r.ID, Slot: place.Slots[0].ID,
		At: testapp.Now.Format(time.RFC3339), Signature: []byte(`{"way":"drawn","strokes":[[100,200,400,100]]}`)}}})
	must(t, err)
	g, err := records.SignatureByNonce(h.app, "signed")
	must(t, err)
	h.fill["{signature}"], h.fill["{slot}"] = g.ID, place.Slots[0].ID
	h.fill["/emarger/{token}"] = h.token(t, link.SelfCheck, h.coming.ID)
	h.fill["{catchup}"] = "inconnu00000000"
	h.fill["/intervenants/{token}"] = h.token(t, link.Trainer, place.Slots[0].ID)
}

func (h *house) token(t *testing.T, kind, id string) string {
	t.Helper()
	token, err := link.Token(h.app, kind, id)
	must(t, err)
	return token
}

// strangersOf are those with something in the hand that is no key to the coordinator's space.
func (h *house) strangersOf(t *testing.T, other *records.User, past *records.Registration) map[string]*http.Client {
	c, err := h.app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	must(t, err)
	root := core.NewRecord(c)
	root.SetEmail("root@exemple.invalid")
	root.SetPassword(testapp.Password)
	must(t, h.app.Save(root))
	off := testapp.User(t, h.app, records.Coordinator, "parti@exemple.invalid")
	off.Set("disabled", true) // and nothing else: the token itself is still good
	must(t, h.app.Save(off))
	tokens := map[string]string{"door": h.fill["{door}"], "registration": h.token(t, link.Registration, past.ID), "nonsense": "x"}
	for name, draw := range map[string]func() (string, error){"superuser": root.NewAuthToken, "disabled": off.ProxyRecord().NewAuthToken,
		"file token": other.ProxyRecord().NewFileToken, "reset token": other.ProxyRecord().NewPasswordResetToken,
		"verification token": other.ProxyRecord().NewVerificationToken} {
		tokens[name], err = draw()
		must(t, err)
	}
	out := map[string]*http.Client{"guest": h.guest}
	at, err := url.Parse(h.srv.URL)
	must(t, err)
	for name, token := range tokens {
		out[name] = testapp.Browser(t)
		out[name].Jar.SetCookies(at, []*http.Cookie{{Name: "session", Value: token, Path: "/"}})
		out[name+", in a header"] = testapp.Browser(t)
		out[name+", in a header"].Transport = bearer(token)
	}
	return out
}

// bearer sends a token as PocketBase reads it.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", string(b))
	return http.DefaultTransport.RoundTrip(r)
}

// path puts real names into a path of the route table.
func (h *house) path(t *testing.T, path string) string {
	t.Helper()
	path = strings.TrimSuffix(path, "{$}")
	for name, value := range h.fill {
		before, _, _ := strings.Cut(name, "{")
		if rest, ok := strings.CutPrefix(path, name); ok && before != "" {
			if before == name { // no wildcard: another address altogether
				before = ""
			}
			return before + value + h.path(t, rest)
		}
	}
	for name, value := range h.fill {
		if name[0] == '{' {
			path = strings.ReplaceAll(path, name, value)
		}
	}
	if strings.Contains(path, "{") {
		t.Fatalf("nothing stands for a part of %s", path)
	}
	return path
}

func (h *house) ask(t *testing.T, c *http.Client, method, path string, headers ...string) (answer, http.Header) {
	t.Helper()
	req, err := http.NewRequest(method, h.srv.URL+path, nil)
	must(t, err)
	if method == "POST" {
		body, kind := "x=1&reason=parce+que&section=plateforme", "application/x-www-form-urlencoded"
		if strings.HasPrefix(path, "/api/") {
			body, kind = `{"device":"d","nonce":"n","scans":[]}`, "application/json"
		}
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.Do(req)
	must(t, err)
	return read(t, res, nil), res.Header
}

// Whoever is not named by the route table gets nothing, reads nothing and writes nothing.
func TestEveryRouteIsShutToWhomItIsNotFor(t *testing.T) {
	h := newHouse(t)
	before := fingerprint(t, h.app)
	for _, r := range hooks.Routes() {
		refused := map[string]*http.Client{}
		for who, c := range h.strangers {
			refused[who] = c
		}
		want := map[string]int{"organiser": 403, "other organiser": 403}
		switch r.Who {
		case "coordinator":
			refused["organiser"], refused["other organiser"] = h.own, h.other
		case "event":
			refused["other organiser"], want["other organiser"] = h.other, 404
		case "anyone", "secret":
			continue
		}
		for who, c := range refused {
			a, _ := h.ask(t, c, r.Method, h.path(t, r.Path))
			status := want[who]
			switch {
			case status == 0 && r.Method == "GET":
				status = 303
			case status == 0:
				status = 401
			}
			if a.status != status || status == 303 && !strings.HasPrefix(a.location, "/gestion/connexion?retour=%2Fgestion") {
				t.Errorf("%s %s as %s: %d %s, want %d", r.Method, r.Path, who, a.status, a.location, status)
			}
			if strings.Contains(a.body, hidden) {
				t.Errorf("%s %s as %s tells a name", r.Method, r.Path, who)
			}
		}
		if fingerprint(t, h.app) != before {
			t.Fatalf("%s %s, refused, changed a row", r.Method, r.Path)
		}
	}
}

// A secret of another kind, of a letter less, or of a link that was renewed opens nothing.
func TestASecretOpensOneThing(t *testing.T) {
	h := newHouse(t)
	must(t, link.Renew(h.app, link.Registration, h.fill["/inscriptions/{token}"][:15]))
	good := map[string]string{"/inscriptions/": h.fill["/inscriptions/{token}"], "/espace/": h.fill["/espace/{token}"],
		"/attestations/": h.fill["/attestations/{token}"], "/accueil/": h.fill["{door}"], "/groupes/": h.fill["/groupes/{token}"]}
	before := fingerprint(t, h.app)
	for _, r := range hooks.Routes() {
		if r.Who != "secret" || r.Path == "/gestion/connexion/code" {
			continue
		}
		at := strings.IndexByte(r.Path, '{')
		if at < 0 { // the secret is in what is sent: POST /verifier
			continue
		}
		end := at + strings.IndexByte(r.Path[at:], '}') + 1
		prefix := r.Path[:at]
		wrong := []string{"x", strings.Repeat("a", 41), "%00", "%F0%9F%98%80", strings.Repeat("9", 3000)}
		for of, secret := range good {
			if !strings.HasSuffix(prefix, of) || of == "/inscriptions/" { // that one is void
				wrong = append(wrong, secret)
			}
			last := "a"
			if strings.HasSuffix(secret, last) {
				last = "b"
			}
			wrong = append(wrong, secret[:40], secret[:40]+last, strings.ToUpper(secret), secret+secret)
		}
		if strings.Contains(r.Path, "{code}") || strings.Contains(r.Path, "{sha256}") { // who tries many is slowed
			wrong = wrong[:5]
		}
		var tries sync.WaitGroup // together: who tries many waits
		for _, secret := range wrong {
			tries.Go(func() {
				a, _ := h.ask(t, h.guest, r.Method, prefix+secret+r.Path[end:])
				if a.status != 404 && a.status != 410 && (a.status != 403 || !strings.HasPrefix(prefix, "/api/")) {
					t.Errorf("%s %s with %.50q: %d %s", r.Method, r.Path, secret, a.status, a.location)
				}
				if strings.Contains(a.body, "Alba") || strings.Contains(a.body, "Élise") {
					t.Errorf("%s %s with %.50q tells a name", r.Method, r.Path, secret)
				}
			})
		}
		tries.Wait()
		if fingerprint(t, h.app) != before {
			t.Fatalf("%s %s, refused, changed a row", r.Method, r.Path)
		}
	}
}

// Whoever opens whatever they may, a GET changes nothing; and every page says how it may be kept.
func TestAGetChangesNothing(t *testing.T) {
	h := newHouse(t)
	before := fingerprint(t, h.app)
	for _, r := range hooks.Routes() {
		if r.Method != "GET" {
			continue
		}
		for who, c := range map[string]*http.Client{"guest": h.guest, "organiser": h.own, "coordinator": h.coordinator} {
			a, header := h.ask(t, c, "GET", h.path(t, r.Path))
			open := who == "coordinator" || r.Who == "anyone" || r.Who == "secret" || who == "organiser" && r.Who != "coordinator"
			shut := strings.Contains(r.Path, "premier-demarrage/") // there is a coordinator; it says why not
			if open && !shut && a.status != 200 && (a.status != 303 || strings.Contains(a.location, "retour=")) {
				t.Errorf("%s as %s: %d %s", r.Path, who, a.status, a.location)
			}
			for name, want := range map[string]string{"Content-Security-Policy": "script-src 'self'", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"} {
				if !strings.Contains(header.Get(name), want) || strings.Contains(header.Get(name), "unsafe-inline") {
					t.Errorf("%s: %s is %q", r.Path, name, header.Get(name))
				}
			}
			if r.Who != "anyone" && (header.Get("Cache-Control") != "no-store" || header.Get("X-Robots-Tag") != "noindex, nofollow") {
				t.Errorf("%s as %s may be kept: %q, %q", r.Path, who, header.Get("Cache-Control"), header.Get("X-Robots-Tag"))
			}
		}
		if fingerprint(t, h.app) != before {
			t.Fatalf("GET %s changed a row", r.Path)
		}
	}
}

// What another site makes a browser send is refused, with every right in the cookie.
func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	h := newHouse(t)
	before := fingerprint(t, h.app)
	for _, r := range hooks.Routes() {
		if r.Method == "GET" {
			continue
		}
		for _, headers := range [][]string{{"Origin", "https://ailleurs.example", "Sec-Fetch-Site", "cross-site"}, {"Origin", "null"}, {"Origin", "http://ailleurs.example"}, {"Sec-Fetch-Site", "same-site"}} {
			a, _ := h.ask(t, h.coordinator, r.Method, h.path(t, r.Path), headers...)
			if a.status != 403 || !strings.Contains(a.body, "autre site") {
				t.Errorf("%s %s from %v: %d", r.Method, r.Path, headers, a.status)
			}
		}
	}
	if fingerprint(t, h.app) != before {
		t.Fatal("a refused form changed a row")
	}
}

// PocketBase's own API is not there, save for the system administrator and the way in to the dashboard.
func TestPocketBasesAPIIsTheAdministrators(t *testing.T) {
	h := newHouse(t)
	clients := map[string]*http.Client{"organiser": h.own, "coordinator": h.coordinator, "coordinator, in a header": testapp.Browser(t)}
	token, err := testapp.User(t, h.app, records.Coordinator, "d@exemple.invalid").ProxyRecord().NewAuthToken()
	must(t, err)
	clients["coordinator, in a header"].Transport = bearer(token)
	root := h.strangers["superuser, in a header"]
	for who, c := range h.strangers {
		if c != root {
			clients[who] = c
		}
	}
	before := fingerprint(t, h.app)
	for _, address := range []string{"GET /api/collections", "GET /api/collections/users/records", "POST /api/collections/users/records",
		"GET /api/collections/users/auth-methods", "POST /api/collections/users/auth-refresh", "POST /api/collections/users/auth-with-password",
		"POST /api/collections/users/request-otp", "POST /api/collections/users/request-password-reset", "POST /api/collections/users/request-verification",
		"POST /api/collections/users/request-email-change", "POST /api/collections/_superusers/records", "POST /api/collections/_superusers/auth-refresh",
		"GET /api/realtime", "POST /api/realtime", "POST /api/batch", "GET /api/settings", "GET /api/logs", "GET /api/crons", "GET /api/backups",
		"POST /api/sql", "POST /api/files/token", "GET /api/files/users/x/y.png", "GET /api/oauth2-redirect", "GET /api/rien"} {
		method, path, _ := strings.Cut(address, " ")
		for who, c := range clients {
			if a, _ := h.ask(t, c, method, path); a.status != 404 && (a.status != 405 || path != "/api/rien") {
				t.Errorf("%s as %s: %d %s", address, who, a.status, a.body)
			}
		}
	}
	if fingerprint(t, h.app) != before {
		t.Error("something was written")
	}
	for address, want := range map[string]int{"GET /api/health": 200, "GET /api/evenements": 200, "GET /api/collections/_superusers/auth-methods": 200,
		"POST /api/collections/_superusers/auth-with-password": 400} {
		method, path, _ := strings.Cut(address, " ")
		if a, _ := h.ask(t, h.guest, method, path); a.status != want {
			t.Errorf("%s to a guest: %d", address, a.status)
		}
	}
	for _, path := range []string{"/api/settings", "/api/collections/users/records"} {
		if a, _ := h.ask(t, root, "GET", path); a.status != 200 {
			t.Errorf("%s to the system administrator: %d", path, a.status)
		}
	}
}
