package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/training"
)

// catchUpPart is what the dashboard says of half-days caught up in another group (desk_training/_catch_up).
type catchUpPart struct{}

func (s *site) catchUpPart(*core.RequestEvent, *records.Event, *training.Board) (p catchUpPart, err error) {
	return p, nil
}

// issuerPart is what it says of the training's own certificate (desk_training/_issuer).
type issuerPart struct{}

func (s *site) issuerPart(*core.RequestEvent, *records.Event, *training.Board) (p issuerPart, err error) {
	return p, nil
}
