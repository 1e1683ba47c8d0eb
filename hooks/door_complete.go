package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
)

// doorComplete says who an arrival under a name alone is, from any phone of the door.
func (s *site) doorComplete(e *core.RequestEvent) error {
	now := s.now()
	_, place, err := door.Enter(e.App, now, e.Request.PathValue("door"))
	if door.Closed(err) {
		return s.shut(e, err, nil)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	var in door.Completion
	if err := readJSON(e, &in); err != nil {
		return err
	}
	out, err := door.Complete(e.App, now, place, in)
	if refusals := domain.Refusals(err); len(refusals) > 0 && refusals[0].Code != domain.ErrNotFound {
		return s.askAgain(e, place, in.WalkIn, refusals[0], in.Arrival)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return e.JSON(http.StatusOK, out)
}
