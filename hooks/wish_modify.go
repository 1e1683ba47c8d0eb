package hooks

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// modifyWishForm shows a wish to be changed, while no place is decided.
func (s *site) modifyWishForm(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementTrainee)
	if err != nil {
		return s.refuse(e, err)
	}
	if c.Modifiable() != nil { // its page says where it stands
		return redirect(e, "/mon-stage/"+e.Request.PathValue("token"))
	}
	typed, err := placement.RequestOf(e.App, c.Row)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showModifyWish(e, http.StatusOK, c, wishInputFrom(typed), nil, nil)
}

// modifyWish changes a wish by its secret link.
func (s *site) modifyWish(e *core.RequestEvent) error {
	c, err := s.openPlacement(e, link.PlacementTrainee)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second) // a manager may be written to
	in := wishInputOf(f)
	typed, rows := in.request(c.Row.Origin)
	ranks, err := unwelcomeAnew(e.App, c.Row, typed)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(ranks) > 0 && !in.Anyway {
		return s.showModifyWish(e, http.StatusUnprocessableEntity, c, in, ranks, []web.FieldError{{Field: "malgre", Text: "Une place attend d’autres fonctions que la vôtre\u00a0: changez-la, ou cochez cette case pour la garder."}})
	}
	after, err := placement.Modify(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyTrainee, Actor: "participant"}, typed)
	if err != nil && atFields(err) {
		return s.showModifyWish(e, http.StatusUnprocessableEntity, c, in, ranks, wishErrors(domain.Refusals(err), rows))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	text := "Votre demande est à jour."
	if after.Row.ManagerEmail != c.Row.ManagerEmail && after.P.NeedsAgreement {
		text = "Votre demande est à jour. L’accord du nouveau responsable est demandé."
	}
	return s.tell(e, "/mon-stage/"+e.Request.PathValue("token"), "ok", text)
}

// unwelcomeAnew warns of the places that expect other professions, unless the same were kept before by the same one.
func unwelcomeAnew(app core.App, row *records.Placement, typed placement.Request) ([]int, error) {
	was, err := placement.RequestOf(app, row)
	if err != nil {
		return nil, err
	}
	ranks, err := placement.Unwelcome(app, typed)
	if was.Profession != typed.Profession {
		return ranks, err
	}
	var chosen []string
	for _, id := range typed.Choices {
		if id != "" {
			chosen = append(chosen, id)
		}
	}
	var anew []int
	for _, rank := range ranks {
		if !slices.Contains(row.Choices, chosen[rank-1]) {
			anew = append(anew, rank)
		}
	}
	return anew, err
}

func (s *site) showModifyWish(e *core.RequestEvent, status int, c *placement.Case, in wishInput, ranks []int, errs []web.FieldError) error {
	v, err := s.wishViewOf(e.App, c.Campaign, in)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Changing, v.Back = true, "/mon-stage/"+e.Request.PathValue("token")
	v.Path = v.Back + "/modifier"
	v.warn(ranks)
	return s.renderForm(e, status, "wish/modify", v, errs)
}
