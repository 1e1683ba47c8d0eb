package domain

// DoorRules is what an event asks of its door, beyond an arrival by scan. The zero value asks nothing.
type DoorRules struct {
	Departures bool `json:"departures,omitempty"` // a second scan is a departure, with its hour
	Signature  bool `json:"signature,omitempty"`  // whoever arrives signs on the door's device
	SelfCheck  bool `json:"self_check,omitempty"` // people confirm their presence from a code shown in the room
	Visitors   bool `json:"visitors,omitempty"`   // a poster lets people without a registration fill a short form themselves
}

// AtDoor is the outcome that a scan of this registration would have at a slot where nobody is present yet: what
// a phone without network shows. The rule is DecideScan; phones hold its answers and none of it.
func AtDoor(eventOpen bool, state State, slotChosen bool) Verdict {
	return DecideScan(ScanCase{Kind: ScanIn, Valid: true, EventOpen: eventOpen, SameEvent: true, Known: true, State: state, SlotChosen: slotChosen})
}
