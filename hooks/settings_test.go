package hooks_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/account"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// postbox is an SMTP server on loopback that keeps what it gets.
type postbox struct {
	port  string
	mu    sync.Mutex
	mails []string
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &postbox{port: strconv.Itoa(l.Addr().(*net.TCPAddr).Port)}
	srv := gosmtp.NewServer(b)
	srv.Domain = "localhost"
	go srv.Serve(l) //nolint:errcheck // ends with the test
	t.Cleanup(func() { srv.Close() })
	return b
}

func (b *postbox) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return postman{b}, nil }
func (b *postbox) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.mails...)
}

type postman struct{ box *postbox }

func (postman) Mail(string, *gosmtp.MailOptions) error { return nil }
func (postman) Rcpt(string, *gosmtp.RcptOptions) error { return nil }
func (postman) Reset()                                 {}
func (postman) Logout() error                          { return nil }
func (p postman) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	p.box.mu.Lock()
	defer p.box.mu.Unlock()
	p.box.mails = append(p.box.mails, string(body))
	return err
}

func mailForm(port string) []string {
	return []string{"section", "messages", "expediteur", "PTSM d’essai", "expediteur-adresse", "ptsm@exemple.invalid",
		"smtp-hote", "127.0.0.1", "smtp-port", port, "smtp-chiffrement", "auto", "smtp-identifiant", ""}
}

func TestSettingsKeepWhatWasTyped(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	to := srv.URL + "/gestion/reglages"
	for _, address := range []string{"", "inscriptions.exemple.fr", "ftp://exemple.fr", "https://exemple.fr/chemin", "https://a:b@exemple.fr", "https://"} {
		has(t, post(t, c, to, "section", "plateforme", "adresse", address, "organisme", "Organisme d’essai", "contact", "pas une adresse"), 422,
			`value="Organisme d’essai"`, `value="pas une adresse"`, "2 réponses sont à corriger", `href="#adresse"`)
	}
	has(t, post(t, c, to, "section", "autre"), 422)
	has(t, follow(t, c, srv, post(t, c, to, "section", "plateforme", "adresse", "https://inscriptions.exemple.fr/", "organisme", "Organisme d’essai", "contact", "c@exemple.invalid")), 200, "enregistrés")
	has(t, get(t, c, to), 200, "Organisme d’essai")
	if got := app.Settings().Meta.AppURL; got != "https://inscriptions.exemple.fr" {
		t.Errorf("public address %q", got)
	}
}

func TestMailsThatWaitedAreHeldWhenSendingBegins(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Essai", "Alba")
	box := newPostbox(t)
	has(t, post(t, c, srv.URL+"/gestion/reglages", mailForm("x")...), 422, `value="ptsm@exemple.invalid"`, `href="#smtp-port"`)
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/reglages", mailForm(box.port)...)), 200, "sont retenus", "pas encore essayé")
	if got := status(t, app, "held"); got != 1 {
		t.Fatalf("%d mails held, want 1", got)
	}
	has(t, get(t, c, srv.URL+"/gestion/messages"), 200, "1\u00a0message retenu")
	// The settings saved again hold nothing more.
	testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Essai", "Bruno")
	post(t, c, srv.URL+"/gestion/reglages", mailForm(box.port)...)
	if got := status(t, app, "queued"); got != 1 {
		t.Errorf("%d mails queued, want 1", got)
	}
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/messages/en-attente")), 200, "partent maintenant")
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/messages/en-attente")), 200, "Aucun message n’était retenu")
	if got := status(t, app, "queued"); got != 2 {
		t.Errorf("%d mails queued, want 2", got)
	}
}

func status(t *testing.T, app core.App, s string) int {
	t.Helper()
	counts, err := records.LetterCounts(app)
	if err != nil {
		t.Fatal(err)
	}
	return counts[s]
}

func TestATestMailTurnsTheSecondFactorOn(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	u := testapp.User(t, app, records.Coordinator, "c@exemple.invalid")
	codes, err := account.NewCodes(app, testapp.Now, u.Id, u.Id)
	if err != nil {
		t.Fatal(err)
	}
	c := testapp.Login(t, srv, u)
	has(t, post(t, c, srv.URL+"/gestion/reglages/essai"), 409)
	post(t, c, srv.URL+"/gestion/reglages", mailForm("1")...)
	has(t, post(t, c, srv.URL+"/gestion/reglages/essai"), 422, "n’est pas parti", "La connexion au serveur a échoué")
	box := newPostbox(t)
	post(t, c, srv.URL+"/gestion/reglages", mailForm(box.port)...)
	login := []string{"email", "c@exemple.invalid", "mot-de-passe", testapp.Password, "retour", "/gestion/compte"}
	if a := post(t, testapp.Browser(t), srv.URL+"/gestion/connexion", login...); a.location != "/gestion/compte" {
		t.Fatalf("before the test: %s", a.location)
	}
	has(t, follow(t, c, srv, post(t, c, srv.URL+"/gestion/reglages/essai")), 200, "a accepté le message")
	if len(box.all()) != 1 || !strings.Contains(box.all()[0], "c@exemple.invalid") {
		t.Fatalf("mails: %v", box.all())
	}

	fresh := testapp.Browser(t)
	asked := post(t, fresh, srv.URL+"/gestion/connexion", login...)
	has(t, follow(t, fresh, srv, asked), 200, "six chiffres")
	if a := get(t, fresh, srv.URL+"/gestion/compte"); a.status != 303 {
		t.Fatal("the password alone let in")
	}
	digits := regexp.MustCompile(`(?m)^(\d{6})\r?$`).FindStringSubmatch(plainPart(t, box.all()[1]))
	if digits == nil {
		t.Fatalf("no code in %s", box.all()[1])
	}
	request := regexp.MustCompile(`demande=([A-Z0-9]+)`).FindStringSubmatch(asked.location)[1]
	to := srv.URL + "/gestion/connexion/code"
	has(t, post(t, fresh, to, "demande", request, "code", "AAAA-AAAA-AAAA", "parti", "1"), 422, "reconnu")
	if a := post(t, fresh, to, "demande", request, "code", digits[1], "retour", "/gestion/compte"); a.location != "/gestion/compte" {
		t.Fatalf("the code led to %s", a.location)
	}
	has(t, get(t, fresh, srv.URL+"/gestion/compte"), 200)
	if a := post(t, testapp.Browser(t), to, "demande", request, "code", digits[1]); !strings.HasPrefix(a.location, "/gestion/connexion?") {
		t.Errorf("the code served twice: %d %s", a.status, a.location)
	}

	// The login never depends on a mail: with the server gone, a recovery code does.
	app.Settings().SMTP.Port = 1
	late := testapp.Browser(t)
	asked = post(t, late, srv.URL+"/gestion/connexion", login...)
	has(t, follow(t, late, srv, asked), 200, "n’a pas pu partir")
	request = regexp.MustCompile(`demande=([A-Z0-9]+)`).FindStringSubmatch(asked.location)[1]
	if a := post(t, late, to, "demande", request, "code", codes[3]); a.location != "/gestion" {
		t.Errorf("the recovery code led to %d %s", a.status, a.location)
	}
}

// plainPart is the text of a mail, decoded.
func plainPart(t *testing.T, raw string) string {
	t.Helper()
	if !strings.Contains(raw, "base64") {
		return strings.ReplaceAll(raw, "=\r\n", "")
	}
	var all strings.Builder
	for _, block := range strings.Split(raw, "\r\n\r\n") {
		if b, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(strings.SplitN(block, "\r\n--", 2)[0], "\r\n", "")); err == nil {
			all.Write(b)
		}
	}
	return all.String()
}

func TestTheServersPasswordIsNeverShown(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	form := append(mailForm("587")[:12], "smtp-identifiant", "moi", "smtp-mot-de-passe", "tres-secret-ici")
	post(t, c, srv.URL+"/gestion/reglages", form...)
	a := get(t, c, srv.URL+"/gestion/reglages")
	has(t, a, 200, "Inchangé si vous laissez vide")
	if strings.Contains(a.body, "tres-secret-ici") {
		t.Error("the password is on the page")
	}
	post(t, c, srv.URL+"/gestion/reglages", append(mailForm("465")[:12], "smtp-identifiant", "moi", "smtp-mot-de-passe", "")...)
	if got := app.Settings().SMTP; got.Password != "tres-secret-ici" || got.Port != 465 {
		t.Errorf("an empty field changed the password: %d %q", got.Port, got.Password)
	}
}

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 20))))
	return b.Bytes()
}

func TestLogosArePicturesAndThreeAtMost(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	send := func(content []byte) answer {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, err := form.CreateFormFile("logo", "logo.png")
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil || form.Close() != nil {
			t.Fatal(err)
		}
		res, err := c.Post(srv.URL+"/gestion/reglages/logo", form.FormDataContentType(), &b)
		return read(t, res, err)
	}
	logo := picture(t)
	has(t, send([]byte("%PDF-1.4")), 422, "image PNG ou JPEG")
	has(t, send(append(picture(t), make([]byte, 5<<20)...)), 422, "moins de 5 Mo")
	for range 3 {
		has(t, send(logo), 303)
	}
	has(t, send(logo), 422, "Trois logos au plus")
	set, err := records.LoadSettings(app)
	if err != nil || len(set.Logos) != 3 {
		t.Fatalf("logos: %v %v", set.Logos, err)
	}
	has(t, get(t, c, srv.URL+"/gestion/logo/"+set.Logos[0]), 200, "PNG")
	has(t, get(t, c, srv.URL+"/gestion/logo/certificate:abc"), 404)
	post(t, c, srv.URL+"/gestion/reglages/logo/retirer", "logo", set.Logos[0])
	if again, err := records.LoadSettings(app); err != nil || len(again.Logos) != 2 {
		t.Errorf("after one was taken off: %v %v", again.Logos, err)
	}
}
