package mail

import (
	"slices"
	"strings"
)

// Words are what a letter may say: the values of its variables.
type Words struct {
	FirstName, LastName string // of who reads it
	Referent            string // « Prénom Nom » of who registered the reader with colleagues; Notice and Rights go with it
	Notice, Rights      string // what becomes of the data; the path that says more
	For                 string // whose registration it is, when the reader is the referent who made it; else empty

	Event, When, Place, Address, Access, Remote string
	Rank                                        int
	ShortCode, Reason, Contact, Organiser       string
	Slots                                       []string
	Registration, Certificate, Number           string // ids, for links
	Paper                                       string // what a certificate calls itself: « attestation de présence »
	Link                                        string // token of a granted link
	Body                                        string // that meets
	Invitation, Declaration                     string // ids, for links
	Name                                        string // « Prénom Nom » of whom it is about, where somebody else reads
	Other                                       string // who gives or takes a seat, or proposes an exchange
	Until                                       string // an offer's deadline, in words
	People                                      []string
	Booking                                     string // id, for the referent's link
	Note                                        string // joining instructions, or a word of thanks, of the event
	Evaluation                                  string // address of an outside evaluation
	Survey                                      string // id of an invitation to a survey, for its link
	Issuer                                      string // who issues the training's own certificate
	OldPlace                                    string // before a change; empty: the place stays
	OldSlots                                    []string
	Stage                                       PlaceWords
	Files                                       []string // ids of stored files that go with it
	Desk                                        string   // a test: where its links lead, at the desk, rather than to the person's own pages
}

// noLink takes from what people typed the signs of a link.
var noLink = strings.NewReplacer("[", "(", "]", ")")

// typed turns the brackets of what people typed into parentheses: only a template names a link, or anybody
// would have the secret address of anything sent to the own mailbox.
func (w Words) typed() Words {
	for _, s := range []*string{&w.FirstName, &w.LastName, &w.For, &w.Event, &w.When, &w.Place, &w.Address, &w.Access, &w.Remote,
		&w.Reason, &w.Contact, &w.Organiser, &w.Referent, &w.Notice, &w.Note, &w.OldPlace, &w.Body, &w.Name, &w.Other, &w.Issuer,
		&w.Stage.Campaign, &w.Stage.Person, &w.Stage.Home, &w.Stage.Host, &w.Stage.Tutor, &w.Stage.Awaited, &w.Stage.Goals} {
		*s = noLink.Replace(*s)
	}
	for _, list := range []*[]string{&w.Slots, &w.OldSlots, &w.People, &w.Stage.Wishes, &w.Stage.Conditions} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = noLink.Replace((*list)[i])
		}
	}
	return w
}

// whole is « Place, Address ».
func (w *Words) whole() string {
	return strings.TrimSuffix(strings.TrimPrefix(w.Place+", "+w.Address, ", "), ", ")
}

// reader is « Prénom Nom » of who reads the letter; empty when it is not known.
func (w Words) reader() string { return strings.TrimSpace(w.FirstName + " " + w.LastName) }
