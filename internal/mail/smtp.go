package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"
)

const (
	dialTimeout = 10 * time.Second
	sendTimeout = 30 * time.Second
	quitTimeout = 2 * time.Second
)

// Sender keeps one connection to an SMTP server and sends message after message through it. Its
// methods may be called from several goroutines; they wait for one another.
type Sender struct {
	config Config

	mu     sync.Mutex
	line   *line // nil: the next Send opens one
	closed bool
}

// line is one open, signed-in connection.
type line struct {
	client  *gomail.Client
	session *gosmtp.Client
	conn    net.Conn // under session: closing it frees whoever waits for the server's answer
}

// Dial opens the connection and signs in, within 10 seconds, so that a wrong setting is known at once.
func Dial(ctx context.Context, config Config) (*Sender, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	l, err := open(ctx, config)
	if err != nil {
		return nil, err
	}
	return &Sender{config: config, line: l}, nil
}

// Send sends one message within 30 seconds. If the server has closed the connection, the message is
// sent once more on a new one: when the cut fell between the message and its answer, the reader gets
// two mails of the same Message-ID. Permanent says whether an error is worth another try; after any
// error the Sender is ready for the next message.
func (s *Sender) Send(ctx context.Context, m Message) error {
	if _, err := m.build(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	kept := s.line != nil
	err := s.attempt(ctx, m)
	if err == nil || !broken(err) {
		return err
	}
	s.hangUp()
	if !kept || ctx.Err() != nil {
		return err
	}
	if err = s.attempt(ctx, m); err != nil && broken(err) {
		s.hangUp()
	}
	return err
}

// Close says goodbye to the server, waiting two seconds at most. Send answers net.ErrClosed after it.
func (s *Sender) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.line == nil {
		return
	}
	if s.line.session.UpdateDeadline(quitTimeout) == nil {
		_ = s.line.session.Quit() // polite only: the connection is closed below whatever comes back
	}
	s.hangUp()
}

func (s *Sender) hangUp() {
	if s.line != nil {
		s.line.conn.Close()
	}
	s.line = nil
}

// attempt sends the message on the kept connection, or on a new one when there is none.
func (s *Sender) attempt(ctx context.Context, m Message) error {
	if s.line == nil {
		l, err := open(ctx, s.config)
		if err != nil {
			return err
		}
		s.line = l
	}
	l := s.line
	msg, err := m.build() // anew for each attempt: go-mail writes its own state into it
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { l.conn.Close() })()
	err = l.client.SendWithSMTPClient(l.session, msg)
	if err == nil || msg.IsDelivered() {
		return nil
	}
	err = fmt.Errorf("send mail through %s: %w", s.config, late(ctx, err))
	if broken(err) {
		return err
	}
	// A refused message must not leave half a transaction to the next one.
	if l.session.Reset() != nil {
		s.hangUp()
	}
	return err
}

// open connects and signs in. It closes what it opened when it fails.
func open(ctx context.Context, config Config) (*line, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	l := &line{}
	release := func() bool { return true }
	dial := func(_ context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l.conn, release = conn, context.AfterFunc(ctx, func() { conn.Close() })
		if config.TLS != TLSImplicit {
			return conn, nil
		}
		secure := tls.Client(conn, config.tls())
		return secure, secure.HandshakeContext(ctx)
	}
	client, err := gomail.NewClient(config.Host, append(config.options(), gomail.WithDialContextFunc(dial))...)
	if err != nil {
		return nil, fmt.Errorf("prepare SMTP client for %s: %w", config, err)
	}
	l.client = client
	l.session, err = client.DialToSMTPClientWithContext(ctx)
	if err == nil && !release() {
		err = ctx.Err() // the time ran out on the last answer: the connection is closed already
	}
	if err != nil {
		if l.conn != nil {
			l.conn.Close()
		}
		return nil, fmt.Errorf("connect to %s: %w", config, late(ctx, err))
	}
	return l, nil
}

// late adds to the error of a connection closed under way the reason why we closed it.
func late(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return errors.Join(ctx.Err(), err)
}

// broken tells a lost connection from an answer of the server. 421 is the server's goodbye.
func broken(err error) bool {
	var refused *gomail.SendError
	return errors.As(err, &refused) && (refused.ErrorCode() == 0 || refused.ErrorCode() == 421)
}

// lost tells a server that does not answer from one that says no to a letter.
func lost(err error) bool {
	var network net.Error
	return broken(err) || errors.As(err, &network) || errors.Is(err, net.ErrClosed) || errors.Is(err, context.DeadlineExceeded)
}

// Permanent tells whether sending the same message again is useless: the server refused this
// recipient or this content for good (5xx), or an address is not one (ErrAddress). A refused sender,
// a refused password and every failure of the network are for the operator to mend: they are temporary.
func Permanent(err error) bool {
	if errors.Is(err, ErrAddress) {
		return true
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) || refused.ErrorCode() < 500 || refused.ErrorCode() == 530 {
		return false // 530: authentication required, a setting of ours and no fault of the recipient
	}
	switch refused.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return true
	}
	return false
}

// Explain says in French, for the coordinator, why a connection or a message failed and what to look
// at. The server's own words are in err.
func Explain(err error) string {
	var (
		answer  *textproto.Error
		refused *gomail.SendError
		name    *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		timeout net.Error
	)
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrURL), errors.Is(err, gomail.ErrInvalidPort):
		return "Le nom du serveur, le port ou le chiffrement n’est pas valable."
	case errors.Is(err, ErrAddress):
		return "Une adresse électronique n’est pas valable."
	case errors.As(err, &refused) && refused.ErrorCode() >= 500:
		return fmt.Sprintf("Le serveur a refusé le message (code %d).", refused.ErrorCode())
	case errors.As(err, &refused) && refused.ErrorCode() >= 400:
		return fmt.Sprintf("Le serveur a demandé de réessayer plus tard (code %d).", refused.ErrorCode())
	case errors.As(err, &answer) && (answer.Code == 535 || answer.Code == 534 || answer.Code == 530):
		return "Le serveur a refusé l’identifiant ou le mot de passe."
	case errors.As(err, &answer):
		return fmt.Sprintf("Le serveur a refusé la connexion (code %d).", answer.Code)
	case errors.As(err, &name):
		return "Le serveur est introuvable\u00a0: vérifiez son nom."
	case errors.As(err, &cert), errors.As(err, &unknown):
		return "Le certificat du serveur n’est pas reconnu\u00a0: vérifiez le nom du serveur et le chiffrement choisi."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "Le serveur ne répond pas\u00a0: vérifiez le nom, le port et le chiffrement."
	}
	return "La connexion au serveur a échoué\u00a0: vérifiez le nom, le port et le chiffrement."
}
