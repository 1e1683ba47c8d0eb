package domain

import (
	"regexp"
	"slices"
	"strings"
)

// ImportKind says what a file of the past holds: a line a person, or a line an event with bare counts.
type ImportKind string

// The kinds of import.
const (
	ImportParticipants ImportKind = "participants"
	ImportHistory      ImportKind = "history"
)

// ImportField is what a column of a file of the past holds. Its word is the one of the command line and of what is kept.
type ImportField string

// The fields of a file. Those of a second person of the same line end in « _2 », of a third in « _3 ».
const (
	FieldNone       ImportField = ""
	FieldLast       ImportField = "nom"
	FieldFirst      ImportField = "prenom"
	FieldName       ImportField = "nom_complet"
	FieldStructure  ImportField = "structure"
	FieldSector     ImportField = "secteur"
	FieldTerritory  ImportField = "territoire"
	FieldFunction   ImportField = "fonction"
	FieldEmail      ImportField = "courriel"
	FieldPresence   ImportField = "presence"
	FieldHalfDay    ImportField = "demi_journee"
	FieldHours      ImportField = "heures"
	FieldTitle      ImportField = "titre"
	FieldDate       ImportField = "date"
	FieldTime       ImportField = "horaires"
	FieldPlace      ImportField = "lieu"
	FieldPlaceTerr  ImportField = "territoire_lieu"
	FieldProgramme  ImportField = "programme"
	FieldCode       ImportField = "code"
	FieldTimes      ImportField = "rencontres"
	FieldCount      ImportField = "participants"
	FieldCountIs    ImportField = "source"
	FieldTrained    ImportField = "formes"
	FieldStructures ImportField = "structures"
	FieldGroup      ImportField = "groupe"
	FieldAction     ImportField = "actions"
	FieldProposed   ImportField = "actions_proposees"
	FieldRole       ImportField = "role"
	FieldPartners   ImportField = "partenaires"
)

// MaxPeopleInLine is how many people one line may name in columns of their own.
const MaxPeopleInLine = 4

// Nth is the field of the n-th person of a line, from 1.
func (f ImportField) Nth(n int) ImportField {
	if n < 2 || f == FieldNone {
		return f
	}
	return f + ImportField("_"+string(rune('0'+n)))
}

// Base is the field whoever of the line it is about, and who (from 1).
func (f ImportField) Base() (ImportField, int) {
	if s := string(f); len(s) > 2 && s[len(s)-2] == '_' && s[len(s)-1] >= '2' && s[len(s)-1] <= '9' {
		return ImportField(s[:len(s)-2]), int(s[len(s)-1] - '0')
	}
	return f, 1
}

// ImportFields lists what a column may hold in a kind of file, in the order of the screens.
func ImportFields(kind ImportKind) (fields []ImportField) {
	if kind == ImportHistory {
		return []ImportField{FieldTitle, FieldDate, FieldProgramme, FieldPlace, FieldPlaceTerr, FieldTimes, FieldCount, FieldCountIs, FieldTrained,
			FieldStructures, FieldGroup, FieldAction, FieldProposed, FieldRole, FieldPartners, FieldCode}
	}
	fields = []ImportField{FieldLast, FieldFirst, FieldName, FieldStructure, FieldSector, FieldTerritory, FieldFunction, FieldEmail,
		FieldPresence, FieldHalfDay, FieldHours, FieldTitle, FieldDate, FieldTime, FieldPlace, FieldPlaceTerr, FieldProgramme}
	for n := 2; n <= MaxPeopleInLine; n++ {
		for _, f := range []ImportField{FieldLast, FieldFirst, FieldName, FieldStructure, FieldFunction, FieldEmail} {
			fields = append(fields, f.Nth(n))
		}
	}
	return fields
}

// importWords are the headings that people write, folded. A heading is one of them, or holds one as whole words.
var importWords = map[ImportKind][]struct {
	field ImportField
	words string
}{
	ImportParticipants: {
		{FieldName, "nom et prenom|nom prenom|prenom et nom|prenom nom|noms et prenoms|prenoms et noms|nom complet|participant|participants|participante|agent|stagiaire|professionnel|vos nom et prenom|identite"},
		{FieldEmail, "adresse de messagerie|adresse mail|adresse email|adresse e mail|adresse electronique|courriel|mail|email|e mail|mel|messagerie"},
		{FieldFirst, "prenom|prenoms|prenom s"},
		{FieldLast, "nom|noms|nom de famille|nom d usage|nom de naissance"},
		{FieldPlaceTerr, "territoire du lieu|territoire de l evenement"},
		{FieldTitle, "evenement|titre|intitule|formation|action|nom de l evenement|titre de l evenement|session|manifestation|theme|journee"},
		{FieldProgramme, "programme|type d evenement"},
		{FieldPlace, "lieu|ville|salle|lieu de l evenement|commune"},
		{FieldTime, "horaire|horaires|heure|creneau"},
		{FieldHours, "heures|nombre d heures|duree|nb heures|heures suivies|heures de presence"},
		{FieldStructure, "structure|etablissement|organisme|institution|employeur|organisation|association|service|etablissement d origine|lieu d exercice|structure d appartenance|structure de rattachement"},
		{FieldSector, "secteur|secteur d activite|champ|champ d activite"},
		{FieldTerritory, "territoire|territoire d exercice|epci|bassin"},
		{FieldFunction, "fonction|fonctions|profession|metier|poste|qualite|qualification|grade|emploi"},
		{FieldHalfDay, "matin|matinee|apres midi|am|pm|jour 1|jour 2|jour 3|jour 4|j1|j2|j3|j4|demi journee 1|demi journee 2|demi journee 3|demi journee 4"},
		{FieldPresence, "presence|present|presente|presents|present e|emargement|a participe|est venu|venu|participation|signature"},
		{FieldDate, "date|dates|jour|date de l evenement|date de la formation"},
	},
	ImportHistory: {
		{FieldCode, "id|code"},
		{FieldTrained, "trained at least|personnes formees|secouristes|secouristes formes|formes|stock"},
		{FieldStructures, "structures reached|structures|nombre de structures|structures touchees|structures presentes"},
		{FieldCountIs, "attendance is|source|source du chiffre|origine du chiffre"},
		{FieldProposed, "roadmap proposed|actions proposees"},
		{FieldAction, "roadmap actions|feuille de route|action|actions|n d action|numero d action"},
		{FieldRole, "ptsm role|role|role du ptsm|portage"},
		{FieldTitle, "title|titre|intitule|evenement|manifestation|nom de l evenement|theme|objet"},
		{FieldDate, "date|dates|annee|periode|quand"},
		{FieldProgramme, "programme|type|type d evenement"},
		{FieldPlaceTerr, "territory|territoire|territoire du lieu|epci"},
		{FieldPlace, "place|lieu|ville|commune|salle"},
		{FieldTimes, "occurrences|nombre de rencontres|rencontres|nombre de reunions|reunions|nombre de seances|seances"},
		{FieldCount, "attendance|participants|nombre de participants|nb participants|nb de participants|nombre de personnes|nb de personnes|personnes|participation|presents|effectif|nb|nombre"},
		{FieldGroup, "working group|groupe de travail|groupe|gt"},
		{FieldPartners, "partners|partenaires|partenaire"},
	},
}

// noField are headings of forms that mean something else than they look.
var noField = []string{"id", "heure de debut", "heure de fin", "heure de la derniere modification", "start time", "completion time", "last modified time", "langue", "points"}

// halfDayHeading: « J1 matin », « Présence après-midi », « Matin du 12/03 ».
var (
	halfDayHeading = regexp.MustCompile(`^(.* )?(matin|matinee|apres midi|am|pm)( \d)?$|^(matin|matinee|apres midi) `)
	noHalfDay      = regexp.MustCompile(`\b(heure|horaires?|arrivee|atelier|choix|theme|lieu|salle|repas)s?\b`)
)

// HeadingField guesses what a heading says, and who of the line it is about: the whole heading is known, or it is a
// question that holds a known word (« Quelle est votre structure d’appartenance ? »). Sure: the whole is known.
func HeadingField(kind ImportKind, heading string) (f ImportField, sure bool) {
	key := Fold(strings.NewReplacer("(s)", "", "(e)", "", "(es)", "", "(e)s", "").Replace(heading))
	if key == "" || kind == ImportParticipants && slices.Contains(noField, key) {
		return FieldNone, key != ""
	}
	if words := strings.Fields(key); len(words) > 1 {
		if last := words[len(words)-1]; len(last) == 1 && last[0] >= '1' && last[0] <= '0'+MaxPeopleInLine {
			if base, known := wholeHeading(kind, strings.Join(words[:len(words)-1], " ")); known && base != FieldHalfDay && base != FieldDate {
				return base.Nth(int(last[0] - '0')), true
			}
		}
	}
	if f, known := wholeHeading(kind, key); known {
		return f, true
	}
	if kind == ImportParticipants && halfDayHeading.MatchString(key) && !noHalfDay.MatchString(key) && len(strings.Fields(key)) <= 5 {
		return FieldHalfDay, true
	}
	if words := strings.Fields(key); len(words) < 3 && !strings.HasSuffix(strings.TrimSpace(heading), "?") {
		return FieldNone, false
	}
	best := 0
	for _, row := range importWords[kind] {
		for w := range strings.SplitSeq(row.words, "|") {
			if len(w) > best && len(w) >= 4 && strings.Contains(" "+key+" ", " "+w+" ") {
				best, f = len(w), row.field
			}
		}
	}
	return f, false
}

func wholeHeading(kind ImportKind, key string) (ImportField, bool) {
	for _, row := range importWords[kind] {
		for w := range strings.SplitSeq(row.words, "|") {
			if w == key {
				return row.field, true
			}
		}
	}
	return FieldNone, false
}

// headerWithin is how many lines are looked at for the headings: a title and a few notes may stand above them.
const headerWithin = 30

// FindHeader gives the place of the line of headings among the lines, under a title or not: the first that names most
// fields. -1: no line does.
func FindHeader(kind ImportKind, lines []ImportLine) int {
	best, most := -1, 0
	for i, l := range lines[:min(len(lines), headerWithin)] {
		score, filled := 0, 0
		for _, c := range l.Cells {
			if c == "" {
				continue
			}
			filled++
			if f, sure := HeadingField(kind, c); f != FieldNone && len(c) < 300 {
				score++
				if sure {
					score++
				}
			}
		}
		if score > most && (filled > 1 || score > 1) {
			best, most = i, score
		}
	}
	return best
}

// GuessFields says what each column holds: by its heading, then by what its cells look like (addresses of mail). A field
// is guessed once, the surest first, but for half-days.
func GuessFields(kind ImportKind, header ImportLine, rows []ImportLine) []ImportField {
	width := len(header.Cells)
	for _, l := range rows[:min(len(rows), 200)] {
		width = max(width, len(l.Cells))
	}
	fields, taken := make([]ImportField, width), map[ImportField]bool{}
	for _, wantSure := range []bool{true, false} {
		for i := range fields {
			f, sure := HeadingField(kind, header.Cell(i))
			if fields[i] == FieldNone && f != FieldNone && sure == wantSure && (!taken[f] || f == FieldHalfDay) && !refusedByContent(f, i, rows) {
				fields[i], taken[f] = f, true
			}
		}
	}
	for i := range fields {
		if kind == ImportParticipants && fields[i] == FieldNone && !taken[FieldEmail] && mostly(i, rows, ValidEmail) {
			fields[i], taken[FieldEmail] = FieldEmail, true
		}
	}
	if taken[FieldName] && taken[FieldLast] && taken[FieldFirst] { // the two parts are surer than the whole
		fields[slices.Index(fields, FieldName)] = FieldNone
	}
	if taken[FieldLast] && !taken[FieldFirst] && !taken[FieldName] { // « Nom » over the whole name
		fields[slices.Index(fields, FieldLast)] = FieldName
	}
	return fields
}

// refusedByContent: a column of mailboxes is none of names; one of « anonymous » is no mailbox.
func refusedByContent(f ImportField, column int, rows []ImportLine) bool {
	switch base, _ := f.Base(); base {
	case FieldEmail:
		return mostly(column, rows, func(s string) bool { return !strings.Contains(s, "@") })
	case FieldLast, FieldFirst, FieldName:
		return mostly(column, rows, ValidEmail)
	}
	return false
}

func mostly(column int, rows []ImportLine, is func(string) bool) bool {
	n, yes := 0, 0
	for _, l := range rows[:min(len(rows), 200)] {
		if c := l.Cell(column); c != "" {
			n++
			if is(c) {
				yes++
			}
		}
	}
	return n > 0 && 2*yes > n
}
