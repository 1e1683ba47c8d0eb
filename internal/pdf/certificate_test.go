package pdf

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const longTitle = "Coordonner les parcours de soins en psychiatrie de l’enfant et de l’adolescent sur le " +
	"territoire, du repérage précoce à l’accompagnement vers l’âge adulte, avec les familles et les partenaires"

func withSlots(n int) Certificate {
	c := certificateFixture()
	half := c.Slots[0]
	c.Slots = nil
	for range n {
		c.Slots = append(c.Slots, half)
	}
	return c
}

func TestSameCertificateSameBytes(t *testing.T) {
	c := certificateFixture()
	c.Logos = [][]byte{logo(t, 300, 100), logo(t, 80, 120)}
	first := drawn(t, c)
	for range 19 {
		if !bytes.Equal(drawn(t, c), first) {
			t.Fatal("two drawings of one certificate differ")
		}
	}
	c.FirstName = "Autre"
	if bytes.Equal(drawn(t, c), first) {
		t.Fatal("another name gives the same bytes")
	}
}

// The fonts follow the content: one byte a character where that is enough.
func TestFontsFollowTheContent(t *testing.T) {
	c := certificateFixture()
	if data := drawn(t, c); !bytes.Contains(data, []byte("/WinAnsiEncoding")) || bytes.Contains(data, []byte("/Type0")) {
		t.Error("French words asked for a Unicode font")
	}
	c.LastName = "Čapek-Exemple"
	if data := drawn(t, c); !bytes.Contains(data, []byte("/Type0")) || bytes.Contains(data, []byte("/WinAnsiEncoding")) {
		t.Error("a letter outside Windows-1252 did not ask for a Unicode font")
	}
}

func TestDrawingsDoNotShareMemory(t *testing.T) {
	for _, name := range []string{"Exemple", "Čapek-Exemple"} {
		c := certificateFixture()
		c.LastName, c.Signature = name, sampleSignature(t)
		c.Logos = [][]byte{logo(t, 900, 100), logo(t, 1000, 90)} // of one width once prepared
		checkConcurrent(t, c)
	}
}

func checkConcurrent(t *testing.T, c Certificate) {
	t.Helper()
	first := drawn(t, c)
	var group sync.WaitGroup
	results := make([][]byte, 8)
	for i := range results {
		group.Go(func() {
			var out bytes.Buffer
			if DrawCertificate(&out, c) == nil {
				results[i] = out.Bytes()
			}
		})
	}
	group.Wait()
	for i, got := range results {
		if !bytes.Equal(got, first) {
			t.Errorf("drawing %d differs when eight are made at once", i)
		}
	}
}

func TestPages(t *testing.T) {
	for slots, want := range map[int]int{0: 1, 1: 1, 4: 1, 8: 1, 30: 2, 64: 4} {
		c := withSlots(slots)
		c.EventTitle = longTitle
		c.Logos = [][]byte{logo(t, 300, 100)}
		if got := pageCount(drawn(t, c)); got != want {
			t.Errorf("%d half-days: %d pages, want %d", slots, got, want)
		}
	}
}

func TestStrangeNames(t *testing.T) {
	for name, change := range map[string]func(c *Certificate){
		"emoji":        func(c *Certificate) { c.LastName, c.FirstName = "Dupont\U0001F600", "\U0001F468\u200D\U0001F469" },
		"right-left":   func(c *Certificate) { c.LastName, c.FirstName = "\u202eمثال", "שם" },
		"long name":    func(c *Certificate) { c.LastName = strings.Repeat("Exemple ", 38) },
		"long word":    func(c *Certificate) { c.LastName = strings.Repeat("É", 300) },
		"long title":   func(c *Certificate) { c.EventTitle = strings.Repeat("mot ", 75) },
		"long fields":  func(c *Certificate) { c.Structure = strings.Repeat("x", 300); c.Function = c.Structure },
		"long signer":  func(c *Certificate) { c.SignatoryName = strings.Repeat("y", 300) },
		"long address": func(c *Certificate) { c.VerifyURL = "https://" + strings.Repeat("u", 300) },
		"broken text":  func(c *Certificate) { c.LastName = "a\xff\xfeb\x00\n\tc" },
		"empty":        func(c *Certificate) { *c = Certificate{QRPayload: "X"} },
	} {
		c := certificateFixture()
		change(&c)
		if got := pageCount(drawn(t, c)); got != 1 {
			t.Errorf("%s: %d pages", name, got)
		}
	}
}

func TestCertificateErrors(t *testing.T) {
	c := certificateFixture()
	c.Logos = [][]byte{[]byte("GIF89a")}
	if err := DrawCertificate(&bytes.Buffer{}, c); !errors.Is(err, ErrLogo) {
		t.Errorf("bad logo: %v", err)
	}
	c = certificateFixture()
	c.QRPayload = strings.Repeat("A", 5000)
	if err := DrawCertificate(&bytes.Buffer{}, c); err == nil {
		t.Error("an endless payload was drawn")
	}
	if err := DrawCertificate(failingWriter{}, certificateFixture()); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
}

var errFull = errors.New("disk full")

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }

func TestFileIsWhole(t *testing.T) {
	data := drawn(t, certificateFixture())
	if !bytes.HasPrefix(data, []byte("%PDF-1.")) || !bytes.HasSuffix(data, []byte("%%EOF\n")) {
		t.Fatal("not a whole PDF")
	}
	if !bytes.Contains(data, []byte("/Lang (fr-FR)")) || !bytes.Contains(data, []byte("/CreationDate (D:20260316080000)")) {
		t.Error("the language or the date is missing")
	}
	tail := data[bytes.LastIndex(data, []byte("startxref\n"))+len("startxref\n"):]
	table, err := strconv.Atoi(string(tail[:bytes.IndexByte(tail, '\n')]))
	if err != nil || !bytes.HasPrefix(data[table:], []byte("xref\n")) {
		t.Errorf("the table of objects is not at %d: %v", table, err)
	}
}

func TestMarkFrenchRefusesAnotherFile(t *testing.T) {
	for _, data := range []string{"", "/Type /Catalog\n", "/Type /Catalog\nstartxref\n", "/Type /Catalog\nstartxref\nx\n"} {
		if _, err := markFrench([]byte(data), false); err == nil {
			t.Errorf("%q was accepted", data)
		}
	}
}

func TestCallerKeepsItsContent(t *testing.T) {
	c := certificateFixture()
	c.Slots[0].Label = "Matin\n"
	drawn(t, c)
	if c.Slots[0].Label != "Matin\n" || c.LastName != certificateFixture().LastName {
		t.Error("drawing changed the content it was given")
	}
}

func BenchmarkCertificate(b *testing.B) {
	benchmark(b, certificateFixture())
}

// One name in a few hundred has a letter outside Windows-1252.
func BenchmarkCertificateUnicode(b *testing.B) {
	c := certificateFixture()
	c.LastName = "Čapek-Exemple"
	benchmark(b, c)
}

func BenchmarkCertificateSigned(b *testing.B) {
	c := certificateFixture()
	c.Signature = sampleSignature(b)
	benchmark(b, c)
}

func benchmark(b *testing.B, c Certificate) {
	c.Logos = [][]byte{logo(b, 600, 200)}
	for b.Loop() {
		c.IssuedAt = c.IssuedAt.Add(time.Second)
		var out bytes.Buffer
		if err := DrawCertificate(&out, c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "certificates/s")
}

func TestManyCertificatesInOneDocument(t *testing.T) {
	list := []Certificate{certificateFixture(), withSlots(30), certificateFixture()}
	for i := range list {
		list[i].Logos = [][]byte{logo(t, 300, 100)}
	}
	list[2].LastName = "Čapek-Exemple"
	first := made(t, DrawCertificates, list)
	if got := pageCount(first); got != 4 {
		t.Errorf("%d pages", got)
	}
	if got := bytes.Count(first, []byte("/Subtype /Image")); got != 1 {
		t.Errorf("the logo is held %d times", got)
	}
	if !bytes.Equal(made(t, DrawCertificates, list), first) {
		t.Error("two drawings differ")
	}
	if list[0].LastName != certificateFixture().LastName {
		t.Error("drawing changed the list it was given")
	}
	if err := DrawCertificates(&bytes.Buffer{}, nil); !errors.Is(err, ErrNone) {
		t.Errorf("none: %v", err)
	}
}
