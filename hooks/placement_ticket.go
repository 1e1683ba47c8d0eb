package hooks

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// hostCookie holds the secrets of the host pages opened in this browser, so that the ticket of a trainee that its camera
// reads leads to the half-day. It goes to the addresses of tickets alone.
const hostCookie = "stage_accueil"

// Of the last pages opened, for so long.
const (
	hostsKept = 5
	hostsFor  = 30 * 24 * time.Hour
)

func hostTokens(e *core.RequestEvent) (tokens []string) {
	c, err := e.Request.Cookie(hostCookie)
	if err != nil || c.Value == "" {
		return nil
	}
	tokens = strings.Split(c.Value, "~")
	return tokens[:min(len(tokens), hostsKept)]
}

// rememberHost keeps the secret of this page in the browser that opened it.
func (s *site) rememberHost(e *core.RequestEvent) {
	token := e.Request.PathValue("token")
	tokens := slices.DeleteFunc(hostTokens(e), func(t string) bool { return t == token })
	tokens = append([]string{token}, tokens...)
	e.SetCookie(&http.Cookie{Name: hostCookie, Value: strings.Join(tokens[:min(len(tokens), hostsKept)], "~"), Path: "/B/", MaxAge: int(hostsFor / time.Second), HttpOnly: true,
		Secure: secure(e.App), SameSite: http.SameSiteLaxMode})
}

// stageTicket answers the camera that read the ticket of a placement: in the browser of its host, the half-day to
// confirm; elsewhere, whether the ticket is good, and nobody's name.
func (s *site) stageTicket(e *core.RequestEvent, code string) error {
	row, err := records.PlacementByTicket(e.App, code)
	if domain.Is(err, domain.ErrNotFound) {
		return s.unknownTicket(e)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	c, err := placement.Open(e.App, row.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, token := range hostTokens(e) {
		if id, err := link.Open(e.App, s.now(), link.PlacementHost, token); err != nil || id != row.ID {
			continue
		}
		path := "/stage-accueil/" + token
		if slot := currentHalfDay(c, s.now()); slot != "" && c.P.Allowed(domain.MoveTell, domain.PartyHost) == nil {
			return redirect(e, path+"/demi-journees/"+slot+"?billet="+urlQuery(code))
		}
		return redirect(e, path)
	}
	return s.render(e, http.StatusOK, "registration/ticket", ticketView{State: stageTicketBanner(c.P.State)})
}

// currentHalfDay is the half-day not told yet that has begun and is nearest to now; empty: none.
func currentHalfDay(c *placement.Case, now time.Time) (id string) {
	latest := time.Time{}
	for _, d := range c.P.Untold() {
		if !now.Before(d.Start) && d.Start.After(latest) {
			id, latest = d.ID, d.Start
		}
	}
	return id
}

func stageTicketBanner(st domain.PlacementState) banner {
	switch {
	case daysBehind(st):
		return banner{"", "Stage terminé", "Ce billet était celui d’un stage croisé."}
	case st == domain.PlacementMatched || st == domain.PlacementAgreementSent:
		return banner{"warn", "Stage en préparation", "Ce billet servira quand la convention sera signée."}
	case st == domain.PlacementAgreementSigned || st == domain.PlacementInProgress:
		return banner{"ok", "Billet de stage valable", "Montrez-le à la tutrice ou au tuteur à chaque demi-journée. Vous êtes tuteur\u00a0? Ouvrez d’abord votre page d’accueil du stage sur ce téléphone, puis scannez de nouveau."}
	case st == domain.PlacementPostponed:
		return banner{"warn", "Stage reporté", "De nouvelles dates sont à choisir."}
	case st.Terminal():
		return banner{"err", "Stage annulé", "Ce billet n’est plus valable."}
	}
	return banner{"warn", "Stage demandé", "Aucune place n’est encore attribuée."}
}
