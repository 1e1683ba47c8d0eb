package registration

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"passerelle/internal/domain"
)

func (in *Group) clean() {
	in.LastName, in.FirstName = domain.CleanLine(in.LastName), domain.CleanLine(in.FirstName)
	in.Email, in.ManagerEmail = domain.CleanEmail(in.Email), domain.CleanEmail(in.ManagerEmail)
	if in.Origin == "" {
		in.Origin = domain.FromGroup
	}
	for i := range in.People {
		q := &in.People[i]
		q.Event, q.Origin, q.Actor = in.Event, in.Origin, in.Actor
		q.IsManager, q.ManagerEmail = in.IsManager, in.ManagerEmail
		if q.Email == "" {
			q.Notify = in.Email
		}
		if in.Intent != "" {
			q.Intent = fmt.Sprintf("%s-%d", in.Intent, i)
		}
		q.clean()
	}
}

func (in Group) check() domain.Errors {
	var errs domain.Errors
	for _, e := range []*domain.Error{
		domain.CheckLine("first_name", in.FirstName, domain.MaxName, true, true),
		domain.CheckLine("last_name", in.LastName, domain.MaxName, true, true),
	} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	switch {
	case in.Email == "":
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "email"})
	case !domain.ValidEmail(in.Email):
		errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
	}
	if !in.Informed {
		errs = append(errs, domain.Error{Code: domain.ErrNotInformed, Field: "informed"})
	}
	if len(in.People) == 0 {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "people"})
	}
	if len(in.People) > MaxGroup {
		return append(errs, domain.Error{Code: domain.ErrNumber, Field: "people", Arg: fmt.Sprint(MaxGroup)})
	}
	return append(errs, in.checkPeople()...)
}

func (in Group) checkPeople() (errs domain.Errors) {
	seen := map[string]bool{}
	for i, q := range in.People {
		errs = append(errs, atRow(i, domain.Refusals(q.check()))...)
		key := domain.NameKey(q.LastName, q.FirstName)
		if seen[key] && !q.OtherPerson {
			errs = append(errs, domain.Error{Code: domain.ErrTwice, Field: fmt.Sprintf("%d:last_name", i)})
		}
		seen[key] = true
	}
	return errs
}

// atSome tells whether some refusal is about a row.
func atSome(refusals domain.Errors, i int) bool {
	return slices.ContainsFunc(refusals, func(r domain.Error) bool { return strings.HasPrefix(r.Field, strconv.Itoa(i)+":") })
}

// atRow puts refusals at the row they are about; what concerns the whole form stays without.
func atRow(i int, refusals []domain.Error) (errs domain.Errors) {
	for _, r := range refusals {
		switch r.Field {
		case "manager_email":
		case "":
			r.Field = fmt.Sprintf("%d:last_name", i)
		default:
			r.Field = fmt.Sprintf("%d:%s", i, r.Field)
		}
		errs = append(errs, r)
	}
	return errs
}
