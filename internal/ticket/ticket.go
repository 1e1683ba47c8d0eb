// Package ticket makes and reads the codes that people carry: the code and the
// short code of a ticket, the verification code of a certificate, and their QR.
package ticket

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
)

const (
	// ticketAlphabet has neither I, L, O nor U.
	ticketAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	tagLength      = 6
	codeLength     = 32
	// payloadPath carries the version of the format: its letter.
	payloadPath = "/B/"
)

var ticketPattern = regexp.MustCompile(
	`^(?:[A-Z][A-Z0-9+.-]*://[^/\s?#]+(?:/[^\s?#]*)?/B/)?([` + ticketAlphabet + `]{32})$`)

var tagPattern = regexp.MustCompile(`^[` + ticketAlphabet + `]{6}$`)

// NewEventTag draws the six characters that begin every ticket of an event.
func NewEventTag() string { return draw(ticketAlphabet, tagLength) }

// IsEventTag tells whether a text could be the tag of an event.
func IsEventTag(tag string) bool { return tagPattern.MatchString(tag) }

// New draws the 32 characters of a ticket of the event that bears this tag
// (from NewEventTag): the tag and 130 random bits.
func New(eventTag string) string {
	return eventTag + draw(ticketAlphabet, codeLength-tagLength)
}

// trial follows an event's tag in its test ticket, in place of the random characters. A ticket that would be drawn so
// once in 10^39 would not be read: nobody is ever it.
const trial = "ESSA0000000000000000000000"

// Trial is the test ticket of the event that bears this tag: phones try their camera on it, and record nothing
// (pb_public/accueil/app/trial.js).
func Trial(eventTag string) string { return eventTag + trial }

// Payload is the text of a ticket's QR: the public address and the code, all in
// capitals, because QR packs capitals tighter. A path in baseURL is dropped.
func Payload(baseURL, code string) string {
	origin := strings.TrimRight(strings.TrimSpace(baseURL), "/")
	if u, err := url.Parse(origin); err == nil && u.Host != "" {
		origin = u.Scheme + "://" + u.Host
	}
	return upper(origin) + payloadPath + code
}

// VerifyPayload is what the QR of a certificate bears: its verification address in capitals and without dashes, which
// pack tighter. An address that is not at the root of its host stays as it is.
func VerifyPayload(address string) string {
	at := strings.LastIndex(upper(address), verifyPath)
	if at < 0 {
		return address
	}
	if u, err := url.Parse(address[:at]); err != nil || u.Host == "" || u.Path != "" {
		return address
	}
	return upper(address[:at]) + verifyPath + squeeze(address[at+len(verifyPath):])
}

// Parse finds the 32 characters of a ticket in what a scanner or a hand gives:
// the code alone or a whole address that ends in /B/ and the code, in any case.
func Parse(raw string) (code string, ok bool) {
	parts := ticketPattern.FindStringSubmatch(upper(strings.TrimSpace(raw)))
	if parts == nil {
		return "", false
	}
	return parts[1], true
}

// Tag is the event's part of a ticket code, empty when code is too short.
func Tag(code string) string {
	if len(code) < tagLength {
		return ""
	}
	return code[:tagLength]
}

// Hash is what a door's list holds in place of the code: base64url, without
// padding, of the first 8 bytes of the SHA-256 of the 32 characters.
func Hash(code string) string {
	sum := sha256.Sum256([]byte(code))
	return base64.RawURLEncoding.EncodeToString(sum[:8])
}

// draw gives n characters of an alphabet of at most 256, each equally likely.
func draw(alphabet string, n int) string {
	// Bytes above the last whole multiple would favour the first characters.
	limit := 256 - 256%len(alphabet)
	out := make([]byte, 0, n)
	buffer := make([]byte, 2*n)
	for len(out) < n {
		rand.Read(buffer) // never fails: it ends the program instead
		for _, b := range buffer {
			if int(b) < limit && len(out) < n {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out)
}

// upper knows ASCII alone: strings.ToUpper would turn « ſ » into S.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
