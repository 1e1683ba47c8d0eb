package registration

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// correct brings what was typed onto a registration in hand.
func (r *rowInHand) correct(app core.App, in Request) error {
	in.Origin, in.Notify = r.Origin, r.Notify
	in.clean()
	if err := in.check(); err != nil {
		return err
	}
	if err := r.settle(app, in); err != nil {
		return err
	}
	if in.Companions != r.Companions {
		if err := checkCompanions(r.event, in); err != nil {
			return *err
		}
	}
	if err := r.answer(app, in.Answers); err != nil {
		return err
	}
	if err := r.rename(app, in); err != nil {
		return err
	}
	r.LastName, r.FirstName, r.Email, r.Needs, r.Companions = in.LastName, in.FirstName, in.Email, in.Needs, in.Companions
	return nil
}

// answer takes the answers to what is asked now; those to questions no longer asked stay.
func (r *rowInHand) answer(app core.App, typed records.Answers) error {
	if typed == nil {
		return nil
	}
	kept, err := question.Ask(app, r.event, typed, r.ID)
	if err != nil {
		return err
	}
	questions, err := records.Questions(app, r.Event)
	if err != nil {
		return err
	}
	for id, v := range r.Answers {
		if !slices.ContainsFunc(questions, func(q records.Question) bool { return q.ID == id }) {
			kept[id] = v
		}
	}
	r.Answers = kept
	return nil
}

// rowInHand is a registration that is being corrected, with its event.
type rowInHand struct {
	*records.Registration
	event *records.Event
	sure  bool // whatever the new name, it is the same person
}

// settle changes structure, sector, territory and profession where they were changed in the form: untouched, they
// stay as they were frozen, whatever became of the lists since.
func (r *rowInHand) settle(app core.App, in Request) error {
	was, err := RequestOf(app, r.Registration)
	if err != nil {
		return err
	}
	if in.StructureID == was.StructureID && in.Structure != "" && domain.Fold(in.Structure) != domain.Fold(was.Structure) {
		in.StructureID = "" // without JavaScript the id of before comes back beside another name
	}
	if in.NoStructure {
		in.StructureID, in.Structure = "", ""
	}
	same := in.StructureID == was.StructureID && (in.StructureID != "" || domain.Fold(in.Structure) == domain.Fold(was.Structure))
	if same && in.Sector == was.Sector && in.Territory == was.Territory && in.Profession == was.Profession {
		return nil
	}
	r.Structure, r.Sector, r.Territory, r.Profession = "", "", "", ""
	return place(app, in, r.Registration)
}

// rename corrects how the name is written, of the person too. A spelling that is another known person's (the same
// mailbox or structure) makes it that person's registration.
func (r *rowInHand) rename(app core.App, in Request) error {
	if in.LastName == r.LastName && in.FirstName == r.FirstName {
		if in.Email == r.Email {
			return nil
		}
		return records.TouchPerson(app, r.Person, in.Email, r.Structure)
	}
	if !r.sure && !domain.SamePerson(r.LastName, r.FirstName, in.LastName, in.FirstName) {
		return domain.Error{Code: domain.ErrOtherPerson, Field: "last_name"}
	}
	key := domain.NameKey(in.LastName, in.FirstName)
	same, err := records.Namesakes(app, key)
	if err != nil {
		return err
	}
	same = slices.DeleteFunc(same, func(p records.Person) bool { return p.ID == r.Person })
	known := match(same, in.Email, r.Structure)
	if known == nil {
		return records.RenamePerson(app, r.Person, in.LastName, in.FirstName, key)
	}
	if live, err := records.LiveRegistration(app, r.Event, known.ID); err == nil {
		return domain.Error{Code: domain.ErrAlreadyRegistered, Field: "last_name", Arg: live.ID}
	} else if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	if err := belong(app, r.Registration, known.ID); err != nil {
		return err
	}
	return records.TouchPerson(app, known.ID, in.Email, r.Structure)
}

// What a correction may change, in the words of the trail.
const (
	changedName       = "nom"
	changedEmail      = "adresse"
	changedNeeds      = "besoins"
	changedStructure  = "structure"
	changedSector     = "secteur"
	changedTerritory  = "territoire"
	changedProfession = "fonction"
	changedAnswers    = "réponses"
	changedCompanions = "accompagnants"
)

func changes(a, b records.Registration) (out []string) {
	for _, c := range []struct {
		what string
		same bool
	}{
		{changedName, a.LastName == b.LastName && a.FirstName == b.FirstName},
		{changedEmail, a.Email == b.Email},
		{changedNeeds, a.Needs == b.Needs},
		{changedStructure, a.Structure == b.Structure},
		{changedSector, a.Sector == b.Sector},
		{changedTerritory, a.Territory == b.Territory},
		{changedProfession, a.Profession == b.Profession},
		{changedAnswers, sameAnswers(a.Answers, b.Answers)},
		{changedCompanions, a.Companions == b.Companions},
	} {
		if !c.same {
			out = append(out, c.what)
		}
	}
	return out
}

// frozen tells whether something changed that figures and seats are counted by.
func frozen(changed []string) bool {
	return slices.ContainsFunc(changed, func(what string) bool {
		return what != changedName && what != changedEmail && what != changedNeeds
	})
}

func saveCorrected(app core.App, now time.Time, e *records.Event, before records.Registration, next *records.Registration, changed []string, actor string) error {
	if err := records.SaveRegistration(app, next); err != nil {
		return err
	}
	if err := records.RefreshFact(app, next.ID); err != nil {
		return err
	}
	if err := trace(app, now, actor, "modify", next, strings.Join(changed, ", ")); err != nil {
		return err
	}
	if frozen(changed) {
		if err := records.LapseSwaps(app, next.ID, records.At(now)); err != nil {
			return err
		}
	}
	if slices.Contains(changed, changedEmail) {
		cause := fmt.Sprintf(":%s:%s", next.ID, records.At(now))
		if err := mail.ToRegistration(app, now, mail.Moved, mail.Moved+cause, next, nil); err != nil {
			return err
		}
		if err := mail.ToRegistration(app, now, mail.MovedAway, mail.MovedAway+cause, &before, nil); err != nil {
			return err
		}
	}
	return Promote(app, now, e) // who asks for less may fit now; a structure may have come under its quota
}
