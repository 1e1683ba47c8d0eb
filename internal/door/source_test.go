package door_test

import (
	"testing"

	"passerelle/internal/door"
)

// The history of a registration says how each arrival came: a code typed by hand is no picture.
func TestHowAScanCame(t *testing.T) {
	ticket := "ABCDEFABCDEFABCDEFABCDEFABCDEFAB"
	for _, c := range []struct {
		scan door.Scan
		want string
	}{
		{door.Scan{Code: ticket}, "camera"}, {door.Scan{Code: "HTTPS://X.INVALID/B/" + ticket}, "camera"},
		{door.Scan{Code: "H5R4-5P94"}, "code"}, {door.Scan{Code: "h5r4 5p94"}, "code"}, {door.Scan{Registration: "abc"}, "search"},
		{door.Scan{Code: ticket, Source: "paper"}, "paper"},
	} {
		if got := door.SourceOf(door.Place{}, c.scan); got != c.want {
			t.Errorf("%+v: %s, want %s", c.scan, got, c.want)
		}
	}
}
