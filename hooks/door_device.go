package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// deviceAnswer is what a phone learns of itself: the server's time, and the name it bears.
type deviceAnswer struct {
	OK    bool   `json:"ok"`
	Now   string `json:"now"`
	Label string `json:"label"`
}

// doorDevice hears what a phone tells of itself. A door that is closed still hears it, so that the desk knows what
// is not sent, and says that it is closed.
func (s *site) doorDevice(e *core.RequestEvent) error {
	now := s.now()
	link, place, err := door.Enter(e.App, now, e.Request.PathValue("door"))
	if err != nil && (!door.Closed(err) || place.Event == nil) {
		if door.Closed(err) {
			return s.shut(e, err, nil)
		}
		return s.refuse(e, err)
	}
	var said device.Report
	if err := readJSON(e, &said); err != nil {
		return err
	}
	if err != nil { // a link that was taken back names no new phone
		if known, failed := device.Known(e.App, place.Event.ID, said.Device); failed != nil || !known {
			return s.shut(e, err, nil)
		}
	}
	var row *records.Device
	failed := s.write(e.Request.Context(), e, func(app core.App) (err error) {
		if err = door.See(app, now, link); err == nil {
			row, err = device.Hear(app, now, place.Event.ID, link.ID, said)
		}
		return err
	})
	if failed != nil {
		if refusals := domain.Refusals(failed); len(refusals) > 0 {
			return e.BadRequestError(sentence(refusals[0]), failed)
		}
		return s.refuse(e, failed)
	}
	s.nudge() // certificates may have waited for this word
	if err != nil {
		return s.shut(e, err, nil)
	}
	return e.JSON(http.StatusOK, deviceAnswer{true, now.UTC().Format(time.RFC3339), row.Label})
}
