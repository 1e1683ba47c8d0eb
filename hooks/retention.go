package hooks

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/retention"
	"passerelle/internal/web"
)

// retentionPage is the view of retention/index.
type retentionPage struct {
	Terms  map[string]string // as typed, by field
	Due    []int             // years whose identities may go
	Purges []records.Purge
}

// retention shows how long names are kept, and the lists proposed for elimination.
func (s *site) retention(e *core.RequestEvent) error {
	t, err := retention.TermsOf(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	typed := map[string]string{}
	for field, n := range termFields(&t) {
		typed[field] = strconv.Itoa(*n)
	}
	return s.showRetention(e, http.StatusOK, typed, nil)
}

// termFields names the field of each duration.
func termFields(t *retention.Terms) map[string]*int {
	return map[string]*int{"sans-suite": &t.Unserved, "confort": &t.Comfort, "identites": &t.Identities, "journaux": &t.Logs}
}

func (s *site) showRetention(e *core.RequestEvent, status int, typed map[string]string, errs []web.FieldError) error {
	v := retentionPage{Terms: typed}
	var err error
	if v.Due, err = retention.DueYears(e.App, s.now()); err != nil {
		return s.refuse(e, err)
	}
	if v.Purges, err = records.Purges(e.App); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "retention/index", v, errs)
}

// saveTerms changes how long names are kept. What is no number is refused with what is out of bounds.
func (s *site) saveTerms(e *core.RequestEvent) error {
	var t retention.Terms
	typed := map[string]string{}
	for field, n := range termFields(&t) {
		typed[field] = strings.TrimSpace(e.Request.FormValue(field))
		*n, _ = strconv.Atoi(typed[field]) // 0 is out of bounds
	}
	err := retention.SaveTerms(e.App, s.now(), actor(e), t)
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showRetention(e, http.StatusUnprocessableEntity, typed, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/conservation", "ok", "Les durées sont enregistrées. La page « Données personnelles » les dit aussi.")
}

func (s *site) proposePurge(e *core.RequestEvent) error {
	year, err := strconv.Atoi(e.Request.FormValue("annee"))
	if err == nil {
		_, err = retention.Propose(e.App, s.now(), actor(e), year)
	} else {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/conservation", "ok", "La liste est prête. Rien n’est effacé tant que vous ne la confirmez pas.")
}

// settlePurge erases the identities of a list, or gives it up.
func (s *site) settlePurge(e *core.RequestEvent) error {
	id, said := e.Request.PathValue("purge"), "La liste est abandonnée : rien n’a été effacé."
	act := retention.Drop
	if e.Request.FormValue("geste") == "eliminer" {
		act, said = retention.Confirm, "Les identités sont effacées. Aucun chiffre n’a bougé."
	}
	if err := act(e.App, s.now(), actor(e), id); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/conservation", "ok", said)
}

func (s *site) purgeXLSX(e *core.RequestEvent) error {
	p, err := records.PurgeOf(e.App, e.Request.PathValue("purge"))
	if err != nil {
		return s.refuse(e, err)
	}
	w, err := retention.Workbook(e.App, s.now(), p)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := report.WriteXLSX(&b, w); err != nil {
		return s.refuse(e, err)
	}
	return sendFile(e, "elimination-"+strconv.Itoa(p.Year)+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

// erasureView is the view of retention/person.
type erasureView struct {
	retention.Person
	Reason string
}

func (s *site) erasePersonForm(e *core.RequestEvent) error {
	return s.showErasure(e, http.StatusOK, "", nil)
}

func (s *site) showErasure(e *core.RequestEvent, status int, reason string, errs []web.FieldError) error {
	p, err := retention.Show(e.App, e.Request.PathValue("person"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "retention/person", erasureView{p, reason}, errs)
}

func (s *site) erasePerson(e *core.RequestEvent) error {
	reason := e.Request.FormValue("raison")
	err := retention.ErasePerson(e.App, s.now(), actor(e), e.Request.PathValue("person"), reason)
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showErasure(e, http.StatusUnprocessableEntity, reason, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/conservation", "ok", "Les données de cette personne sont effacées. Aucun chiffre n’a bougé.")
}
