package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// postman is a server that takes, refuses or fails what the test tells it to.
type postman struct {
	taken  []mail.Message
	answer func(m mail.Message) error
	opened int
}

func (p *postman) connect(context.Context) (mail.Mailer, error) { p.opened++; return p, nil }
func (p *postman) Close()                                       {}
func (p *postman) Send(_ context.Context, m mail.Message) error {
	if p.answer != nil {
		if err := p.answer(m); err != nil {
			return err
		}
	}
	p.taken = append(p.taken, m)
	return nil
}

func attach(core.App, string) (mail.Attachment, error) {
	return mail.Attachment{Name: "billet.pdf", ContentType: "application/pdf", Bytes: []byte("%PDF")}, nil
}

func deliver(t *testing.T, app core.App, now time.Time, p *postman) int {
	t.Helper()
	n, err := mail.Deliver(context.Background(), app, func() time.Time { return now }, p.connect, attach, 100)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestALetterLeavesOnceWithItsSecretLink(t *testing.T) {
	app := testapp.New(t)
	app.Settings().Meta.AppURL = "https://passerelle.exemple.invalid"
	r := testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Mésange", "Aliénor")
	stored, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	if err != nil || len(stored) != 1 {
		t.Fatalf("%d letters, %v", len(stored), err)
	}
	if strings.Contains(stored[0].Text, "/inscriptions/") {
		t.Error("the stored letter holds a secret address")
	}
	p := &postman{}
	if n := deliver(t, app, testapp.Now, p); n != 1 {
		t.Fatalf("%d sent", n)
	}
	m := p.taken[0]
	if m.To != r.Email || !strings.Contains(m.Subject, "confirmée") {
		t.Errorf("to %s: %s", m.To, m.Subject)
	}
	for part, body := range map[string]string{"text": m.Text, "html": m.HTML} {
		if !strings.Contains(body, "https://passerelle.exemple.invalid/inscriptions/"+r.ID) || strings.Contains(body, "[[") {
			t.Errorf("%s without its link:\n%s", part, body)
		}
	}
	if len(m.Attachments) != 2 || m.MessageID == "" {
		t.Errorf("%d attachments, id %q", len(m.Attachments), m.MessageID)
	}
	if n := deliver(t, app, testapp.Now.Add(time.Hour), p); n != 0 || len(p.taken) != 1 {
		t.Errorf("sent again: %d", n)
	}
}

func TestARefusedAddressFailsAloneAndABrokenServerDelaysAll(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	for _, name := range []string{"Alba", "Bruno", "Chloé"} {
		testapp.Register(t, app, e, "Essai", name)
	}
	p := &postman{answer: func(m mail.Message) error {
		if strings.HasPrefix(m.To, "bruno") {
			return mail.ErrAddress
		}
		if strings.HasPrefix(m.To, "chlo") {
			return &textproto.Error{Code: 451, Msg: "plus tard"}
		}
		return nil
	}}
	if n := deliver(t, app, testapp.Now, p); n != 1 || p.opened != 1 {
		t.Fatalf("%d sent over %d connections", n, p.opened)
	}
	counts, err := records.LetterCounts(app)
	if err != nil || counts["sent"] != 1 || counts["failed"] != 1 || counts["queued"] != 1 {
		t.Fatalf("%v, %v", counts, err)
	}
	p.answer = nil
	if n := deliver(t, app, testapp.Now.Add(30*time.Second), p); n != 0 {
		t.Error("retried before its time")
	}
	if n := deliver(t, app, testapp.Now.Add(2*time.Minute), p); n != 1 {
		t.Error("not retried at its time")
	}
}

func TestAServerThatNeverAnswersEndsInFailureNotInALoop(t *testing.T) {
	app := testapp.New(t)
	testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Essai", "Alba")
	down := errors.New("connexion refusée")
	now := testapp.Now
	for range 20 {
		_, err := mail.Deliver(context.Background(), app, func() time.Time { return now },
			func(context.Context) (mail.Mailer, error) { return nil, down }, attach, 100)
		if err != nil && !errors.Is(err, down) {
			t.Fatal(err)
		}
		now = now.Add(25 * time.Hour)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	if err != nil || rows[0].Status != "failed" || rows[0].LastError == "" || rows[0].Attempts > 10 {
		t.Fatalf("%+v, %v", rows[0], err)
	}
}

func TestALetterIsReadableWithItsLinksMasked(t *testing.T) {
	text := "Bonjour <Alba>,\n\n- jeudi\n- vendredi\n\n[[Voir mon inscription|inscription:abc]]"
	plain := mail.Plain(text, mail.Masked)
	if !strings.Contains(plain, "Voir mon inscription : (lien personnel masqué)") {
		t.Error(plain)
	}
	page := mail.HTML("Objet", text, func(kind, target string) string { return "https://x.invalid/" + kind + "/" + target })
	for _, want := range []string{"Bonjour &lt;Alba&gt;,", "<li>jeudi</li><li>vendredi</li>", `href="https://x.invalid/inscription/abc"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing in\n%s", want, page)
		}
	}
}

func TestTheSameCauseMakesOneLetter(t *testing.T) {
	app := testapp.New(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 10, nil), "Essai", "Alba")
	for range 3 {
		if err := mail.ToRegistration(app, testapp.Now, mail.Promoted, "promotion:"+r.ID, r, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, total, err := records.Letters(app, records.LetterFilter{Limit: 1}); err != nil || total != 2 {
		t.Fatalf("%d letters, %v", total, err)
	}
}

// [[label|kind:target]] becomes a secret address when a letter is shown or sent: nobody may write one.
func TestNobodyWritesALinkIntoALetter(t *testing.T) {
	app := testapp.New(t)
	app.Settings().Meta.AppURL = "https://passerelle.exemple.invalid"
	e := testapp.Event(t, app, 10, nil)
	victim := testapp.Register(t, app, e, "Mésange", "Aliénor")
	token, err := link.Token(app, link.Registration, victim.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, first := range []string{"[[a|inscription:" + victim.ID + "]]", "[[[a|inscription:" + victim.ID + "]]]", "[[a|adresse:@ailleurs.invalid]]", "[[a|inconnu:b]]"} {
		in := testapp.Request(e, "Curieux", first)
		in.Email, in.OtherPerson = fmt.Sprintf("curieux%d@exemple.invalid", i), true
		if _, err := registration.Register(app, testapp.Now, in); err != nil {
			t.Fatal(err)
		}
	}
	p := &postman{}
	if n := deliver(t, app, testapp.Now, p); n != 5 {
		t.Fatalf("%d sent", n)
	}
	for _, m := range p.taken {
		if m.To == victim.Email {
			continue
		}
		if strings.Contains(m.Text+m.HTML, token) || strings.Contains(m.Text+m.HTML, ".invalid@ailleurs") {
			t.Errorf("a typed link was opened:\n%s", m.Text)
		}
	}
}

// The platform is stopped while it sends: no letter is at fault, and none waits longer for it.
func TestAStopIsNoFailureOfALetter(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	testapp.Register(t, app, e, "Mésange", "Aliénor")
	testapp.Register(t, app, e, "Mésange", "Bruno")
	ctx, stop := context.WithCancel(context.Background())
	p := &postman{answer: func(mail.Message) error { stop(); return ctx.Err() }}
	for range 2 { // while sending, then while connecting
		n, err := mail.Deliver(ctx, app, func() time.Time { return testapp.Now }, func(ctx context.Context) (mail.Mailer, error) {
			return p, ctx.Err()
		}, attach, 100)
		if n != 0 || err != nil {
			t.Fatal(n, err)
		}
		rows, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range rows {
			if l.Attempts != 0 || l.Status != "queued" || !l.DueAt.Equal(records.At(testapp.Now)) {
				t.Errorf("%s: %d attempts, due %s", l.Status, l.Attempts, l.DueAt)
			}
		}
	}
}

func TestTheWaitlistLetterSaysTheRankAsThePageDoes(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 1, nil)
	for i, first := range []string{"Alba", "Bruno", "Clovis"} {
		r := testapp.Register(t, app, e, "Essai", first)
		letters, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 1})
		if err != nil || len(letters) != 1 {
			t.Fatal(letters, err)
		}
		if want := []string{"est confirmée", "Vous êtes 1er sur", "Vous êtes 2e sur"}[i]; !strings.Contains(letters[0].Text, want) {
			t.Errorf("%s: %q is missing in\n%s", first, want, letters[0].Text)
		}
	}
}

func TestALetterThatCannotBeMadeHoldsBackNoOther(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	bad := testapp.Register(t, app, e, "Mésange", "Aliénor")
	testapp.Register(t, app, e, "Pinson", "Basile")
	p := &postman{}
	draw := func(app core.App, name string) (mail.Attachment, error) {
		if strings.HasSuffix(name, bad.ID) {
			panic("no such letter in the font")
		}
		return attach(app, name)
	}
	n, err := mail.Deliver(context.Background(), app, func() time.Time { return testapp.Now }, p.connect, draw, 100)
	if err != nil || n != 1 || len(p.taken) != 1 {
		t.Fatalf("%d sent, %v", n, err)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: bad.ID, Limit: 2})
	if err != nil || len(rows) != 1 || rows[0].Attempts != 1 || !strings.Contains(rows[0].LastError, "font") {
		t.Errorf("the letter that failed: %+v, %v", rows, err)
	}
}
