package paris_test

import (
	"testing"

	"passerelle/internal/paris"
)

func TestDatesOfTheHistoryAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "2025": "2025", "12/2025": "2025-12", "décembre 2025": "2025-12", "Déc. 2025": "2025-12", "4/12/2025": "2025-12-04",
		"04.12.2025": "2025-12-04", "4 décembre 2025": "2025-12-04", "1er mai 2025": "2025-05-01", "2022-2025": "", "de 2022 à 2025": "2022/2025",
		"2022/2025": "2022/2025", "du 4/12/2025 au 5/12/2025": "2025-12-04/2025-12-05", "2025-12-04": "2025-12-04", "2022 - 2025": "2022/2025",
		"de septembre 2024 à juin 2025": "2024-09/2025-06", "bientôt": "", "31/02/2025": "", "2025/2022": "",
	} {
		got, err := paris.ReadSpan(typed)
		if want == "" && typed != "" {
			if err == nil {
				t.Errorf("%q is read as %q", typed, got)
			}
		} else if err != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, err, want)
		}
	}
	if got := paris.SpanWords("2024-09/2025-06"); got != "de septembre 2024 à juin 2025" {
		t.Error(got)
	}
}
