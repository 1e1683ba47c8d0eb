package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// Ways to protect the connection to the SMTP server.
const (
	TLSNone          = "none"          // never: a relay on the same machine or a private network
	TLSStartTLS      = "starttls"      // the connection starts in clear and must become encrypted
	TLSImplicit      = "tls"           // encrypted from the first byte, usually port 465
	TLSOpportunistic = "opportunistic" // encrypted when the server offers it
)

// ErrURL is the answer to an SMTP address that cannot be read. Its text is French, for the operator,
// and never repeats the address, which holds a password.
var ErrURL = errors.New("adresse SMTP illisible : attendu smtp://utilisateur:motdepasse@serveur:587?tls=starttls ou smtps://utilisateur:motdepasse@serveur:465")

// Config says how to reach an SMTP server. An empty Username means no authentication; an empty HELO
// means the name of the machine.
type Config struct {
	Host     string
	Port     int
	Username string
	Password string
	TLS      string // one of the TLS constants
	HELO     string

	Roots *x509.CertPool // who may vouch for the server; nil: those of the system
}

// String describes the server for a log or a screen, without the password.
func (c Config) String() string {
	s := net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) + " (" + c.TLS + ")"
	if c.Username != "" {
		s = c.Username + "@" + s
	}
	return s
}

// ParseURL reads the value of PASSERELLE_SMTP_URL: smtp://user:password@host:587?tls=starttls or
// smtps://host. Where they are left out: smtps is port 465; smtp is port 587 and STARTTLS with a user,
// port 25 and opportunistic without one. Query: tls, helo. Any fault is ErrURL.
func ParseURL(s string) (Config, error) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || (u.Path != "" && u.Path != "/") {
		return Config{}, ErrURL
	}
	c := Config{Host: u.Hostname(), Username: u.User.Username()}
	c.Password, _ = u.User.Password()
	switch {
	case u.Scheme == "smtps":
		c.Port, c.TLS = 465, TLSImplicit
	case u.Scheme == "smtp" && c.Username != "":
		c.Port, c.TLS = 587, TLSStartTLS
	case u.Scheme == "smtp":
		c.Port, c.TLS = 25, TLSOpportunistic
	default:
		return Config{}, ErrURL
	}
	if p := u.Port(); p != "" {
		if c.Port, err = strconv.Atoi(p); err != nil {
			return Config{}, ErrURL
		}
	}
	for key, values := range u.Query() {
		switch key {
		case "tls":
			c.TLS = values[0]
		case "helo":
			c.HELO = values[0]
		default:
			return Config{}, ErrURL
		}
	}
	return c, c.check()
}

func (c Config) check() error {
	known := slices.Contains([]string{TLSNone, TLSStartTLS, TLSImplicit, TLSOpportunistic}, c.TLS)
	if c.Host == "" || c.Port < 1 || c.Port > 65535 || !known {
		return ErrURL
	}
	return nil
}

func (c Config) options() []gomail.Option {
	opts := []gomail.Option{
		gomail.WithPort(c.Port),
		gomail.WithTimeout(sendTimeout),
		gomail.WithTLSConfig(c.tls()),
		// Two round trips less a mail: a dead connection is seen by MAIL FROM, and a mail that was
		// accepted leaves nothing to reset.
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	switch c.TLS {
	case TLSNone:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	case TLSStartTLS:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLSOpportunistic:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case TLSImplicit:
		opts = append(opts, gomail.WithSSL())
	}
	if c.HELO != "" {
		opts = append(opts, gomail.WithHELO(c.HELO))
	}
	if c.Username == "" {
		return opts
	}
	return append(opts, gomail.WithUsername(c.Username), gomail.WithPassword(c.Password), c.auth())
}

// auth prefers the plain mechanisms, the ones every provider has right, and which go-mail refuses to
// use in clear; without one of these it takes what the server has. Only the operator's own "none" lets the password through unencrypted.
func (c Config) auth() gomail.Option {
	if c.TLS == TLSNone {
		return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256,
			gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc)
	}
	return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthSCRAMSHA256)
}

func (c Config) tls() *tls.Config {
	return &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12, RootCAs: c.Roots}
}
