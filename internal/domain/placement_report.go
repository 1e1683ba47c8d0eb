package domain

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// ReportQuestion is a titled text of a report on a stage: Most characters, counted on the page too.
type ReportQuestion struct {
	Key, Title, Hint string
	Most             int
	Needed           bool // before it is sent; a draft may say nothing
}

// traineeReport is the rapport d’étonnement, hostReport the tutor's feedback.
var (
	traineeReport = []ReportQuestion{
		{"etonnement", "Ce qui m’a étonné", "Ce que vous ne soupçonniez pas, en bien ou en moins bien.", 2000, true},
		{"pratique", "Ce que je vais changer dans ma pratique", "Une chose précise suffit.", 1500, true},
		{"organisation", "Ce qui a aidé, ce qui a gêné", "L’organisation seulement : dates, accès, accueil, convention.", 1500, false},
		{"rencontres", "Qui j’ai rencontré, ce que nous ferions ensemble", "Des métiers et des équipes, plutôt que des noms.", 1500, false},
	}
	hostReport = []ReportQuestion{
		{"etonnement", "Ce que cet accueil nous a appris", "Une question qui vous a étonnés, un regard neuf.", 2000, true},
		{"pratique", "Ce que nous allons changer", "Une chose précise suffit.", 1500, false},
		{"organisation", "Ce qui a aidé, ce qui a gêné", "L’organisation seulement : dates, convention, disponibilité de l’équipe.", 1500, false},
		{"rencontres", "Ce que nous ferions ensemble", "Avec l’équipe de la personne accueillie.", 1500, false},
	}
)

// ReportQuestions are those of the party that writes: the trainee or the host.
func ReportQuestions(by Party) []ReportQuestion {
	if by == PartyHost {
		return hostReport
	}
	return traineeReport
}

// ReportOpen tells whether a report may be written: once a half-day was attended, whatever comes after.
func (p Placement) ReportOpen() bool {
	attended, _ := p.Attended()
	return attended > 0
}

// ReportSendable refuses to send a report too early: the trainee's waits for the end, the host's for the first half-day.
func (p Placement) ReportSendable(by Party) error {
	ended := p.State == PlacementDone || p.State == PlacementReportReceived || p.State == PlacementCertified
	switch {
	case !p.ReportOpen():
		return Error{Code: ErrReportEarly}
	case by == PartyTrainee && !ended:
		return Error{Code: ErrReportUnended}
	}
	return nil
}

// ReportReceived tells whether the rapport d’étonnement is there: sent by its link, or given on paper.
func (p Placement) ReportReceived(sent bool) bool {
	return sent || p.State == PlacementReportReceived || p.State == PlacementCertified && p.ReportAsked
}

// CleanReport keeps the answers to the questions of a party, without the spaces around them.
func CleanReport(by Party, typed map[string]string) map[string]string {
	answers := map[string]string{}
	for _, q := range ReportQuestions(by) {
		if text := CleanText(typed[q.Key]); text != "" {
			answers[q.Key] = text
		}
	}
	return answers
}

// CheckReport refuses what is too long; what is missing too, where it is to be sent.
func CheckReport(by Party, answers map[string]string, send bool) error {
	var errs Errors
	for _, q := range ReportQuestions(by) {
		switch text := answers[q.Key]; {
		case utf8.RuneCountInString(text) > q.Most:
			errs = append(errs, Error{Code: ErrTooLong, Field: q.Key})
		case send && q.Needed && text == "":
			errs = append(errs, Error{Code: ErrRequired, Field: q.Key})
		}
	}
	return errs.OrNil()
}

// cared is somebody accompanied, spoken of as one person: « une patiente », « ce résident »; « les patients » names nobody.
var cared = regexp.MustCompile(`(?i)(?:^|[^\p{L}])((?:un|une|le|la|l['’]|ce|cet|cette|du|mon|ma|son|sa)\s*(?:patient|patiente|usager|usagère|usagere|résident|résidente|resident|residente))(?:[^\p{L}]|$)`)

// ReportDoubts lists the words by which a report may tell of a person accompanied. names are of those whom one may
// name: the tutor, the trainee. It never says that a text is safe.
func ReportDoubts(answers map[string]string, names ...string) (found []string) {
	add := func(s string) {
		if s = strings.TrimSpace(s); !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		for _, w := range TextWarnings(answers[key], nil) {
			if words := strings.Fields(w.Found); w.Kind == WarnCivil && !namesOne(words[len(words)-1], names) {
				add(w.Found)
			}
		}
		for _, m := range cared.FindAllStringSubmatch(answers[key], -1) {
			add(m[1])
		}
	}
	return found
}

// namesOne tells whether a word is part of one of the names.
func namesOne(word string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(strings.Fields(Fold(name)), Fold(word)) })
}

// OpinionQuestion is a statement of a short survey, from 1 (not at all) to 5.
type OpinionQuestion struct{ Key, Label string }

// OpinionText is the key of the free text of a short survey, and OpinionMost its length.
const (
	OpinionText = "organisation"
	OpinionMost = 1000
)

var (
	traineeOpinion = []OpinionQuestion{{"accueil", "J’ai été bien accueilli"}, {"decouverte", "J’ai découvert une autre façon de travailler"},
		{"utile", "Ce stage me servira dans ma pratique"}, {"simple", "L’organisation a été simple (dates, convention, accès)"}, {"conseil", "Je le conseillerais à mes collègues"}}
	hostOpinion = []OpinionQuestion{{"prepare", "Nous savions ce qu’il fallait avant la venue"}, {"charge", "Cet accueil était compatible avec notre activité"},
		{"utile", "L’échange a été utile à l’équipe"}, {"simple", "L’organisation a été simple (dates, convention, accès)"}, {"encore", "Nous accueillerions de nouveau"}}
)

// OpinionQuestions are those asked of a party: the trainee or the host.
func OpinionQuestions(of Party) []OpinionQuestion {
	if of == PartyHost {
		return hostOpinion
	}
	return traineeOpinion
}

// Opinion is an answer to a short survey: notes by key, and a text. It says nothing of who gives it.
type Opinion struct {
	Notes map[string]int `json:"notes"`
	Text  string         `json:"text,omitempty"`
}

// CheckOpinion refuses a note that is missing or out of 1 to 5, and a text that is too long.
func CheckOpinion(of Party, o Opinion) error {
	var errs Errors
	for _, q := range OpinionQuestions(of) {
		switch n, said := o.Notes[q.Key]; {
		case !said:
			errs = append(errs, Error{Code: ErrRequired, Field: q.Key})
		case n < 1 || n > 5:
			errs = append(errs, Error{Code: ErrChoice, Field: q.Key})
		}
	}
	if utf8.RuneCountInString(o.Text) > OpinionMost {
		errs = append(errs, Error{Code: ErrTooLong, Field: OpinionText})
	}
	return errs.OrNil()
}

// OpinionTally is what was answered to a survey: for each statement how many gave each note, 1 to 5.
type OpinionTally struct {
	Answers int
	Notes   map[string][5]int
	Texts   []string
}

// TallyOpinions counts what was answered. Fewer than SurveyLeast answers say how many they are and nothing else.
func TallyOpinions(of Party, list []Opinion) OpinionTally {
	t := OpinionTally{Answers: len(list), Notes: map[string][5]int{}}
	if len(list) == 0 || !SurveyShown(false, len(list)) {
		return t
	}
	for _, o := range list {
		for _, q := range OpinionQuestions(of) {
			if n := o.Notes[q.Key]; n >= 1 && n <= 5 {
				row := t.Notes[q.Key]
				row[n-1]++
				t.Notes[q.Key] = row
			}
		}
		if o.Text != "" {
			t.Texts = append(t.Texts, o.Text)
		}
	}
	return t
}

// Shown tells whether the notes may be.
func (t OpinionTally) Shown() bool { return t.Answers > 0 && SurveyShown(false, t.Answers) }

// Mean is the mean of a statement in hundredths, rounded; 0 without an answer.
func (t OpinionTally) Mean(key string) int {
	sum, n := 0, 0
	for i, c := range t.Notes[key] {
		sum, n = sum+(i+1)*c, n+c
	}
	if n == 0 {
		return 0
	}
	return (200*sum + n) / (2 * n)
}
