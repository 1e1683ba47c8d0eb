package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
)

// doorRulesPage is the view of desk_door/rules.
type doorRulesPage struct {
	Top   eventTop
	Rules domain.DoorRules
	Off   bool // the event is cancelled: to be read only
}

// doorRules shows what an event asks of its door.
func (s *site) doorRules(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "desk_door/rules", doorRulesPage{s.topOf(e, ev), ev.DoorRules.DoorRules, ev.Status == domain.Cancelled})
}

// saveDoorRules writes it.
func (s *site) saveDoorRules(e *core.RequestEvent) error {
	on := func(name string) bool { return e.Request.FormValue(name) != "" }
	rules := domain.DoorRules{Departures: on("departures"), Signature: on("signature"), SelfCheck: on("self_check"), Visitors: on("visitors")}
	if err := event.SaveDoorRules(e.App, s.now(), actor(e), e.Request.PathValue("event"), rules); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e)+"/accueil", "ok", "Réglages enregistrés. Les téléphones ouverts les prennent en moins d’une minute.")
}
