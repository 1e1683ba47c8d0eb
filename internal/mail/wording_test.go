package mail_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/templates"
)

func TestWhatALineOfAWordingBecomes(t *testing.T) {
	w := mail.Words{FirstName: "Alba", Event: "Journée", Place: "Salle 1", Slots: []string{"jeudi", "vendredi"}, Registration: "abc"}
	for line, want := range map[string]string{
		"Bonjour {prénom},":                        "Bonjour Alba,",
		"Bonjour {PRENOM} {nom},":                  "Bonjour Alba,",
		"Lieu : {lieu}":                            "Lieu : Salle 1",
		"Venir : {accès}":                          "",
		"{demi-journées}":                          "- jeudi\n- vendredi",
		"Les {demi-journées}.":                     "Les jeudi ; vendredi.",
		"Voir : {lien de mon inscription}":         "[[Voir|inscription:abc]]",
		"Voir\u00a0: {lien de mon inscription}":    "[[Voir|inscription:abc]]",
		"{lien de mon inscription}":                "[[Voir mon inscription|inscription:abc]]",
		"{événement} : {lien de mon inscription}":  "[[Journée|inscription:abc]]",
		"Ici {lien de mon inscription}, ou non":    "Ici [[Voir mon inscription|inscription:abc]], ou non",
		"a|inscription:xyz : {lien pour annuler}":  "[[a/inscription:xyz|annuler:abc]]",
		"[[a|inscription:xyz]]":                    "((a|inscription:xyz))",
		"[{lien de mon inscription}|adresse:/x]]]": "([[Voir mon inscription|inscription:abc]]|adresse:/x)))",
		"{rien} et { }":                            "{rien} et { }",
	} {
		_, text := mail.Wording{Subject: "x", Text: line}.Fill(w)
		if got := strings.TrimSuffix(text, "\n"); got != want {
			t.Errorf("%q becomes %q, want %q", line, got, want)
		}
	}
	w.FirstName, w.Event = "{lieu}", "[[a|inscription:xyz]]"
	if subject, text := (mail.Wording{Subject: "{événement}", Text: "Bonjour {prénom},"}).Fill(w); text != "Bonjour {lieu},\n" || subject != "((a|inscription:xyz))" {
		t.Errorf("a value was read as a template: %q, %q", subject, text)
	}
}

var reference = regexp.MustCompile(`\[\[[^|\]]+\|([a-z-]+):([^\]]*)\]\]`)

// Whatever the coordinator types and whatever people are called, a letter links to its own registration, or to nothing.
func TestALetterLinksOnlyToItsOwn(t *testing.T) {
	piece := rapid.SampledFrom([]string{"[", "[[", "]]", "]", "|", ":", "{", "}", "{prénom}", "{lien de mon inscription}", "{lien pour annuler}", "{événement}",
		"inscription", "adresse", "xyz", " ", "\n", "- ", "Voir", "{demi-journées}"})
	draw := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		w := mail.Words{FirstName: draw.Draw(t, "first"), LastName: draw.Draw(t, "last"), For: draw.Draw(t, "for"), Event: draw.Draw(t, "event"), Note: draw.Draw(t, "note"),
			Slots: []string{draw.Draw(t, "slot")}, Registration: "mienne"}
		subject, text := mail.Wording{Subject: draw.Draw(t, "subject"), Text: draw.Draw(t, "text")}.Fill(w)
		for _, m := range reference.FindAllStringSubmatch(subject+text, -1) {
			if m[2] != "mienne" || (m[1] != "inscription" && m[1] != "annuler") {
				t.Fatalf("a link to %s:%s in\n%s\n%s", m[1], m[2], subject, text)
			}
		}
	})
}

func TestAWordingThatNamesTheUnknownIsRefusedAtItsField(t *testing.T) {
	m, err := mail.ModelOf(mail.Reminder)
	if err != nil {
		t.Fatal(err)
	}
	err = m.Check(mail.Wording{Subject: "Rappel {lien pour annuler}", Text: "{prenom} {Événement} {prènom} {nimporte} {rang} {nimporte}"})
	refused := domain.Refusals(err)
	if len(refused) != 2 || refused[0] != (domain.Error{Code: domain.ErrVariable, Field: "subject", Arg: "{lien pour annuler}"}) ||
		refused[1] != (domain.Error{Code: domain.ErrVariable, Field: "text", Arg: "{nimporte}, {rang}"}) {
		t.Fatalf("%v", refused)
	}
	if refused := domain.Refusals(m.Check(mail.Wording{})); len(refused) != 2 || refused[0].Code != domain.ErrRequired {
		t.Fatalf("%v", refused)
	}
}

// The house's own words pass the same check, and leave nothing in braces.
func TestEveryLetterOfTheHouseFillsWhole(t *testing.T) {
	app := testapp.New(t)
	r := testapp.Register(t, app, testapp.Event(t, app, 5, nil), "Essai", "Alba")
	for _, m := range mail.Models {
		if err := m.Check(mail.House(m.Kind)); err != nil {
			t.Errorf("%s: %v", m.Kind, err)
		}
		subject, text, err := mail.Preview(app, m.Kind, r, mail.House(m.Kind), nil)
		if err != nil || subject == "" || strings.ContainsAny(subject+text, "{}[]") || !m.Alone() && !strings.Contains(text, "Alba") {
			t.Errorf("%s: %s\n%s\n%v", m.Kind, subject, text, err)
		}
	}
}

// A colleague without a mailbox: the referent is greeted, and told for whom.
func TestALetterToTheReferentSaysForWhom(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	b := &records.Booking{Event: e.ID, LastName: "Cadre", FirstName: "Jeanne", Email: "cadre@exemple.invalid"}
	if err := records.AddBooking(app, b); err != nil {
		t.Fatal(err)
	}
	r.Email, r.Notify, r.Booking = "", b.Email, b.ID
	if err := records.SaveRegistration(app, r); err != nil {
		t.Fatal(err)
	}
	if err := mail.ToRegistration(app, testapp.Now, mail.Reminder, "essai", r, nil); err != nil {
		t.Fatal(err)
	}
	l := only(t, app, mail.Reminder)
	if l.Recipient != b.Email || l.RecipientName != "Jeanne Cadre" || !strings.HasSuffix(l.Subject, "(Aliénor Mésange)") ||
		!strings.HasPrefix(l.Text, "Bonjour Jeanne,\n\nCe message est pour Aliénor Mésange.\n\n") {
		t.Errorf("to %s %s: %s\n%s", l.RecipientName, l.Recipient, l.Subject, l.Text)
	}
	r.Booking = "" // the referent's name is not known
	if err := mail.ToRegistration(app, testapp.Now, mail.Again, "essai2", r, nil); err != nil {
		t.Fatal(err)
	}
	if l := only(t, app, mail.Again); l.RecipientName != "" || !strings.HasPrefix(l.Text, "Bonjour,\n\nCe message est pour Aliénor Mésange.") {
		t.Errorf("to %q:\n%s", l.RecipientName, l.Text)
	}
}

// only finds the one letter of a kind.
func only(t *testing.T, app core.App, kind string) (found records.Letter) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range rows {
		if l.Kind == kind {
			found = l
			n++
		}
	}
	if n != 1 {
		t.Fatalf("%d letters « %s »", n, kind)
	}
	return found
}

// A letter that is in the folder and not in the table has no text.
func TestEveryTextOfTheFolderIsALetter(t *testing.T) {
	files, err := fs.Glob(templates.FS, "mail/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		kind := strings.TrimSuffix(path.Base(f), ".txt")
		if mail.House(kind).Subject == "" {
			t.Errorf("%s: name it in model.go", f)
		}
	}
}

// The word « Objet » of the file is no part of the subject, whatever space a careful hand put before its colon.
func TestASubjectIsNotNamed(t *testing.T) {
	for _, m := range mail.Models {
		if m.Kind != mail.Written && (strings.HasPrefix(mail.House(m.Kind).Subject, "Objet") || mail.House(m.Kind).Subject == "") {
			t.Errorf("%s: %q", m.Kind, mail.House(m.Kind).Subject)
		}
	}
}
