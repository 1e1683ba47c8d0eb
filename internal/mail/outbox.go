package mail

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Kinds of letter: the names of their templates.
const (
	Confirmation   = "confirmation"
	Waitlisted     = "liste-attente"
	Promoted       = "promotion"
	Offered        = "offre"
	OfferExpired   = "offre-expiree"
	Requested      = "candidature"
	PendingManager = "accord-attendu"
	ManagerAsked   = "accord-demande"
	ManagerAgain   = "accord-rappel"
	Refused        = "refus"
	Booked         = "groupe"
	Withdrawn      = "desistement"
	RemovedByDesk  = "retrait"
	EventCancelled = "annulation"
	CertificateOut = "attestation"
	CertificateOff = "attestation-retiree"
	Again          = "renvoi"
	Space          = "espace"
	Test           = "essai"
	LoginCode      = "code"

	Invited             = "invitation"
	InvitedAgain        = "rappel-invitation"
	DeclarationReceived = "declaration-recue"
	DeclarationAccepted = "declaration-acceptee"
	DeclarationRefused  = "declaration-refusee"
)

// ToRegistration queues a letter about a registration in the transaction of its cause. The cause is unique
// for ever: asking twice queues once. Without an address of one's own it goes to the
// referent who registered the colleague; without either there is none.
func ToRegistration(app core.App, now time.Time, kind, cause string, r *records.Registration, change func(*Words)) error {
	if r.Address() == "" {
		return nil
	}
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	if change != nil {
		change(&w)
	}
	subject, text, err := compose(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: r.Address(), RecipientName: r.Name(),
		Subject: subject, Text: text, Event: r.Event, Registration: r.ID, Attachments: attachments(kind, r, w)})
}

// ToManager queues a letter that asks a manager for an agreement about a registration.
func ToManager(app core.App, now time.Time, kind, cause string, r *records.Registration) error {
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	subject, text, err := compose(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: r.ManagerEmail, Subject: subject, Text: text,
		Event: r.Event, Registration: r.ID})
}

// ToReferent queues a letter to who registered colleagues. It names one of them for what it says of the event.
func ToReferent(app core.App, now time.Time, kind, cause string, b *records.Booking, r *records.Registration, change func(*Words)) error {
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	w.FirstName, w.Booking = b.FirstName, b.ID
	change(&w)
	subject, text, err := compose(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: b.Email, RecipientName: b.Name(), Subject: subject, Text: text,
		Event: b.Event})
}

// ToMailbox queues a letter that is about no registration.
func ToMailbox(app core.App, now time.Time, kind, cause, address string, w Words) error {
	if err := addOrganiser(app, &w); err != nil {
		return err
	}
	subject, text, err := compose(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: address, Subject: subject, Text: text})
}

func add(app core.App, now time.Time, l *records.Letter) error {
	l.Status, l.Created, l.DueAt = "queued", records.At(now), records.At(now)
	l.MessageID = fmt.Sprintf("%s@passerelle.invalid", records.NewID()+records.NewID())
	if host := hostOf(link.Base(app)); host != "" {
		l.MessageID = records.NewID() + records.NewID() + "@" + host
	}
	if _, err := records.AddLetter(app, l); err != nil {
		return fmt.Errorf("queue letter %s: %w", l.Kind, err) // a cause may hold an address, which no log keeps
	}
	return nil
}

// attachments are named, not drawn: the ticket and the calendar are made when the letter is sent.
func attachments(kind string, r *records.Registration, w Words) records.List {
	switch kind {
	case Confirmation, Promoted, Again:
		if r.State == "confirmed" {
			return records.List{"billet:" + r.ID, "calendrier:" + r.Event}
		}
	case CertificateOut:
		return records.List{"attestation:" + w.Certificate}
	}
	return nil
}

// WordsOf gathers what a letter about a registration may say.
func WordsOf(app core.App, r *records.Registration) (w Words, err error) {
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return w, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return w, err
	}
	w = ofEvent(e, slots)
	w.FirstName, w.Name, w.ShortCode, w.Registration = r.FirstName, r.Name(), ticket.ShowShort(r.ShortCode), r.ID
	if !r.OfferUntil.IsZero() {
		w.Until = paris.Moment(r.OfferUntil.Time())
	}
	return w, addOrganiser(app, &w)
}

// ofEvent is what a letter may say of an event, whoever gets it.
func ofEvent(e *records.Event, slots []records.Slot) Words {
	w := Words{Event: e.Title, When: paris.Range(e.StartsAt.Time(), e.EndsAt.Time()), Place: e.Place,
		Address: e.Address, Access: e.Access, Remote: e.RemoteURL, Contact: e.Contact}
	for _, s := range slots {
		w.Slots = append(w.Slots, paris.Slot(s.StartsAt.Time(), s.EndsAt.Time()))
	}
	return w
}

func addOrganiser(app core.App, w *Words) error {
	s, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	w.Organiser = s.Organiser
	if w.Contact == "" {
		w.Contact = s.Contact
	}
	return nil
}

// Resolver puts the secret addresses into a letter.
func Resolver(app core.App) Resolve {
	return func(kind, target string) string {
		switch kind {
		case "adresse":
			return link.Base(app) + target
		case "jeton-espace":
			return link.Base(app) + link.Path(link.Space, target)
		}
		url, err := link.URL(app, kind, target)
		if err != nil {
			app.Logger().Error("letter: link not made", "kind", kind, "error", err)
			return link.Base(app)
		}
		return url
	}
}

// Masked stands for the secret addresses of a letter until somebody asks for them.
func Masked(string, string) string { return "(lien personnel masqué)" }
