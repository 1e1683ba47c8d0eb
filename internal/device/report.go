// Package device holds what is known of the phones at the door of an event: what each tells of itself, and whether
// the event may be closed without it.
package device

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

const (
	maxName   = 80      // of the name a phone gives itself, in bytes
	maxLabel  = 40      // of the name its holder gives it, in characters
	maxAgent  = 60      // characters
	maxQueued = 100_000 // arrivals; a phone that says more is not believed
)

// maxPhones is how many phones an event has at most: more are not those of volunteers, and a closing would wait for
// each of them. What they send counts all the same.
const maxPhones = 200

// seenEvery is how often a phone that only says the same again is written down.
const seenEvery = time.Minute

// Readiness is what a phone found when it checked that it can do without network.
type Readiness struct {
	List    bool   `json:"list"`    // the names are kept on it
	Camera  bool   `json:"camera"`  // its camera opened and gave a picture
	Ticket  bool   `json:"ticket"`  // it read the test ticket
	Space   bool   `json:"space"`   // there is room for the arrivals of a day
	Offline bool   `json:"offline"` // the page opens without network
	At      string `json:"at"`      // RFC 3339, its own clock
}

// Whole tells whether nothing is missing.
func (r Readiness) Whole() bool { return len(r.Missing()) == 0 }

// Missing says in French what the phone could not do, most serious first.
func (r Readiness) Missing() (parts []string) {
	for _, part := range []struct {
		fine bool
		word string
	}{
		{r.List, "liste"}, {r.Offline, "page sans réseau"}, {r.Space, "place"}, {r.Camera, "caméra"}, {r.Ticket, "billet d’essai"},
	} {
		if !part.fine {
			parts = append(parts, part.word)
		}
	}
	return parts
}

// ReadinessOf reads what a phone said of its readiness; ok is false when it never did.
func ReadinessOf(d records.Device) (r Readiness, ok bool) {
	if d.ReadyAt.IsZero() || json.Unmarshal(d.Ready, &r) != nil {
		return Readiness{}, false
	}
	return r, true
}

// Report is what a phone tells of itself.
type Report struct {
	Device string     `json:"device"`
	Label  string     `json:"label"` // the name its holder gave; empty: as before
	Agent  string     `json:"agent"`
	Queued int        `json:"queued"` // arrivals it has not sent yet
	SentAt string     `json:"sent_at"`
	Left   bool       `json:"left"` // the page is being closed
	Ready  *Readiness `json:"ready"`
}

// Hear writes down what a phone tells, through a door of an event, and gives its row. Refusals: a phone without a
// name, a label that is too long. ErrNotFound for a new phone of an event that has maxPhones.
func Hear(app core.App, now time.Time, event, door string, r Report) (d *records.Device, err error) {
	if err := check(&r); err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if d, err = records.DeviceOf(app, event, r.Device); domain.Is(err, domain.ErrNotFound) {
			n, err := records.CountDevices(app, event)
			if err != nil {
				return err
			}
			if n >= maxPhones {
				return records.ErrNone
			}
			d = &records.Device{Event: event, Device: r.Device, Label: "Téléphone " + strconv.Itoa(n+1), FirstSeenAt: records.At(now)}
		} else if err != nil {
			return err
		}
		d.Door, d.Label, d.Agent, d.Queued = door, cmp.Or(r.Label, d.Label), cmp.Or(r.Agent, d.Agent), r.Queued
		if d.LastSeenAt = records.At(now); !overtaken(d, r) {
			d.LeftAt = records.Time{}
		}
		if r.Left && r.Queued == 0 {
			d.LeftAt = records.At(now)
		}
		if ahead, ok := clockError(r.SentAt, now); ok {
			d.ClockError = ahead
		}
		if r.Ready != nil {
			if d.Ready, err = json.Marshal(r.Ready); err != nil {
				return err
			}
			d.ReadyAt = records.At(now)
		}
		if d.ID == "" {
			err = records.AddDevice(app, d)
		} else {
			err = records.HearDevice(app, d)
		}
		if err == nil { // a closing may have waited for this word
			_, err = Release(app, now, event)
		}
		return err
	})
	return d, err
}

// check cleans a report.
func check(r *Report) error {
	r.Device = name(r.Device)
	if r.Device == "" {
		return domain.Error{Code: domain.ErrRequired, Field: "device"}
	}
	r.Label = domain.CleanLine(r.Label)
	if e := domain.CheckLine("label", r.Label, maxLabel, false, false); e != nil {
		return *e
	}
	if r.Agent = domain.CleanLine(r.Agent); domain.CheckLine("agent", r.Agent, maxAgent, false, false) != nil {
		r.Agent = ""
	}
	r.Queued = min(max(0, r.Queued), maxQueued)
	if r.Ready != nil {
		if at, err := time.Parse(time.RFC3339, r.Ready.At); err == nil {
			r.Ready.At = at.UTC().Format(time.RFC3339)
		} else {
			r.Ready.At = ""
		}
	}
	return nil
}

// Known tells whether a phone spoke before at an event.
func Known(app core.App, event, device string) (bool, error) {
	_, err := records.DeviceOf(app, event, name(device))
	if domain.Is(err, domain.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Seen notes that a phone sent scans through a door, and how many it keeps (nil: it did not say). It costs next to
// nothing when nothing changed for less than a minute. A phone without a name leaves no trace.
func Seen(app core.App, now time.Time, event, door, device, sentAt string, queued *int) error {
	d := records.Device{Event: event, Door: door, Device: name(device), LastSeenAt: records.At(now)}
	if d.Device == "" {
		return nil
	}
	if queued != nil {
		d.Queued = min(max(0, *queued), maxQueued)
	}
	d.ClockError, _ = clockError(sentAt, now)
	return records.SeeDevice(app, d, records.At(now.Add(-seenEvery)), queued != nil, maxPhones)
}

// name is the name a phone gave itself, as scans keep it.
func name(s string) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) > maxName {
		s = strings.ToValidUTF8(s[:maxName], "")
	}
	return s
}

// overtaken tells whether a phone sent this word, by its own clock, before the one by which it left: networks do not
// keep the order. A phone that still holds arrivals is awaited whatever the order.
func overtaken(d *records.Device, r Report) bool {
	sent, err := time.Parse(time.RFC3339, r.SentAt)
	left := d.LeftAt.Time().Add(time.Duration(d.ClockError) * time.Second)
	return err == nil && !d.LeftAt.IsZero() && !r.Left && r.Queued == 0 && sent.Add(time.Second).Before(left)
}

// clockError is by how many seconds a phone's clock is ahead of the server's.
func clockError(sentAt string, now time.Time) (seconds int, ok bool) {
	sent, err := time.Parse(time.RFC3339, sentAt)
	if err != nil {
		return 0, false
	}
	return int(sent.Sub(now).Round(time.Second) / time.Second), true
}
