package domain

import (
	"reflect"
	"testing"
)

func TestTheYearsOfALineAreInOrder(t *testing.T) {
	for years, want := range map[[2]string]Errors{{"", ""}: nil, {"2026", ""}: nil, {"", "2026"}: nil, {"2026", "2026"}: nil, {"2022", "2027"}: nil,
		{"2027", "2026"}: {{Code: ErrSlotOrder, Field: "valid_to"}}, {"1999", ""}: {{Code: ErrYear, Field: "valid_from"}}, {"", "2200"}: {{Code: ErrYear, Field: "valid_to"}},
		{"deux", "2026"}: {{Code: ErrYear, Field: "valid_from"}, {Code: ErrSlotOrder, Field: "valid_to"}}} {
		if got := CheckValidity(years[0], years[1]); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %v, want %v", years, got, want)
		}
	}
}
