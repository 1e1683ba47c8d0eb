package check

import (
	"fmt"
	"strings"
)

// storageQuestions ask whether what was acknowledged is still there (12).
var storageQuestions = []question{
	{12, "l’inscription n° %s de l’événement, qui la précède, a disparu", `
		SELECT id, seq - 1 AS what FROM (
			SELECT id, seq, LAG(seq, 1, 0) OVER (PARTITION BY event ORDER BY seq) AS before FROM registrations) WHERE seq > before + 1`},
	{12, "demi-journée choisie qui n’est pas de l’événement (%s)", `
		SELECT r.id AS id, j.value AS what FROM registrations r, json_each(r.slots) j LEFT JOIN slots s ON s.id = j.value
		WHERE s.id IS NULL OR s.event != r.event`},
	{12, "invitation d’un membre d’une autre instance que celle de l’événement, ou inscription d’un autre événement", `
		SELECT i.id AS id, '' AS what FROM invitations i JOIN events e ON e.id = i.event JOIN body_members m ON m.id = i.member
		LEFT JOIN registrations r ON r.id = i.registration WHERE m.body != e.body OR r.event != i.event`},
	{12, "événement publié sans demi-journée", `
		SELECT e.id AS id, '' AS what FROM events e WHERE e.status != 'draft' AND NOT EXISTS (SELECT 1 FROM slots s WHERE s.event = e.id)`},
	{12, "dates de l’événement différentes de celles de ses demi-journées", `
		SELECT e.id AS id, '' AS what FROM events e JOIN (SELECT event, MIN(starts_at) AS a, MAX(ends_at) AS b FROM slots GROUP BY event) s
		ON s.event = e.id WHERE s.a != e.starts_at OR s.b != e.ends_at`},
	{12, "demi-journée qui finit avant de commencer", `SELECT id, '' AS what FROM slots WHERE ends_at <= starts_at`},
	{12, "passage reçu d’un lien d’accueil qui n’existe pas (%s)", `
		SELECT s.id AS id, s.door AS what FROM scans s LEFT JOIN door_links d ON d.id = s.door WHERE s.door != '' AND d.id IS NULL`},
	{12, "ligne sans son événement, sa personne, son inscription ou sa demi-journée", `
		SELECT id, '' AS what FROM registrations WHERE event = '' OR person = ''
		UNION ALL SELECT id, '' FROM attendances WHERE event = '' OR registration = '' OR slot = ''
		UNION ALL SELECT id, '' FROM speakers WHERE event = ''
		UNION ALL SELECT id, '' FROM scans WHERE event = ''
		UNION ALL SELECT id, '' FROM slots WHERE event = ''
		UNION ALL SELECT id, '' FROM door_links WHERE event = ''`},
}

// integrity asks SQLite whether the file is whole (12).
func integrity(a *audit) error {
	var lines []string
	if err := a.db.NewQuery("PRAGMA integrity_check").Column(&lines); err != nil {
		return err
	}
	for _, l := range lines {
		if l != "ok" {
			a.add(12, "data.db", "la base est abîmée : %s", l)
		}
	}
	return nil
}

// relations follows every relation that the schema declares: each id must lead to a row (12).
func relations(a *audit) error {
	var fields []struct {
		Table  string `db:"tbl"`
		Column string `db:"col"`
		Target string `db:"target"`
		Many   bool   `db:"many"`
	}
	// Materialised, or SQLite reads every field again for each collection it may lead to.
	err := a.db.NewQuery(`WITH leads AS MATERIALIZED (
			SELECT c.name AS tbl, json_extract(f.value, '$.name') AS col, json_extract(f.value, '$.collectionId') AS target, json_extract(f.value, '$.maxSelect') > 1 AS many
			FROM _collections c, json_each(c.fields) f WHERE c.system = 0 AND c.type != 'view' AND json_extract(f.value, '$.type') = 'relation')
		SELECT l.tbl, l.col, t.name AS target, l.many FROM leads l JOIN _collections t ON t.id = l.target`).All(&fields)
	if err != nil {
		return err
	}
	for _, f := range fields {
		sql := fmt.Sprintf("SELECT a.id AS id, a.`%s` AS what FROM `%s` a LEFT JOIN `%s` b ON b.id = a.`%s` WHERE a.`%s` != '' AND b.id IS NULL",
			f.Column, f.Table, f.Target, f.Column, f.Column)
		if f.Many {
			sql = fmt.Sprintf("SELECT a.id AS id, j.value AS what FROM `%s` a, json_each(a.`%s`) j LEFT JOIN `%s` b ON b.id = j.value WHERE b.id IS NULL",
				f.Table, f.Column, f.Target)
		}
		if err := a.ask(question{12, f.Table + "." + f.Column + " mène à une ligne qui n’existe pas (%s)", sql}); err != nil {
			return fmt.Errorf("relation %s.%s: %w", f.Table, f.Column, err)
		}
	}
	return nil
}

// triggers are what keeps a hand from changing what never changes.
var triggers = []string{"scans_stay", "scans_fixed", "files_fixed", "certificate_files_stay", "certificates_fixed", "certificates_content", "certificates_erased",
	"certificates_revoked", "files_once", "scans_signed", "signatures_stay", "signatures_fixed", "sheets_fixed", "certificates_sealed", "certificates_stay", "registrations_added", "registrations_changed",
	"attendances_added", "attendances_changed", "attendances_removed",
	"placement_steps_fixed", "placement_steps_stay", "agreements_fixed", "agreements_sealed", "agreements_stay", "agreement_files_stay"}

// guards looks for the triggers and the indexes on which the invariants rest (12).
func guards(a *audit) error {
	var there, indexes []string
	if err := a.db.NewQuery("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'index')").Column(&there); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, name := range there {
		known[name] = true
	}
	for _, name := range triggers {
		if !known[name] {
			a.add(12, name, "le déclencheur qui garde cette règle manque")
		}
	}
	err := a.db.NewQuery("SELECT j.value FROM _collections c, json_each(c.indexes) j WHERE c.system = 0").Column(&indexes)
	for _, sql := range indexes {
		if name := indexName(sql); !known[name] {
			a.add(12, name, "l’index que le schéma annonce manque")
		}
	}
	return err
}

// indexName reads the name of an index out of CREATE [UNIQUE] INDEX `name` ON ….
func indexName(sql string) string {
	_, rest, _ := strings.Cut(sql, "INDEX `")
	name, _, _ := strings.Cut(rest, "`")
	return name
}
