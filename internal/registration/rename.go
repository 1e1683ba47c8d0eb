package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Rename corrects, by the desk, how the name of a registration is written, after its event too; of the person also.
// sure says that a very different name is the same person's: without it, ErrOtherPerson at « last_name ». What a
// certificate says stays: it is reissued; where the name makes it another known person's registration, the yearly
// summaries of both follow. Refusals: the fields; ErrAlreadyRegistered; ErrState of one that is not live.
func Rename(app core.App, now time.Time, actor, id, last, first string, sure bool) error {
	return app.RunInTransaction(func(app core.App) error {
		r, e, err := held(app, id)
		if err != nil {
			return err
		}
		if !domain.State(r.State).Live() {
			return domain.Error{Code: domain.ErrState}
		}
		in := Request{LastName: last, FirstName: first, Email: r.Email}
		in.clean()
		if err := checkNames(in).OrNil(); err != nil {
			return err
		}
		if in.LastName == r.LastName && in.FirstName == r.FirstName {
			return nil
		}
		hand, person := rowInHand{r, e, sure}, r.Person
		if err := hand.rename(app, in); err != nil {
			return err
		}
		was := r.Name()
		r.LastName, r.FirstName = in.LastName, in.FirstName
		if err := records.SaveRegistration(app, r); err != nil {
			return err
		}
		if err := records.RefreshFact(app, r.ID); err != nil {
			return err
		}
		for _, one := range []string{person, r.Person} {
			if err := certificate.FollowPerson(app, now, one); err != nil {
				return err
			}
		}
		return trace(app, now, actor, "rename", r, "« "+was+" » devient « "+r.Name()+" »")
	})
}

func checkNames(in Request) (errs domain.Errors) {
	for _, e := range []*domain.Error{domain.CheckLine("first_name", in.FirstName, domain.MaxName, true, true), domain.CheckLine("last_name", in.LastName, domain.MaxName, true, true)} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	return errs
}
