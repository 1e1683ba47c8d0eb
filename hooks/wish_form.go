package hooks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/web"
)

// wishInput is what somebody typed to ask for a placement, under the names of the form.
type wishInput struct {
	FirstName, LastName, Email, Phone string
	Structure, StructureID            string
	Sector, Territory, Profession     string
	Service, Function                 string
	ManagerName, ManagerEmail         string
	HomeName, HomeFunction, HomeEmail string
	Choices                           [placement.MaxChoices]string
	Objectives, Constraints           string
	Away                              []awayRow
	Informed                          bool
	Anyway                            bool // keeps a place that expects other professions
	Intent                            string
}

// awayRow is when somebody cannot come, as typed.
type awayRow struct{ From, To, Part string }

// maxAwayRows is how many rows are read.
const maxAwayRows = 30

// wishNames are the names of the form, by those of the use case.
var wishNames = map[string]string{"first_name": "prenom", "last_name": "nom", "email": "email", "phone": "telephone", "structure": "structure", "sector": "secteur", "territory": "territoire",
	"profession": "fonction", "service": "service", "function": "poste", "choice-1": "souhait-1", "choice-2": "souhait-2", "choice-3": "souhait-3", "objectives": "objectifs",
	"constraints": "contraintes", "unavailable": "absences", "manager_name": "responsable-nom", "manager_email": "responsable", "home_name": "correspondant-nom",
	"home_function": "correspondant-poste", "home_email": "correspondant", "informed": "informe"}

// wishMissing says what is asked of each field that must be filled.
var wishMissing = map[string]string{
	"first_name": "Indiquez le prénom.", "last_name": "Indiquez le nom.", "email": "Indiquez une adresse électronique\u00a0: le lien vers la page du stage y est envoyé.",
	"structure": "Indiquez l’établissement ou la structure d’origine.", "service": "Indiquez le service\u00a0: la convention le porte.", "profession": "Choisissez la fonction dans la liste.",
	"choice-1": "Choisissez au moins une place.", "objectives": "Dites en quelques mots ce qui est attendu de ce stage\u00a0: la convention le reprend.",
	"manager_name": "Indiquez le nom du responsable\u00a0: son accord est demandé.", "manager_email": "Indiquez l’adresse du responsable\u00a0: son accord est demandé, rien n’avance sans lui.",
	"home_name": "Indiquez le nom de cette personne.", "home_email": "Indiquez l’adresse de cette personne\u00a0: la convention lui est envoyée.",
	"informed": "Cochez cette case\u00a0: chacun doit savoir ce que deviennent ces réponses."}

// wishOrder is the order of the form.
var wishOrder = []string{"souhait-1", "souhait-2", "souhait-3", "malgre", "prenom", "nom", "email", "telephone", "fonction", "poste", "structure", "service", "secteur", "territoire",
	"objectifs", "absences", "contraintes", "responsable-nom", "responsable", "correspondant-nom", "correspondant-poste", "correspondant", "informe"}

func wishInputOf(f url.Values) wishInput {
	in := wishInput{FirstName: f.Get("prenom"), LastName: f.Get("nom"), Email: f.Get("email"), Phone: f.Get("telephone"), Structure: f.Get("structure"), StructureID: f.Get("structure_id"),
		Sector: f.Get("secteur"), Territory: f.Get("territoire"), Profession: f.Get("fonction"), Service: f.Get("service"), Function: f.Get("poste"),
		ManagerName: f.Get("responsable-nom"), ManagerEmail: f.Get("responsable"), HomeName: f.Get("correspondant-nom"), HomeFunction: f.Get("correspondant-poste"), HomeEmail: f.Get("correspondant"),
		Objectives: f.Get("objectifs"), Constraints: f.Get("contraintes"), Informed: f.Get("informe") != "", Anyway: f.Get("malgre") != "", Intent: f.Get("intention")}
	for i := range in.Choices {
		in.Choices[i] = f.Get("souhait-" + strconv.Itoa(i+1))
	}
	for i := range maxAwayRows {
		at := fmt.Sprintf("absence-%d-", i)
		row := awayRow{strings.TrimSpace(f.Get(at + "debut")), strings.TrimSpace(f.Get(at + "fin")), f.Get(at + "moment")}
		if row.From != "" || row.To != "" {
			in.Away = append(in.Away, row)
		}
	}
	if !intentPattern.MatchString(in.Intent) {
		in.Intent = security.RandomString(32)
	}
	return in
}

// request is what the use case is asked, and what is wrong with the days typed.
func (in wishInput) request(origin string) (r placement.Request, errs []web.FieldError) {
	r = placement.Request{Origin: origin, FirstName: in.FirstName, LastName: in.LastName, Email: in.Email, Phone: in.Phone, Structure: in.Structure, StructureID: in.StructureID,
		Sector: in.Sector, Territory: in.Territory, Profession: in.Profession, Service: in.Service, Function: in.Function, ManagerName: in.ManagerName, ManagerEmail: in.ManagerEmail,
		HomeName: in.HomeName, HomeFunction: in.HomeFunction, HomeEmail: in.HomeEmail, Choices: in.Choices[:], Objectives: in.Objectives, Constraints: in.Constraints, Informed: in.Informed}
	for i, row := range in.Away {
		slots, err := row.slots()
		if err != nil {
			errs = append(errs, web.FieldError{Field: fmt.Sprintf("absence-%d-debut", i), Text: sentence(domain.Error{Code: domain.ErrAway})})
			r.Unavailable = append(r.Unavailable, domain.Slot{}) // refused with the rest
		}
		r.Unavailable = append(r.Unavailable, slots...)
	}
	return r, errs
}

func (r awayRow) slots() (slots []domain.Slot, err error) {
	var from, to time.Time
	if from, err = paris.ParseDay(r.From); err != nil {
		return nil, err
	}
	if r.To != "" {
		if to, err = paris.ParseDay(r.To); err != nil {
			return nil, err
		}
	}
	part := r.Part
	if part == "" {
		part = placement.AllDay
	}
	return placement.Away(from, to, part)
}

// step is the nonce of this form and this name: sent twice it asks once, while a colleague's name typed over it after
// « back » is another wish.
func (in wishInput) step() string {
	sum := sha256.Sum256([]byte(in.Intent + "|" + domain.NameKey(in.LastName, in.FirstName)))
	return hex.EncodeToString(sum[:16])
}

// wishInputFrom is a wish as its form shows it again.
func wishInputFrom(r placement.Request) wishInput {
	in := wishInput{FirstName: r.FirstName, LastName: r.LastName, Email: r.Email, Phone: r.Phone, StructureID: r.StructureID, Profession: r.Profession, Service: r.Service, Function: r.Function,
		ManagerName: r.ManagerName, ManagerEmail: r.ManagerEmail, HomeName: r.HomeName, HomeFunction: r.HomeFunction, HomeEmail: r.HomeEmail, Objectives: r.Objectives, Constraints: r.Constraints,
		Informed: true, Intent: security.RandomString(32)}
	copy(in.Choices[:], r.Choices)
	for _, s := range r.Unavailable {
		from, to, part := placement.PartOf(s)
		row := awayRow{paris.Day(from), paris.Day(to), part}
		if row.To == row.From {
			row.To = ""
		}
		in.Away = append(in.Away, row)
	}
	return in
}

// wishErrors puts refusals at the fields of the form, in its order, those of the days at their rows.
func wishErrors(refusals []domain.Error, rows []web.FieldError) (errs []web.FieldError) {
	for _, r := range refusals {
		text := sentence(r)
		switch {
		case r.Code == domain.ErrRequired && wishMissing[r.Field] != "":
			text = wishMissing[r.Field]
		case r.Code == domain.ErrSelfManager && r.Field == "home_email":
			text = "Indiquez l’adresse d’une autre personne de l’établissement, et non la vôtre."
		case r.Code == domain.ErrTwice:
			text = "Cette place est déjà choisie plus haut\u00a0: choisissez-en une autre, ou laissez vide."
		case r.Field == "unavailable" && len(rows) > 0:
			continue
		}
		name := r.Field
		if known, ok := wishNames[name]; ok {
			name = known
		}
		errs = append(errs, web.FieldError{Field: name, Text: text})
	}
	errs = append(errs, rows...)
	slices.SortStableFunc(errs, func(a, b web.FieldError) int { return wishPlace(a.Field) - wishPlace(b.Field) })
	return errs
}

func wishPlace(field string) int {
	if strings.HasPrefix(field, "absence-") {
		field = "absences"
	}
	return slices.Index(wishOrder, field)
}
