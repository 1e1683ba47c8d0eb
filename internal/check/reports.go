package check

import (
	"crypto/sha256"
	"encoding/hex"

	"passerelle/internal/ticket"
)

// reportQuestions ask for reports that hold together (7).
var reportQuestions = []question{
	{7, "le rapport qui le précède, n° %s, a disparu", `
		SELECT id, number - 1 AS what FROM (SELECT id, number, LAG(number, 1, 0) OVER (ORDER BY number) AS before FROM reports) WHERE number > before + 1`},
	{7, "rapport retiré sans raison, ou encore publié", `SELECT id, '' AS what FROM reports WHERE withdrawn_at != '' AND (withdrawn_reason = '' OR published)`},
	{7, "contenu gardé d’un rapport qui n’existe pas", `
		SELECT f.id AS id, '' AS what FROM files f LEFT JOIN reports r ON 'report:' || r.id = f.id WHERE f.id LIKE 'report:%' AND r.id IS NULL`},
}

// keptReports hashes the frozen content of each report; its code must be one of ours (7).
func keptReports(a *audit) error {
	type row struct {
		ID     string `db:"id"`
		Code   string `db:"code"`
		Sealed string `db:"sealed"`
		FileID string `db:"file"`
		Bytes  []byte `db:"bytes"`
	}
	return each(a, `SELECT r.id, r.code, r.sha256 AS sealed, COALESCE(f.id, '') AS file, COALESCE(f.bytes, x'') AS bytes
		FROM reports r LEFT JOIN files f ON f.id = 'report:' || r.id`, nil, func(r *row) error {
		if code, err := ticket.ParseCertificateCode(r.Code); err != nil || code != r.Code {
			a.add(7, r.ID, "le code de vérification du rapport n’est pas un code de la plateforme")
		}
		sum := sha256.Sum256(r.Bytes)
		switch {
		case r.FileID == "":
			a.add(7, r.ID, "rapport dont le contenu figé manque")
		case hex.EncodeToString(sum[:]) != r.Sealed:
			a.add(7, r.ID, "le contenu figé du rapport n’est plus celui de son empreinte")
		}
		return nil
	})
}
