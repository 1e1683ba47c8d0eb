package records

import (
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// ErasePlacements blanks who somebody was in stages croisés and in all that hangs on them: contacts, reasons, letters, the
// agreements and the papers with their bytes, what was written afterwards. States, steps, half-days, structures and codes
// of the lists stay: no figure moves.
func ErasePlacements(app core.App, ids []string, at Time) error {
	if len(ids) == 0 {
		return nil
	}
	return runEach(app, params(ids, dbx.Params{"at": at.String(), "gone": Erased}),
		`UPDATE placements SET key = '', first_name = '', last_name = '', email = '', phone = '', function = '', service = '', short_code = '', ticket = '',
		 manager_name = '', manager_email = '', home_name = '', home_function = '', home_email = '', objectives = '', constraints = '', unavailable = '[]',
		 tutor_name = '', tutor_function = '', tutor_email = '', tutor_phone = '', mission_note = '', erased_at = {:at}
		 WHERE erased_at = '' AND id IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE placement_steps SET why = CASE why WHEN '' THEN '' ELSE {:gone} END,
		 act = CASE WHEN COALESCE(json_extract(act, '$.told.why'), '') = '' THEN act ELSE json_set(act, '$.told.why', {:gone}) END
		 WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE placement_signatures SET name = '', strokes = 'null' WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE placement_rulings SET reason = CASE reason WHEN '' THEN '' ELSE {:gone} END WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE placement_reports SET answers = '{}' WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`DELETE FROM files WHERE id IN (SELECT 'paper:' || id FROM placement_papers WHERE placement IN (SELECT value FROM json_each({:ids})))`,
		`UPDATE placement_papers SET name = '', removed_at = CASE removed_at WHEN '' THEN {:at} ELSE removed_at END, removed_reason = {:gone}
		 WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE agreements SET content = 'null', last_error = '', erased_at = {:at} WHERE erased_at = '' AND placement IN (SELECT value FROM json_each({:ids}))`,
		`DELETE FROM files WHERE id IN (SELECT 'agreement:' || id FROM agreements WHERE placement IN (SELECT value FROM json_each({:ids})))`,
		`UPDATE outbox SET `+letterGone+` WHERE placement IN (SELECT value FROM json_each({:ids}))`,
		`UPDATE audit SET before = 'null', after = 'null', reason = CASE reason WHEN '' THEN '' ELSE {:gone} END WHERE target IN (SELECT value FROM json_each({:ids}))
		 OR target IN (SELECT id FROM placement_papers WHERE placement IN (SELECT value FROM json_each({:ids})))`)
}

// PlacementsEntered lists the placements, not erased, whose entry in the register is one of these registrations.
func PlacementsEntered(app core.App, registrations []string) ([]Placement, error) {
	return all[Placement](app, "erased_at = '' AND registration != '' AND registration IN (SELECT value FROM json_each(?)) ORDER BY id", idList(registrations))
}

// PlacementsUnserved lists those that never reached the register, whose campaign and days were over before a moment and that
// nothing moved since. Among the places open all year, whose campaign has no end, a demand that still waits is nobody's to
// erase: it is answered first.
func PlacementsUnserved(app core.App, before Time) ([]Placement, error) {
	b := before.String()
	return all[Placement](app, `erased_at = '' AND registration = '' AND updated < ? AND ends_at < ?
		AND campaign IN (SELECT id FROM campaigns WHERE to_day < ?
		 AND (to_day != '' OR status = 'closed' OR state IN ('refused','cancelled'))) ORDER BY id`, b, b, b)
}

// PlacementsNamed lists those, not erased, that somebody asked for from one of the addresses, or under one of the names
// that nobody still known bears.
func PlacementsNamed(app core.App, names []Named, addresses []string) (list []Placement, err error) {
	keys := map[string]bool{}
	for _, n := range names {
		key := domain.NameKey(n.LastName, n.FirstName)
		others, err := count(app, "SELECT COUNT(*) FROM people WHERE erased_at = '' AND name_key = {:k}", dbx.Params{"k": key})
		if err != nil {
			return nil, err
		}
		keys[key] = n.LastName != "" && others == 0
	}
	rows, err := all[Placement](app, "erased_at = '' ORDER BY id")
	for _, p := range rows {
		if keys[domain.NameKey(p.LastName, p.FirstName)] || p.Email != "" && slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, p.Email) }) {
			list = append(list, p)
		}
	}
	return list, err
}
