package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/retention"
)

// accessibilityView is the view of pages/accessibility.
type accessibilityView struct{ Established string }

// accessibility is the declaration that the law asks for.
func (s *site) accessibility(e *core.RequestEvent) error {
	return s.render(e, http.StatusOK, "pages/accessibility", accessibilityView{})
}

// privacyView is the view of pages/privacy.
type privacyView struct {
	Controller, DPO, Contact string
	Terms                    retention.Terms
}

// privacy says what is kept of people, why and how long.
func (s *site) privacy(e *core.RequestEvent) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v := privacyView{Controller: set.Controller, DPO: set.DPO, Contact: set.Contact}
	if v.Terms, err = retention.TermsOf(e.App); err != nil {
		return s.refuse(e, err)
	}
	if isMail(set.DPO) {
		v.Contact = set.DPO
	}
	return s.render(e, http.StatusOK, "pages/privacy", v)
}

// legalView is the view of pages/legal.
type legalView struct{ Publisher, Director, Host string }

// legal says who publishes and who hosts.
func (s *site) legal(e *core.RequestEvent) error {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "pages/legal", legalView{Publisher: set.Controller, Host: set.Host})
}
