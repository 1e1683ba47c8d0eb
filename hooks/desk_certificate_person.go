package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// certificatePerson is the view of desk_certificate/person: the certificates of one person, and what can be done.
type certificatePerson struct {
	Top              eventTop
	ID, Name, Email  string
	Rows             []certificateRow
	Why              string // no valid certificate; empty: there is one
	Valid            *certificateRow
	Sent             bool // the valid one has its document
	Withheld         string
	ByHand, Granted  bool
	Unanswered       bool
	Renamed          bool
	Nonce            string
	Reason, Withhold string // typed
	Last, First      string
	Sure             bool
}

func (s *site) certificatePerson(e *core.RequestEvent) error {
	return s.showCertificatePerson(e, http.StatusOK, nil, nil)
}

func (s *site) showCertificatePerson(e *core.RequestEvent, status int, typed func(*certificatePerson), errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := &certificatePerson{Top: s.topOf(e, ev), ID: r.ID, Name: r.Name(), Email: r.Address(), Withheld: r.Withheld, ByHand: ev.Certificate && ev.Rule == domain.ByHand,
		Granted: r.Granted, Nonce: records.NewID(), Last: r.LastName, First: r.FirstName}
	if err := v.fill(e.App, ev, r); err != nil {
		return s.refuse(e, err)
	}
	if typed != nil {
		typed(v)
	}
	return s.renderForm(e, status, "desk_certificate/person", v, errs)
}

// fill reads the certificates of the person, or why there is none.
func (v *certificatePerson) fill(app core.App, ev *records.Event, r *records.Registration) error {
	rows, err := records.CertificatesOf(app, r.ID)
	if err != nil {
		return err
	}
	if v.Rows, err = certificateRows(app, rows); err != nil {
		return err
	}
	for i := range v.Rows {
		if rows[i].RevokedAt.IsZero() {
			v.Valid, v.Sent, v.Renamed = &v.Rows[i], !rows[i].IssuedAt.IsZero(), v.Rows[i].Name != r.LastName+" "+r.FirstName
		}
	}
	lack, err := certificate.LackOf(app, ev, r)
	if err != nil {
		return err
	}
	v.Unanswered = lack.Next == certificate.Unanswered
	if v.Valid == nil {
		v.Why = lackWords(lack)
	}
	return nil
}

// personPath is the address of what the request is about: a person's certificates.
func personPath(e *core.RequestEvent) string {
	return eventPath(e) + "/attestations/" + e.Request.PathValue("registration")
}

// reissueCertificate gives a new certificate in place of the valid one, with a reason.
func (s *site) reissueCertificate(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	live, err := certificate.LiveOf(e.App, r.ID)
	if err != nil {
		return s.refuse(e, goneSince(err))
	}
	reason := e.Request.FormValue("reason")
	err = certificate.Reissue(e.App, s.now(), actor(e), live.ID, reason)
	if domain.Is(err, domain.ErrReason) {
		return s.showCertificatePerson(e, http.StatusUnprocessableEntity, func(v *certificatePerson) { v.Reason = reason }, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, personPath(e), "ok", "Attestation réémise sous un nouveau numéro : elle part par courriel. L’ancienne dit qu’elle est remplacée.")
}

// goneSince says that something was there a moment ago.
func goneSince(err error) error {
	if domain.Is(err, domain.ErrNotFound) {
		return domain.Error{Code: domain.ErrState}
	}
	return err
}

// withholdCertificate keeps a person from any certificate, with a reason.
func (s *site) withholdCertificate(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	reason := e.Request.FormValue("withhold")
	err = certificate.Withhold(e.App, s.now(), actor(e), r.ID, reason)
	if domain.Is(err, domain.ErrReason) {
		errs := []web.FieldError{{Field: "withhold", Text: messages[domain.ErrReason].text}}
		return s.showCertificatePerson(e, http.StatusUnprocessableEntity, func(v *certificatePerson) { v.Withhold = reason }, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, personPath(e), "ok", "Attestation retenue. Celle qui existait est révoquée, et la personne prévenue.")
}

// giveCertificateBack ends a withholding.
func (s *site) giveCertificateBack(e *core.RequestEvent) error {
	return s.ofPerson(e, "L’attestation n’est plus retenue : elle suit la règle de l’événement.", func(r *records.Registration) error {
		return certificate.GiveBack(e.App, s.now(), actor(e), r.ID)
	})
}

// answeredAtDesk notes for somebody that the evaluation was filled in.
func (s *site) answeredAtDesk(e *core.RequestEvent) error {
	return s.ofPerson(e, "Évaluation notée comme remplie.", func(r *records.Registration) error {
		return certificate.Answered(e.App, s.now(), actor(e), r.ID)
	})
}

func (s *site) ofPerson(e *core.RequestEvent, said string, act func(r *records.Registration) error) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := act(r); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, personPath(e), "ok", said)
}

// sendCertificateAgain sends a person's valid certificate by mail once more.
func (s *site) sendCertificateAgain(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	live, err := certificate.LiveOf(e.App, r.ID)
	if err != nil {
		return s.refuse(e, goneSince(err))
	}
	sent, err := certificate.SendAgain(e.App, s.now(), actor(e), live.ID, e.Request.FormValue("nonce"))
	if err != nil {
		return s.refuse(e, err)
	}
	if !sent {
		return s.tell(e, personPath(e), "warn", "Cette inscription n’a pas d’adresse électronique : téléchargez l’attestation et remettez-la.")
	}
	s.nudge()
	return s.tell(e, personPath(e), "ok", "L’attestation part de nouveau à "+r.Address()+".")
}

// correctName corrects how the name of a registration is written, after its event too.
func (s *site) correctName(e *core.RequestEvent) error {
	r, err := registrationOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	get := e.Request.FormValue
	last, first, sure := get("last_name"), get("first_name"), get("sure") != ""
	err = registration.Rename(e.App, s.now(), actor(e), r.ID, last, first, sure)
	if domain.Is(err, domain.ErrState) || (err != nil && domain.Refusals(err) == nil) {
		return s.refuse(e, err)
	}
	if err != nil {
		errs := fieldErrors(err)
		if domain.Is(err, domain.ErrOtherPerson) {
			errs[0].Text = "Ce nom est très différent de l’ancien. Si c’est bien la même personne, cochez la case et enregistrez de nouveau."
		}
		return s.showCertificatePerson(e, http.StatusUnprocessableEntity, func(v *certificatePerson) { v.Last, v.First, v.Sure = last, first, true }, errs)
	}
	return s.tell(e, personPath(e), "ok", "Nom corrigé. Ce qui est déjà émis ne change pas : réémettez l’attestation pour qu’elle porte ce nom.")
}
