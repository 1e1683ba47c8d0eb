package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/retention"
	"passerelle/internal/testapp"
)

// The page of personal data says the durations in force, and everything that is done with names.
func TestThePrivacyPageSaysWhatIsDone(t *testing.T) {
	app := testapp.New(t)
	must(t, retention.SaveTerms(app, testapp.Now, "x", retention.Terms{Unserved: 7, Comfort: 21, Identities: 1, Logs: 9}))
	srv := testapp.Serve(t, app)
	page := string(getBody(t, testapp.Browser(t), srv.URL+"/confidentialite", 200))
	for _, want := range []string{"7 mois après", "21 jours après", "1 an après la fin de l’année", "9 mois, puis", "questionnaires", "deux rappels au plus", "Les listes d’avant la plateforme",
		"agence régionale de santé", "qui expire", "Les chiffres des rapports ne changent pas"} {
		if !strings.Contains(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
