package placement

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// The longest that can be asked for.
const (
	MaxChoices     = 3
	MaxObjectives  = 1500 // characters
	MaxConstraints = 500
	maxPhone       = 40
	maxAway        = 60
	maxAwayDays    = 93
)

// clean brings what was typed to what is kept.
func (in *Request) clean() {
	for _, line := range []*string{&in.LastName, &in.FirstName, &in.Phone, &in.Structure, &in.Service, &in.Function, &in.ManagerName, &in.HomeName, &in.HomeFunction} {
		*line = domain.CleanLine(*line)
	}
	for _, address := range []*string{&in.Email, &in.ManagerEmail, &in.HomeEmail} {
		*address = domain.CleanEmail(*address)
	}
	in.Objectives, in.Constraints = domain.CleanText(in.Objectives), domain.CleanText(in.Constraints)
	in.Choices = slices.DeleteFunc(slices.Clone(in.Choices), func(id string) bool { return id == "" })
}

// key is who asks, folded: a person has one live placement a campaign.
func (in Request) key() string {
	reach := in.Email
	if reach == "" {
		reach = strings.Join(strings.FieldsFunc(in.Phone, func(r rune) bool { return r < '0' || r > '9' }), "")
	}
	return domain.NameKey(in.LastName, in.FirstName) + "|" + reach
}

// check lists what is wrong with the words typed, in the order of the form. The coordinator types what was said by
// telephone: less is asked then.
func (in Request) check(asked bool) (errs domain.Errors) {
	online := in.Origin != ByCoordinator
	add := func(e *domain.Error) {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	line := func(field, value string, required bool) {
		add(domain.CheckLine(field, value, domain.MaxName, required, true))
	}
	line("first_name", in.FirstName, true)
	line("last_name", in.LastName, true)
	add(checkAddress("email", in.Email, online || in.Phone == ""))
	add(domain.CheckLine("phone", in.Phone, maxPhone, false, false))
	line("structure", in.Structure, in.StructureID == "")
	line("service", in.Service, online)
	add(domain.CheckLine("profession", in.Profession, domain.MaxName, online, false))
	line("function", in.Function, false)
	add(domain.CheckLine("objectives", in.Objectives, MaxObjectives, online, false))
	add(domain.CheckLine("constraints", in.Constraints, MaxConstraints, false, false))
	errs = append(errs, checkAway(in.Unavailable)...)
	line("manager_name", in.ManagerName, online && asked)
	add(in.checkOther("manager_email", in.ManagerEmail, online && asked))
	line("home_name", in.HomeName, in.HomeEmail != "")
	line("home_function", in.HomeFunction, false)
	add(in.checkOther("home_email", in.HomeEmail, in.HomeName != ""))
	if !in.Informed {
		errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "informed"})
	}
	return errs
}

func checkAddress(field, address string, required bool) *domain.Error {
	switch {
	case address == "" && required:
		return &domain.Error{Code: domain.ErrRequired, Field: field}
	case address != "" && !domain.ValidEmail(address):
		return &domain.Error{Code: domain.ErrEmail, Field: field}
	}
	return nil
}

// checkOther refuses one's own address where somebody else's is asked for: nobody agrees to, or signs, one's own stage.
func (in Request) checkOther(field, address string, required bool) *domain.Error {
	if address != "" && address == in.Email {
		return &domain.Error{Code: domain.ErrSelfManager, Field: field}
	}
	return checkAddress(field, address, required)
}

// ChoiceField names the field of a wish, from 1.
func ChoiceField(rank int) string { return "choice-" + strconv.Itoa(rank) }

// checkChoices refuses wishes that cannot be, each at its field. kept are the offers that stood there already: one that
// was withdrawn or has begun since may stay.
func checkChoices(app core.App, now time.Time, round *records.Campaign, row *records.Placement, kept []string) (errs domain.Errors, err error) {
	if len(row.Choices) == 0 {
		return domain.Errors{{Code: domain.ErrRequired, Field: ChoiceField(1)}}, nil
	}
	if len(row.Choices) > MaxChoices {
		return domain.Errors{{Code: domain.ErrChoice, Field: ChoiceField(MaxChoices)}}, nil
	}
	for i, id := range row.Choices {
		refuse := func(code domain.Code) { errs = append(errs, domain.Error{Code: code, Field: ChoiceField(i + 1)}) }
		if slices.Contains(row.Choices[:i], id) {
			refuse(domain.ErrTwice)
			continue
		}
		offer, err := records.OfferOf(app, id)
		if err != nil && !domain.Is(err, domain.ErrNotFound) {
			return nil, err
		}
		switch {
		case err != nil, offer.Campaign != round.ID, (offer.Status != records.OfferPublished || Begun(now, offer)) && !slices.Contains(kept, id):
			refuse(domain.ErrOfferGone)
		case OwnService(row.Structure, row.Service, offer):
			refuse(domain.ErrOwnService)
		}
	}
	return errs, nil
}

// OwnService tells whether an offer is of the person's own service, as the matching does: within one structure, a
// service that is not told may be any.
func OwnService(structure, service string, o *records.Offer) bool {
	home, host := domain.Fold(service), domain.Fold(o.Service)
	return structure != "" && structure == o.Structure && (home == "" || host == "" || home == host)
}

// Unwelcome lists the ranks, from 1, of the wishes at offers that expect other professions (ids of the list): it is said
// before, never refused.
func Unwelcome(app core.App, in Request) (ranks []int, err error) {
	if in.Profession == "" {
		return nil, nil
	}
	mine, err := records.ItemByCode(app, records.Professions, in.Profession)
	if domain.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rank := 0
	for _, id := range in.Choices {
		if id == "" {
			continue
		}
		rank++
		o, err := records.OfferOf(app, id)
		if domain.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(o.Professions) > 0 && !slices.Contains(o.Professions, mine.ID) {
			ranks = append(ranks, rank)
		}
	}
	return ranks, nil
}

// Parts of a day when somebody cannot come.
const (
	AllDay    = "day"
	Morning   = "morning"
	Afternoon = "afternoon"
)

// Away makes the moments when somebody cannot come, from the midnights that begin the first and the last day (zero: the
// same): whole days as one, mornings or afternoons one by one. ErrAway for what cannot be.
func Away(from, to time.Time, part string) (slots []domain.Slot, err error) {
	if to.IsZero() {
		to = from
	}
	if from.IsZero() || to.Before(from) || to.Sub(from) > maxAwayDays*24*time.Hour || !slices.Contains([]string{AllDay, Morning, Afternoon}, part) {
		return nil, domain.Error{Code: domain.ErrAway}
	}
	if part == AllDay {
		return []domain.Slot{{Start: from, End: paris.NextDay(to)}}, nil
	}
	for day := from; !day.After(to); day = paris.NextDay(day) {
		noon, err := paris.Combine(paris.Day(day), "12:00")
		if err != nil {
			return nil, err
		}
		if part == Morning {
			slots = append(slots, domain.Slot{Start: day, End: noon})
		} else {
			slots = append(slots, domain.Slot{Start: noon.Add(time.Hour), End: paris.NextDay(day)})
		}
	}
	return slots, nil
}

// PartOf reads back what Away made: the first day, the last one, and the part.
func PartOf(s domain.Slot) (from, to time.Time, part string) {
	from, to, part = paris.StartOfDay(s.Start), paris.StartOfDay(s.End.Add(-time.Second)), AllDay
	switch {
	case !s.Start.Equal(from):
		part = Afternoon
	case !s.End.Equal(paris.NextDay(to)):
		part = Morning
	}
	return from, to, part
}

func checkAway(away []domain.Slot) domain.Errors {
	for _, s := range away {
		if !s.End.After(s.Start) {
			return domain.Errors{{Code: domain.ErrAway, Field: "unavailable"}}
		}
	}
	if len(away) > maxAway {
		return domain.Errors{{Code: domain.ErrTooLong, Field: "unavailable"}}
	}
	return nil
}
