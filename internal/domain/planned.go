package domain

import "time"

// Kinds of the letters that leave by themselves on a day counted from the event.
const (
	MailJoining  = "consignes"
	MailReminder = "rappel"
	MailThanks   = "remerciement"
)

const (
	mailHour   = 9  // on the wall of Paris
	thanksLast = 30 // days after which nobody expects thanks
)

// Planning is what an event says of its own letters. Days: 0 for none.
type Planning struct {
	Status                    string
	Start, End                time.Time
	Joining, Reminder, Thanks int
}

// Planned is one letter of an event: it leaves at Due, and to who comes later at once, until Until.
type Planned struct {
	Kind       string
	Due, Until time.Time
	Day        string // of the event that it is about, 2006-01-02: moved, the event is written about anew
}

// Letters lists what an event will send. paris is Europe/Paris: the hour is the wall's, whatever the season.
func (p Planning) Letters(paris *time.Location) (list []Planned) {
	if p.Start.IsZero() {
		return nil
	}
	at := func(from time.Time, days int) time.Time {
		y, m, d := from.In(paris).Date()
		return time.Date(y, m, d+days, mailHour, 0, 0, 0, paris).UTC()
	}
	start, end := p.Start.In(paris).Format(time.DateOnly), p.End.In(paris).Format(time.DateOnly)
	if p.Joining > 0 {
		list = append(list, Planned{MailJoining, at(p.Start, -p.Joining), p.Start, start})
	}
	if p.Reminder > 0 {
		list = append(list, Planned{MailReminder, at(p.Start, -p.Reminder), p.Start, start})
	}
	if p.Thanks > 0 {
		list = append(list, Planned{MailThanks, at(p.End, p.Thanks), at(p.End, p.Thanks+thanksLast), end})
	}
	return list
}

// Open tells whether the letter leaves at now. Nothing leaves about a draft or what was called off; thanks wait for
// the closing.
func (l Planned) Open(now time.Time, status string) bool {
	if l.Kind == MailThanks {
		return status == Held && !now.Before(l.Due) && now.Before(l.Until)
	}
	return status == Published && !now.Before(l.Due) && now.Before(l.Until)
}

// Reader is what a planned letter asks of a registration.
type Reader struct {
	State            State
	Origin           string
	Excused, Present bool
}

// Concerns tells whether the letter is for this registration: who has a seat and did not say no; thanks, who came.
func (l Planned) Concerns(r Reader) bool {
	if l.Kind == MailThanks {
		return r.Present
	}
	return r.State == Confirmed && r.Origin != FromDoor && !r.Excused
}

// Cause names the letter to a registration: the same never makes two.
func (l Planned) Cause(registration string) string {
	return l.Kind + ":" + registration + ":" + l.Day
}
