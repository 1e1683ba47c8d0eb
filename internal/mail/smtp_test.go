package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"passerelle/internal/mail"
)

var now = time.Date(2026, 3, 12, 8, 2, 0, 0, time.UTC)

func letter(to string) mail.Message {
	return mail.Message{
		MessageID: "abc-" + strings.ReplaceAll(to, "@", "-") + "@ptsm.example", FromName: "Équipe du PTSM", FromAddress: "contact@ptsm.example",
		ReplyTo: "coordination@ptsm.example", To: to, ToName: "Zoé Œuvrard", Date: now,
		Subject: "Inscription confirmée : « Santé mentale à l’école » – œuvrer ensemble, en réseau",
		Text:    "Bonjour,\n\nÀ très bientôt à Béthune.\n", HTML: "<p>À très bientôt à <b>Béthune</b>.</p>",
		Calendar: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
	}
}

func dialTest(t *testing.T, s *server, mode string) *mail.Sender {
	t.Helper()
	config := s.config(mode)
	sender, err := mail.Dial(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sender.Close)
	return sender
}

func TestFiftyMailsGoThroughOneConnection(t *testing.T) {
	for _, mode := range []string{mail.TLSNone, mail.TLSStartTLS, mail.TLSImplicit, mail.TLSOpportunistic} {
		t.Run(mode, func(t *testing.T) {
			s := serve(t, mode == mail.TLSImplicit)
			sender := dialTest(t, s, mode)
			for i := range 50 {
				if err := sender.Send(t.Context(), letter(fmt.Sprintf("p%d@exemple.fr", i))); err != nil {
					t.Fatal(err)
				}
			}
			if got := s.received(); len(got) != 50 || s.connections() != 1 {
				t.Fatalf("%d mails on %d connections", len(got), s.connections())
			}
			if s.encrypted() != (mode != mail.TLSNone) {
				t.Fatalf("encrypted: %v", s.encrypted())
			}
		})
	}
}

func TestARefusedAddressIsPermanentAndTheOthersStillGo(t *testing.T) {
	s := serve(t, false)
	s.refuse("inconnue@exemple.fr", &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user"})
	s.refuse("pleine@exemple.fr", &gosmtp.SMTPError{Code: 452, EnhancedCode: gosmtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"})
	sender := dialTest(t, s, mail.TLSStartTLS)
	for _, row := range []struct {
		to        string
		fails     bool
		permanent bool
	}{
		{"a@exemple.fr", false, false},
		{"inconnue@exemple.fr", true, true},
		{"b@exemple.fr", false, false},
		{"pleine@exemple.fr", true, false},
		{"c@exemple.fr", false, false},
		{"pas une adresse", true, true},
		{"Autre <d@exemple.fr>", true, true},
		{"d@exemple.fr", false, false},
	} {
		err := sender.Send(t.Context(), letter(row.to))
		if (err != nil) != row.fails || mail.Permanent(err) != row.permanent {
			t.Errorf("%s: err %v, permanent %v", row.to, err, mail.Permanent(err))
		}
	}
	if len(s.received()) != 4 || s.connections() != 1 {
		t.Fatalf("%d mails on %d connections", len(s.received()), s.connections())
	}
}

func TestARefusedContentIsPermanentAndTheNextMailGoes(t *testing.T) {
	s := serve(t, false)
	s.refuseData = func(n int) error {
		if n == 0 {
			return &gosmtp.SMTPError{Code: 554, Message: "content refused"}
		}
		return nil
	}
	sender := dialTest(t, s, mail.TLSNone)
	if err := sender.Send(t.Context(), letter("a@exemple.fr")); !mail.Permanent(err) {
		t.Fatalf("not permanent: %v", err)
	}
	if err := sender.Send(t.Context(), letter("a@exemple.fr")); err != nil {
		t.Fatal(err)
	}
}

func TestARefusedDataLeavesNothingToTheNextMail(t *testing.T) {
	said := make(chan []string, 1)
	sender, err := mail.Dial(t.Context(), refuseFirstData(t, said))
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), letter("a@exemple.fr")); err == nil || mail.Permanent(err) {
		t.Fatalf("got %v, want a temporary refusal", err)
	}
	if err := sender.Send(t.Context(), letter("b@exemple.fr")); err != nil {
		t.Fatal(err)
	}
	sender.Close()
	if got := strings.Join(<-said, " "); got != "EHLO MAIL RCPT DATA RSET MAIL RCPT DATA QUIT" {
		t.Errorf("the client said %s", got)
	}
}

func TestAMailCutByTheServerIsSentOnceMore(t *testing.T) {
	for name, when := range map[string]string{"before the message": "mail", "between the message and its answer": "data"} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, false)
			s.cutAt(when, 2)
			sender := dialTest(t, s, mail.TLSStartTLS)
			for i := range 4 {
				if err := sender.Send(t.Context(), letter(fmt.Sprintf("p%d@exemple.fr", i))); err != nil {
					t.Fatalf("mail %d: %v", i, err)
				}
			}
			ids := map[string]int{}
			for _, m := range s.received() {
				ids[header(t, m, "Message-ID")]++
			}
			if len(ids) != 4 || len(s.received()) != 4 || s.connections() != 2 {
				t.Fatalf("%v on %d connections", ids, s.connections())
			}
		})
	}
}

func TestAServerThatKeepsCuttingIsATemporaryError(t *testing.T) {
	s := serve(t, false)
	s.cutAt("mail", -1)
	sender := dialTest(t, s, mail.TLSNone)
	err := sender.Send(t.Context(), letter("a@exemple.fr"))
	if err == nil || mail.Permanent(err) {
		t.Fatalf("got %v", err)
	}
	if s.connections() != 2 {
		t.Fatalf("%d connections, want the first and one more", s.connections())
	}
	s.cutAt("mail", -2)
	if err := sender.Send(t.Context(), letter("a@exemple.fr")); err != nil {
		t.Fatalf("once the server is back: %v", err)
	}
}

func TestACancelledSendReturnsAtOnce(t *testing.T) {
	s := serve(t, false)
	s.refuseData = func(int) error { time.Sleep(5 * time.Second); return nil }
	sender := dialTest(t, s, mail.TLSNone)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := sender.Send(ctx, letter("a@exemple.fr"))
	if !errors.Is(err, context.DeadlineExceeded) || mail.Permanent(err) || time.Since(start) > 3*time.Second {
		t.Fatalf("after %v: %v", time.Since(start), err)
	}
}

func TestWhatIsReceivedIsWhatWasWritten(t *testing.T) {
	s := serve(t, false)
	sender := dialTest(t, s, mail.TLSStartTLS)
	m := letter("zoe@exemple.fr")
	m.Attachments = []mail.Attachment{{Name: "Billet d’entrée.pdf", ContentType: "application/pdf", Bytes: []byte("%PDF-\x00\xff")}}
	m.FromName = "Équipe\r\nBcc: autre@exemple.fr"
	if err := sender.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	raw := s.received()[0]
	for name, want := range map[string]string{
		"Subject": m.Subject, "Message-ID": "<" + m.MessageID + ">", "Auto-Submitted": "auto-generated", "Bcc": "", "X-Mailer": "",
		"To": "Zoé Œuvrard <zoe@exemple.fr>", "Reply-To": "<coordination@ptsm.example>", "Date": "Thu, 12 Mar 2026 08:02:00 +0000",
	} {
		if got := header(t, raw, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	parts := partsOf(t, raw)
	for kind, want := range map[string]string{
		"text/plain": "Bonjour,\r\n\r\nÀ très bientôt à Béthune.\r\n", "text/html": m.HTML,
		"text/calendar": string(m.Calendar), "application/pdf": "%PDF-\x00\xff",
	} {
		if parts[kind] != want {
			t.Errorf("%s: %q, want %q", kind, parts[kind], want)
		}
	}
	if parts["file:application/pdf"] != "Billet d’entrée.pdf" || parts["file:text/calendar"] != "invitation.ics" || parts["method"] != "PUBLISH" {
		t.Errorf("attachments: %q", parts)
	}
}

func header(t *testing.T, raw []byte, name string) string {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	v, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// partsOf gives the decoded content of each leaf by its type, its file name as "file:type", and the
// calendar's method.
func partsOf(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	walk(t, m.Header.Get("Content-Type"), m.Body, out)
	return out
}

func walk(t *testing.T, contentType string, body io.Reader, out map[string]string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(kind, "multipart/") {
			walk(t, p.Header.Get("Content-Type"), p, out)
			continue
		}
		out[kind] = decoded(t, p)
		if name, err := new(mime.WordDecoder).DecodeHeader(p.FileName()); err == nil && name != "" {
			out["file:"+kind] = name
		}
		if params["method"] != "" {
			out["method"] = params["method"]
		}
	}
}
