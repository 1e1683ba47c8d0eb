package ticket

import (
	"errors"
	"strings"
	"unicode/utf8"
)

const (
	// certificateAlphabet has neither 0, 1, I, L nor O. That leaves 31
	// characters, a prime number, so the check below works in a field.
	certificateAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	certificateLength   = 20
	randomLength        = certificateLength - 2
	verifyPath          = "/VERIFIER/"
)

// Errors of ParseCertificateCode, in the order in which they are looked for.
var (
	// ErrCodeLength says that there are more or fewer than 20 characters.
	ErrCodeLength = errors.New("ticket: a verification code has 20 characters")
	// ErrCodeCharacter says that a character is not of the alphabet (0, 1, I, L
	// and O are not).
	ErrCodeCharacter = errors.New("ticket: a verification code has no such character")
	// ErrCodeCheck says that a character is wrong or that two were swapped.
	ErrCodeCheck = errors.New("ticket: the check of this verification code is wrong")
)

// NewCertificateCode draws the verification code of a certificate: 18 random
// characters (89 bits) and 2 of check, which catch every wrong pair of
// characters, hence every single wrong one, and every swap of two.
func NewCertificateCode() string { return seal(draw(certificateAlphabet, randomLength)) }

// ParseCertificateCode reads a code as it is printed, typed or scanned: any
// case, spaces and dashes anywhere, or the whole verification address.
// Errors: ErrCodeLength, ErrCodeCharacter, ErrCodeCheck.
func ParseCertificateCode(raw string) (string, error) {
	code := squeeze(afterVerifyPath(raw))
	if utf8.RuneCountInString(code) != certificateLength {
		return "", ErrCodeLength
	}
	if strings.Trim(code, certificateAlphabet) != "" {
		return "", ErrCodeCharacter
	}
	if plain, weighted := sums(code); plain != 0 || weighted != 0 {
		return "", ErrCodeCheck
	}
	return code, nil
}

// ShowCertificateCode writes a code in five groups of four, joined by dashes.
func ShowCertificateCode(code string) string { return grouped(code) }

// afterVerifyPath keeps what follows /verifier/ in an address.
func afterVerifyPath(raw string) string {
	at := strings.LastIndex(upper(raw), verifyPath)
	if at < 0 {
		return raw
	}
	rest := raw[at+len(verifyPath):]
	if end := strings.IndexAny(rest, "?#/"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// seal adds the two characters that make both sums of the whole code zero.
func seal(random string) string {
	const size = len(certificateAlphabet)
	plain, weighted := sums(random)
	// x at position 19 and y at position 20 solve
	// plain + x + y = 0 and weighted + 19x + 20y = 0 (mod 31).
	y := (randomLength+1)*plain - weighted
	y = ((y % size) + size) % size
	x := ((-plain-y)%size + size) % size
	return random + string(certificateAlphabet[x]) + string(certificateAlphabet[y])
}

// sums adds the values of the characters, plainly and weighted by position
// (from 1), modulo 31. Both together leave a distance of 3 between two codes.
func sums(code string) (plain, weighted int) {
	for i := range len(code) {
		value := strings.IndexByte(certificateAlphabet, code[i])
		plain += value
		weighted += (i + 1) * value
	}
	return plain % len(certificateAlphabet), weighted % len(certificateAlphabet)
}
