package hooks

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/placement"
	"passerelle/internal/web"
)

// matchingDesk shows who the platform proposes to send where.
func (s *site) matchingDesk(e *core.RequestEvent) error {
	v, _, err := matchingView(e.App, s.now(), e.Request.PathValue("campaign"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "matching/desk", v)
}

// seatOf reads « placement:offer ».
func seatOf(text string) placement.Seat {
	who, where, _ := strings.Cut(text, ":")
	return placement.Seat{Placement: who, Offer: where}
}

// decideMatching matches those who are ticked, if the proposal is still the one that was read.
func (s *site) decideMatching(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	campaign := e.Request.PathValue("campaign")
	d := placement.Decision{Digest: f.Get("empreinte"), Intent: idTyped(f.Get("intention"))}
	for _, text := range f["place"] {
		d.Seats = append(d.Seats, seatOf(text))
	}
	if len(d.Seats) == 0 || d.Digest == "" {
		return s.showMatching(e, f["place"], f.Get("vu"), []web.FieldError{{Field: "proposition", Text: "Cochez au moins une personne."}})
	}
	if err := placement.Decide(e.App, s.now(), actor(e), campaign, d); err != nil {
		if fieldErrors(err) == nil {
			return s.refuse(e, err)
		}
		errs := fieldErrors(err)
		for i := range errs {
			errs[i].Field = "proposition"
		}
		return s.showMatching(e, f["place"], f.Get("vu"), errs)
	}
	s.nudge()
	return s.tell(e, "/gestion/stages/"+campaign+"/affectation", "ok", counted(len(d.Seats), "personne a sa place", "personnes ont leur place")+" : conventions à envoyer depuis le suivi.")
}

// showMatching shows the proposal as it is now, after one that was refused: nothing was decided. What changed since is
// said, and those who were left out stay so.
func (s *site) showMatching(e *core.RequestEvent, kept []string, seen string, errs []web.FieldError) error {
	v, r, err := matchingView(e.App, s.now(), e.Request.PathValue("campaign"))
	if err != nil {
		return s.refuse(e, err)
	}
	shown, rows := strings.Split(seen, ","), map[string]bool{}
	for i, row := range v.Rows {
		pair := row.ID + ":" + row.Offer
		rows[pair] = true
		if slices.Contains(shown, pair) {
			v.Rows[i].Ticked = !row.ToAgree && slices.Contains(kept, pair)
			continue
		}
		v.Changed = append(v.Changed, row.Name+" : désormais proposé·e à "+row.Place+".")
	}
	for _, pair := range shown {
		if pair == "" || rows[pair] {
			continue
		}
		text := "Une personne n’est plus proposée là où vous l’aviez lue."
		for _, refusal := range domain.Refusals(r.Refusal(s.now(), seatOf(pair))) {
			text = sentence(refusal)
		}
		if _, p := r.WishOf(seatOf(pair).Placement); p != nil && r.Refusal(s.now(), seatOf(pair)) == nil {
			text = p.Name() + " : une autre répartition est devenue meilleure."
		}
		v.Changed = append(v.Changed, text)
	}
	return s.renderForm(e, http.StatusUnprocessableEntity, "matching/desk", v, errs)
}

// ruleMatching fixes a person at a place, sets one aside from it, or takes that back; then proposes again.
func (s *site) ruleMatching(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	campaign, who := e.Request.PathValue("campaign"), f.Get("personne")
	seat := placement.Seat{Placement: who, Offer: f.Get("place-" + who)}
	why, kind := f.Get("raison-"+who), f.Get("genre")
	err = placement.Rule(e.App, s.now(), actor(e), campaign, seat, kind, why)
	if errs := fieldErrors(err); domain.Is(err, domain.ErrReason) {
		v, _, err := matchingView(e.App, s.now(), campaign)
		if err != nil {
			return s.refuse(e, err)
		}
		for _, rows := range [][]matchingRow{v.Rows, v.Left} {
			for i := range rows {
				if rows[i].ID == who {
					rows[i].Chosen, rows[i].Reason, rows[i].Open = seat.Offer, why, true
				}
			}
		}
		errs[0].Field = "raison-" + who
		return s.renderForm(e, http.StatusUnprocessableEntity, "matching/desk", v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := map[string]string{placement.Pin: "Personne fixée à cette place.", placement.Exclusion: "Personne écartée de cette place.", placement.NoRuling: "Choix repris."}[kind]
	return s.tell(e, "/gestion/stages/"+campaign+"/affectation", "ok", text+" La répartition ci-dessous en tient compte.")
}

// weighMatching writes what the preferences of the campaign weigh.
func (s *site) weighMatching(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	campaign := e.Request.PathValue("campaign")
	typed := matchingWeights{f.Get("crossed"), f.Get("bridged"), f.Get("unserved")}
	number := func(text string) int {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return -1
		}
		return n
	}
	err = placement.SetWeights(e.App, s.now(), actor(e), campaign, matching.Weights{Crossed: number(typed.Crossed), Bridged: number(typed.Bridged), Unserved: number(typed.Unserved)})
	if errs := fieldErrors(err); domain.Is(err, domain.ErrWeight) {
		v, _, err := matchingView(e.App, s.now(), campaign)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Weights = typed
		return s.renderForm(e, http.StatusUnprocessableEntity, "matching/desk", v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/stages/"+campaign+"/affectation", "ok", "Poids enregistrés : la répartition ci-dessous en tient compte.")
}
