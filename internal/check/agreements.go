package check

import (
	"crypto/sha256"
	"encoding/hex"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// agreementQuestions ask of the conventions de stage croisé what is asked of certificates (6), and of the papers that
// were handed in.
var agreementQuestions = []question{
	{6, "numéro de convention mal formé : « %s »", `
		SELECT id, number AS what FROM agreements WHERE number NOT GLOB 'CSC-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]*'`},
	{6, "même numéro que la convention %s, d’un autre stage", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM agreements GROUP BY number HAVING COUNT(DISTINCT placement) > 1`},
	{6, "une convention de ce stage a un autre numéro (%s)", `
		SELECT MAX(id) AS id, MIN(number) AS what FROM agreements GROUP BY placement HAVING COUNT(DISTINCT number) > 1`},
	{6, "la convention qui la précède dans l’année, n° %s, a disparu", `
		SELECT id, n - 1 AS what FROM (SELECT id, n, LAG(n, 1, 0) OVER (PARTITION BY year ORDER BY n) AS before FROM (
			SELECT MAX(id) AS id, substr(number, 5, 4) AS year, CAST(substr(number, 10) AS INTEGER) AS n FROM agreements GROUP BY number)) WHERE n > before + 1`},
	{6, "la version %s de cette convention a disparu", `
		SELECT id, version - 1 AS what FROM (
			SELECT id, version, LAG(version, 1, 0) OVER (PARTITION BY placement ORDER BY version) AS before FROM agreements) WHERE version != before + 1`},
	{6, "la dernière version envoyée de la convention n’est pas la dernière gardée (%s)", `
		SELECT p.id AS id, p.version AS what FROM placements p LEFT JOIN (SELECT placement, MAX(version) AS last FROM agreements GROUP BY placement) a ON a.placement = p.id
		WHERE p.version != COALESCE(a.last, 0)`},
	{6, "octets gardés d’une convention qui n’existe pas ou n’a pas été établie", `
		SELECT f.id AS id, '' AS what FROM files f LEFT JOIN agreements a ON 'agreement:' || a.id = f.id
		WHERE f.id LIKE 'agreement:%' AND (a.id IS NULL OR a.issued_at = '')`},
	{12, "octets gardés d’un document qui n’existe pas ou qui a été retiré", `
		SELECT f.id AS id, '' AS what FROM files f LEFT JOIN placement_papers p ON 'paper:' || p.id = f.id
		WHERE f.id LIKE 'paper:%' AND (p.id IS NULL OR p.removed_at != '')`},
	{12, "document de stage retiré sans raison", `SELECT id, '' AS what FROM placement_papers WHERE removed_at != '' AND removed_reason = ''`},
	{12, "document d’un stage rangé avec la convention d’un autre (%s)", `
		SELECT p.id AS id, a.placement AS what FROM placement_papers p JOIN agreements a ON a.id = p.agreement WHERE a.placement != p.placement`},
}

// papers hashes what is kept of each convention that was sealed (6), and of each paper that was handed in (12).
func papers(a *audit) error {
	type row struct {
		ID         string `db:"id"`
		Invariant  int    `db:"invariant"`
		Sealed     string `db:"sealed"`
		FileID     string `db:"file"`
		FileSHA256 string `db:"file_sha256"`
		Bytes      []byte `db:"bytes"`
	}
	return each(a, `SELECT t.id, t.invariant, t.sealed, COALESCE(f.id, '') AS file, COALESCE(f.sha256, '') AS file_sha256, COALESCE(f.bytes, x'') AS bytes FROM (
			SELECT id, 6 AS invariant, sha256 AS sealed, 'agreement:' || id AS file FROM agreements WHERE issued_at != '' AND erased_at = ''
			UNION ALL SELECT id, 12, sha256, 'paper:' || id FROM placement_papers WHERE removed_at = '' AND sha256 != '') t
		LEFT JOIN files f ON f.id = t.file`, nil, func(r *row) error {
		sum := sha256.Sum256(r.Bytes)
		switch hash := hex.EncodeToString(sum[:]); {
		case r.FileID == "":
			a.add(r.Invariant, r.ID, "les octets de cette convention, ou de ce document de stage, manquent")
		case hash != r.Sealed || hash != r.FileSHA256:
			a.add(r.Invariant, r.ID, "les octets gardés ne sont plus ceux de l’empreinte")
		}
		return nil
	})
}

// placements makes each one again from its steps: its row says where they lead, and past its signature the version in
// force bears the three of them (12). One that was put off and then ended as it stood may lack those of an amendment.
func placements(a *audit) error {
	trails := map[string][]domain.PlacementStep{}
	err := each(a, "SELECT * FROM placement_steps ORDER BY placement, n", nil, func(s *records.PlacementStep) error {
		step, err := s.Domain()
		if err != nil {
			a.add(12, s.ID, "étape de stage illisible")
			return nil
		}
		trails[s.Placement] = append(trails[s.Placement], step)
		return nil
	})
	if err != nil {
		return err
	}
	type row struct {
		ID             string `db:"id"`
		State          string `db:"state"`
		Version        int    `db:"version"`
		NeedsAgreement bool   `db:"needs_agreement"`
		ReportAsked    bool   `db:"report_asked"`
	}
	return each(a, "SELECT id, state, version, needs_agreement, report_asked FROM placements WHERE erased_at = ''", nil, func(r *row) error {
		p, err := domain.ReplayPlacement(domain.Placement{NeedsAgreement: r.NeedsAgreement, ReportAsked: r.ReportAsked}, trails[r.ID])
		switch {
		case err != nil:
			a.add(12, r.ID, "les étapes de ce stage ne se suivent pas : %v", err)
		case string(p.State) != r.State || p.Version != r.Version:
			a.add(12, r.ID, "ce stage est noté « %s », version %d ; ses étapes mènent à « %s », version %d", r.State, r.Version, p.State, p.Version)
		case signedFor(p, trails[r.ID]) && len(p.Unsigned()) > 0:
			a.add(12, r.ID, "stage signé sans les trois signatures de la version en vigueur")
		}
		return nil
	})
}

// signedFor tells whether a placement is where every signature is needed.
func signedFor(p domain.Placement, steps []domain.PlacementStep) bool {
	switch p.State {
	case domain.PlacementAgreementSigned, domain.PlacementInProgress:
		return true
	case domain.PlacementDone, domain.PlacementReportReceived, domain.PlacementCertified:
		for _, s := range steps {
			if s.Act.Move == domain.MoveFinish && s.From == domain.PlacementPostponed {
				return false
			}
		}
		return true
	}
	return false
}
