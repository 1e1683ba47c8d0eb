package mail

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
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
	Replaced       = "remplacement" // to who gave the seat
	Successor      = "succession"   // to who carries it now
	Swapped        = "echange"
	SwapProposed   = "echange-propose"
	SwapRefused    = "echange-refuse"
	Moved          = "nouvelle-adresse"
	MovedAway      = "adresse-changee"
	Withdrawn      = "desistement"
	RemovedByDesk  = "retrait"
	EventCancelled = "annulation"
	CertificateOut = "attestation"
	CertificateOff = "attestation-retiree"
	SurveyAsked    = "evaluation-attestation" // only the evaluation keeps somebody from the certificate
	SurveyHot      = "questionnaire-chaud"
	SurveyCold     = "questionnaire-froid"
	SurveyChase    = "questionnaire-rappel"
	SpeakerOut     = "attestation-intervention"
	SpeakerOff     = "attestation-intervention-retiree"
	SummaryOff     = "recapitulatif-retire"
	Again          = "renvoi"
	Joining        = domain.MailJoining
	Reminder       = domain.MailReminder
	Thanks         = domain.MailThanks
	Changed        = "changement"
	CatchUpPlanned = "rattrapage" // a half-day to be attended in another group
	CatchUpOff     = "rattrapage-annule"
	IssuerChase    = "certificat-organisme" // the certificate that the training's issuer gives
	Written        = "message"              // by hand, to some people of an event
	Postponed      = "report"
	PostponedAgain = "report-rappel"
	Maintained     = "maintien"
	GroupChanged   = "changement-groupe"
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
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		return err
	}
	return ToRegistrationOf(app, now, kind, cause, e, r, change)
}

// ToRegistrationOf is ToRegistration for who has read the event already: a crowd registers.
func ToRegistrationOf(app core.App, now time.Time, kind, cause string, e *records.Event, r *records.Registration, change func(*Words)) error {
	if r.Address() == "" {
		return nil
	}
	wording, err := WordingOf(app, kind)
	if err != nil {
		return err
	}
	w, err := wordsOf(app, e, r)
	if err != nil {
		return err
	}
	return queue(app, now, kind, cause, r, wording, w, change)
}

// ToRegistrationInWords is ToRegistration with a text written for the occasion, which Model.Check has read.
func ToRegistrationInWords(app core.App, now time.Time, cause string, r *records.Registration, wording Wording) error {
	if r.Address() == "" {
		return nil
	}
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	return queue(app, now, Written, cause, r, wording, w, nil)
}

func queue(app core.App, now time.Time, kind, cause string, r *records.Registration, wording Wording, w Words, change func(*Words)) error {
	if change != nil {
		change(&w)
	}
	subject, text, err := wording.write(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: r.Address(), RecipientName: w.reader(),
		Subject: subject, Text: text, Event: r.Event, Registration: r.ID, Attachments: attachments(kind, r, w)})
}

// ToOneself queues, for a person of the desk, the letter that a registration would get. Its links lead to the desk.
func ToOneself(app core.App, now time.Time, kind, cause, address string, r *records.Registration, wording Wording, change func(*Words)) error {
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	if change != nil {
		change(&w)
	}
	w.Desk = "/gestion/evenements/" + r.Event + "/inscriptions/" + r.ID
	subject, text, err := wording.write(kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: Test, Recipient: address, Subject: "Essai : " + subject, Text: text, Event: r.Event})
}

// Preview is what a registration would read, with its links masked.
func Preview(app core.App, kind string, r *records.Registration, wording Wording, change func(*Words)) (subject, text string, err error) {
	w, err := WordsOf(app, r)
	if err != nil {
		return "", "", err
	}
	if change != nil {
		change(&w)
	}
	subject, text, err = wording.write(kind, w)
	return subject, Plain(text, Masked), err
}

// ToManager queues a letter that asks a manager for an agreement about a registration; people are all whom it is
// about, that one among them.
func ToManager(app core.App, now time.Time, kind, cause string, r *records.Registration, people []string) error {
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	w.For = "" // the letter says itself whom it is about
	switch n := len(people); {
	case n == 2:
		w.Name, w.People = people[0]+" et "+people[1], people
	case n > 2:
		w.Name, w.People = fmt.Sprintf("%s et %d collègues", people[0], n-1), people
	}
	subject, text, err := compose(app, kind, w)
	if err != nil {
		return err
	}
	return add(app, now, &records.Letter{Cause: cause, Kind: kind, Recipient: r.ManagerEmail, Subject: subject, Text: text,
		Event: r.Event, Registration: r.ID})
}

// ToReferent queues a letter to who registered colleagues. It names one of them for what it says of the event.
func ToReferent(app core.App, now time.Time, kind, cause string, b *records.Booking, r *records.Registration, change func(*Words)) error {
	if b.Email == "" { // erased
		return nil
	}
	w, err := WordsOf(app, r)
	if err != nil {
		return err
	}
	w.FirstName, w.LastName, w.For, w.Booking = b.FirstName, b.LastName, "", b.ID
	change(&w)
	subject, text, err := compose(app, kind, w)
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
	subject, text, err := compose(app, kind, w)
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
	case Confirmation, Promoted, Again, Successor, Swapped, Moved, GroupChanged:
		if r.State == "confirmed" {
			return records.List{"billet:" + r.ID, "calendrier:" + r.Event}
		}
	case Changed, Postponed:
		if domain.State(r.State).Seated() {
			return records.List{"calendrier:" + r.Event}
		}
	case Joining:
		list := records.List{}
		for _, f := range w.Files {
			list = append(list, "fichier:"+f)
		}
		return list
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
	return wordsOf(app, e, r)
}

func wordsOf(app core.App, e *records.Event, r *records.Registration) (w Words, err error) {
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return w, err
	}
	w = ofEvent(e, slots)
	w.FirstName, w.LastName, w.Name, w.ShortCode, w.Registration = r.FirstName, r.LastName, r.Name(), ticket.ShowShort(r.ShortCode), r.ID
	if !r.OfferUntil.IsZero() {
		w.Until = paris.Moment(r.OfferUntil.Time())
	}
	if r.Booking != "" || (r.Email == "" && r.Notify != "") {
		if err := w.ofBooking(app, r); err != nil {
			return w, err
		}
	}
	return w, addOrganiser(app, &w)
}

// ofEvent is what a letter may say of an event, whoever gets it.
func ofEvent(e *records.Event, slots []records.Slot) Words {
	w := Words{Event: e.Title, When: paris.Range(e.StartsAt.Time(), e.EndsAt.Time()), Place: e.Place,
		Address: e.Address, Access: e.Access, Remote: e.RemoteURL, Contact: e.Contact}
	for _, s := range slots {
		w.Slots = append(w.Slots, SlotLine(s.StartsAt.Time(), s.EndsAt.Time(), s.Room))
	}
	return w
}

// SlotLine is « jeudi 12 mars 2026, 9 h - 12 h 30, salle 3 ».
func SlotLine(start, end time.Time, room string) string {
	if room == "" {
		return paris.Slot(start, end)
	}
	return paris.Slot(start, end) + ", " + room
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
		case "annuler":
			url, err := link.URL(app, link.Registration, target)
			if err == nil {
				return url + "/annuler"
			}
		case "dates", "dates-non":
			url, err := link.URL(app, link.Registration, target)
			if err == nil {
				return url + map[string]string{"dates": "/dates", "dates-non": "/dates?reponse=non"}[kind]
			}
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
