package check

import (
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// scanQuestions ask whether every scan is kept whole, with its one answer (4).
var scanQuestions = []question{
	{4, "issue de passage inconnue : « %s »", `
		SELECT id, outcome AS what FROM scans WHERE outcome NOT IN ('accepted','forced','already','other_event','other_slot',
			'cancelled','waitlisted','replaced','unknown','closed','undone','invalid')`},
	{4, "ce passage compte, ou non, contre son issue « %s »", `
		SELECT id, outcome AS what FROM scans WHERE outcome != 'already' -- it counts only if it would have been let in without the first
		AND counts != (outcome IN ('accepted','forced','undone') AND ` + caughtUpHere + ` = '') -- what is caught up counts in another group`},
	{4, "passage qui compte, sans inscription ou sans demi-journée", `
		SELECT id, '' AS what FROM scans WHERE counts AND (registration = '' OR slot = '')`},
	{4, "la réponse gardée n’est pas celle de l’issue « %s »", `
		SELECT id, outcome AS what FROM scans
		WHERE CASE WHEN json_valid(answer) THEN COALESCE(json_extract(answer, '$.outcome'), '') ELSE '' END != outcome`},
	{4, "même nonce que le passage %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM scans GROUP BY nonce HAVING COUNT(*) > 1`},
	{4, "passage sans nonce", `SELECT id, '' AS what FROM scans WHERE nonce = ''`},
	{4, "présence sans aucun passage qui la prouve", `
		SELECT a.id AS id, '' AS what FROM attendances a WHERE NOT EXISTS (
			SELECT 1 FROM scans s WHERE s.registration = a.registration AND s.slot = a.slot AND s.counts)`},
}

// presenceQuestions ask for one presence at most a registration and half-day, with its reason (5).
var presenceQuestions = []question{
	{5, "deuxième présence à la même demi-journée, après %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM attendances GROUP BY registration, slot HAVING COUNT(*) > 1`},
	{5, "présence à une demi-journée d’un autre événement (%s)", `
		SELECT a.id AS id, s.event AS what FROM attendances a JOIN slots s ON s.id = a.slot JOIN registrations r ON r.id = a.registration
		WHERE s.event != r.event OR a.event != r.event`},
	{5, "passage qui compte à une demi-journée d’un autre événement (%s)", `
		SELECT c.id AS id, s.event AS what FROM scans c JOIN slots s ON s.id = c.slot JOIN registrations r ON r.id = c.registration
		WHERE c.counts AND (s.event != r.event OR c.event != r.event)`},
	{5, "heure corrigée sans raison", `SELECT id, '' AS what FROM scans WHERE hour != '' AND reason = ''`},
	{5, "entrée admise par dérogation sans raison", `SELECT id, '' AS what FROM scans WHERE outcome = 'forced' AND reason = ''`},
	{5, "passage qui compte sans date", `SELECT id, '' AS what FROM scans WHERE counts AND (at = '' OR received_at = '')`},
}

// gesture is a counting scan, with the half-day and the presence stored for it.
type gesture struct {
	Registration string         `db:"registration"`
	Slot         string         `db:"slot"`
	Nonce        string         `db:"nonce"`
	Kind         string         `db:"kind"`
	Source       string         `db:"source"`
	Signed       bool           `db:"signed"`
	At           types.DateTime `db:"at"`
	Hour         types.DateTime `db:"hour"`
	StartsAt     types.DateTime `db:"starts_at"`
	EndsAt       types.DateTime `db:"ends_at"`
	Break        int            `db:"break_minutes"`
	Attendance   string         `db:"attendance"`
	FirstAt      string         `db:"first_at"`
	LeftAt       string         `db:"left_at"`
	Minutes      int            `db:"minutes"`
	Proof        int            `db:"proof"`
	Scans        int            `db:"scans"`
}

// folds compares every presence with the fold of its facts (4).
func folds(a *audit) error {
	var facts []domain.Fact
	var last *gesture
	settle := func() {
		if last != nil {
			last.compare(a, facts)
		}
		facts = facts[:0]
	}
	err := each(a, `SELECT s.registration, s.slot, s.nonce, s.kind, s.source, s.at, s.hour,
		s.signed AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.nonce = s.nonce AND g.revoked_at != '') AS signed, d.starts_at, d.ends_at, d.break_minutes,
		COALESCE(p.id, '') AS attendance, COALESCE(p.first_at, '') AS first_at, COALESCE(p.left_at, '') AS left_at,
		COALESCE(p.minutes, 0) AS minutes, COALESCE(p.proof, 0) AS proof, COALESCE(p.scans, 0) AS scans
		FROM scans s JOIN slots d ON d.id = s.slot
		LEFT JOIN attendances p ON p.registration = s.registration AND p.slot = s.slot
		WHERE s.counts AND s.registration != '' ORDER BY s.registration, s.slot`, nil, func(g *gesture) error {
		if last != nil && (g.Registration != last.Registration || g.Slot != last.Slot) {
			settle()
		}
		last = g
		scan := records.Scan{Nonce: g.Nonce, Kind: g.Kind, Source: g.Source, At: g.At, Hour: g.Hour, Signed: g.Signed}
		facts = append(facts, scan.Fact())
		return nil
	})
	settle()
	return err
}

func (g *gesture) compare(a *audit, facts []domain.Fact) {
	p, present := domain.FoldPresence(facts)
	switch {
	case present && g.Attendance == "":
		a.add(4, g.Registration, "présence prouvée par ses passages et absente, demi-journée %s", g.Slot)
		return
	case !present && g.Attendance != "":
		a.add(4, g.Attendance, "présence gardée alors que ses passages l’ont annulée")
		return
	case !present:
		return
	}
	slot := domain.Slot{Start: g.StartsAt.Time(), End: g.EndsAt.Time(), BreakMinutes: g.Break}
	if g.FirstAt != records.At(p.First).String() || g.LeftAt != records.At(p.Left).String() ||
		g.Proof != int(p.Proof) || g.Scans != p.Scans || g.Minutes != p.Attended(slot) {
		a.add(4, g.Attendance, "présence différente de ses passages : %d minutes au lieu de %d", g.Minutes, p.Attended(slot))
	}
}
