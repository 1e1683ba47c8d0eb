package domain

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// The code shown in the room, by which people confirm their presence themselves.
const (
	RoomCodeStep   = 45 * time.Second // how long one code is shown
	RoomCodeLength = 6
	// RoomPassTime is how long a form that was opened with a good code may be sent.
	RoomPassTime = 5 * time.Minute
	// The window in which people confirm themselves, around a half-day.
	selfOpens  = 15 * time.Minute // before its beginning
	selfCloses = 30 * time.Minute // after its end
)

// roomAlphabet makes no word, and has nothing that looks like another letter or like a digit.
const roomAlphabet = "BCDFGHJKMNPRSTVWXZ"

// SelfCheckOpen tells whether people may confirm their presence at this half-day now.
func SelfCheckOpen(s Slot, now time.Time) bool {
	return !now.Before(s.Start.Add(-selfOpens)) && now.Before(s.End.Add(selfCloses))
}

// RoomCode is the code shown for a half-day now, and how long it still is. The key is secret, and its own.
func RoomCode(key []byte, slot string, now time.Time) (code string, left time.Duration) {
	step := now.UnixMilli() / RoomCodeStep.Milliseconds()
	end := time.UnixMilli((step + 1) * RoomCodeStep.Milliseconds())
	return roomCode(key, slot, step), end.Sub(now)
}

// RoomCodeHolds tells whether a typed code is the half-day's now, or was until one step ago: hands may be slow.
func RoomCodeHolds(key []byte, slot, typed string, now time.Time) bool {
	step := now.UnixMilli() / RoomCodeStep.Milliseconds()
	typed = TidyRoomCode(typed)
	is := hmac.Equal([]byte(typed), []byte(roomCode(key, slot, step)))
	was := hmac.Equal([]byte(typed), []byte(roomCode(key, slot, step-1)))
	return is || was
}

// TidyRoomCode is a typed code in capitals, without what people put between letters.
func TidyRoomCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, typed)
}

// RoomPass says that a form about a half-day was opened at this moment, with a good code.
func RoomPass(key []byte, slot string, opened time.Time) string {
	at := strconv.FormatInt(opened.Unix(), 10)
	return at + "." + hex.EncodeToString(seal(key, "pass", slot, uint64(opened.Unix()))[:16])
}

// RoomPassHolds tells whether a form opened with a good code may still be sent.
func RoomPassHolds(key []byte, slot, pass string, now time.Time) bool {
	at, _, _ := strings.Cut(pass, ".")
	unix, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return false
	}
	opened := time.Unix(unix, 0)
	age := now.Sub(opened)
	return hmac.Equal([]byte(pass), []byte(RoomPass(key, slot, opened))) && age > -time.Second && age <= RoomPassTime
}

func roomCode(key []byte, slot string, step int64) string {
	sum := seal(key, "code", slot, uint64(step))
	n := binary.BigEndian.Uint64(sum)
	code := make([]byte, RoomCodeLength)
	for i := range code {
		code[i] = roomAlphabet[n%uint64(len(roomAlphabet))]
		n /= uint64(len(roomAlphabet))
	}
	return string(code)
}

func seal(key []byte, use, slot string, n uint64) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(use + "\x00" + slot + "\x00"))
	h.Write(binary.BigEndian.AppendUint64(nil, n))
	return h.Sum(nil)
}
