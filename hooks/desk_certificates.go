package hooks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// certificatesPage is the view of desk_certificate/list.
type certificatesPage struct {
	Top              eventTop
	Given, Closed    bool
	HeldBack         bool // they wait for phones
	Rows             []certificateRow
	Lacks            []lackRow
	Valid, Preparing int
}

type certificateRow struct {
	Number, Name, Registration string
	Minutes                    int
	State                      stateWord
	Reason, PDF, Check         string
	At                         time.Time
}

type lackRow struct{ Registration, Name, Why string }

// deskCertificates lists the certificates of an event, and who has none and why.
func (s *site) deskCertificates(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := certificatesPage{Top: s.topOf(e, ev), Given: ev.Certificate, Closed: ev.Status == domain.Held, HeldBack: ev.HeldBack}
	rows, err := records.EventCertificates(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if v.Rows, err = certificateRows(e.App, rows); err != nil {
		return s.refuse(e, err)
	}
	for _, r := range v.Rows {
		switch r.State {
		case certificateStates["issued"]:
			v.Valid++
		case certificateStates["preparing"]:
			v.Preparing++
		}
	}
	lacks, err := certificate.Lacks(e.App, ev)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, l := range lacks {
		v.Lacks = append(v.Lacks, lackRow{l.Registration.ID, l.Registration.LastName + " " + l.Registration.FirstName, lackWords(l)})
	}
	return s.render(e, http.StatusOK, "desk_certificate/list", v)
}

var certificateStates = map[string]stateWord{"preparing": {"En préparation", "warn"}, "issued": {"Émise", "ok"},
	"revoked": {"Révoquée", "err"}, "replaced": {"Remplacée", "plain"}}

// certificateRows says certificates in words, with what they state frozen.
func certificateRows(app core.App, rows []records.Certificate) (out []certificateRow, err error) {
	replaced := map[string]bool{}
	for _, c := range rows {
		replaced[c.Supersedes] = true
	}
	for _, c := range rows {
		var content domain.CertificateContent
		if err := json.Unmarshal(c.Content, &content); err != nil {
			return nil, fmt.Errorf("content of certificate %s: %w", c.ID, err)
		}
		row := certificateRow{Number: c.Number, Name: content.LastName + " " + content.FirstName, Registration: c.Registration, Minutes: content.Total,
			Reason: c.RevokedReason, At: c.IssuedAt.Time(), State: certificateState(c, replaced[c.ID])}
		if !c.IssuedAt.IsZero() {
			if row.PDF, row.Check, err = certificateLinks(app, c); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

func certificateState(c records.Certificate, replaced bool) stateWord {
	switch {
	case !c.RevokedAt.IsZero() && replaced:
		return certificateStates["replaced"]
	case !c.RevokedAt.IsZero():
		return certificateStates["revoked"]
	case c.IssuedAt.IsZero():
		return certificateStates["preparing"]
	}
	return certificateStates["issued"]
}

// lackWords says why somebody has no certificate.
func lackWords(l certificate.Lack) string {
	switch l.Why {
	case certificate.NoneGiven:
		return "Cet événement ne délivre pas d’attestation."
	case certificate.NotClosed:
		return "L’événement n’est pas encore clôturé."
	case certificate.HeldBack:
		return "La clôture attend un téléphone de l’accueil."
	case certificate.InReview:
		return "Les attestations attendent votre relecture."
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
	return fmt.Sprintf("Présence à %d demi-journée(s) sur %d, %s en tout : la règle en demande plus.", l.Tally.Present, l.Tally.Slots, paris.Minutes(l.Tally.Minutes))
}
