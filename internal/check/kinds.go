package check

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// kindQuestions ask of the certificates of speakers and of years (6).
var kindQuestions = []question{
	{6, "attestation qui n’est pas d’une inscription, d’une intervention ou d’une année, une seule des trois (« %s »)", `
		SELECT id, kind AS what FROM certificates WHERE NOT CASE kind
			WHEN 'speaker' THEN speaker != '' AND event != '' AND registration = '' AND person = '' AND year = 0
			WHEN 'yearly' THEN person != '' AND year > 0 AND registration = '' AND speaker = '' AND event = ''
			ELSE registration != '' AND event != '' AND speaker = '' AND person = '' AND year = 0 END`},
	{6, "attestation d’une intervention à un autre événement (%s)", `
		SELECT c.id AS id, s.event AS what FROM certificates c JOIN speakers s ON s.id = c.speaker WHERE s.event != c.event`},
	{6, "remplace l’attestation de quelqu’un d’autre (%s)", `
		SELECT c.id AS id, c.supersedes AS what FROM certificates c JOIN certificates o ON o.id = c.supersedes
		WHERE o.speaker != c.speaker OR o.person != c.person OR o.year != c.year`},
	{6, "deuxième récapitulatif valable de la même année, après %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM certificates WHERE revoked_at = '' AND person != '' GROUP BY person, year HAVING COUNT(*) > 1`},
	{6, "attestation d’intervention valable d’un événement qui n’a jamais été clôturé", `
		SELECT c.id AS id, '' AS what FROM certificates c JOIN events e ON e.id = c.event
		WHERE c.speaker != '' AND c.revoked_at = '' AND e.status = 'published' AND e.reopen_reason = ''`},
	{9, "l’attestation d’intervention n’a pas été envoyée", `
		SELECT c.id AS id, '' AS what FROM certificates c JOIN speakers s ON s.id = c.speaker
		WHERE c.issued_at != '' AND c.revoked_at = '' AND s.email != '' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = 'attestation:' || c.id)`},
}

// settled is the condition of an event that is closed and waits for nothing.
const settled = "(e.status = 'held' AND NOT e.held_back AND NOT (e.review_certificates AND e.released_at = ''))"

// speakers compares the attestations of the speakers of every closed event with the list as it is now (6).
func speakers(a *audit) error {
	type row struct {
		ID      string `db:"id"`
		Event   string `db:"event"`
		Slots   string `db:"slots"`
		Minutes int    `db:"minutes"`
		Role    string `db:"role"`
		Subject string `db:"subject"`
		Absent  bool   `db:"absent"`
		Live    string `db:"live"`
		Content string `db:"content"`
	}
	var rows []row
	if err := a.db.NewQuery(`SELECT s.id, s.event, s.slots, s.minutes, s.role, s.subject, s.absent, COALESCE(c.id, '') AS live, COALESCE(c.content, '') AS content
		FROM speakers s JOIN events e ON e.id = s.event LEFT JOIN certificates c ON c.speaker = s.id AND c.revoked_at = '' WHERE s.last_name != '' AND ` + settled + " ORDER BY s.event").All(&rows); err != nil {
		return err
	}
	slots := map[string][]domain.Slot{}
	for _, r := range rows {
		if r.Absent || r.Live == "" {
			if r.Absent && r.Live != "" {
				a.add(6, r.Live, "attestation valable de quelqu’un qui n’est pas venu")
			} else if !r.Absent {
				a.add(6, r.ID, "intervention à un événement clôturé, sans attestation")
			}
			continue
		}
		if slots[r.Event] == nil {
			list, err := a.slotsOf(r.Event)
			if err != nil {
				return err
			}
			slots[r.Event] = list
		}
		var chosen []string
		if err := json.Unmarshal([]byte(r.Slots), &chosen); err != nil {
			return err
		}
		now := domain.SpokenAt(slots[r.Event], chosen)
		was, err := frozen(r.Content)
		if err != nil {
			continue // said already
		}
		same := was.Role == r.Role && was.Subject == r.Subject && was.Total == domain.SpokenMinutes(now, r.Minutes) && len(was.Slots) == len(now)
		for i := 0; same && i < len(now); i++ {
			same = was.Slots[i].Start == rfc(now[i].Start) && was.Slots[i].End == rfc(now[i].End)
		}
		if !same {
			a.add(6, r.Live, "attestation d’intervention qui ne dit pas ce que dit la liste")
		}
	}
	return nil
}

func rfc(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// summaries compares every valid yearly summary with presence as it is now (6). Whoever has a registration at an event
// that was opened again, or waits since, is not done with: only what is settled must be there.
func summaries(a *audit) error {
	type row struct {
		ID      string `db:"id"`
		Person  string `db:"person"`
		Year    int    `db:"year"`
		Content string `db:"content"`
	}
	var rows []row
	if err := a.db.NewQuery("SELECT id, person, year, content FROM certificates WHERE person != '' AND revoked_at = ''").All(&rows); err != nil || len(rows) == 0 {
		return err
	}
	same, err := a.samePeople()
	if err != nil {
		return err
	}
	for _, r := range rows {
		was, err := frozen(r.Content)
		if err != nil {
			continue
		}
		people := same(r.Person)
		now, err := a.attendedIn(people, r.Year)
		if err != nil {
			return err
		}
		var open int
		if err := a.db.Select("COUNT(*)").From("registrations r").InnerJoin("events e", dbx.NewExp("e.id = r.event")).Where(dbx.In("r.person", people...)).
			AndWhere(dbx.NewExp("e.reopen_reason != '' AND e.status IN ('published','held') AND NOT " + settled)).Row(&open); err != nil {
			return err
		}
		if open > 0 && domain.SaysNoLess(was.Events, now) {
			continue
		}
		if was.Year != r.Year || !domain.SameYear(was.Events, now, nil) {
			a.add(6, r.ID, "récapitulatif de %d qui ne dit pas ce que disent les présences : %d événement(s), %d à présent", r.Year, len(was.Events), len(now))
		}
	}
	return nil
}

// samePeople gives who counts as one with somebody.
func (a *audit) samePeople() (func(string) []any, error) {
	into := map[string]string{}
	type row struct {
		ID   string `db:"id"`
		Into string `db:"merged_into"`
	}
	if err := each(a, "SELECT id, merged_into FROM people WHERE merged_into != ''", nil, func(r *row) error { into[r.ID] = r.Into; return nil }); err != nil {
		return nil, err
	}
	root := func(id string) string {
		for hops := 0; into[id] != "" && hops <= len(into); hops++ {
			id = into[id]
		}
		return id
	}
	return func(id string) []any {
		end := root(id)
		people := []any{end}
		for other := range into {
			if root(other) == end && other != end {
				people = append(people, other)
			}
		}
		return people
	}, nil
}

// attendedIn states what people attended of the settled events that began in a year of Paris.
func (a *audit) attendedIn(people []any, year int) (events []domain.CertificateEvent, err error) {
	var rows []struct {
		Event    string         `db:"event"`
		Slot     string         `db:"slot"`
		Begins   types.DateTime `db:"begins"`
		StartsAt types.DateTime `db:"starts_at"`
		EndsAt   types.DateTime `db:"ends_at"`
		Minutes  int            `db:"minutes"`
	}
	err = a.db.Select("a.event", "a.slot", "e.starts_at AS begins", "COALESCE(o.starts_at, s.starts_at) AS starts_at", "COALESCE(o.ends_at, s.ends_at) AS ends_at", "a.minutes").
		From("attendances a").InnerJoin("registrations r", dbx.NewExp("r.id = a.registration")).InnerJoin("slots s", dbx.NewExp("s.id = a.slot")).
		InnerJoin("events e", dbx.NewExp("e.id = a.event")).
		LeftJoin("catch_ups c", dbx.NewExp("c.registration = a.registration AND c.slot = a.slot AND c.done_at != '' AND c.dropped_at = ''")).
		LeftJoin("slots o", dbx.NewExp("o.id = c.other_slot")).
		Where(dbx.In("r.person", people...)).AndWhere(dbx.NewExp("NOT r.incomplete AND r.withheld = '' AND "+settled)).OrderBy("a.event", "a.slot").All(&rows)
	at, longest := map[string]int{}, map[string]int{}
	for _, r := range rows {
		if r.Begins.Time().In(paris.Location).Year() != year {
			continue
		}
		i, known := at[r.Event]
		if !known {
			i, at[r.Event] = len(events), len(events)
			events = append(events, domain.CertificateEvent{Start: rfc(r.StartsAt.Time()), End: rfc(r.EndsAt.Time())})
		}
		e := &events[i]
		e.Start, e.End = min(e.Start, rfc(r.StartsAt.Time())), max(e.End, rfc(r.EndsAt.Time()))
		before, twice := longest[r.Slot]
		if !twice {
			e.HalfDays++
		}
		if !twice || r.Minutes > before {
			e.Minutes += r.Minutes - before
			longest[r.Slot] = r.Minutes
		}
	}
	return events, err
}
