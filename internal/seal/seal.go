// Package seal signs what the platform issues with a key of its own: a detached CMS signature (PKCS#7, DER) that
// common tools verify with the platform's certificate, without the platform. The key is made of the secret of the
// data folder, so a backup covers it; a signature depends on the key and the bytes alone, never on a clock.
package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/smallstep/pkcs7"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// Type is the media type of a signature.
const Type = "application/pkcs7-signature"

// FileID is the id of the stored signature of a certificate.
func FileID(certificate string) string { return "seal:" + certificate }

// certificateFile begins the ids of the stored certificates of the seal: one for each key that ever signed.
const certificateFile = "seal-certificate:"

// A certificate of the seal holds for thirty years from a fixed day: making it reads no clock.
var (
	notBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	notAfter  = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Errors of Verify.
var (
	ErrCertificate = errors.New("seal: no certificate in this PEM")
	ErrSignature   = errors.New("seal: this is no signature")
	ErrOther       = errors.New("seal: not the signature of these bytes by this key")
)

// key signs without randomness (RFC 6979): the same bytes always have the same signature.
type key struct{ *ecdsa.PrivateKey }

func (k key) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return k.PrivateKey.Sign(nil, digest, opts)
}

// keyOf is the platform's key. One derivation in four thousand million is no number of the curve: the next one is.
func keyOf(app core.App) (key, error) {
	for use := "seal"; ; use += "+" {
		secret, err := link.Key(app, use)
		if err != nil {
			return key{}, err
		}
		if k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret); err == nil {
			return key{k}, nil
		}
	}
}

// fingerprint tells a key from any other.
func (k key) fingerprint() ([]byte, error) {
	public, err := x509.MarshalPKIXPublicKey(k.Public())
	sum := sha256.Sum256(public)
	return sum[:8], err
}

// certificateOf is the certificate of a key, signed by itself, and the id that it is stored under.
func certificateOf(app core.App, k key) (id string, der []byte, err error) {
	mark, err := k.fingerprint()
	if err != nil {
		return "", nil, err
	}
	id = certificateFile + hex.EncodeToString(mark)
	stored, err := records.FileOf(app, id)
	if err == nil {
		return id, stored.Bytes, nil
	}
	if !domain.Is(err, domain.ErrNotFound) {
		return "", nil, err
	}
	mark[0] = mark[0]&0x3f | 0x40 // a serial number is positive
	template := &x509.Certificate{SerialNumber: new(big.Int).SetBytes(mark),
		Subject:   pkix.Name{CommonName: "Passerelle - sceau des attestations", SerialNumber: hex.EncodeToString(mark)},
		NotBefore: notBefore, NotAfter: notAfter, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		SignatureAlgorithm: x509.ECDSAWithSHA256, BasicConstraintsValid: true}
	der, err = x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	return id, der, err
}

// keep stores the certificate of a key the first time that it signs: what is served is never made anew differently.
func keep(app core.App, id string, der []byte) error {
	_, err := records.FileOf(app, id)
	if !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	sum := sha256.Sum256(der)
	return records.AddFile(app, &records.File{ID: id, Name: "passerelle-sceau.cer", Type: "application/pkix-cert",
		SHA256: hex.EncodeToString(sum[:]), Bytes: der, Created: records.At(notBefore)})
}

// Sign is the detached signature of these bytes by the platform. It belongs to the transaction that stores it.
func Sign(app core.App, b []byte) ([]byte, error) {
	k, err := keyOf(app)
	if err != nil {
		return nil, err
	}
	id, der, err := certificateOf(app, k)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if err := keep(app, id, der); err != nil {
		return nil, err
	}
	signed, err := pkcs7.NewSignedData(b)
	if err != nil {
		return nil, err
	}
	signed.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	signed.SetEncryptionAlgorithm(pkcs7.OIDDigestAlgorithmECDSASHA256)
	if err := signed.SignWithoutAttr(certificate, k, pkcs7.SignerInfoConfig{}); err != nil {
		return nil, err
	}
	signed.Detach()
	return signed.Finish()
}

// Certificate is, in PEM, what the platform's signatures are verified with: the certificate of its key, then those
// of the keys that signed before the secret of the folder was lost, if it ever was.
func Certificate(app core.App) ([]byte, error) {
	k, err := keyOf(app)
	if err != nil {
		return nil, err
	}
	id, der, err := certificateOf(app, k)
	if err != nil {
		return nil, err
	}
	stored, err := records.FilesOf(app, certificateFile)
	if err != nil {
		return nil, err
	}
	all := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for _, f := range stored {
		if f.ID != id {
			all = append(all, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: f.Bytes})...)
		}
	}
	return all, nil
}

// Fingerprints are the SHA-256 of the certificates of a PEM, as openssl prints them: pairs of capitals, with colons.
func Fingerprints(text []byte) ([]string, error) {
	certificates, err := parse(text)
	var list []string
	for _, c := range certificates {
		sum := sha256.Sum256(c.Raw)
		list = append(list, string(bytes.ReplaceAll(fmt.Appendf(nil, "% X", sum[:]), []byte(" "), []byte(":"))))
	}
	return list, err
}

func parse(text []byte) (list []*x509.Certificate, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, errors.Join(ErrCertificate, err)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, ErrCertificate
	}
	return list, nil
}

// Verify tells whether a signature is that of these bytes by a certificate of the PEM; what certificate the signature
// brings along counts for nothing. Errors: ErrCertificate, ErrSignature, ErrOther.
func Verify(text, b, signature []byte) error {
	trusted, err := parse(text)
	if err != nil {
		return err
	}
	return VerifyWith(trusted, b, signature)
}

// VerifyWith is Verify with certificates that are read already.
func VerifyWith(trusted []*x509.Certificate, b, signature []byte) error {
	signed, err := pkcs7.Parse(signature)
	if err != nil || len(signed.Signers) != 1 {
		return errors.Join(ErrSignature, err)
	}
	signed.Certificates, signed.Content = slices.Clone(trusted), b
	if err := signed.Verify(); err != nil {
		return errors.Join(ErrOther, err)
	}
	return nil
}
