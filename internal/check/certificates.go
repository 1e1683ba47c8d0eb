package check

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/pocketbase/dbx"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/ticket"
)

// certificateQuestions ask for numbers, codes and stamps that hold together (6).
var certificateQuestions = []question{
	{6, "deuxième attestation valable de la même inscription, après %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM certificates WHERE revoked_at = '' AND registration != '' GROUP BY registration HAVING COUNT(*) > 1`},
	{6, "même numéro que l’attestation %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM certificates GROUP BY number HAVING COUNT(*) > 1`},
	{6, "même code de vérification que l’attestation %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM certificates GROUP BY code HAVING COUNT(*) > 1`},
	{6, "numéro mal formé : « %s »", `
		SELECT id, number AS what FROM certificates WHERE number NOT GLOB 'ATT-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]*'`},
	{6, "l’attestation qui la précède dans l’année, n° %s, a disparu", `
		SELECT id, n - 1 AS what FROM (SELECT id, n, LAG(n, 1, 0) OVER (PARTITION BY year ORDER BY n) AS before FROM (
			SELECT id, substr(number, 5, 4) AS year, CAST(substr(number, 10) AS INTEGER) AS n FROM certificates)) WHERE n > before + 1`},
	{6, "attestation retirée sans raison", `SELECT id, '' AS what FROM certificates WHERE revoked_at != '' AND revoked_reason = ''`},
	{6, "attestation d’une inscription d’un autre événement (%s)", `
		SELECT c.id AS id, r.event AS what FROM certificates c JOIN registrations r ON r.id = c.registration WHERE r.event != c.event`},
	{6, "remplace une attestation qui n’existe pas, ou qui est restée valable (%s)", `
		SELECT c.id AS id, c.supersedes AS what FROM certificates c LEFT JOIN certificates o ON o.id = c.supersedes
		WHERE c.supersedes != '' AND (o.id IS NULL OR o.revoked_at = '' OR o.registration != c.registration OR o.speaker != c.speaker OR o.year != c.year)`},
	{6, "attestation déjà remplacée par %s", `
		SELECT MAX(number) AS what, MAX(supersedes) AS id FROM certificates WHERE supersedes != '' GROUP BY supersedes HAVING COUNT(*) > 1`},
	{6, "attestation valable d’une inscription dont l’attestation est retenue (« %s »)", `
		SELECT c.id AS id, r.withheld AS what FROM certificates c JOIN registrations r ON r.id = c.registration WHERE c.revoked_at = '' AND r.withheld != ''`},
	{6, "attestation réservée avant que la relecture de l’événement soit finie", `
		SELECT c.id AS id, '' AS what FROM certificates c JOIN events e ON e.id = c.event
		WHERE e.status = 'held' AND e.review_certificates AND e.released_at = '' AND c.reserved_at >= e.held_at`},
	{6, "attestations émises avant la clôture de leur événement, ou sans relecture à faire", `
		SELECT id, '' AS what FROM events WHERE released_at != '' AND (status != 'held' OR NOT review_certificates OR released_at < held_at)`},
	{6, "attestation valable d’un événement qui n’a pas eu lieu (« %s »)", `
		SELECT c.id AS id, e.status AS what FROM certificates c JOIN events e ON e.id = c.event
		WHERE c.revoked_at = '' AND e.status IN ('draft','cancelled')`},
	{6, "attestation réservée alors que la clôture attend un téléphone", `
		SELECT c.id AS id, '' AS what FROM certificates c JOIN events e ON e.id = c.event
		WHERE e.held_back AND e.held_at != '' AND c.reserved_at >= e.held_at`},
	{6, "une clôture attend des téléphones, d’un événement qui n’est pas clôturé (« %s »)", `
		SELECT id, status AS what FROM events WHERE held_back AND status != 'held'`},
	{6, "octets gardés d’une attestation qui n’existe pas ou n’a pas été émise", `
		SELECT f.id AS id, '' AS what FROM files f LEFT JOIN certificates c ON 'certificate:' || c.id = f.id
		WHERE f.id LIKE 'certificate:%' AND (c.id IS NULL OR c.issued_at = '')`},
}

// certificates reads every frozen content: its code must be one of ours, its sum must be that of its lines (6).
func certificates(a *audit) error {
	type row struct {
		ID      string `db:"id"`
		Code    string `db:"code"`
		Kind    string `db:"kind"`
		Content string `db:"content"`
	}
	return each(a, "SELECT id, code, kind, content FROM certificates", nil, func(c *row) error {
		if code, err := ticket.ParseCertificateCode(c.Code); err != nil || code != c.Code {
			a.add(6, c.ID, "le code de vérification n’est pas un code de la plateforme")
		}
		content, err := frozen(c.Content)
		if err != nil {
			a.add(6, c.ID, "le contenu figé n’est pas lisible")
			return nil
		}
		total, whole := 0, 0
		for _, s := range content.Slots {
			total, whole = total+s.Attended, whole+s.Minutes
			if s.Attended > s.Minutes || (s.Attended > 0 && !s.Present) {
				a.add(6, c.ID, "une demi-journée atteste plus que sa durée")
			}
		}
		for _, e := range content.Events {
			total += e.Minutes
		}
		alone := c.Kind == certificate.Speaking && total == 0 && content.Total <= whole // entered for several half-days together
		if total != content.Total && !alone {
			a.add(6, c.ID, "le total figé (%d minutes) n’est pas la somme des demi-journées (%d)", content.Total, total)
		}
		return nil
	})
}

func frozen(content string) (c domain.CertificateContent, err error) {
	return c, json.Unmarshal([]byte(content), &c)
}

// bytes hashes what is stored of each certificate that was issued, revoked or not (6).
func bytes(a *audit) error {
	type row struct {
		ID         string `db:"id"`
		Sealed     string `db:"sealed"`
		FileID     string `db:"file"`
		FileSHA256 string `db:"file_sha256"`
		Bytes      []byte `db:"bytes"`
	}
	return each(a, `SELECT c.id, c.sha256 AS sealed, COALESCE(f.id, '') AS file, COALESCE(f.sha256, '') AS file_sha256, COALESCE(f.bytes, x'') AS bytes
		FROM certificates c LEFT JOIN files f ON f.id = 'certificate:' || c.id WHERE c.issued_at != '' AND c.erased_at = ''`, nil, func(c *row) error {
		sum := sha256.Sum256(c.Bytes)
		switch hash := hex.EncodeToString(sum[:]); {
		case c.FileID != certificate.FileID(c.ID):
			a.add(6, c.ID, "attestation émise dont les octets manquent")
		case hash != c.Sealed || hash != c.FileSHA256:
			a.add(6, c.ID, "les octets gardés ne sont plus ceux de l’empreinte")
		}
		return nil
	})
}

// heldEvent is a closed event: its certificates say what presence says.
type heldEvent struct {
	ID          string `db:"id"`
	Rule        string `db:"rule"`
	Amount      int    `db:"rule_amount"`
	Certificate bool   `db:"certificate"`
	SurveyFirst bool   `db:"survey_first"`
}

// contents compares the certificates of every closed event with presence as it is now (6). Where the closing waits
// for phones they follow once these are back.
func contents(a *audit) error {
	var held []heldEvent
	if err := a.db.NewQuery("SELECT id, rule, rule_amount, certificate, survey_first FROM events WHERE status = 'held' AND NOT held_back AND NOT (review_certificates AND released_at = '')").All(&held); err != nil {
		return err
	}
	for _, e := range held {
		if err := a.certificatesOf(e); err != nil {
			return fmt.Errorf("event %s: %w", e.ID, err)
		}
	}
	return nil
}

func (a *audit) certificatesOf(e heldEvent) error {
	earned, err := a.earned(e)
	if err != nil {
		return err
	}
	type row struct {
		ID           string `db:"id"`
		Registration string `db:"registration"`
		Content      string `db:"content"`
	}
	err = each(a, "SELECT id, registration, content FROM certificates WHERE revoked_at = '' AND registration != '' AND event = {:e}", dbx.Params{"e": e.ID}, func(c *row) error {
		now, ok := earned[c.Registration]
		if !ok || !now.holds {
			a.add(6, c.ID, "attestation valable dont la présence ne remplit plus la règle")
		} else if was, err := frozen(c.Content); err == nil && !was.SameAttendance(now.content) {
			a.add(6, c.ID, "attestation qui dit %d minutes, la présence %d", was.Total, now.content.Total)
		}
		delete(earned, c.Registration)
		return nil
	})
	for registration, now := range earned {
		if now.holds {
			a.add(6, registration, "présence qui remplit la règle, sans attestation")
		}
	}
	return err
}
