package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// crowd is how many people the season knows.
const crowd = 180

// person is somebody who does not exist: a first name, and a plant, a bird or a river for a surname.
type person struct {
	first, last, email string
	structure          string // name as typed; empty: « sans structure »
	profession         string // codes
	sector, territory  string
}

var firstNames = strings.Fields(`Adèle Agnès Aïcha Alban Alice Amandine Anaïs Antoine Aurore Baptiste Basile Béatrice Camille
	Céleste Chloé Clément Corentin Damien Delphine Édith Élise Éloi Émile Esther Fabien Farida Félix Fleur Gaël Garance
	Gaspard Hélène Hugo Inès Iris Joséphine Jules Karim Lætitia Léonie Louise Lucien Maël Manon Marius Mathilde Nadia Noé
	Octave Ophélie Paul Raphaël Romane Samia Solène Thaïs Théo Valentine Victor Zoé`)

var lastNames = strings.Fields(`Alouette Amandier Ancolie Aubépine Authie Balsamine Bergeronnette Bleuet Bouvreuil Bruyère
	Busard Campanule Canche Capucine Cèdre Charme Châtaigner Chèvrefeuille Clématite Coquelicot Cormoran Cornouiller Crinchon
	D’Églantier Deûle Épine-Noire Érable Escaut Fauvette Fougère Frênaie Fusain Genêt Gentiane Glycine Grèbe Grimpereau Grive
	Hêtraie Hirondelle Houblon Iris-des-Marais Jacinthe Jonquille Lawe Lierre Linotte Liseron Loriot Lys-Blanc Marjolaine
	Martinet Mélisse Mésange Millepertuis Mirabelle Muguet Myosotis Nénuphar Noisetier Œillet Orme Passereau Pervenche Pinson
	Pivoine Primevère Pulmonaire Rameau-Vert Renoncule Roitelet Romarin Roselière Rouge-Gorge Sarcelle Sauge Saulaie Scarpe
	Sensée Sittelle Sorbier Souchet Sureau Tarier Ternoise Tilleul Troène Valériane Véronique Violette`)

// professionsOf says who works in a sector, the most frequent several times.
var professionsOf = map[string][]string{
	"sanitaire": {"infirmier", "infirmier", "infirmier", "psychologue", "psychologue", "psychiatre", "aide-soignant",
		"cadre-de-sante", "ergotherapeute", "infirmier-infirmiere-en-pratique-avancee", "assistant", "mediateur", "medecin"},
	"ville":         {"infirmier", "medecin", "sage-femme", "psychologue"},
	"medico-social": {"educateur", "educateur", "moniteur-educateur", "psychologue", "coordinateur", "chef-de-service", "assistant"},
	"social":        {"assistant", "assistant", "cesf", "educateur", "chef-de-service"},
	"associatif":    {"benevole", "coordinateur", "mediateur", "chef-de-service"},
	"education":     {"enseignant", "enseignant", "infirmier-infirmiere-scolaire", "assistant", "psychologue"},
	"justice":       {"educateur", "chef-de-service", "mandataire-judiciaire"},
	"departement":   {"puericultrice", "assistant", "sage-femme", "chef-de-service"},
	"collectivite":  {"coordinateur", "elu", "chef-de-service"},
	"autre":         {"chef-de-service", "autre-fonction", "coordinateur"},
}

// homes are the territories of those whose structure covers several.
var homes = []string{"lens-henin", "lens-henin", "cabbalr", "cabbalr", "cua", "cua", "capso", "sud-artois", "ternois", "campagnes-artois"}

// unlisted are structures that the territory's list does not know: they wait to be validated; one of them is
// written in two ways.
var unlisted = []person{
	{structure: "Maison d’accueil Les Trois Saules (fictive)", sector: "medico-social", territory: "ternois"},
	{structure: "Maison d’accueil Les Trois Saules (fictive)", sector: "medico-social", territory: "ternois"},
	{structure: "Les Trois Saules (fictive)", sector: "medico-social", territory: "ternois"},
	{structure: "Cabinet infirmier des Deux Rives (fictif)", sector: "ville", territory: "capso"},
}

// alone are people without a structure.
var alone = []person{
	{profession: "etudiant", sector: "education", territory: "cua"}, {profession: "etudiant", territory: "hors-territoire"},
	{profession: "elu", sector: "collectivite", territory: "sud-artois"}, {profession: "infirmier", sector: "ville", territory: "lens-henin"},
	{profession: "benevole", territory: "cabbalr"}, {profession: "autre-fonction"},
}

// people makes the crowd, the same at each run: structures of the territory's list, those at its head more
// often, then a few without one and a few of structures that nobody has validated yet.
func people(app core.App, rng *rand.Rand) ([]person, error) {
	structures, err := records.AllStructures(app)
	if err != nil {
		return nil, err
	}
	sectors, err := records.Items(app, records.Sectors)
	if err != nil {
		return nil, err
	}
	list := append([]person{}, alone...)
	for _, p := range unlisted {
		p.profession = pick(rng, professionsOf[p.sector])
		list = append(list, p)
	}
	for len(list) < crowd {
		s := structures[min(rng.IntN(len(structures)), rng.IntN(len(structures)))]
		p := person{structure: s.Label(), profession: pick(rng, professionsOf[records.Find(sectors, s.Sector).Code])}
		if s.Territory == "" {
			p.territory = pick(rng, homes)
		}
		list = append(list, p)
	}
	rng.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
	name(list, rng)
	twice(list)
	return list, nil
}

// twice makes some people known under two names, as happens: a change of structure, a surname typed for a first
// name, a letter left out. The coordinator's page of duplicates has something to show.
func twice(list []person) {
	for _, i := range []int{20, 70, 122} {
		list[i+1] = list[i]
		moved := &list[i+1]
		moved.email, moved.structure, moved.sector, moved.territory = fmt.Sprintf("contact-%d@exemple.invalid", i), unlisted[0].structure, unlisted[0].sector, unlisted[0].territory
	}
	for _, i := range []int{32, 98} {
		swapped := &list[i+1]
		swapped.first, swapped.last, swapped.email = list[i].last, list[i].first, list[i].email
	}
	for _, i := range []int{44, 84, 140} {
		list[i+1] = list[i]
		name := []rune(list[i].last)
		list[i+1].last, list[i+1].email = string(name[:len(name)-1]), fmt.Sprintf("contact-%d@exemple.invalid", i)
	}
}

// name gives everybody a name of their own, and the address that goes with it.
func name(list []person, rng *rand.Rand) {
	taken := map[string]bool{}
	for i := range list {
		p := &list[i]
		for p.last == "" || taken[domain.NameKey(p.last, p.first)] {
			p.first, p.last = pick(rng, firstNames), pick(rng, lastNames)
		}
		taken[domain.NameKey(p.last, p.first)] = true
		p.email = strings.ReplaceAll(domain.Fold(p.first)+"."+domain.Fold(p.last), " ", "-") + "@exemple.invalid"
	}
}

func pick(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }
