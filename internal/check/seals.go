package check

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"

	"passerelle/internal/seal"
)

// sealQuestions ask that what was issued is signed, and that what was erased is gone (6, 8). Certificates of the first
// layout were issued before the platform signed; the next start signs them.
var sealQuestions = []question{
	{6, "attestation émise sans la signature de la plateforme", `
		SELECT c.id AS id, '' AS what FROM certificates c LEFT JOIN files f ON f.id = 'seal:' || c.id
		WHERE c.issued_at != '' AND c.erased_at = '' AND c.template_version > 1 AND f.id IS NULL`},
	{6, "signature d’une attestation qui n’existe pas ou n’a pas été émise", `
		SELECT f.id AS id, '' AS what FROM files f LEFT JOIN certificates c ON 'seal:' || c.id = f.id
		WHERE f.id LIKE 'seal:%' AND (c.id IS NULL OR c.issued_at = '')`},
	{8, "identité effacée d’une attestation dont les octets sont restés (%s)", `
		SELECT c.id AS id, f.id AS what FROM certificates c JOIN files f ON f.id IN ('certificate:' || c.id, 'seal:' || c.id) WHERE c.erased_at != ''`},
	{8, "identité effacée d’une attestation qui nomme encore quelqu’un", `
		SELECT id, '' AS what FROM certificates WHERE erased_at != '' AND (COALESCE(json_extract(content, '$.last_name'), '') != ''
		OR COALESCE(json_extract(content, '$.first_name'), '') != '' OR COALESCE(json_extract(content, '$.structure'), '') != ''
		OR COALESCE(json_extract(content, '$.profession'), '') != '' OR COALESCE(json_extract(content, '$.role'), '') != ''
		OR COALESCE(json_extract(content, '$.subject'), '') != '')`},
	{8, "identité effacée d’une attestation qui n’est pas révoquée", `SELECT id, '' AS what FROM certificates WHERE erased_at != '' AND revoked_at = ''`},
}

// signaturesRead is of how many certificates, the latest, the signature is verified at each audit: it takes a
// millisecond each. Of the others the signature is hashed: it was verified when it was new.
const signaturesRead = "1000"

// seals verifies the signatures of what was issued (6).
func seals(a *audit) error {
	trusted, err := a.sealCertificates()
	if err != nil {
		return err
	}
	type row struct {
		ID        string `db:"id"`
		Hash      string `db:"sha256"`
		Signature []byte `db:"signature"`
		Paper     []byte `db:"paper"` // of the latest only
	}
	return each(a, `SELECT c.id, s.sha256, s.bytes AS signature, CASE WHEN c.rank <= `+signaturesRead+` THEN COALESCE(f.bytes, x'') ELSE x'' END AS paper
		FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY issued_at DESC, number DESC) AS rank FROM certificates WHERE issued_at != '' AND erased_at = '') c
		JOIN files s ON s.id = 'seal:' || c.id LEFT JOIN files f ON f.id = 'certificate:' || c.id AND c.rank <= `+signaturesRead+``, nil, func(c *row) error {
		sum := sha256.Sum256(c.Signature)
		switch {
		case hex.EncodeToString(sum[:]) != c.Hash:
			a.add(6, c.ID, "la signature gardée n’est plus celle qui a été faite")
		case len(c.Paper) > 0 && seal.VerifyWith(trusted, c.Paper, c.Signature) != nil:
			a.add(6, c.ID, "la signature gardée n’est pas celle de ces octets par la plateforme")
		}
		return nil
	})
}

// sealCertificates are those that the platform's signatures are verified with.
func (a *audit) sealCertificates() (list []*x509.Certificate, err error) {
	type row struct {
		ID    string `db:"id"`
		Bytes []byte `db:"bytes"`
	}
	err = each(a, "SELECT id, bytes FROM files WHERE id LIKE 'seal-certificate:%'", nil, func(f *row) error {
		c, err := x509.ParseCertificate(f.Bytes)
		if err != nil {
			a.add(6, f.ID, "le certificat du sceau n’est pas lisible")
			return nil
		}
		list = append(list, c)
		return nil
	})
	return list, err
}
