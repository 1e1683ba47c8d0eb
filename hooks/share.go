package hooks

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/card"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// eventPicture is what a shared link shows: drawn once, then again when a word of it changed. It answers
// whoever the page answers.
func (s *site) eventPicture(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	words := pictureWords(ev, set, len(slots))
	version := cardVersion(words)
	body, err := s.pictureOf(ev.ID, version, words)
	if err != nil {
		return s.refuse(e, err)
	}
	h := e.Response.Header()
	h.Set("ETag", `"`+version+`"`)
	h.Set("Content-Type", "image/png")
	h.Set("Cache-Control", "public, max-age=300")
	if ev.Visibility == domain.Internal {
		h.Set("Cache-Control", "private, no-cache")
	}
	http.ServeContent(e.Response, e.Request, "", time.Time{}, strings.NewReader(body))
	return nil
}

// pictureOf draws a picture where it is not kept yet, one at a time: it takes a processor for a while.
func (s *site) pictureOf(event, version string, words card.Card) (string, error) {
	if body, ok := s.pictures.get(event, version, s.now()); ok {
		return body, nil
	}
	s.drawing.Lock()
	defer s.drawing.Unlock()
	if body, ok := s.pictures.get(event, version, s.now()); ok {
		return body, nil
	}
	var b bytes.Buffer
	if err := card.Draw(&b, words); err != nil {
		return "", err
	}
	s.pictures.put(event, version, b.String(), s.now().AddDate(0, 0, 30))
	return b.String(), nil
}

// pictureWords is the words of an event's picture.
func pictureWords(ev *records.Event, set *records.Settings, slots int) card.Card {
	c := card.Card{Site: set.Name, Territory: set.Territory, Title: web.French(ev.Title), When: paris.Capital(spanOf(ev)), Place: web.French(ev.Place),
		Address: web.French(ev.Address), Organiser: organisedBy(ev.PTSMRole, set.Organiser)}
	if paris.Day(ev.StartsAt.Time()) != paris.Day(ev.EndsAt.Time()) && slots > 2 {
		c.When += ", " + strconv.Itoa(slots) + " demi-journées"
	}
	if ev.Place == "" {
		c.Place, c.Address = modes[ev.Mode], ""
	}
	if ev.Status == domain.Cancelled {
		c.Notice = "Annulé"
	}
	return c
}

// cardVersion names a picture by its words: another word, another name.
func cardVersion(c card.Card) string {
	b, err := json.Marshal([]any{card.Version, c})
	if err != nil {
		panic(err) // strings have no way to fail
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:10])
}

// organisedBy says what the organiser has to do with an event.
func organisedBy(role, organiser string) string {
	switch role {
	case "soutenu":
		return "Avec le soutien de " + organiser
	case "participe":
		return "Avec la participation de " + organiser
	case "coporte":
		return "Coorganisé par " + organiser
	}
	return "Organisé par " + organiser
}

// eventPoster is the event on a sheet to print, with the code of its page.
func (s *site) eventPoster(e *core.RequestEvent) error {
	ev, err := publicEvent(e)
	if err != nil {
		return s.refuse(e, err)
	}
	p, err := posterOf(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := pdf.DrawPoster(&b, p); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "affiche-"+ev.Slug+".pdf", b.Bytes())
}

// posterOf is the words of an event's poster.
func posterOf(app core.App, ev *records.Event, now time.Time) (p pdf.Poster, err error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return p, err
	}
	slots, err := records.Slots(app, ev.ID)
	if err != nil {
		return p, err
	}
	p = pdf.Poster{Site: set.Name, Territory: set.Territory, Title: web.French(ev.Title), Summary: web.French(ev.Summary), Days: posterDays(slots),
		Place: web.French(ev.Place), Address: web.French(ev.Address), Audience: web.French(ev.Audience), URL: link.Base(app) + "/evenements/" + ev.Slug,
		Organiser: organisedBy(ev.PTSMRole, set.Organiser), Contact: ev.Contact, At: ev.Updated.Time()}
	if ev.Mode != "onsite" {
		p.Place = strings.TrimPrefix(p.Place+" et à distance", " et ")
	}
	if ev.Place == "" {
		p.Place = modes[ev.Mode]
	}
	if ev.Partners != "" {
		p.Partners = "Partenaires\u00a0: " + web.French(ev.Partners)
	}
	if p.Contact == "" {
		p.Contact = set.Contact
	}
	for _, id := range set.Logos {
		f, err := records.FileOf(app, id)
		if err != nil {
			return p, err
		}
		p.Logos = append(p.Logos, f.Bytes)
	}
	p.Call, p.How = posterCall(ev, now)
	if ev.Status == domain.Cancelled {
		p.Notice = "Annulé"
	}
	return p, nil
}

// posterCall says how to register. A poster hangs for weeks: it does not count the seats that are left.
func posterCall(ev *records.Event, now time.Time) (call string, how []string) {
	err := ev.Window().Open(now)
	switch {
	case ev.Status == domain.Cancelled:
		return "En savoir plus", []string{"Cet événement est annulé."}
	case over(ev, now):
		return "En savoir plus", []string{"Cet événement est terminé."}
	case domain.Is(err, domain.ErrEventNotOpen):
		how = append(how, "À partir du "+paris.Moment(ev.RegistrationOpensAt.Time())+".")
	case err != nil:
		return "En savoir plus", []string{"Les inscriptions sont closes."}
	}
	if ev.Capacity > 0 {
		how = append(how, "Nombre de places\u00a0: "+paris.Number(ev.Capacity)+".")
	}
	if !ev.RegistrationCloses.IsZero() {
		how = append(how, "Jusqu’au "+paris.Moment(ev.RegistrationCloses.Time())+".")
	}
	return "S’inscrire", append(how, "En ligne et sans compte\u00a0: photographiez ce code ou allez à l’adresse")
}

// posterDays are the days of an event with the hours of their half-days.
func posterDays(slots []records.Slot) (days []pdf.PosterDay) {
	for _, slot := range slots {
		start, end := slot.StartsAt.Time(), slot.EndsAt.Time()
		day, hours, sameDay := strings.Cut(paris.Slot(start, end), ", ")
		if !sameDay { // it passes midnight
			hours = ""
		}
		if n := len(days); n > 0 && days[n-1].Day == paris.Capital(day) {
			days[n-1].Hours += " et " + hours
			continue
		}
		days = append(days, pdf.PosterDay{Day: paris.Capital(day), Hours: hours})
	}
	return days
}
