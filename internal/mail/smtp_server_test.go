package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"passerelle/internal/mail"
)

// server is a real SMTP server on loopback with an in-memory certificate. It asks for user "u",
// password "p".
type server struct {
	smtp  *gosmtp.Server
	port  int
	roots *x509.CertPool

	refuseData func(n int) error // n: how many times Data was called before

	mu       sync.Mutex
	mails    [][]byte
	conns    int
	tls      bool
	datas    int
	refusals map[string]error
	cutWhen  string
	cutNth   int // the command to cut, counted from 0; -1: each; -2: none
	commands int
	keepCut  bool // a letter whose answer is cut was taken all the same
}

func serve(t *testing.T, implicit bool) *server {
	t.Helper()
	s := &server{refusals: map[string]error{}, cutNth: -2}
	config, roots := certificate(t)
	s.roots = roots
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	s.smtp = gosmtp.NewServer(s)
	s.smtp.Domain, s.smtp.AllowInsecureAuth, s.smtp.TLSConfig = "localhost", true, config
	s.smtp.ErrorLog = silent{}
	if implicit {
		l = tls.NewListener(l, config)
	}
	go func() {
		if err := s.smtp.Serve(l); err != nil && !errors.Is(err, gosmtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { s.smtp.Close() })
	return s
}

func (s *server) config(mode string) mail.Config {
	return mail.Config{Host: "127.0.0.1", Port: s.port, Username: "u", Password: "p", TLS: mode, HELO: "ptsm.example", Roots: s.roots}
}

// noTLS stops offering STARTTLS; it is called before the first connection.
func (s *server) noTLS() { s.smtp.TLSConfig = nil }

func (s *server) refuse(address string, err error) { s.refusals[address] = err }

func (s *server) cutAt(when string, nth int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cutWhen, s.cutNth = when, nth
}

func (s *server) received() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails
}

func (s *server) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

func (s *server) encrypted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tls
}

// cut closes the connection when its turn has come and says whether it did.
func (s *server) cut(when string, conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if when != s.cutWhen {
		return false
	}
	s.commands++
	if s.cutNth != -1 && s.commands-1 != s.cutNth {
		return false
	}
	conn.Close()
	return true
}

// NewSession is called when a client says EHLO, so twice on a connection that becomes encrypted.
func (s *server) NewSession(c *gosmtp.Conn) (gosmtp.Session, error) {
	return &session{server: s, conn: c}, nil
}

type session struct {
	server *server
	conn   *gosmtp.Conn
	signed bool
}

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "u" || password != "p" {
			return gosmtp.ErrAuthFailed
		}
		c.signed = true
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		c.server.conns++
		_, c.server.tls = c.conn.TLSConnectionState()
		return nil
	}), nil
}

func (c *session) Mail(string, *gosmtp.MailOptions) error {
	if !c.signed {
		return gosmtp.ErrAuthRequired
	}
	if c.server.cut("mail", c.conn.Conn()) {
		return errors.New("cut")
	}
	return nil
}

func (c *session) Rcpt(to string, _ *gosmtp.RcptOptions) error { return c.server.refusals[to] }

func (c *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if c.server.cut("data", c.conn.Conn()) {
		c.server.mu.Lock()
		defer c.server.mu.Unlock()
		if c.server.keepCut {
			c.server.mails = append(c.server.mails, b)
		}
		return errors.New("cut")
	}
	c.server.mu.Lock()
	n := c.server.datas
	c.server.datas++
	c.server.mu.Unlock()
	if c.server.refuseData != nil {
		if err := c.server.refuseData(n); err != nil {
			return err
		}
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.mails = append(c.server.mails, b)
	return nil
}

func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }

// refuseFirstData is a bare SMTP server that answers 451 to its first DATA and 503 to a MAIL that
// follows one without RSET, as strict servers do. It serves one connection, then gives what was said.
func refuseFirstData(t *testing.T, said chan<- []string) mail.Config {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		said <- converse(textproto.NewConn(conn))
	}()
	return mail.Config{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.TLSNone, HELO: "ptsm.example"}
}

func converse(c *textproto.Conn) (said []string) {
	answer := "220 ready"
	open, datas := false, 0
	for c.PrintfLine("%s", answer) == nil {
		line, err := c.ReadLine()
		if err != nil {
			return said
		}
		verb := strings.ToUpper(strings.Fields(line + " ?")[0])
		said = append(said, verb)
		answer = "250 ok"
		switch verb {
		case "MAIL":
			if open {
				answer = "503 nested MAIL"
			}
			open = true
		case "RSET":
			open = false
		case "DATA":
			if datas++; datas == 1 {
				answer = "451 try later"
				continue
			}
			if c.PrintfLine("354 go on") != nil {
				return said
			}
			if _, err := c.ReadDotLines(); err != nil {
				return said
			}
			open = false
		case "QUIT":
			if c.PrintfLine("221 bye") != nil {
				return said
			}
			return said
		}
	}
	return said
}

// silent drops the server's complaints about the connections that the tests cut.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

func decoded(t *testing.T, p *multipart.Part) string {
	t.Helper()
	var r io.Reader = p
	switch strings.ToLower(p.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(p)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, p)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
