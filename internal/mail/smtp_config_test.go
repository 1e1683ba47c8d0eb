package mail

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestTheSMTPAddressIsRead(t *testing.T) {
	for in, want := range map[string]Config{
		"smtp://relais.example":                          {Host: "relais.example", Port: 25, TLS: TLSOpportunistic},
		"smtp://u%40d.example:p%3Aw@mail.example":        {Host: "mail.example", Port: 587, Username: "u@d.example", Password: "p:w", TLS: TLSStartTLS},
		"smtps://u:p@mail.example?helo=ptsm.example":     {Host: "mail.example", Port: 465, Username: "u", Password: "p", TLS: TLSImplicit, HELO: "ptsm.example"},
		"smtp://127.0.0.1:2525?tls=none":                 {Host: "127.0.0.1", Port: 2525, TLS: TLSNone},
		"smtp://u:p@mail.example:587/?tls=opportunistic": {Host: "mail.example", Port: 587, Username: "u", Password: "p", TLS: TLSOpportunistic},
	} {
		got, err := ParseURL(in)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
		if got.Password != "" && strings.Contains(fmt.Sprintf("%v", got), ":"+got.Password) {
			t.Errorf("%v shows the password", got)
		}
	}
	for _, in := range []string{"", "mail.example", "http://h", "smtp://", "smtp://h:0", "smtp://h:99999", "smtp://h?tls=maybe", "smtp://h?x=1", "smtp://h/path", "smtp://u:secret@h:port"} {
		if _, err := ParseURL(in); !errors.Is(err, ErrURL) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", in, err)
		}
	}
}
