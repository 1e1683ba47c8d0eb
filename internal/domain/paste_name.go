package domain

import (
	"strings"
	"unicode"
)

// What a column holds.
type column int

const (
	noColumn column = iota
	surnameColumn
	birthNameColumn // read where there is no other surname
	firstNameColumn
	wholeNameColumn // « Nom Prénom »
	wholeFirstColumn
	mailColumn
	functionColumn
	otherColumn // known, and of no use
)

var headingWords = map[string]column{
	"nom": surnameColumn, "noms": surnameColumn, "nom de famille": surnameColumn, "nom d usage": surnameColumn, "nom usuel": surnameColumn,
	"nom marital": surnameColumn, "nom de naissance": birthNameColumn, "nom patronymique": birthNameColumn,
	"prenom": firstNameColumn, "prenoms": firstNameColumn, "prenom s": firstNameColumn, "prenom usuel": firstNameColumn,
	"nom prenom": wholeNameColumn, "nom et prenom": wholeNameColumn, "noms et prenoms": wholeNameColumn, "noms prenoms": wholeNameColumn,
	"agent": wholeNameColumn, "agents": wholeNameColumn, "participant": wholeNameColumn, "participants": wholeNameColumn, "professionnel": wholeNameColumn,
	"prenom nom": wholeFirstColumn, "prenom et nom": wholeFirstColumn, "prenoms et noms": wholeFirstColumn,
	"mail": mailColumn, "email": mailColumn, "e mail": mailColumn, "mails": mailColumn, "courriel": mailColumn, "mel": mailColumn, "messagerie": mailColumn,
	"adresse": mailColumn, "adresse mail": mailColumn, "adresse email": mailColumn, "adresse e mail": mailColumn, "adresse electronique": mailColumn,
	"adresse de messagerie": mailColumn, "adresse courriel": mailColumn, "mail pro": mailColumn, "mail professionnel": mailColumn, "adresse mail pro": mailColumn,
	"adresse mail professionnelle": mailColumn,
	"fonction":                     functionColumn, "fonctions": functionColumn, "profession": functionColumn, "metier": functionColumn, "poste": functionColumn, "grade": functionColumn,
	"emploi": functionColumn, "qualification": functionColumn, "qualite": functionColumn,
	"service": otherColumn, "structure": otherColumn, "etablissement": otherColumn, "unite": otherColumn, "pole": otherColumn, "site": otherColumn,
	"telephone": otherColumn, "tel": otherColumn, "civilite": otherColumn, "titre": otherColumn, "matricule": otherColumn, "n": otherColumn, "no": otherColumn,
	"numero": otherColumn, "rpps": otherColumn, "date de naissance": otherColumn, "secteur": otherColumn, "territoire": otherColumn,
	"commentaire": otherColumn, "observations": otherColumn, "remarques": otherColumn, "sexe": otherColumn, "date": otherColumn,
}

// headings are the columns of a table, by number.
type headings []column

// headingsOf reads the first line as headings: at least one names or mails somebody, and most are known. nil:
// it is a line like the others.
func headingsOf(table [][]string) headings {
	if len(table) == 0 {
		return nil
	}
	var h headings
	known, filled, useful := 0, 0, 0
	for _, c := range table[0] {
		kind := headingWords[Fold(strings.ReplaceAll(c, "(s)", ""))]
		h = append(h, kind)
		if c != "" {
			filled++
		}
		if kind != noColumn {
			known++
		}
		if kind != noColumn && kind < functionColumn {
			useful++
		}
	}
	if useful == 0 || 2*known < filled || (known == 1 && filled > 1) {
		return nil
	}
	if !h.has(surnameColumn) && !h.has(wholeNameColumn) && !h.has(wholeFirstColumn) && !h.has(birthNameColumn) && !h.has(firstNameColumn) {
		return nil // « Service » or « Mail » alone says nothing of the names: their cells do
	}
	return h
}

func (h headings) has(kind column) bool {
	for _, k := range h {
		if k == kind {
			return true
		}
	}
	return false
}

// read takes the cells of a line by their headings.
func (h headings) read(cells []string, functions []Named) (l pastedLine) {
	var last, birth, first, whole string
	for i, c := range cells {
		email, text := mailboxIn(c)
		if l.Email == "" {
			l.Email = email
		}
		if i >= len(h) || text == "" {
			continue
		}
		switch h[i] {
		case surnameColumn:
			last = withoutTitle(joinWords(last, text))
		case birthNameColumn:
			birth = withoutTitle(text)
		case firstNameColumn:
			first = joinWords(first, text)
		case wholeNameColumn, wholeFirstColumn:
			whole = withoutTitle(text)
			l.order = map[column]nameOrder{wholeNameColumn: surnameFirst, wholeFirstColumn: firstNameFirst}[h[i]]
		case functionColumn:
			if l.Function = FunctionOf(text, functions); l.Function == "" {
				l.Other = text
			}
		}
	}
	if last == "" {
		last = birth
	}
	switch {
	case last != "" && !h.has(firstNameColumn): // « Nom » over the whole name
		l.names, l.whole = []string{last}, true
	case last+first != "":
		l.names, l.order = []string{last, first}, surnameFirst
	case whole != "":
		l.names, l.whole = []string{whole}, true
	}
	return l
}

func joinWords(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// orderNames puts the names of all lines into surname and first name: by what each line tells of itself, else as
// most others do, else surname first in two cells and first name first in one. It says whether it guessed.
func orderNames(lines []pastedLine) (guessed bool) {
	var votes [2]int // in two cells, in one: over 0 where surnames come first
	at := func(l pastedLine) int { return map[bool]int{false: 0, true: 1}[l.whole] }
	told := make([]bool, len(lines))
	for i := range lines {
		l := &lines[i]
		if len(l.names) == 0 {
			continue
		}
		o := l.place(l.order)
		told[i] = o != unknownOrder
		votes[at(*l)] += map[nameOrder]int{surnameFirst: 1, firstNameFirst: -1}[o]
	}
	for i := range lines {
		l := &lines[i]
		if told[i] || len(l.names) == 0 {
			continue
		}
		o := surnameFirst
		if v := votes[at(*l)]; v < 0 || (v == 0 && l.whole) {
			o = firstNameFirst
		}
		guessed = guessed || votes[at(*l)] == 0
		l.put(o, 0)
	}
	return guessed
}

// place puts a line's name where it can tell the order, and says which it is.
func (l *pastedLine) place(said nameOrder) nameOrder {
	if !l.whole {
		o := said
		if o == unknownOrder {
			o = tell(l.names[0], l.names[len(l.names)-1], l.Email)
		}
		if o != unknownOrder {
			l.put(o, 0)
		}
		return o
	}
	words := strings.Fields(l.names[0])
	if len(words) < 2 {
		l.LastName = l.names[0]
		return unknownOrder
	}
	if hasSurnameAndFirst(l.names[0]) {
		return l.byCapitals(words)
	}
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if o := tell(a, b, l.Email); o != unknownOrder {
			l.put(o, i)
			return o
		}
	}
	if said != unknownOrder {
		l.put(said, 0)
	}
	return said
}

// byCapitals takes the words in capitals for the surname.
func (l *pastedLine) byCapitals(words []string) nameOrder {
	var last, first []string
	for _, w := range words {
		if capitals(w) {
			last = append(last, w)
		} else {
			first = append(first, w)
		}
	}
	l.LastName, l.FirstName = strings.Join(last, " "), strings.Join(first, " ")
	if capitals(words[0]) {
		return surnameFirst
	}
	return firstNameFirst
}

// put writes the names in an order. In one cell, i is where the second part begins; 0: not known, then a first
// name is one word.
func (l *pastedLine) put(o nameOrder, i int) {
	if len(l.names) == 0 {
		return
	}
	a, b := l.names[0], l.names[len(l.names)-1]
	if l.whole {
		words := strings.Fields(a)
		if len(words) < 2 {
			l.LastName = a
			return
		}
		if i == 0 {
			if i = 1; o == surnameFirst {
				i = len(words) - 1
			}
		}
		a, b = strings.Join(words[:i], " "), strings.Join(words[i:], " ")
	}
	l.LastName, l.FirstName = a, b
	if o == firstNameFirst {
		l.LastName, l.FirstName = b, a
	}
}

// tell says which of two names is the surname: the one in capitals, or the one that the mailbox puts last
// (prenom.nom@…, p.nom@…).
func tell(a, b, email string) nameOrder {
	switch {
	case capitals(a) && !capitals(b):
		return surnameFirst
	case capitals(b) && !capitals(a):
		return firstNameFirst
	}
	local, _, _ := strings.Cut(email, "@")
	first, last, ok := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(local, "_", "."), "-", "."), ".")
	if !ok || first == "" {
		return unknownOrder
	}
	x, y := squeezed(a), squeezed(b)
	last = squeezed(last)
	first = squeezed(first)
	switch {
	case x == y:
	case last == y && strings.HasPrefix(x, first):
		return firstNameFirst
	case last == x && strings.HasPrefix(y, first):
		return surnameFirst
	}
	return unknownOrder
}

func squeezed(s string) string { return strings.ReplaceAll(Fold(s), " ", "") }

// capitals tells whether a name is written in capitals: two letters at least, none small.
func capitals(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}

// hasSurnameAndFirst tells whether some words of a cell are in capitals and others are not.
func hasSurnameAndFirst(s string) bool {
	up, down := false, false
	for _, w := range strings.Fields(s) {
		up, down = up || capitals(w), down || !capitals(w)
	}
	return up && down
}
