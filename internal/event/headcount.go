package event

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Headcount is an anonymous count as typed: people who came without a name, outside the registered. A
// negative number corrects an earlier one.
type Headcount struct {
	Category string // one of Categories
	People   int
	Note     string
	Nonce    string // of the form: sent twice, it counts once
}

// Categories of people counted without a name.
var Categories = domain.HeadCategories

// maxPeople bounds one count: beyond, it is a typing error.
const maxPeople = 100000

// Count adds an anonymous count to an event that is, or was, open. Refusals: the fields, ErrNumber also when
// a correction would bring the category under zero, and an event that is a draft or cancelled.
func Count(app core.App, now time.Time, actor, id string, h Headcount) error {
	h.Note = domain.CleanLine(h.Note)
	if err := h.check(); err != nil {
		return err
	}
	return app.RunInTransaction(func(app core.App) error {
		e, err := records.EventOf(app, id)
		if err != nil {
			return err
		}
		if e.Status != domain.Published && e.Status != domain.Held {
			return domain.Error{Code: domain.ErrState}
		}
		rows, err := records.Headcounts(app, id)
		if err != nil {
			return err
		}
		sum := h.People
		for _, r := range rows {
			if r.Nonce == h.Nonce {
				return nil
			}
			if r.Category == h.Category {
				sum += r.People
			}
		}
		if sum < 0 {
			return domain.Error{Code: domain.ErrNumber, Field: "people"}
		}
		if err := records.AddHeadcount(app, &records.Headcount{Event: id, Category: h.Category, People: h.People,
			NotedAt: records.At(now), Actor: actor, Note: h.Note, Nonce: h.Nonce}); err != nil {
			return err
		}
		return trace(app, now, actor, "headcount", e, fmt.Sprintf("%+d", h.People))
	})
}

func (h Headcount) check() error {
	var errs domain.Errors
	if !slices.Contains(Categories, h.Category) {
		errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "category"})
	}
	if h.People == 0 || h.People > maxPeople || h.People < -maxPeople {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "people"})
	}
	if e := domain.CheckLine("note", h.Note, MaxLine, false, false); e != nil {
		errs = append(errs, *e)
	}
	if h.Nonce == "" {
		errs = append(errs, domain.Error{Code: domain.ErrRequired})
	}
	return errs.OrNil()
}
