package sheet

import (
	"strconv"
	"strings"
)

// A presence typed again from a sheet bears a nonce made of what it is, so that a form sent twice acts once:
// feuille:SHEET:SLOT:WHO:ROUND, and :annulee at its end when it takes that one back.
const (
	nonceHead = "feuille:"
	nonceUndo = ":annulee"
)

type nonce struct {
	sheet, slot, who string // who: id of a registration, or + and the number of a line added by hand
	round            int
}

func (n nonce) String() string {
	return nonceHead + n.sheet + ":" + n.slot + ":" + n.who + ":" + strconv.Itoa(n.round)
}

func parseNonce(s string) (n nonce, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimSuffix(s, nonceUndo), nonceHead)
	parts := strings.Split(rest, ":")
	if !ok || len(parts) != 4 {
		return n, false
	}
	round, err := strconv.Atoi(parts[3])
	return nonce{parts[0], parts[1], parts[2], round}, err == nil && round > 0
}
