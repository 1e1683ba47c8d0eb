package retention

import (
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Person is what erasing somebody would blank.
type Person struct {
	*records.Person
	Registrations []records.Registration
	Certificates  int
}

// Show says what erasing a person would blank. ErrNotFound for nobody.
func Show(app core.App, id string) (p Person, err error) {
	if p.Person, err = records.PersonOf(app, id); err != nil {
		return p, err
	}
	family, err := records.PersonFamily(app, id)
	if err != nil {
		return p, err
	}
	if p.Registrations, err = records.RegistrationsOfPeople(app, family); err != nil {
		return p, err
	}
	gone, err := records.CertificatesToErase(app, idsOf(p.Registrations), family, nil)
	p.Certificates = len(gone)
	return p, err
}

func idsOf(rows []records.Registration) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// ErasePerson takes somebody out on request: everything that names them, whatever its age. ErrReason without a reason; ErrErasedComing
// while a registration for an event to come is open: it is cancelled first, so that its place is given.
func ErasePerson(app core.App, now time.Time, actor, id, reason string) error {
	if reason = domain.CleanText(reason); reason == "" {
		return domain.Error{Code: domain.ErrReason, Field: "raison"}
	}
	return app.RunInTransaction(func(app core.App) error {
		p, err := Show(app, id)
		if err != nil {
			return err
		}
		if err := over(app, p.Registrations); err != nil {
			return err
		}
		family, err := records.PersonFamily(app, id)
		if err != nil {
			return err
		}
		known, err := borne(app, family, p.Registrations)
		if err != nil {
			return err
		}
		if err := known.moving(app); err != nil {
			return err
		}
		if err := erase(app, now, actor, idsOf(p.Registrations), family, OnRequest); err != nil {
			return err
		}
		if err := known.erase(app, now, actor); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "erase", Kind: "erasure", Target: id, Reason: reason})
	})
}

// OnRequest is the reason written on the certificates of who asked to be erased.
const OnRequest = "Effacement à la demande de la personne"

// over refuses while somebody is expected.
func over(app core.App, rows []records.Registration) error {
	for _, r := range rows {
		ev, err := records.EventOf(app, r.Event)
		if err != nil {
			return err
		}
		if ev.Status == domain.Published && domain.State(r.State).Live() {
			return domain.Error{Code: domain.ErrErasedComing}
		}
	}
	return nil
}

// identity is under which names and addresses somebody is known.
type identity struct {
	names     []records.Named
	addresses []string
}

// borne gathers them before they are blanked: a name may have been corrected, an address is of one registration.
func borne(app core.App, family []string, rows []records.Registration) (k identity, err error) {
	add := func(last, first, email string) {
		if n := (records.Named{LastName: last, FirstName: first}); last != "" && !slices.Contains(k.names, n) {
			k.names = append(k.names, n)
		}
		if email != "" && !slices.Contains(k.addresses, email) {
			k.addresses = append(k.addresses, email)
		}
	}
	for _, id := range family {
		p, err := records.PersonOf(app, id)
		if err != nil {
			return k, err
		}
		add(p.LastName, p.FirstName, p.Email)
	}
	for _, r := range rows {
		add(r.LastName, r.FirstName, r.Email)
	}
	return k, nil
}

// moving refuses while somebody has a stage croisé under way: it is cancelled first, so that its place is given and its
// parties told.
func (k identity) moving(app core.App) error {
	rows, err := records.PlacementsNamed(app, nil, k.addresses)
	if err != nil {
		return err
	}
	return settled(rows)
}

func settled(rows []records.Placement) error {
	for _, p := range rows {
		if st := domain.PlacementState(p.State); p.Registration == "" && !st.Terminal() {
			return domain.Error{Code: domain.ErrErasedComing}
		}
	}
	return nil
}

// erase takes somebody out of what names them elsewhere than in their own registrations.
func (k identity) erase(app core.App, now time.Time, actor string) error {
	speakers, err := records.SpeakersNamed(app, k.names, k.addresses)
	if err != nil {
		return err
	}
	if err := hush(app, now, actor, OnRequest, speakers); err != nil {
		return err
	}
	stages, err := records.PlacementsNamed(app, k.names, k.addresses)
	if err != nil {
		return err
	}
	if err := settled(stages); err != nil { // asked for by telephone: only the name tells whose it is
		return err
	}
	if err := records.ErasePlacements(app, placementIDs(stages), records.At(now)); err != nil {
		return err
	}
	for _, n := range k.names {
		if err := records.EraseName(app, n); err != nil {
			return err
		}
	}
	for _, a := range k.addresses {
		if err := records.EraseAddress(app, a); err != nil {
			return err
		}
	}
	return nil
}
