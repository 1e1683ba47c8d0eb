package hooks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// The two ways to serve a group, as the form sends them.
const (
	allTogether      = "ensemble"
	asManyAsPossible = "possible"
)

// groupInput is what a referent typed, under the names of the form.
type groupInput struct {
	FirstName, LastName, Email string // the referent's
	IsManager                  bool
	ManagerEmail               string
	Structure, StructureID     string
	NoStructure                bool
	Sector, Territory          string
	Rows                       []colleagueRow
	Paste                      string
	Mode                       string
	Informed                   bool
	Guessed                    bool // nothing told surnames from first names in what was pasted
	Intent                     string
}

// colleagueRow is a colleague as typed; N is the row's number, or « __i__ » in the pattern of new rows.
type colleagueRow struct {
	N, FirstName, LastName, Email, Function string
	Other                                   string // words pasted that are no function of the list
	Known, Twice                            bool   // registered already; named in another row too
	Skip, OtherPerson                       bool   // what is then wished
	Answers                                 records.Answers
	Questions                               []askedField
}

func (r colleagueRow) blank() bool { return r.FirstName+r.LastName+r.Email+r.Function == "" }

// prefix begins the names of the row's fields.
func (r colleagueRow) prefix() string { return "ligne-" + r.N + "-" }

// Asks tells whether the row is asked what to do with a name that is known.
func (r colleagueRow) Asks() bool { return r.Known || r.Skip || r.Twice || r.OtherPerson }

// Rank is the row's number for people.
func (r colleagueRow) Rank() string {
	n, err := strconv.Atoi(r.N)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n + 1)
}

func emptyRows(from, n int) (rows []colleagueRow) {
	for i := range n {
		rows = append(rows, colleagueRow{N: strconv.Itoa(from + i)})
	}
	return rows
}

func groupInputOf(f url.Values) groupInput {
	in := groupInput{FirstName: f.Get("referent_prenom"), LastName: f.Get("referent_nom"), Email: f.Get("referent_email"),
		IsManager: f.Get("responsable") != "", ManagerEmail: f.Get("responsable_email"), Structure: f.Get("structure"), StructureID: f.Get("structure_id"),
		NoStructure: f.Get("sans_structure") != "", Sector: f.Get("secteur"), Territory: f.Get("territoire"), Paste: f.Get("collage"),
		Mode: f.Get("ensemble"), Informed: f.Get("informes") != "", Intent: f.Get("intention")}
	if in.Mode != allTogether {
		in.Mode = asManyAsPossible
	}
	if !intentPattern.MatchString(in.Intent) {
		in.Intent = security.RandomString(32)
	}
	for _, n := range rowNumbers(f, "ligne-", domain.MaxPasted) {
		if r := colleagueRowOf(f, n); !r.blank() {
			in.Rows = append(in.Rows, r)
		}
	}
	in.number()
	return in
}

func colleagueRowOf(f url.Values, n string) colleagueRow {
	r := colleagueRow{N: n}
	get := func(name string) string { return strings.TrimSpace(f.Get(r.prefix() + name)) }
	r.FirstName, r.LastName, r.Email, r.Function, r.Other = get("prenom"), get("nom"), get("email"), get("fonction"), get("lu")
	r.Skip, r.OtherPerson, r.Answers = get("sans") != "", get("autre") != "", typedAnswers(f, r.prefix())
	return r
}

func (in *groupInput) number() {
	for i := range in.Rows {
		in.Rows[i].N = strconv.Itoa(i)
	}
}

// read adds what was pasted to the rows, and counts it.
func (in *groupInput) read(functions []domain.Named) int {
	rows, guessed := domain.ReadPasted(in.Paste, functions)
	for _, r := range rows {
		in.Rows = append(in.Rows, colleagueRow{FirstName: r.FirstName, LastName: r.LastName, Email: r.Email, Function: r.Function, Other: r.Other})
	}
	if in.Guessed = guessed; len(rows) > 0 {
		in.Paste = ""
	}
	in.number()
	return len(rows)
}

// switchNames puts each row's surname in the place of the first name.
func (in *groupInput) switchNames() {
	for i := range in.Rows {
		in.Rows[i].FirstName, in.Rows[i].LastName = in.Rows[i].LastName, in.Rows[i].FirstName
	}
}

// group is what the use case is asked. The nonce stands for this form and these names: sent twice it registers
// once, while other names typed over it after « back » are another group.
func (in groupInput) group(event string) registration.Group {
	g := registration.Group{Event: event, LastName: in.LastName, FirstName: in.FirstName, Email: in.Email, Whole: in.Mode == allTogether,
		Informed: in.Informed, IsManager: in.IsManager, ManagerEmail: in.ManagerEmail, Origin: domain.FromGroup, Actor: registration.Referent}
	names := in.Intent
	for _, r := range in.Rows {
		names += "|" + domain.NameKey(r.LastName, r.FirstName)
		g.People = append(g.People, registration.Request{LastName: r.LastName, FirstName: r.FirstName, Email: r.Email, Profession: r.Function,
			StructureID: in.StructureID, Structure: in.Structure, NoStructure: in.NoStructure, Sector: in.Sector, Territory: in.Territory,
			OtherPerson: r.OtherPerson && !r.Skip, SkipKnown: r.Skip, Answers: r.Answers})
	}
	sum := sha256.Sum256([]byte(names))
	g.Intent = hex.EncodeToString(sum[:16])
	return g
}

// groupFields are the names of the form's own fields, by those of the use case; what is asked once for all is
// refused at its one field.
var groupFields = map[string]string{"first_name": "referent_prenom", "last_name": "referent_nom", "email": "referent_email", "informed": "informes",
	"people": "ligne-0-prenom", "whole": "ensemble", "manager_email": "responsable_email", "structure": "structure", "sector": "secteur", "territory": "territoire"}

// colleagueFields are those of a row: the end of its name, and how people call it.
var colleagueFields = map[string]struct{ name, label string }{"first_name": {"prenom", "prénom"}, "last_name": {"nom", "nom"},
	"email": {"email", "adresse électronique"}, "profession": {"fonction", "fonction"}}

// groupMissing says what is asked of each field that must be filled; « : » stands before those of a row.
var groupMissing = map[string]string{"first_name": "Indiquez votre prénom.", "last_name": "Indiquez votre nom.",
	"email": "Indiquez votre adresse électronique\u00a0: le lien vers les inscriptions de vos collègues y sera envoyé.", "people": "Ajoutez au moins un collègue.",
	"structure":     "Indiquez votre structure, ou cochez la case «\u00a0Nous n’exerçons dans aucun établissement\u00a0».",
	"manager_email": "Indiquez l’adresse du responsable qui donne son accord.",
	":first_name":   "Indiquez le prénom.", ":last_name": "Indiquez le nom.", ":profession": "Choisissez la fonction."}

// knownColleague is said at the row of somebody who is registered already.
const knownColleague = "Cette personne est déjà inscrite à cet événement\u00a0: retirez sa ligne, ou continuez sans elle, pour inscrire les autres. Le lien de son inscription vient de lui être renvoyé."

// fieldErrors says each refusal at its field, and marks the rows that are asked what to do.
func (in *groupInput) fieldErrors(refusals []domain.Error) (errs []web.FieldError) {
	said := map[string]bool{}
	for _, r := range refusals {
		if strings.HasSuffix(r.Field, ":email") && r.Code == domain.ErrRequired {
			continue // it is the referent's own that is missing
		}
		one := in.fieldError(r)
		if !said[one.Field+one.Text] {
			errs = append(errs, one)
		}
		said[one.Field+one.Text] = true
	}
	return errs
}

func (in *groupInput) fieldError(r domain.Error) web.FieldError {
	number, field, ofRow := strings.Cut(r.Field, ":")
	n, err := strconv.Atoi(number)
	if !ofRow || err != nil || n >= len(in.Rows) {
		if r.Field == "people" && r.Code == domain.ErrNumber {
			return web.FieldError{Field: "ligne-" + r.Arg + "-prenom", Text: r.Arg + " personnes au plus par envoi\u00a0: inscrivez les suivantes dans un second envoi."}
		}
		return web.FieldError{Field: groupFields[r.Field], Label: map[string]string{"informed": "Leurs droits"}[r.Field], Text: textOf(r, groupMissing[r.Field])}
	}
	if common := groupFields[field]; colleagueFields[field].name == "" && common != "" {
		return web.FieldError{Field: common, Text: textOf(r, groupMissing[field])}
	}
	f := colleagueFields[field]
	switch {
	case strings.HasPrefix(field, question.Field("")):
		f.name, f.label = field, "question"
	case f.name == "":
		f = colleagueFields["last_name"]
	}
	out := web.FieldError{Field: "ligne-" + number + "-" + f.name, Label: "Collègue " + strconv.Itoa(n+1) + ", " + f.label, Text: textOf(r, groupMissing[":"+field])}
	switch r.Code {
	case domain.ErrAlreadyRegistered:
		in.Rows[n].Known, out.Text = true, knownColleague
	case domain.ErrTwice:
		in.Rows[n].Twice, out.Text = true, "Ce nom est déjà dans une ligne plus haut\u00a0: gardez-en une seule."
	}
	return out
}

// textOf is the sentence of a refusal, or a better one for an answer that is missing.
func textOf(r domain.Error, missing string) string {
	if r.Code == domain.ErrRequired && missing != "" {
		return missing
	}
	return sentence(r)
}
