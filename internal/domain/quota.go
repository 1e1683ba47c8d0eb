package domain

import "time"

// How a seat of the list is given: at once, or as an offer to accept before a deadline.
const (
	PromoteDirectly = "direct"
	PromoteByOffer  = "offer"
)

// Kinds of quota.
const (
	PerStructure      = "structure"          // at most Max of each structure, counted by site
	PerParent         = "parent"             // at most Max of each institution, its sites and services together
	PerSector         = "sector"             // at most Max of the sector Of; of each sector when Of is empty
	ReservedSector    = "reserved_sector"    // Max seats kept for the sector Of
	ReservedStructure = "reserved_structure" // Max seats kept for the institution Of, its sites and services together
)

// QuotaKinds lists them, in the order of the form.
var QuotaKinds = []string{PerStructure, PerParent, PerSector, ReservedSector, ReservedStructure}

// Quota bounds who takes the seats of an event, until a moment: « 2 places par structure jusqu'à J-15, puis
// ouvert à tous ». A zero Until holds to the end.
type Quota struct {
	Kind  string    `json:"kind"`
	Of    string    `json:"of,omitempty"` // id of a sector, or of a structure
	Max   int       `json:"max"`
	Until time.Time `json:"until,omitzero"`
}

// Active tells whether the quota still holds at now.
func (q Quota) Active(now time.Time) bool { return q.Until.IsZero() || now.Before(q.Until) }

// Reserves tells whether it keeps seats for some, rather than bounding them.
func (q Quota) Reserves() bool { return q.Kind == ReservedSector || q.Kind == ReservedStructure }
