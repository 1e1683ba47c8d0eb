// Package account makes accounts of the coordinator's space, lets them in, and gives them back to who lost
// the password. Recovery codes, printed on paper, stand in for the mail: the login never depends on one.
package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// CodesPerSheet is how many recovery codes are printed at once.
const CodesPerSheet = 10

// codeLetters has no letter and no digit that is taken for another; 12 of them are 58 random bits.
const (
	codeLetters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
	codeLength  = 12
)

// NewCode draws a recovery code, shown in groups of four: « K7QM-2RTX-9HVA ».
func NewCode() string {
	var b strings.Builder
	for i, c := range drawn(codeLetters, codeLength) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(byte(c))
	}
	return b.String()
}

// drawn picks n letters, each as likely as the others.
func drawn(letters string, n int) string {
	limit := 256 - 256%len(letters)
	out, one := make([]byte, 0, n), make([]byte, 1)
	for len(out) < n {
		if _, err := rand.Read(one); err != nil {
			panic(err)
		}
		if int(one[0]) < limit {
			out = append(out, letters[int(one[0])%len(letters)])
		}
	}
	return string(out)
}

// NormaliseCode is the code without what a hand adds: spaces, dashes, small letters.
func NormaliseCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// HashCode is what is kept of a code of an account: it opens nothing by itself.
func HashCode(user, typed string) string {
	sum := sha256.Sum256([]byte(user + "\x00" + NormaliseCode(typed)))
	return hex.EncodeToString(sum[:])
}

// NewCodes makes ten recovery codes for an account; every earlier one is void. They are shown once.
func NewCodes(app core.App, now time.Time, actor, user string) (codes []string, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		codes, err = newCodes(app, user)
		if err != nil {
			return err
		}
		return trace(app, now, actor, "recovery-codes", user)
	})
	return codes, err
}

func newCodes(app core.App, user string) (codes []string, err error) {
	if err := records.DropRecoveryCodes(app, user); err != nil {
		return nil, err
	}
	for range CodesPerSheet {
		code := NewCode()
		if err := records.AddRecoveryCode(app, user, HashCode(user, code)); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// SpendCode uses up a recovery code of an account; ErrCode when it is not one, or has served.
func SpendCode(app core.App, now time.Time, user, typed string) error {
	ok, err := records.UseRecoveryCode(app, user, HashCode(user, typed), records.At(now))
	if err != nil {
		return err
	}
	if !ok {
		return domain.Error{Code: domain.ErrCode, Field: "code"}
	}
	return trace(app, now, user, "recovery-code-used", user)
}

func trace(app core.App, now time.Time, actor, action, user string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "user", Target: user})
}
