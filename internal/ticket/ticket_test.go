package ticket

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const sample = "ABCDEF0123456789GHJKMNPQRSTVWXYZ"

func drawCode(t *rapid.T) string {
	return rapid.StringOfN(rapid.SampledFrom([]rune(ticketAlphabet)), codeLength, codeLength, -1).Draw(t, "code")
}

func TestNew(t *testing.T) {
	tag := NewEventTag()
	if !IsEventTag(tag) {
		t.Fatalf("tag %q", tag)
	}
	seen := map[string]bool{}
	for range 200 {
		code := New(tag)
		if got, ok := Parse(code); !ok || got != code || Tag(code) != tag || seen[code] {
			t.Fatalf("code %q, parsed %q %v", code, got, ok)
		}
		seen[code] = true
	}
	for _, bad := range []string{"", "ABCDE", "ABCDEFG", "ABCDEI", "abcdef"} {
		if IsEventTag(bad) {
			t.Errorf("IsEventTag(%q)", bad)
		}
	}
	if Tag("ABC") != "" {
		t.Error("a short text has a tag")
	}
}

func TestPayload(t *testing.T) {
	for base, want := range map[string]string{
		"https://passerelle.exemple.fr":       "HTTPS://PASSERELLE.EXEMPLE.FR/B/" + sample,
		"https://passerelle.exemple.fr/":      "HTTPS://PASSERELLE.EXEMPLE.FR/B/" + sample,
		"https://passerelle.exemple.fr/sous/": "HTTPS://PASSERELLE.EXEMPLE.FR/B/" + sample,
		"http://127.0.0.1:8090":               "HTTP://127.0.0.1:8090/B/" + sample,
	} {
		got := Payload(base, sample)
		if got != want {
			t.Errorf("Payload(%q) = %q", base, got)
		}
		if left := strings.Trim(got, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"); left != "" {
			t.Errorf("%q leaves the alphanumeric set: %q", got, left)
		}
	}
}

func TestParseTakesBackEveryPayload(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawCode(t)
		base := rapid.SampledFrom([]string{
			"https://passerelle.exemple.fr", "http://127.0.0.1:8090", "https://a.b", "http://[::1]:80", "https://é.fr",
		}).Draw(t, "base")
		payload := Payload(base, code)
		for _, raw := range []string{payload, strings.ToLower(payload), payload + "\r\n", " " + code + " ", strings.ToLower(code)} {
			if got, ok := Parse(raw); !ok || got != code {
				t.Fatalf("Parse(%q) = %q, %v", raw, got, ok)
			}
		}
	})
}

func TestParseRefusesEveryOtherLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawCode(t)
		at := rapid.IntRange(0, codeLength-1).Draw(t, "at")
		extra := rapid.SampledFrom([]string{"A", "7", "I", "O", "U", "/", " ", "-", "é", "ſ"}).Draw(t, "extra")
		for _, mutant := range []string{code[:at] + code[at+1:], code[:at] + extra + code[at:]} {
			// At an end, a space is only trimmed: the code is whole.
			if strings.TrimSpace(mutant) == code {
				continue
			}
			for _, raw := range []string{mutant, Payload("https://exemple.fr", mutant)} {
				// A slash within an address leaves fewer than 32 characters behind it.
				if got, ok := Parse(raw); ok {
					t.Fatalf("Parse(%q) = %q", raw, got)
				}
			}
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for _, raw := range []string{
		"", " ", "https://exemple.fr/", "https://exemple.fr/C/" + sample, "https://exemple.fr/B/" + sample + "/",
		"https://exemple.fr/B/" + sample + "?x=1", "https://exemple.fr/?u=/B/" + sample, "/B/" + sample, "B/" + sample,
		"https:///B/" + sample, "exemple.fr/B/" + sample, strings.Replace(sample, "S", "ſ", 1),
		strings.Replace(sample, "A", "U", 1), strings.Repeat("é", 32), sample + sample, "WIFI:S:reseau;P:secret;;",
	} {
		if got, ok := Parse(raw); ok {
			t.Errorf("Parse(%q) = %q", raw, got)
		}
	}
}

func TestHash(t *testing.T) {
	// printf ABCDEF0123456789GHJKMNPQRSTVWXYZ | sha256sum, first 8 bytes, base64url.
	if got := Hash(sample); got != "TSOC8aEnbDw" {
		t.Errorf("Hash = %q", got)
	}
}

func TestShort(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		code := NewShort()
		if len(code) != shortLength || seen[code] {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
		shown := ShowShort(code)
		if len(shown) != 9 || shown[4] != '-' {
			t.Fatalf("shown %q", shown)
		}
		for _, raw := range []string{code, shown, strings.ToLower(shown), " " + code[:2] + " " + code[2:] + "\n", code[:4] + "\u2011" + code[4:]} {
			if got, ok := ParseShort(raw); !ok || got != code {
				t.Fatalf("ParseShort(%q) = %q, %v", raw, got, ok)
			}
		}
	}
	for _, raw := range []string{"", "2345678", "234567899", "2345678O", "2345678A", "2345678é"} {
		if got, ok := ParseShort(raw); ok {
			t.Errorf("ParseShort(%q) = %q", raw, got)
		}
	}
}

func TestDrawIsEven(t *testing.T) {
	counts := map[rune]int{}
	for _, r := range draw(certificateAlphabet, 31000) {
		counts[r]++
	}
	// 1000 expected each; eight standard deviations on both sides.
	for _, r := range certificateAlphabet {
		if counts[r] < 750 || counts[r] > 1250 {
			t.Errorf("%c drawn %d times in 31000", r, counts[r])
		}
	}
}

// The phones know it by the same characters (e2e/unit/trial.test.mjs).
func TestTrialIsReadLikeATicket(t *testing.T) {
	code := Trial("ABC234")
	if read, ok := Parse(Payload("https://exemple.fr", code)); !ok || read != code || Tag(read) != "ABC234" || code != "ABC234ESSA0000000000000000000000" {
		t.Fatal(code, read, ok)
	}
}

func TestVerifyPayloadPacksTighter(t *testing.T) {
	for address, want := range map[string]string{
		"https://passerelle.exemple.fr/verifier/2345-6789-ABCD-EFGH-JKMN": "HTTPS://PASSERELLE.EXEMPLE.FR/VERIFIER/23456789ABCDEFGHJKMN",
		"http://127.0.0.1:8090/verifier/2345-6789-abcd-efgh-jkmn":         "HTTP://127.0.0.1:8090/VERIFIER/23456789ABCDEFGHJKMN",
		"https://exemple.fr/Sous/verifier/2345-6789-ABCD-EFGH-JKMN":       "https://exemple.fr/Sous/verifier/2345-6789-ABCD-EFGH-JKMN",
		"https://exemple.fr/ailleurs":                                     "https://exemple.fr/ailleurs", "": "", "/verifier/X": "/verifier/X",
	} {
		if got := VerifyPayload(address); got != want {
			t.Errorf("%q gives %q, want %q", address, got, want)
		}
	}
	rows, err := QR(VerifyPayload("https://passerelle.exemple.fr/verifier/2345-6789-ABCD-EFGH-JKMN"))
	if err != nil || len(rows) != 29 {
		t.Errorf("a symbol of %d modules, %v", len(rows), err)
	}
}
