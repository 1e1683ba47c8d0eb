package registration

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
)

// ask keeps what a request answers to the event's own questions. Who registers online answers what is required;
// a colleague registered by a referent, or somebody by the desk, answers what that form asked (Answers nil: nothing).
func ask(app core.App, e *records.Event, in Request, r *records.Registration) (err error) {
	if err := checkCompanions(e, in); err != nil {
		return *err
	}
	if in.Origin != domain.FromOnline && in.Answers == nil {
		return nil
	}
	r.Answers, err = question.Ask(app, e, in.Answers, "")
	return err
}

// checkCompanions refuses more people than the event lets come along.
func checkCompanions(e *records.Event, in Request) *domain.Error {
	most := 0
	if e.Companions {
		if most = e.CompanionsMax; most == 0 {
			most = MaxCompanions
		}
	}
	if in.Companions < 0 || in.Companions > most {
		return &domain.Error{Code: domain.ErrNumber, Field: "companions"}
	}
	return nil
}

// Faults lists everything that can be said of a request by its form alone, in the order of the form, so that who
// corrects one answer is not told of the next one after that. Nothing is written, nothing is promised.
func Faults(app core.App, e *records.Event, in Request) (errs domain.Errors, err error) {
	in.clean()
	errs = append(errs, domain.Refusals(in.check())...)
	errs = append(errs, domain.Refusals(checkManager(e, in))...)
	if c := checkCompanions(e, in); c != nil {
		errs = append(errs, *c)
	}
	_, refused := question.Ask(app, e, in.Answers, "")
	if refused != nil && domain.Refusals(refused) == nil {
		return nil, refused
	}
	return append(errs, domain.Refusals(refused)...), nil
}
