package mail_test

import (
	"bytes"
	"context"
	"fmt"
	netmail "net/mail"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// letters queues n letters to n people.
func letters(t *testing.T, app core.App, n int) {
	t.Helper()
	err := app.RunInTransaction(func(app core.App) error {
		for i := range n {
			if err := mail.ToMailbox(app, testapp.Now, mail.Space, fmt.Sprint("essai:", i), fmt.Sprintf("p%d@exemple.invalid", i), mail.Words{Link: "x"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// post delivers through a server at a moment.
func post(t *testing.T, app core.App, now time.Time, c mail.Config) (sent int, err error) {
	t.Helper()
	app.Settings().Meta.SenderAddress = "contact@exemple.invalid"
	return mail.Deliver(context.Background(), app, func() time.Time { return now },
		func(ctx context.Context) (mail.Mailer, error) { return mail.Dial(ctx, c) }, attach, 500)
}

// byID counts how often each Message-ID, and each recipient, arrived.
func byID(t *testing.T, mails [][]byte) (ids, to map[string]int) {
	t.Helper()
	ids, to = map[string]int{}, map[string]int{}
	for _, b := range mails {
		m, err := netmail.ReadMessage(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		ids[m.Header.Get("Message-ID")]++
		to[m.Header.Get("To")]++
	}
	return ids, to
}

func TestAServerDownForAnHourLosesNothingAndGetsAllOnce(t *testing.T) {
	app := testapp.New(t)
	letters(t, app, 60)
	down := mail.Config{Host: "127.0.0.1", Port: 1, TLS: mail.TLSNone, HELO: "essai.invalid"} // nobody listens there
	now := testapp.Now
	for ; now.Before(testapp.Now.Add(time.Hour)); now = now.Add(time.Minute) {
		if n, _ := post(t, app, now, down); n != 0 {
			t.Fatal("sent to nobody")
		}
	}
	office := OpenOffice(t, 0)
	sent := 0
	for ; now.Before(testapp.Now.Add(6 * time.Hour)); now = now.Add(10 * time.Minute) {
		n, err := post(t, app, now, office.Config())
		if err != nil {
			t.Fatal(err)
		}
		sent += n
	}
	ids, to := byID(t, office.Mails())
	if sent != 60 || len(ids) != 60 || len(to) != 60 || len(office.Mails()) != 60 {
		t.Fatalf("%d sent, %d arrived, %d people", sent, len(office.Mails()), len(to))
	}
	if counts, err := records.LetterCounts(app); err != nil || counts["sent"] != 60 {
		t.Fatal(counts, err)
	}
}

func TestARefusedAddressIsReadableAndTheOthersArrive(t *testing.T) {
	app := testapp.New(t)
	letters(t, app, 90)
	office := OpenOffice(t, 0)
	office.Refuse("p41@exemple.invalid")
	if n, err := post(t, app, testapp.Now, office.Config()); n != 89 || err != nil {
		t.Fatal(n, err)
	}
	rows, total, err := records.Letters(app, records.LetterFilter{Status: "failed", Limit: 5})
	if err != nil || total != 1 || rows[0].Recipient != "p41@exemple.invalid" || rows[0].LastError == "" {
		t.Fatalf("%+v, %v", rows, err)
	}
}

func TestALineCutBeforeTheAnswerMakesAtMostOneDuplicateOfTheSameID(t *testing.T) {
	app := testapp.New(t)
	letters(t, app, 30)
	office := OpenOffice(t, 0)
	office.CutAfterData(12)
	now := testapp.Now
	for range 5 {
		if _, err := post(t, app, now, office.Config()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(10 * time.Minute)
	}
	ids, to := byID(t, office.Mails())
	twice := 0
	for id, n := range ids {
		if n > 2 {
			t.Errorf("%s arrived %d times", id, n)
		}
		twice += n - 1
	}
	if len(ids) != 30 || len(to) != 30 || twice != 1 {
		t.Fatalf("%d letters to %d people, %d duplicates", len(ids), len(to), twice)
	}
	if counts, err := records.LetterCounts(app); err != nil || counts["sent"] != 30 {
		t.Fatal(counts, err)
	}
}

func TestFiveHundredLettersGoOverAFewLinesOfASlowServer(t *testing.T) {
	app := testapp.New(t)
	letters(t, app, 500)
	office := OpenOffice(t, 5*time.Millisecond)
	if n, err := post(t, app, testapp.Now, office.Config()); n != 500 || err != nil {
		t.Fatal(n, err)
	}
	ids, to := byID(t, office.Mails())
	if len(ids) != 500 || len(to) != 500 || len(office.Mails()) != 500 || office.Lines() > 4 {
		t.Fatalf("%d letters, %d people, %d lines", len(ids), len(to), office.Lines())
	}
	if n, err := post(t, app, testapp.Now.Add(time.Hour), office.Config()); n != 0 || err != nil {
		t.Fatal("sent again", n, err)
	}
}
