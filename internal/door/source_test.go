package door

import "testing"

// The history of a registration says how each arrival came: a code typed by hand is no picture.
func TestHowAScanCame(t *testing.T) {
	ticket := "ABCDEFABCDEFABCDEFABCDEFABCDEFAB"
	for _, c := range []struct {
		scan Scan
		want string
	}{
		{Scan{Code: ticket}, "camera"}, {Scan{Code: "HTTPS://X.INVALID/B/" + ticket}, "camera"},
		{Scan{Code: "H5R4-5P94"}, "code"}, {Scan{Code: "h5r4 5p94"}, "code"}, {Scan{Registration: "abc"}, "search"},
		{Scan{Code: ticket, Source: "paper"}, "paper"},
	} {
		if got := sourceOf(Place{}, c.scan); got != c.want {
			t.Errorf("%+v: %s, want %s", c.scan, got, c.want)
		}
	}
}
