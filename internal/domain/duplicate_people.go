package domain

import (
	"cmp"
	"slices"
)

// Identity is what two people are compared by. Structure is an id, after its merges.
type Identity struct {
	ID, LastName, FirstName, Email, Structure string
	Distinct                                  bool // « Je suis une autre personne »
}

// What each likeness of two people weighs. A name and nothing else is enough; anything less needs the mailbox
// or the structure to go with it. Who said to be another is believed, unless one of these says otherwise.
const (
	weighSameName     = 60
	weighSwappedName  = 55
	weighOneLetter    = 30
	weighSameLastName = 15
	weighMailbox      = 30
	weighStructure    = 20
	weighSaidOther    = -30
)

// face is an identity as it is compared.
type face struct {
	Identity
	last, first, name string
}

func faceOf(p Identity) face {
	f := face{Identity: p, last: squeeze(p.LastName), first: squeeze(p.FirstName)}
	f.name = f.last + "|" + f.first
	return f
}

// PeopleAlike scores how much two people look like one. The order of the two does not matter.
func PeopleAlike(a, b Identity) Likeness { return alike(faceOf(a), faceOf(b)) }

func alike(a, b face) (l Likeness) {
	whole := false
	switch {
	case a.name == b.name:
		whole = true
		l.add(weighSameName, SameName)
	case a.last == b.first && a.first == b.last:
		whole = true
		l.add(weighSwappedName, SwappedName)
	case oneLetter(a.name, b.name):
		l.add(weighOneLetter, OneLetter)
	case a.last == b.last && a.last != "":
		l.add(weighSameLastName, SameLastName)
	default:
		return l
	}
	if a.Email != "" && a.Email == b.Email {
		l.add(weighMailbox, SameMailbox)
	}
	if a.Structure != "" && a.Structure == b.Structure {
		l.add(weighStructure, SameStructure)
	}
	if whole && (a.Distinct || b.Distinct) {
		l.add(weighSaidOther, SaidOther)
	}
	return l
}

// LikelyPeople lists the pairs of people worth a look, the likeliest first, whatever the order given.
func LikelyPeople(list []Identity) (pairs []Pair) {
	faces := make([]face, len(list))
	for i, p := range list {
		faces[i] = faceOf(p)
	}
	slices.SortFunc(faces, func(a, b face) int { return cmp.Compare(a.ID, b.ID) })
	blocks(len(faces), func(i int, add func(parts ...string)) { faces[i].keys(add) }, func(i, j int) {
		if l := alike(faces[i], faces[j]); l.Score >= Likely {
			pairs = append(pairs, Pair{faces[i].ID, faces[j].ID, l})
		}
	})
	sortPairs(pairs)
	return pairs
}

// keys are such that two people who may score enough share one.
func (f face) keys(add func(parts ...string)) {
	add("name", min(f.last, f.first), max(f.last, f.first))
	if f.Email != "" {
		add("last name", f.Email, f.last)
	}
	for kind, of := range map[string]string{"mailbox": f.Email, "structure": f.Structure} {
		if of != "" {
			shorter(f.name, func(s string) { add(kind, of, s) })
		}
	}
}
