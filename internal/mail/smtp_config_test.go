package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"passerelle/internal/mail"
)

func TestTheSMTPAddressIsRead(t *testing.T) {
	for in, want := range map[string]mail.Config{
		"smtp://relais.example":                          {Host: "relais.example", Port: 25, TLS: mail.TLSOpportunistic},
		"smtp://u%40d.example:p%3Aw@mail.example":        {Host: "mail.example", Port: 587, Username: "u@d.example", Password: "p:w", TLS: mail.TLSStartTLS},
		"smtps://u:p@mail.example?helo=ptsm.example":     {Host: "mail.example", Port: 465, Username: "u", Password: "p", TLS: mail.TLSImplicit, HELO: "ptsm.example"},
		"smtp://127.0.0.1:2525?tls=none":                 {Host: "127.0.0.1", Port: 2525, TLS: mail.TLSNone},
		"smtp://u:p@mail.example:587/?tls=opportunistic": {Host: "mail.example", Port: 587, Username: "u", Password: "p", TLS: mail.TLSOpportunistic},
	} {
		got, err := mail.ParseURL(in)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
		if got.Password != "" && strings.Contains(fmt.Sprintf("%v", got), ":"+got.Password) {
			t.Errorf("%v shows the password", got)
		}
	}
	for _, in := range []string{"", "mail.example", "http://h", "smtp://", "smtp://h:0", "smtp://h:99999", "smtp://h?tls=maybe", "smtp://h?x=1", "smtp://h/path", "smtp://u:secret@h:port"} {
		if _, err := mail.ParseURL(in); !errors.Is(err, mail.ErrURL) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestAPasswordIsNeverSentInClearUnasked(t *testing.T) {
	s := serve(t, false)
	s.noTLS()
	for mode, works := range map[string]bool{mail.TLSNone: true, mail.TLSStartTLS: false} {
		sender, err := mail.Dial(t.Context(), s.config(mode))
		if (err == nil) != works {
			t.Errorf("%s: %v", mode, err)
		}
		if sender != nil {
			sender.Close()
		}
	}
}

func TestDialSaysWhatIsWrong(t *testing.T) {
	s := serve(t, false)
	wrongPassword, unknownRoot := s.config(mail.TLSStartTLS), s.config(mail.TLSStartTLS)
	wrongPassword.Password = "faux"
	unknownRoot.Roots = nil
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	nobody := mail.Config{Host: "127.0.0.1", Port: closed.Addr().(*net.TCPAddr).Port, TLS: mail.TLSNone}
	for name, row := range map[string]struct {
		config mail.Config
		says   string
	}{
		"wrong password": {wrongPassword, "mot de passe"}, "unknown certificate": {unknownRoot, "certificat"},
		"nobody there": {nobody, "connexion au serveur a échoué"}, "no mode": {mail.Config{Host: "h", Port: 25}, "chiffrement"},
	} {
		_, err := mail.Dial(t.Context(), row.config)
		if err == nil || !strings.Contains(mail.Explain(err), row.says) || strings.Contains(err.Error(), "faux") {
			t.Errorf("%s: %v, explained %q", name, err, mail.Explain(err))
		}
	}
}

func TestASilentServerDoesNotHoldDialForEver(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = mail.Dial(ctx, mail.Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.TLSNone})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(mail.Explain(err), "ne répond pas") {
		t.Fatal(err)
	}
}
