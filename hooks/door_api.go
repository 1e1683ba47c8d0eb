package hooks

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
)

// The machine contract of the door (product.md §2). A phone takes any answer that is not this JSON for « no
// network », and keeps what it has.

// closedDoor answers a revoked or expired link: the phone keeps its queue.
type closedDoor struct {
	Status      int           `json:"status"`
	Outcome     string        `json:"outcome"`
	Explanation string        `json:"explanation"`
	Results     []door.Result `json:"results,omitempty"`
}

// doorResults answers the scans of a call; by Now a phone judges its clock.
type doorResults struct {
	Results []door.Result `json:"results"`
	Now     string        `json:"now"`
}

func (s *site) shut(e *core.RequestEvent, why error, results []door.Result) error {
	text := ""
	for _, r := range domain.Refusals(why) {
		text = sentence(r)
	}
	return e.JSON(http.StatusForbidden, closedDoor{http.StatusForbidden, string(domain.DoorClosed), text, results})
}

// doorList gives the list, or what changed since a cursor.
func (s *site) doorList(e *core.RequestEvent) error {
	_, place, err := door.Enter(e.App, s.now(), e.Request.PathValue("door"))
	if door.Closed(err) {
		return s.shut(e, err, nil)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	since := 0
	if q := e.Request.URL.Query().Get("depuis"); q != "" {
		if since, err = strconv.Atoi(q); err != nil {
			return s.refuse(e, domain.Error{Code: domain.ErrUnreadable})
		}
	}
	list, err := door.ListSince(e.App, s.now(), place, max(0, since))
	if err != nil {
		return s.refuse(e, err)
	}
	return e.JSON(http.StatusOK, list)
}

// doorScans records what a phone noted: at most door.MaxScans, the rest waits for its next call.
func (s *site) doorScans(e *core.RequestEvent) error {
	now := s.now()
	link, place, err := door.Enter(e.App, now, e.Request.PathValue("door"))
	if err != nil && !door.Closed(err) {
		return s.refuse(e, err)
	}
	var batch door.Batch
	if err := readJSON(e, &batch); err != nil {
		return err
	}
	if err != nil {
		return s.shutScans(e, err, place, batch)
	}
	var results []door.Result
	err = s.write(e.Request.Context(), e, func(app core.App) (err error) { // a phone that is gone sends again
		if err = door.See(app, now, link); err != nil {
			return err
		}
		if err = device.Seen(app, now, place.Event.ID, link.ID, batch.Device, batch.SentAt, batch.Queued); err != nil {
			return err
		}
		if results, err = door.Sync(app, now, place, batch); err != nil {
			return err
		}
		_, err = device.Release(app, now, place.Event.ID) // a closing may have waited for these
		return err
	})
	if err != nil {
		return s.refuse(e, err)
	}
	if place.Event.Status == domain.Held { // only then does a certificate follow: else the worker has nothing to do
		s.nudge()
	}
	return e.JSON(http.StatusOK, doorResults{results, now.UTC().Format(time.RFC3339)})
}

// doorWalkIn registers somebody who comes without a registration. What cannot be kept is an `invalid` answer
// with its field, so that the phone asks again.
func (s *site) doorWalkIn(e *core.RequestEvent) error {
	now := s.now()
	_, place, err := door.Enter(e.App, now, e.Request.PathValue("door"))
	if err != nil && !door.Closed(err) {
		return s.refuse(e, err)
	}
	var in door.WalkIn
	if err := readJSON(e, &in); err != nil {
		return err
	}
	if err != nil {
		return s.shutScans(e, err, place, in.Batch())
	}
	if door.Ours(in.Nonce) {
		return s.askAgain(e, place, in, domain.Error{Code: domain.ErrRequired, Field: "nonce"}, "")
	}
	out, err := door.Admit(e.App, now, place, in)
	if refusals := domain.Refusals(err); len(refusals) > 0 {
		return s.askAgain(e, place, in, refusals[0], "")
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return e.JSON(http.StatusOK, out)
}

// askedAgain is the `invalid` answer of a form of the door: what is wrong, and who it may be.
type askedAgain struct {
	door.WalkInResult
	Candidates []door.Candidate `json:"candidates,omitempty"`
}

// askAgain answers what a form of the door must be asked again; except is the arrival being completed.
func (s *site) askAgain(e *core.RequestEvent, place door.Place, in door.WalkIn, why domain.Error, except string) (err error) {
	out := askedAgain{WalkInResult: door.WalkInResult{Field: why.Field, Result: door.Result{Nonce: in.Nonce,
		Outcome: string(domain.Invalid), Explanation: sentence(why)}}}
	if why.Code == domain.ErrNamesake {
		if out.Candidates, err = door.Namesakes(e.App, place.Event.ID, in.Whole(), except); err != nil {
			return s.refuse(e, err)
		}
	}
	return e.JSON(http.StatusOK, out)
}

// shutScans keeps what came through a closed door, and says so.
func (s *site) shutScans(e *core.RequestEvent, why error, place door.Place, batch door.Batch) error {
	if place.Event == nil {
		return s.shut(e, why, nil)
	}
	results, err := door.Refuse(e.App, s.now(), place, batch)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.shut(e, why, results)
}

// ofDevice is a nonce that a form may bear: none where it claims to be the platform's own.
func ofDevice(nonce string) string {
	if door.Ours(nonce) {
		return ""
	}
	return nonce
}

// readJSON reads a body; one that is too large stays a 413, anything else that is not ours is a 400.
func readJSON(e *core.RequestEvent, into any) error {
	err := json.NewDecoder(e.Request.Body).Decode(into)
	var api *router.ApiError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &api):
		return api
	}
	return e.BadRequestError(messages[domain.ErrUnreadable].text, err)
}
