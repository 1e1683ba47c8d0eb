package hooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/calendar"
	"passerelle/internal/certificate"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// idle is how long the worker sleeps when nothing wakes it.
const idle = 5 * time.Second

// work draws the certificates and agreements that are reserved and sends the mails that are due, until ctx ends. Stopped
// anywhere, the next start goes on: what is done is in the database.
func (s *site) work(ctx context.Context, app core.App) {
	if err := certificate.SignEarlier(app, s.now()); err != nil && s.Log != nil {
		s.Log.Error("worker", "error", err.Error())
	}
	for ctx.Err() == nil {
		n, err := s.round(ctx, app)
		if err != nil {
			app.Logger().Error("worker", "error", err)
			if s.Log != nil {
				s.Log.Error("worker", "error", err.Error())
			}
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-time.After(idle):
		}
	}
}

// round does one portion of the work and says how much it did.
func (s *site) round(ctx context.Context, app core.App) (int, error) {
	moved := s.clockwork(app)
	sealed, unsealed := certificate.Seal(app, s.now(), 50) // a certificate that fails holds back no letter
	agreed, undrawn := agreement.Seal(app, s.now(), 50)
	sealed, unsealed = sealed+agreed, errors.Join(moved, unsealed, undrawn)
	config, on, err := SMTP(app)
	if err != nil || !on {
		return sealed, errors.Join(unsealed, err)
	}
	sent, err := mail.Deliver(ctx, app, s.now, func(ctx context.Context) (mail.Mailer, error) { return mail.Dial(ctx, config) }, Attach, 500)
	return sealed + sent, errors.Join(unsealed, err)
}

// clockwork does what time alone causes: offers that expire, quotas that open, managers who are reminded. It
// costs two small questions when nothing is due.
func (s *site) clockwork(app core.App) error {
	_, late := registration.Tick(app, s.now())
	_, unasked := registration.Remind(app, s.now())
	return errors.Join(late, unasked)
}

// SMTP is how mails go out: PASSERELLE_SMTP_URL, else what the coordinator set. Without either they wait in
// the outbox.
func SMTP(app core.App) (config mail.Config, on bool, err error) {
	if v := os.Getenv("PASSERELLE_SMTP_URL"); v != "" {
		config, err = mail.ParseURL(v)
		return config, err == nil, err
	}
	set := app.Settings().SMTP
	if !set.Enabled || set.Host == "" {
		return config, false, nil
	}
	config = mail.Config{Host: set.Host, Port: set.Port, Username: set.Username, Password: set.Password, TLS: mail.TLSOpportunistic, HELO: set.LocalName}
	if set.TLS {
		config.TLS = mail.TLSImplicit
	}
	return config, true, nil
}

// Attach draws what a letter names: « billet:ID », « calendrier:ID », « attestation:ID », « fichier:ID ».
func Attach(app core.App, name string) (a mail.Attachment, err error) {
	kind, id, _ := strings.Cut(name, ":")
	var b bytes.Buffer
	switch kind {
	case "billet":
		r, err := records.RegistrationOf(app, id)
		if err != nil {
			return a, err
		}
		err = drawTicket(app, &b, r)
		return mail.Attachment{Name: "billet.pdf", ContentType: "application/pdf", Bytes: b.Bytes()}, err
	case "calendrier":
		e, err := records.EventOf(app, id)
		if err != nil {
			return a, err
		}
		entries, err := calendarOf(app, e)
		if err != nil {
			return a, err
		}
		err = calendar.Write(&b, e.Title, "", entries)
		return mail.Attachment{Name: "evenement.ics", ContentType: "text/calendar; charset=utf-8", Bytes: b.Bytes()}, err
	case "fichier":
		f, err := records.FileOf(app, id)
		if err != nil {
			return a, err
		}
		return mail.Attachment{Name: f.Name, ContentType: f.Type, Bytes: f.Bytes}, nil
	case "attestation":
		f, err := records.FileOf(app, certificate.FileID(id))
		if err != nil {
			return a, err
		}
		return mail.Attachment{Name: f.Name, ContentType: f.Type, Bytes: f.Bytes}, nil
	}
	return a, fmt.Errorf("letter: no attachment %q", name)
}

// prepare makes a folder ready before it serves: its lock, the public address, the lists.
func (s *site) prepare(e *core.ServeEvent) error {
	if v := os.Getenv("PASSERELLE_URL"); v != "" {
		u, err := url.Parse(v)
		if err != nil || u.Host == "" {
			return fmt.Errorf("PASSERELLE_URL n’est pas une adresse : %s", strconv.Quote(v))
		}
		e.App.Settings().Meta.AppURL = strings.TrimRight(v, "/")
	} else if e.Server != nil && strings.HasPrefix(e.App.Settings().Meta.AppURL, "http://localhost:") {
		e.App.Settings().Meta.AppURL = "http://" + localAddress(e.Server.Addr)
	}
	return s.takeFolder(e)
}

// firstRunLink makes the one-time link of an empty folder, good for a day; a new start makes a new one.
func firstRunLink(app core.App, now time.Time) (string, error) {
	token, err := link.Grant(app, link.FirstRun, "premier-demarrage", now.Add(24*time.Hour))
	if err != nil {
		return "", err
	}
	return link.Base(app) + link.Path(link.FirstRun, token), nil
}
