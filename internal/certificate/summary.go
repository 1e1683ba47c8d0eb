package certificate

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Why a yearly summary is not valid any more.
const (
	yearCorrected = "Une présence de l’année a été corrigée : demandez-le de nouveau."
	yearLonger    = "De nouvelles présences s’y ajoutent : demandez-le de nouveau."
	yearReplaced  = "Remplacé par un récapitulatif plus récent."
)

// Summary gives the yearly summary of a person (merges followed): the valid one where it says what presence says now,
// else a new one that replaces it, drawn at once. One that could not be drawn yet comes back without its bytes: the
// platform tries again. ErrNoHours where the person was present at nothing that year.
func Summary(app core.App, now time.Time, person string, year int) (c *records.Certificate, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		c, err = reserveSummary(app, now, person, year)
		return err
	})
	if err != nil || !c.IssuedAt.IsZero() {
		return c, err
	}
	if failed := sealOne(app, now, c); failed != nil {
		return c, records.FailCertificate(app, c.ID, failed.Error())
	}
	return records.CertificateOf(app, c.ID)
}

// SummaryFor is Summary for whoever proved a mailbox. A person is a guess made for figures: the summary is given to a
// mailbox under which that person was present that year, and only where no presence of that year bears another
// (ErrOtherMailbox).
func SummaryFor(app core.App, now time.Time, mailbox, person string, year int) (*records.Certificate, error) {
	rows, err := records.MailboxPresences(app, person)
	if err != nil {
		return nil, err
	}
	own := false
	for _, p := range rows {
		if p.StartsAt.Time().In(paris.Location).Year() != year {
			continue
		}
		if p.Email != "" && p.Email != mailbox {
			return nil, domain.Error{Code: domain.ErrOtherMailbox}
		}
		own = own || p.Email == mailbox
	}
	if !own {
		return nil, domain.Error{Code: domain.ErrNoHours}
	}
	return Summary(app, now, person, year)
}

// Years lists the years in which a person was present under a mailbox at an event that is closed, the latest first.
func Years(app core.App, mailbox, person string) (years []int, err error) {
	rows, err := records.MailboxPresences(app, person)
	for _, p := range rows {
		if y := p.StartsAt.Time().In(paris.Location).Year(); p.Email == mailbox && !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	return years, err
}

func reserveSummary(app core.App, now time.Time, person string, year int) (*records.Certificate, error) {
	root, err := records.RootPerson(app, person)
	if err != nil {
		return nil, err
	}
	content, err := yearOf(app, now, root, year)
	if err != nil {
		return nil, err
	}
	live, err := records.LiveSummaries(app, root)
	if err != nil {
		return nil, err
	}
	for i := range live {
		c := &live[i]
		if c.Year != year {
			continue
		}
		var frozen domain.CertificateContent
		if err := json.Unmarshal(c.Content, &frozen); err != nil {
			return nil, fmt.Errorf("content of certificate %s: %w", c.ID, err)
		}
		if c.Person == root && sameSummary(frozen, content) {
			return c, nil
		}
		if err := revoke(app, now, c, nil, yearReplaced, false); err != nil {
			return nil, err
		}
	}
	before := ""
	if last, err := records.LastSummary(app, root, year); err == nil && last.ErasedAt.IsZero() {
		before = last.ID
	} else if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	c := &records.Certificate{Kind: Yearly, Person: root, Year: year}
	return c, reserve(app, now, c, content, before)
}

// sameSummary tells whether a new summary would say nothing else, its look and its date aside.
func sameSummary(a, b domain.CertificateContent) bool {
	return a.LastName == b.LastName && a.FirstName == b.FirstName && a.Structure == b.Structure && a.Profession == b.Profession && slices.Equal(a.Events, b.Events)
}

// yearOf states what a person attended in a year, under the names of that year's latest registration with a presence.
func yearOf(app core.App, now time.Time, person string, year int) (c domain.CertificateContent, err error) {
	settled, _, err := attended(app, person, year)
	if err != nil {
		return c, err
	}
	if len(settled) == 0 {
		return c, domain.Error{Code: domain.ErrNoHours}
	}
	from, to := paris.Year(year)
	r, err := records.PresentRegistration(app, person, records.At(from), records.At(to))
	if err != nil {
		return c, err
	}
	if c, err = base(app, now, Yearly); err != nil {
		return c, err
	}
	c.LastName, c.FirstName, c.Year, c.Events, c.Complete, c.Slots = r.LastName, r.FirstName, year, settled, true, []domain.CertificateSlot{}
	for _, e := range settled {
		c.Total += e.Minutes
	}
	lists := &source{app: app, lists: map[string]string{}}
	if c.Profession, err = lists.profession(r.Profession); err != nil {
		return c, err
	}
	c.Structure, err = lists.structure(r.Structure)
	return c, err
}

// attended gives the events of a year at which a person was present: those that are settled, and those that were
// closed once and wait to be again.
func attended(app core.App, person string, year int) (settled, suspended []domain.CertificateEvent, err error) {
	from, to := paris.Year(year)
	rows, err := records.YearEvents(app, person, records.At(from), records.At(to))
	for _, r := range rows {
		e := domain.CertificateEvent{Title: r.Title, Nature: r.Nature, Start: r.Start.Time().Format(time.RFC3339), End: r.End.Time().Format(time.RFC3339),
			HalfDays: r.HalfDays, Minutes: r.Minutes}
		if r.PTSMRole == "soutenu" || r.PTSMRole == "participe" {
			e.Organiser = r.Partners
		}
		if r.Settled {
			settled = append(settled, e)
		} else {
			suspended = append(suspended, e)
		}
	}
	return settled, suspended, err
}

// FollowPerson revokes the valid summaries of a person, and of all whom merges make the same, that no longer say what
// presence says. It belongs to the transaction of the change.
func FollowPerson(app core.App, now time.Time, person string) error {
	live, err := records.LiveSummaries(app, person)
	if err != nil {
		return err
	}
	return followSummaries(app, now, live)
}

// followYear does so for everybody with a summary of the year of an event, or of one beside: it may have been moved.
func followYear(app core.App, now time.Time, e *records.Event) error {
	year := e.StartsAt.Time().In(paris.Location).Year()
	live, err := records.SummariesOfYears(app, year-1, year+1)
	if err != nil {
		return err
	}
	return followSummaries(app, now, live)
}

func followSummaries(app core.App, now time.Time, live []records.Certificate) error {
	for i := range live {
		c := &live[i]
		var frozen domain.CertificateContent
		if err := json.Unmarshal(c.Content, &frozen); err != nil {
			return fmt.Errorf("content of certificate %s: %w", c.ID, err)
		}
		settled, suspended, err := attended(app, c.Person, c.Year)
		if err != nil {
			return err
		}
		if domain.SameYear(frozen.Events, settled, suspended) {
			continue
		}
		reason := yearCorrected
		if domain.SaysNoLess(slices.Concat(settled, suspended), frozen.Events) {
			reason = yearLonger
		}
		if err := revoke(app, now, c, nil, reason, true); err != nil {
			return err
		}
	}
	return nil
}

// tellSummaryOff says to whom a summary is of that it is no longer valid.
func tellSummaryOff(app core.App, now time.Time, c *records.Certificate, reason string) error {
	from, to := paris.Year(c.Year)
	r, err := records.SummarizedRegistration(app, c.Person, records.At(from), records.At(to))
	if domain.Is(err, domain.ErrNotFound) {
		return nil // nobody of this person has an address any more
	}
	if err != nil {
		return err
	}
	return mail.ToRegistration(app, now, mail.SummaryOff, mail.SummaryOff+":"+c.ID, r, func(w *mail.Words) {
		w.Number, w.Reason = c.Number, reason
	})
}
