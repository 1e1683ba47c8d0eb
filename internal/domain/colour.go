package domain

import (
	"math"
	"strconv"
	"strings"
)

// HouseColour is the colour of certificates until the coordinator chooses the charter's.
const HouseColour = "#0b5563"

// ReadableContrast is the least contrast of a text on its ground (WCAG 2, AA).
const ReadableContrast = 4.5

// CleanColour is a colour as it is stored, #rrggbb in small letters, of what somebody typed: with or without #, in
// three or six digits. Anything else comes back trimmed, for CheckColour to refuse.
func CleanColour(s string) string {
	typed := strings.ToLower(strings.TrimSpace(s))
	digits := strings.TrimPrefix(typed, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if _, ok := rgb("#" + digits); !ok {
		return typed
	}
	return "#" + digits
}

// CheckColour refuses what is no colour (ErrColour), and one in which nobody could read on white paper (ErrContrast,
// with the contrast it has). Empty is the house's.
func CheckColour(field, colour string) *Error {
	if colour == "" {
		return nil
	}
	if _, ok := rgb(colour); !ok {
		return &Error{Code: ErrColour, Field: field}
	}
	if c := OnWhite(colour); c < ReadableContrast {
		// Rounded down: 4.49 is not said to be 4.5.
		return &Error{Code: ErrContrast, Field: field, Arg: strings.Replace(strconv.FormatFloat(math.Floor(c*10)/10, 'f', 1, 64), ".", ",", 1)}
	}
	return nil
}

// OnWhite is the contrast of a colour (#rrggbb) on white paper, from 1 (white) to 21 (black); 0 for no colour.
func OnWhite(colour string) float64 {
	c, ok := rgb(colour)
	if !ok {
		return 0
	}
	luminance := 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
	return 1.05 / (luminance + 0.05)
}

func linear(channel byte) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func rgb(colour string) (c [3]byte, ok bool) {
	digits, hash := strings.CutPrefix(colour, "#")
	if !hash || len(digits) != 6 {
		return c, false
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	return [3]byte{byte(n >> 16), byte(n >> 8), byte(n)}, err == nil
}
