package check

import (
	"cmp"
	"slices"
)

// importQuestions ask whether what a file of the past brought in is marked as such, whole, and never more than declared
// (5, 6, 9).
var importQuestions = []question{
	{5, "passage repris d’un fichier, d’une inscription qui ne l’est pas", `
		SELECT s.id AS id, '' AS what FROM scans s LEFT JOIN registrations r ON r.id = s.registration WHERE s.source = 'import' AND COALESCE(r.import, '') = ''`},
	{5, "inscription reprise d’un fichier dont la reprise (%s) n’est pas appliquée", `
		SELECT r.id AS id, r.import AS what FROM registrations r LEFT JOIN imports i ON i.id = r.import
		WHERE r.import != '' AND (i.id IS NULL OR i.applied_at = '' OR i.undone_at != '')`},
	{6, "attestation sur une présence reprise d’un fichier (inscription %s)", `
		SELECT c.id AS id, r.id AS what FROM certificates c JOIN registrations r ON r.id = c.registration
		WHERE c.revoked_at = '' AND r.import != '' AND r.withheld != ''`},
	{9, "le texte du fichier d’une reprise (%s) est gardé après elle", `
		SELECT f.id AS id, i.id AS what FROM files f JOIN imports i ON f.id = 'import:' || i.id WHERE i.applied_at != ''`},
	{9, "fichier gardé sans la reprise qui l’attend", `
		SELECT f.id AS id, '' AS what FROM files f WHERE f.id LIKE 'import:%' AND NOT EXISTS (SELECT 1 FROM imports i WHERE f.id = 'import:' || i.id)`},
}

// span is a run of places in the order of scans, both ends included.
type span struct {
	From int `db:"a"`
	To   int `db:"b"`
}

// scanGaps says which scans disappeared: their places follow one another, but for those of an import undone whole (4).
func scanGaps(a *audit) error {
	var undone []span
	err := each(a, `SELECT json_extract(summary, '$.first_scan') AS a, json_extract(summary, '$.last_scan') AS b FROM imports
		WHERE undone_at != '' AND COALESCE(json_extract(summary, '$.first_scan'), 0) > 0`, nil, func(s *span) error {
		undone = append(undone, *s)
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(undone, func(x, y span) int { return cmp.Compare(x.From, y.From) })
	type gap struct {
		ID string `db:"id"`
		span
	}
	return each(a, `SELECT id, before + 1 AS a, seq - 1 AS b FROM (SELECT id, seq, LAG(seq, 1, 0) OVER (ORDER BY seq) AS before FROM scans) WHERE seq > before + 1`,
		nil, func(g *gap) error {
			missing := g.From
			for _, u := range undone {
				if u.From <= missing && u.To >= missing {
					missing = u.To + 1
				}
			}
			if missing <= g.To {
				a.add(4, g.ID, "le passage n° %d qui le précède a disparu", g.To)
			}
			return nil
		})
}
