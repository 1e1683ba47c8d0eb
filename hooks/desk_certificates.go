package hooks

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// certificatesPage is the view of desk_certificate/list.
type certificatesPage struct {
	Top           eventTop
	Given, Closed bool
	HeldBack      bool // they wait for phones
	Review        bool // they wait for the coordinator's review alone
	ByHand        bool
	Progress      progressView
	Tabs          []certificateTab
	State, Q      string
	Rows          []certificateLine
	Complete      int // of those that the review would let go
	Partial, None int
	Fading        int // valid since an earlier closing, and not earned any more
	Renamed       []certificate.Renamed
	Failed        []failedCertificate
	Rules         certificate.Rules
	RulesFixed    bool
	Nonce         string
}

// Going is how many certificates the review would let go.
func (v certificatesPage) Going() int { return v.Complete + v.Partial }

// certificateTab is a filter of the list, with what it shows.
type certificateTab struct {
	Key, Name, URL string
	N              int
	On             bool
}

// certificateLine is a certificate in the list, or somebody without one.
type certificateLine struct {
	certificateRow
	Filters  []string // that show it
	Kind     string
	Complete string // « Complète », « Partielle »; empty: nothing was attended
	Why      string // there is none
	Now      string // the name now, where another is frozen
	Tick     bool   // may be said complete by hand
	Granted  bool
}

var certificateKinds = map[string]string{certificate.Attendance: "Présence", certificate.Placement: "Stage", certificate.Speaking: "Intervention", certificate.Yearly: "Récapitulatif"}

// certificateFilters are the tabs, in their order.
var certificateFilters = []struct{ key, name string }{{"", "Toutes"}, {"valides", "Valables"}, {"partielles", "Partielles"}, {"preparation", "En préparation"},
	{"sans", "Sans attestation"}, {"remplacees", "Remplacées"}, {"revoquees", "Révoquées"}, {"effacees", "Effacées"}}

// deskCertificates lists the certificates of an event, and who has none and why.
func (s *site) deskCertificates(e *core.RequestEvent) error {
	return s.showCertificates(e, http.StatusOK, nil, nil)
}

func (s *site) showCertificates(e *core.RequestEvent, status int, typed *certificate.Rules, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	v := &certificatesPage{Top: s.topOf(e, ev), Given: ev.Certificate, Closed: ev.Status == domain.Held, HeldBack: ev.HeldBack, ByHand: ev.Certificate && ev.Rule == domain.ByHand,
		State: q.Get("etat"), Q: strings.TrimSpace(q.Get("q")), Rules: certificate.RulesOf(ev), RulesFixed: ev.Status == domain.Held || ev.Status == domain.Cancelled, Nonce: records.NewID()}
	v.Review = v.Closed && !v.HeldBack && ev.Awaits() && ev.Certificate
	if typed != nil {
		v.Rules = *typed
	}
	all, err := v.lines(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	v.filter(all)
	if v.Renamed, err = certificate.RenamedOf(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	if v.Progress, v.Failed, err = progressOf(e.App, ev.ID); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_certificate/list", v, errs)
}

// lines are all there is to show: every certificate, then who has none, each by name.
func (v *certificatesPage) lines(app core.App, ev *records.Event) (all []certificateLine, err error) {
	people, err := records.Registrations(app, ev.ID)
	if err != nil {
		return nil, err
	}
	byID := map[string]*records.Registration{}
	for i := range people {
		byID[people[i].ID] = &people[i]
	}
	rows, err := records.EventCertificates(app, ev.ID)
	if err != nil {
		return nil, err
	}
	said, err := certificateRows(app, rows)
	if err != nil {
		return nil, err
	}
	for i, c := range rows {
		line, err := certificateLineOf(c, said[i], byID[c.Registration])
		if err != nil {
			return nil, err
		}
		if v.Review && c.RevokedAt.IsZero() && byID[c.Registration] != nil {
			now, err := certificate.LackOf(app, ev, byID[c.Registration])
			if err != nil {
				return nil, err
			}
			if now.Next != "" {
				v.Fading++
			}
		}
		line.Tick = v.ByHand && line.Registration != "" && c.RevokedAt.IsZero()
		all = append(all, line)
	}
	lacks, err := certificate.Lacks(app, ev)
	if err != nil {
		return nil, err
	}
	for _, l := range lacks {
		all = append(all, v.lack(l))
	}
	slices.SortStableFunc(all, func(a, b certificateLine) int {
		return cmp.Or(cmp.Compare(domain.Fold(a.Name), domain.Fold(b.Name)), cmp.Compare(a.Number, b.Number))
	})
	return all, nil
}

// certificateLineOf says a certificate, and which filters show it.
func certificateLineOf(c records.Certificate, said certificateRow, r *records.Registration) (line certificateLine, err error) {
	var content domain.CertificateContent
	if err := json.Unmarshal(c.Content, &content); err != nil {
		return line, fmt.Errorf("content of certificate %s: %w", c.ID, err)
	}
	line = certificateLine{certificateRow: said, Kind: certificateKinds[c.Kind], Complete: "Partielle"}
	if content.Complete {
		line.Complete = "Complète"
	}
	if r != nil {
		line.Granted = r.Granted
	}
	switch said.State {
	case certificateStates["issued"]:
		line.Filters = append(line.Filters, "valides")
	case certificateStates["preparing"]:
		line.Filters = append(line.Filters, "preparation")
	case certificateStates["replaced"]:
		line.Filters = append(line.Filters, "remplacees")
	case certificateStates["revoked"]:
		line.Filters = append(line.Filters, "revoquees")
	case certificateStates["erased"]:
		line.Name, line.Filters = "Identité effacée", append(line.Filters, "effacees")
	}
	if c.RevokedAt.IsZero() {
		if !content.Complete {
			line.Filters = append(line.Filters, "partielles")
		}
		if r != nil && (content.LastName != r.LastName || content.FirstName != r.FirstName) {
			line.Now = r.LastName + " " + r.FirstName
		}
	}
	return line, nil
}

// lack says somebody without a certificate, and counts what a review would let go.
func (v *certificatesPage) lack(l certificate.Lack) certificateLine {
	line := certificateLine{certificateRow: certificateRow{Name: l.Registration.LastName + " " + l.Registration.FirstName, Registration: l.Registration.ID, Minutes: l.Tally.Minutes,
		State: stateWord{"Aucune", "plain"}}, Filters: []string{"sans"}, Why: lackWords(l), Tick: v.ByHand && l.Tally.Present > 0, Granted: l.Registration.Granted}
	if l.Tally.Present > 0 {
		line.Complete = "Partielle"
		if l.Tally.Complete() {
			line.Complete = "Complète"
		}
	}
	if l.Why == certificate.InReview && l.Next == "" {
		line.State = stateWord{"À relire", "warn"}
	}
	switch {
	case l.Next != "":
		v.None++
	case l.Tally.Complete():
		v.Complete++
	default:
		v.Partial++
	}
	return line
}

// filter counts the tabs and keeps what is asked for.
func (v *certificatesPage) filter(all []certificateLine) {
	count := map[string]int{"": len(all)}
	words := domain.Fold(v.Q)
	for _, l := range all {
		for _, f := range l.Filters {
			count[f]++
		}
		if (v.State == "" || slices.Contains(l.Filters, v.State)) && strings.Contains(domain.Fold(l.Name+" "+l.Number), words) {
			v.Rows = append(v.Rows, l)
		}
	}
	for _, f := range certificateFilters {
		if count[f.key] == 0 && f.key != v.State && f.key != "" {
			continue
		}
		url := v.Top.Path() + "/attestations"
		if f.key != "" {
			url += "?etat=" + f.key
		}
		v.Tabs = append(v.Tabs, certificateTab{f.key, f.name, url, count[f.key], f.key == v.State})
	}
}

type certificateRow struct {
	ID, Number, Name, Registration string
	Minutes                        int
	State                          stateWord
	Reason                         string
	PDF, Page, Check               string // addresses; a paper that is worth nothing any more is not given, its page says why
	Replaced                       string // number of the one that took its place
	At                             time.Time
}

var certificateStates = map[string]stateWord{"preparing": {"En préparation", "warn"}, "issued": {"Valable", "ok"},
	"revoked": {"Révoquée", "err"}, "replaced": {"Remplacée", "plain"}, "erased": {"Identité effacée", "plain"}}

// certificateRows says certificates in words, with what they state frozen.
func certificateRows(app core.App, rows []records.Certificate) (out []certificateRow, err error) {
	next := map[string]string{}
	for _, c := range rows {
		next[c.Supersedes] = c.Number
	}
	for _, c := range rows {
		var content domain.CertificateContent
		if err := json.Unmarshal(c.Content, &content); err != nil {
			return nil, fmt.Errorf("content of certificate %s: %w", c.ID, err)
		}
		row := certificateRow{ID: c.ID, Number: c.Number, Name: content.LastName + " " + content.FirstName, Registration: c.Registration, Minutes: content.Total,
			Reason: c.RevokedReason, Replaced: next[c.ID], At: c.IssuedAt.Time(), State: certificateState(c, next[c.ID] != "")}
		if !c.IssuedAt.IsZero() && c.ErasedAt.IsZero() {
			if row.PDF, row.Check, err = certificateLinks(app, c); err != nil {
				return nil, err
			}
			row.Page = strings.TrimSuffix(row.PDF, "/attestation.pdf")
		}
		if !c.RevokedAt.IsZero() {
			row.PDF = ""
		}
		out = append(out, row)
	}
	return out, nil
}

func certificateState(c records.Certificate, replaced bool) stateWord {
	switch {
	case !c.ErasedAt.IsZero():
		return certificateStates["erased"]
	case !c.RevokedAt.IsZero() && replaced:
		return certificateStates["replaced"]
	case !c.RevokedAt.IsZero():
		return certificateStates["revoked"]
	case c.IssuedAt.IsZero():
		return certificateStates["preparing"]
	}
	return certificateStates["issued"]
}

// lackWords says why somebody has no certificate; while a review is awaited, what it will do.
func lackWords(l certificate.Lack) string {
	why := l.Why
	if why == certificate.InReview {
		if l.Next == "" {
			return "Sera émise après votre relecture."
		}
		why = l.Next
	}
	switch why {
	case certificate.NoneGiven:
		return "Cet événement ne délivre pas d’attestation."
	case certificate.NotClosed:
		return "L’événement n’est pas encore clôturé."
	case certificate.HeldBack:
		return "La clôture attend un téléphone de l’accueil."
	case certificate.Withheld:
		return "Retenue à la main : " + l.Registration.Withheld
	case certificate.ToComplete:
		return "Arrivée notée sous un nom seul : elle est à compléter."
	case certificate.Unanswered:
		return "L’évaluation n’est pas encore remplie."
	case certificate.NotPresent:
		if l.Registration.Excused {
			return "Absence excusée."
		}
		return "Aucune présence notée."
	}
	return fmt.Sprintf("Présence à %s sur %d, %s en tout : la règle en demande plus.", counted(l.Tally.Present, "demi-journée", "demi-journées"), l.Tally.Slots, paris.Minutes(l.Tally.Minutes))
}
