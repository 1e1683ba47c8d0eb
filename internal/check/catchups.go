package check

import (
	"strings"

	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// caughtUpHere is, in SQL, the half-day of another group that a scan let somebody catch up; empty: none.
const caughtUpHere = `CASE WHEN json_valid(answer) THEN COALESCE(json_extract(answer, '$.catch_up'), '') ELSE '' END`

// catchUpQuestions ask whether half-days caught up join two groups of one programme, and say who decided what (5).
var catchUpQuestions = []question{
	{5, "rattrapage d’une demi-journée, ou d’une inscription, d’un autre événement (%s)", `
		SELECT c.id AS id, COALESCE(s.event, '') AS what FROM catch_ups c LEFT JOIN slots s ON s.id = c.slot LEFT JOIN registrations r ON r.id = c.registration
		WHERE s.event IS NOT c.event OR r.event IS NOT c.event`},
	{5, "rattrapage dans son propre groupe, ou dans un groupe d’une autre formation (%s)", `
		SELECT c.id AS id, COALESCE(e.title, '') AS what FROM catch_ups c JOIN events own ON own.id = c.event
		LEFT JOIN slots o ON o.id = c.other_slot LEFT JOIN events e ON e.id = o.event
		WHERE c.dropped_at = '' AND (e.id IS NULL OR e.id = own.id OR e.programme != own.programme OR own.programme = '')`},
	{5, "rattrapage encore prévu avec un groupe annulé (%s)", `
		SELECT c.id AS id, e.title AS what FROM catch_ups c JOIN slots o ON o.id = c.other_slot JOIN events e ON e.id IN (o.event, c.event)
		WHERE c.dropped_at = '' AND c.done_at = '' AND e.status IN ('cancelled','draft')`},
	{5, "deux rattrapages en une seule demi-journée, avec %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM catch_ups WHERE dropped_at = '' GROUP BY registration, other_slot HAVING COUNT(*) > 1`},
	{5, "rattrapage prévu par personne, fait par personne, ou retiré sans raison", `
		SELECT id, '' AS what FROM catch_ups WHERE planned_at = '' OR actor = '' OR (done_at != '') != (done_by != '')
			OR (dropped_at != '' AND (dropped_by = '' OR dropped_reason = '' OR done_at != ''))`},
	{5, "entrée admise en rattrapage, d’un rattrapage qui n’est pas celui de cette demi-journée (%s)", `
		SELECT s.id AS id, s.here AS what FROM (SELECT id, slot, ` + caughtUpHere + ` AS here FROM scans) s
		WHERE s.here != '' AND NOT EXISTS (SELECT 1 FROM catch_ups c WHERE c.id = s.here AND c.other_slot = s.slot)`},
	{5, "présence d’un rattrapage qui n’existe pas, ou d’une autre demi-journée", `
		SELECT s.id AS id, '' AS what FROM scans s WHERE s.nonce >= 'rattrapage:' AND s.nonce < 'rattrapage;'
		AND NOT EXISTS (SELECT 1 FROM catch_ups c WHERE c.id = substr(s.nonce, 12, 15) AND c.registration = s.registration AND c.slot = s.slot)`},
	{9, "rattrapage dont la personne n’a rien su", `
		SELECT c.id AS id, '' AS what FROM catch_ups c JOIN registrations r ON r.id = c.registration
		WHERE (r.email != '' OR r.notify != '') AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = 'rattrapage:' || c.id)`},
}

// catchUps compares what is said to be caught up with the facts of the half-day that was missed: done, one of its own
// stands there; not done, none does (5).
func catchUps(a *audit) error {
	type row struct {
		ID           string `db:"id"`
		Done         bool   `db:"done"`
		Registration string `db:"registration"`
		Slot         string `db:"slot"`
	}
	var rows []row
	if err := a.db.NewQuery("SELECT id, done_at != '' AS done, registration, slot FROM catch_ups").All(&rows); err != nil {
		return err
	}
	for _, c := range rows {
		facts, err := a.factsAt(c.Registration, c.Slot)
		if err != nil {
			return err
		}
		stands := false
		for _, f := range domain.LiveArrivals(facts) {
			stands = stands || strings.HasPrefix(f.Nonce, "rattrapage:"+c.ID+":")
		}
		switch {
		case c.Done && !stands:
			a.add(5, c.ID, "demi-journée dite rattrapée, sans la présence qui le prouve")
		case stands && !c.Done:
			a.add(5, c.ID, "présence d’un rattrapage qui n’est pas dit fait")
		}
	}
	return nil
}

// factsAt reads the facts of a registration at a half-day, signatures aside.
func (a *audit) factsAt(registration, slot string) (facts []domain.Fact, err error) {
	type row struct {
		Nonce  string         `db:"nonce"`
		Kind   string         `db:"kind"`
		Source string         `db:"source"`
		At     types.DateTime `db:"at"`
		Hour   types.DateTime `db:"hour"`
	}
	var rows []row
	err = a.db.NewQuery("SELECT nonce, kind, source, at, hour FROM scans WHERE counts AND registration = {:r} AND slot = {:s}").
		Bind(map[string]any{"r": registration, "s": slot}).All(&rows)
	for _, r := range rows {
		scan := records.Scan{Nonce: r.Nonce, Kind: r.Kind, Source: r.Source, At: r.At, Hour: r.Hour}
		facts = append(facts, scan.Fact())
	}
	return facts, err
}
