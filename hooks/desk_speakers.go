package hooks

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// speakersPage is the view of desk_speaker/list: who speaks or teaches at an event, and their attestations.
type speakersPage struct {
	Top       eventTop
	Rows      []speakerRow
	Proposals []speakerProposal
	Form      speakerForm
	Slots     []web.Option
	Roles     []string
}

type speakerRow struct {
	records.Speaker
	When        string // half-days and length
	State       stateWord
	Number      string
	PDF, Check  string
	Certificate bool // there was one: it can only be marked absent
}

// speakerProposal is somebody the event names already; Query fills the form.
type speakerProposal struct {
	Name, What string
	Query      template.URL
}

// speakerForm is what is typed of a speaker; Minutes as typed.
type speakerForm struct {
	records.Speaker
	Length string
}

// Chosen are the half-days that are ticked.
func (f speakerForm) Chosen() []string { return f.Slots }

// speakerRoles are proposed where a role is typed; any other word is taken.
var speakerRoles = []string{"Formation", "Intervention", "Animation", "Coanimation", "Témoignage", "Modération"}

// speakers lists who speaks at an event, with the form filled by an address where it asks so.
func (s *site) speakers(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	f := speakerFormOf(ev.ID, q)
	if id := q.Get("modifier"); id != "" {
		sp, err := records.SpeakerOf(e.App, id)
		if err != nil || sp.Event != ev.ID {
			return s.refuse(e, records.ErrNone)
		}
		f = speakerForm{Speaker: *sp}
		if sp.Minutes > 0 {
			f.Length = strconv.Itoa(sp.Minutes)
		}
	}
	return s.showSpeakers(e, http.StatusOK, ev, f, nil)
}

func (s *site) showSpeakers(e *core.RequestEvent, status int, ev *records.Event, f speakerForm, errs []web.FieldError) error {
	v := speakersPage{Top: s.topOf(e, ev), Form: f, Roles: speakerRoles}
	slots, err := records.Slots(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, sl := range slots {
		v.Slots = append(v.Slots, web.Option{Value: sl.ID, Label: paris.Capital(slotWords(sl))})
	}
	if v.Rows, err = speakerRows(e.App, ev, slots); err != nil {
		return s.refuse(e, err)
	}
	proposed, err := certificate.ProposedSpeakers(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, p := range proposed {
		v.Proposals = append(v.Proposals, speakerProposal{p.Name(), proposalWords(p), template.URL(speakerQuery(p))})
	}
	return s.renderForm(e, status, "desk_speaker/list", v, errs)
}

// speakerRows says speakers in words, with the latest attestation of each.
func speakerRows(app core.App, ev *records.Event, slots []records.Slot) (out []speakerRow, err error) {
	rows, err := records.Speakers(app, ev.ID)
	if err != nil {
		return nil, err
	}
	certificates, err := records.SpeakerCertificates(app, ev.ID)
	if err != nil {
		return nil, err
	}
	for _, sp := range rows {
		spoken := domain.SpokenAt(records.DomainSlots(slots), sp.Slots)
		row := speakerRow{Speaker: sp, When: spokenWords(len(spoken), len(slots)) + paris.Minutes(domain.SpokenMinutes(spoken, sp.Minutes)), State: speakerState(ev, &sp)}
		i := slices.IndexFunc(certificates, func(c records.Certificate) bool { return c.Speaker == sp.ID })
		if row.Certificate = i >= 0; row.Certificate {
			c := certificates[i]
			row.Number, row.State = c.Number, certificateState(c, false)
			if !c.IssuedAt.IsZero() {
				if row.PDF, row.Check, err = certificateLinks(app, c); err != nil {
					return nil, err
				}
			}
		}
		out = append(out, row)
	}
	return out, nil
}

func spokenWords(n, all int) string {
	switch {
	case n == all && all > 1:
		return "toutes les demi-journées, "
	case n > 1:
		return strconv.Itoa(n) + " demi-journées, "
	}
	return "une demi-journée, "
}

// speakerState says what becomes of an attestation that is not there yet.
func speakerState(ev *records.Event, sp *records.Speaker) stateWord {
	switch {
	case sp.Absent:
		return stateWord{"N’est pas venu·e", "plain"}
	case ev.Status == domain.Held:
		return stateWord{"En attente", "warn"}
	}
	return stateWord{"À la clôture", "plain"}
}

func proposalWords(p records.Speaker) string {
	var parts []string
	for _, w := range []string{p.Role, p.Function, p.Subject} {
		if w != "" {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, ", ")
}

// speakerQuery is the address that fills the form with a proposal.
func speakerQuery(p records.Speaker) string {
	q := url.Values{"last_name": {p.LastName}, "first_name": {p.FirstName}, "function": {p.Function}, "role": {p.Role}, "subject": {p.Subject}, "slots": p.Slots}
	return q.Encode()
}

// speakerFormOf reads what was typed.
func speakerFormOf(event string, f url.Values) speakerForm {
	return speakerForm{records.Speaker{ID: f.Get("intervenant"), Event: event, LastName: f.Get("last_name"), FirstName: f.Get("first_name"), Function: f.Get("function"),
		Structure: f.Get("structure"), Email: f.Get("email"), Role: f.Get("role"), Subject: f.Get("subject"), Slots: f["slots"]}, f.Get("minutes")}
}

// saveSpeaker writes a speaker, takes one off the list, or notes who did not come.
func (s *site) saveSpeaker(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	back, id, said := "/gestion/evenements/"+ev.ID+"/intervenants", f.Get("intervenant"), ""
	switch f.Get("action") {
	case "absent", "venu":
		absent := f.Get("action") == "absent"
		err = certificate.SetSpeakerAbsent(e.App, s.now(), actor(e), ev.ID, id, absent)
		if said = "C’est noté : cette personne est venue."; absent {
			said = "C’est noté : cette personne n’est pas venue. Elle n’a pas d’attestation valable."
		}
	case "retirer":
		err = certificate.RemoveSpeaker(e.App, s.now(), actor(e), ev.ID, id)
		said = "Cette personne est retirée. Si une attestation lui avait été établie, elle reste dans la liste, révoquée."
	default:
		return s.keepSpeaker(e, ev, speakerFormOf(ev.ID, f), back)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, back, "ok", said)
}

func (s *site) keepSpeaker(e *core.RequestEvent, ev *records.Event, f speakerForm, back string) error {
	if f.Length = strings.TrimSpace(f.Length); f.Length != "" {
		n, err := strconv.Atoi(f.Length)
		if err != nil || n < 1 {
			n = -1 // refused at its field, with the rest
		}
		f.Minutes = n
	}
	err := certificate.SaveSpeaker(e.App, s.now(), actor(e), f.Speaker)
	if domain.Is(err, domain.ErrNotFound) || domain.Is(err, domain.ErrEventCancelled) || (err != nil && domain.Refusals(err) == nil) {
		return s.refuse(e, err)
	}
	if err != nil {
		return s.showSpeakers(e, http.StatusUnprocessableEntity, ev, f, fieldErrors(err))
	}
	s.nudge()
	return s.tell(e, back, "ok", "C’est enregistré : "+strings.TrimSpace(f.FirstName+" "+f.LastName)+".")
}
