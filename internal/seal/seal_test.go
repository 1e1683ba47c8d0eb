package seal_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/link"
	"passerelle/internal/seal"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func signed(t testing.TB, app core.App, b []byte) (signature, certificate []byte) {
	t.Helper()
	signature, err := seal.Sign(app, b)
	must(t, err)
	certificate, err = seal.Certificate(app)
	must(t, err)
	return signature, certificate
}

func TestASignatureDependsOnTheKeyAndTheBytesAlone(t *testing.T) {
	app, paper := testapp.New(t), []byte("%PDF-1.4 essai")
	before, err := seal.Certificate(app) // asked before anything is signed: nothing is written for it
	must(t, err)
	first, certificate := signed(t, app, paper)
	if !bytes.Equal(before, certificate) {
		t.Error("the certificate that was served is not the one that signs")
	}
	for range 20 {
		if again, c := signed(t, app, paper); !bytes.Equal(again, first) || !bytes.Equal(c, certificate) {
			t.Fatal("another signature of the same bytes")
		}
	}
	must(t, seal.Verify(certificate, paper, first))
	block, rest := pem.Decode(certificate)
	c, err := x509.ParseCertificate(block.Bytes)
	must(t, err)
	if len(rest) > 0 || c.NotBefore.Year() != 2020 || c.NotAfter.Year() != 2050 || c.IsCA || c.SerialNumber.Sign() <= 0 {
		t.Errorf("certificate: %v", c)
	}
	prints, err := seal.Fingerprints(certificate)
	if err != nil || len(prints) != 1 || len(prints[0]) != 32*3-1 || strings.ToUpper(prints[0]) != prints[0] {
		t.Errorf("fingerprint: %v %v", prints, err)
	}
	if len(first) > 1500 {
		t.Errorf("a signature of %d bytes", len(first))
	}
}

func TestNoOtherBytesAndNoOtherKeyPass(t *testing.T) {
	app, other := testapp.New(t), testapp.New(t)
	paper := []byte("%PDF-1.4 une attestation de présence")
	signature, certificate := signed(t, app, paper)
	theirs, stranger := signed(t, other, paper)
	if err := seal.Verify(stranger, paper, signature); !errors.Is(err, seal.ErrOther) {
		t.Errorf("with the certificate of another platform: %v", err)
	}
	if err := seal.Verify(certificate, paper, theirs); !errors.Is(err, seal.ErrOther) {
		t.Errorf("the signature of another platform: %v", err)
	}
	if err := seal.Verify(append(bytes.Clone(stranger), certificate...), paper, signature); err != nil {
		t.Errorf("one of two certificates: %v", err)
	}
	for name, wrong := range map[string][]byte{"nothing": nil, "words": []byte("bonjour"), "half": signature[:len(signature)/2], "the certificate": certificate} {
		if err := seal.Verify(certificate, paper, wrong); !errors.Is(err, seal.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, wrong := range [][]byte{nil, []byte("x"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")})} {
		if err := seal.Verify(wrong, paper, signature); !errors.Is(err, seal.ErrCertificate) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		at, flip := rapid.IntRange(0, len(paper)-1).Draw(t, "at"), rapid.ByteRange(1, 255).Draw(t, "flip")
		altered := bytes.Clone(paper)
		altered[at] ^= flip
		if err := seal.Verify(certificate, altered, signature); !errors.Is(err, seal.ErrOther) {
			t.Fatalf("byte %d altered: %v", at, err)
		}
	})
	for name, altered := range map[string][]byte{"longer": append(bytes.Clone(paper), '\n'), "shorter": paper[:len(paper)-1], "empty": nil} {
		if err := seal.Verify(certificate, altered, signature); !errors.Is(err, seal.ErrOther) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A lost secret is another key: what was signed before still verifies, and so does what comes next.
func TestWhatASecretThatIsLostHasSignedStillVerifies(t *testing.T) {
	app, paper := testapp.New(t), []byte("%PDF-1.4 essai")
	before, _ := signed(t, app, paper)
	must(t, os.Remove(filepath.Join(app.DataDir(), link.SecretFile)))
	app.Store().RemoveAll()
	after, both := signed(t, app, paper)
	if bytes.Equal(before, after) {
		t.Fatal("the same key of another secret")
	}
	must(t, seal.Verify(both, paper, before))
	must(t, seal.Verify(both, paper, after))
	prints, err := seal.Fingerprints(both)
	if err != nil || len(prints) != 2 || prints[0] == prints[1] {
		t.Errorf("%v %v", prints, err)
	}
	if _, err := app.DB().NewQuery("DELETE FROM files WHERE id LIKE 'seal-certificate:%'").Execute(); err == nil {
		t.Error("a certificate of the seal was deleted")
	}
}

func BenchmarkSign(b *testing.B) {
	app, paper := testapp.New(b), bytes.Repeat([]byte("x"), 60_000)
	for b.Loop() {
		signed(b, app, paper)
	}
}

func BenchmarkVerify(b *testing.B) {
	app, paper := testapp.New(b), bytes.Repeat([]byte("x"), 60_000)
	signature, certificate := signed(b, app, paper)
	for b.Loop() {
		must(b, seal.Verify(certificate, paper, signature))
	}
}
