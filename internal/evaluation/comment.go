package evaluation

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// maxComment bounds a comment, in bytes.
const maxComment = 6000

// Subject is something of the report that a comment is about.
type Subject struct {
	Key, Title, Hint string
	Text             string
	At               time.Time // of the last change; zero: never
}

// SubjectSet is a chapter of subjects.
type SubjectSet struct {
	Title    string
	Subjects []Subject
}

// chapterSubjects are those that every report has.
var chapterSubjects = []Subject{
	{Key: "report", Title: "En introduction", Hint: "Ce que la période a eu de marquant, en quelques phrases. La page COPIL le reprend aussi."},
	{Key: "chapter:activity", Title: "Activité"},
	{Key: "chapter:people", Title: "Publics, structures et fonctions"},
	{Key: "chapter:territories", Title: "Territoires"},
	{Key: "chapter:placements", Title: "Stages croisés"},
	{Key: "chapter:satisfaction", Title: "Satisfaction"},
	{Key: "chapter:met", Title: "Interconnaissance"},
	{Key: "outlook", Title: "Perspectives", Hint: "La suite prévue. La page COPIL le reprend aussi."},
}

// Subjects lists what may be commented, with the comments of today: they go from one report to the next.
func Subjects(app core.App) ([]SubjectSet, error) {
	groups, err := records.Items(app, records.WorkingGroups)
	if err != nil {
		return nil, err
	}
	actions, err := records.Items(app, records.RoadmapActions)
	if err != nil {
		return nil, err
	}
	sets := []SubjectSet{{"Le rapport", append([]Subject(nil), chapterSubjects...)}, {"Groupes de travail", nil}, {"Actions de la feuille de route", nil}}
	for _, g := range groups {
		sets[1].Subjects = append(sets[1].Subjects, Subject{Key: "group:" + g.Code, Title: g.Name})
	}
	for _, a := range actions {
		sets[2].Subjects = append(sets[2].Subjects, Subject{Key: "action:" + a.Code, Title: "Action " + a.Code + ". " + a.Name})
	}
	rows, err := records.CommentRows(app)
	if err != nil {
		return nil, err
	}
	for i := range sets {
		for j := range sets[i].Subjects {
			s := &sets[i].Subjects[j]
			s.Text, s.At = rows[s.Key].Text, rows[s.Key].Updated.Time()
		}
	}
	return sets, nil
}

// Comment writes the comment of a subject; an empty text takes it away. Refusals: text; ErrNotFound for what is no
// subject.
func Comment(app core.App, now time.Time, actor, key, text string) error {
	text = domain.CleanText(text)
	if len(text) > maxComment {
		return domain.Error{Code: domain.ErrTooLong, Field: "text"}
	}
	return app.RunInTransaction(func(app core.App) error {
		sets, err := Subjects(app)
		if err != nil {
			return err
		}
		for _, set := range sets {
			for _, s := range set.Subjects {
				if s.Key == key && s.Text == text {
					return nil
				}
				if s.Key == key {
					return records.PutComment(app, key, text, actor, records.At(now))
				}
			}
		}
		return domain.Error{Code: domain.ErrNotFound}
	})
}

// comments are those that say something.
func comments(app core.App) (map[string]string, error) {
	all, err := records.Comments(app)
	kept := map[string]string{}
	for key, text := range all {
		if strings.TrimSpace(text) != "" {
			kept[key] = text
		}
	}
	return kept, err
}
