package hooks

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// wishCampaign is the campaign of the address; a draft does not exist for anybody here.
func wishCampaign(e *core.RequestEvent) (*records.Campaign, error) {
	c, err := records.CampaignBySlug(e.App, e.Request.PathValue("stage"))
	if err == nil && c.Status == records.CampaignDraft {
		return nil, records.ErrNone
	}
	return c, err
}

// wishForm shows the form of a wish, with the place it comes from chosen.
func (s *site) wishForm(e *core.RequestEvent) error {
	c, err := wishCampaign(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := wishInput{Intent: security.RandomString(32)}
	in.Choices[0] = e.Request.URL.Query().Get("place")
	return s.showWish(e, http.StatusOK, c, in, nil, nil)
}

// wish asks for a placement, and leads to its own page.
func (s *site) wish(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "register "+e.RealIP(), registerBurst, registerEvery, 2*time.Second)
	c, err := wishCampaign(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := wishInputOf(f)
	if f.Get("site_web") != "" {
		return s.showWish(e, http.StatusUnprocessableEntity, c, in, nil, []web.FieldError{{Text: trapped}})
	}
	typed, rows := in.request(placement.Online)
	ranks, err := placement.Unwelcome(e.App, typed)
	if err != nil {
		return s.refuse(e, err)
	}
	if len(ranks) > 0 && !in.Anyway {
		return s.showWish(e, http.StatusUnprocessableEntity, c, in, ranks, []web.FieldError{{Field: "malgre", Text: "Une place attend d’autres fonctions que la vôtre\u00a0: changez-la, ou cochez cette case pour la garder."}})
	}
	made, err := s.askWish(e, c, placement.Doing{By: domain.PartyTrainee, Intent: in.step()}, typed)
	if domain.Is(err, domain.ErrWishTwice) {
		return s.wishedTwice(e, c, domain.Refusals(err)[0].Arg)
	}
	if refusals := domain.Refusals(err); len(refusals) > 0 {
		if refusals[0].Field == "" {
			return s.showWish(e, sentenceOf(refusals[0].Code).status, c, in, ranks, nil)
		}
		return s.showWish(e, http.StatusUnprocessableEntity, c, in, ranks, wishErrors(refusals, rows))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	token, err := link.Token(e.App, link.PlacementTrainee, made.Row.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.PlacementTrainee, token))
}

// askWish writes a wish; who reloads keeps the place in the queue.
func (s *site) askWish(e *core.RequestEvent, c *records.Campaign, d placement.Doing, typed placement.Request) (made *placement.Case, err error) {
	err = s.write(context.WithoutCancel(e.Request.Context()), e, func(app core.App) (err error) {
		made, err = placement.Ask(app, s.now(), c.ID, d, typed)
		return err
	})
	if err == nil {
		s.nudge()
	}
	return made, err
}

// wishedTwice sends the link to what was asked before to the address it bears, and shows it to nobody.
func (s *site) wishedTwice(e *core.RequestEvent, c *records.Campaign, id string) error {
	made, err := placement.Open(e.App, id)
	if err == nil {
		err = made.SendLink(e.App, s.now())
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.render(e, http.StatusConflict, "wish/twice", wishView{Campaign: c})
}

func (s *site) showWish(e *core.RequestEvent, status int, c *records.Campaign, in wishInput, ranks []int, errs []web.FieldError) error {
	v, err := s.wishViewOf(e.App, c, in)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Path, v.Back = "/stages/"+c.Slug+"/souhaits", "/stages/"+c.Slug
	for _, r := range domain.Refusals(placement.Wishable(c, s.now(), placement.Online)) {
		v.Shut = sentence(r)
	}
	v.warn(ranks)
	return s.renderForm(e, status, "wish/form", v, errs)
}

// warn says which wishes expect other professions.
func (v *wishView) warn(ranks []int) {
	var chosen []string
	for _, id := range v.In.Choices {
		if id != "" {
			chosen = append(chosen, id)
		}
	}
	for _, rank := range ranks {
		for _, p := range v.Places {
			if rank <= len(chosen) && p.ID == chosen[rank-1] {
				v.Unwelcome = append(v.Unwelcome, "Souhait "+strconv.Itoa(rank)+", "+strings.Trim(p.Structure+", "+p.Service, ", ")+"\u00a0: place ouverte d’abord à "+p.Professions+".")
			}
		}
	}
}

// newDeskWish shows the coordinator's own form.
func (s *site) newDeskWish(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeskWish(e, http.StatusOK, c, wishInput{Intent: security.RandomString(32)}, nil)
}

// saveDeskWish writes a wish that came by telephone or on paper.
func (s *site) saveDeskWish(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	in := wishInputOf(f)
	typed, rows := in.request(placement.ByCoordinator)
	made, err := s.askWish(e, c, placement.Doing{By: domain.PartyCoordinator, Actor: actor(e), Intent: in.step()}, typed)
	if refusals := domain.Refusals(err); len(refusals) > 0 {
		if refusals[0].Code == domain.ErrWishTwice {
			return s.tell(e, "/gestion/placements/"+refusals[0].Arg, "warn", "Cette personne a déjà une demande dans cette campagne\u00a0: la voici. Rien n’a été ajouté.")
		}
		return s.showDeskWish(e, max(sentenceOf(refusals[0].Code).status, http.StatusConflict), c, in, wishErrors(refusals, rows))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/placements/"+made.Row.ID, "ok", "Demande enregistrée.")
}

func (s *site) showDeskWish(e *core.RequestEvent, status int, c *records.Campaign, in wishInput, errs []web.FieldError) error {
	v, err := s.wishViewOf(e.App, c, in)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Desk, v.Path, v.Back = true, v.Head.Path+"/souhaits/nouveau", v.Head.Path
	for _, r := range domain.Refusals(placement.Wishable(c, s.now(), placement.ByCoordinator)) {
		v.Shut = sentence(r)
	}
	return s.renderForm(e, status, "wish/desk", v, errs)
}
