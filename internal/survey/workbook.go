package survey

import (
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/report"
)

// hiddenNote stands under every sheet.
const hiddenNote = "Les réponses d’un événement qui en a moins de trois ne sont montrées nulle part et n’entrent dans aucune moyenne. Le taux de réponse compte les réponses par lien sur les invitations ; les réponses dans la salle sont à part."

// Workbook is the results as they may be shown to the desk.
func Workbook(scores Scores, blocks []Block, period string, now time.Time) report.Workbook {
	book := report.Workbook{Title: "Satisfaction", Subtitle: period, GeneratedAt: now}
	book.Sheets = append(book.Sheets, scoreSheet("Par programme", "Programme", scores, scores.Programmes), scoreSheet("Par événement", "Événement", scores, scores.Events))
	answers := report.Sheet{Name: "Réponses", Title: "Réponses à chaque question", Note: hiddenNote, Columns: []report.Column{{Title: "Questionnaire", Width: 28}, {Title: "Question", Width: 50},
		{Title: "Réponse", Width: 30}, {Title: "Nombre", Kind: report.Int}, {Title: "Part", Kind: report.Percent}}}
	for _, b := range blocks {
		for _, t := range b.Tallies {
			if t.Answered == 0 { // nobody, or too few
				continue
			}
			for i, n := range t.Counts {
				var share any
				if t.Answered > 0 {
					share = float64(n) / float64(t.Answered)
				}
				answers.Rows = append(answers.Rows, []any{b.Survey.Title, t.Question.Label, stepName(t.Question, i), n, share})
			}
		}
	}
	texts := report.Sheet{Name: "Textes", Title: "Textes relus", Note: hiddenNote, Columns: []report.Column{{Title: "Questionnaire", Width: 28}, {Title: "Question", Width: 50}, {Title: "Texte", Width: 80}}}
	for _, b := range blocks {
		for _, t := range b.Texts {
			for _, line := range t.Lines {
				texts.Rows = append(texts.Rows, []any{b.Survey.Title, t.Label, line})
			}
		}
	}
	book.Sheets = append(book.Sheets, answers, texts)
	return book
}

func scoreSheet(name, head string, scores Scores, lines []ScoreLine) report.Sheet {
	s := report.Sheet{Name: name, Title: "Satisfaction, " + name, Note: hiddenNote, Columns: []report.Column{{Title: head, Width: 50}}}
	for _, kind := range []string{"à chaud", "à froid"} {
		for _, c := range []report.Column{{Title: "Invitations, ", Kind: report.Int}, {Title: "Réponses par lien, ", Kind: report.Int}, {Title: "Réponses dans la salle, ", Kind: report.Int},
			{Title: "Moyenne sur 5, "}, {Title: "Part de 4 et 5, ", Kind: report.Percent}} {
			c.Title += kind
			s.Columns = append(s.Columns, c)
		}
	}
	for _, l := range lines {
		s.Rows = append(s.Rows, append(append([]any{l.Label}, cells(l.Hot)...), cells(l.Cold)...))
	}
	s.Total = append(append([]any{"Ensemble"}, cells(scores.Hot)...), cells(scores.Cold)...)
	return s
}

// cells are a score's columns: what is too little to be shown is empty.
func cells(s domain.Score) []any {
	out := []any{s.Invited, s.Replied, s.Room, nil, nil}
	if mean, ok := s.Tenths(); ok {
		out[3], out[4] = float64(mean)/10, float64(s.High)/float64(s.Answered)
	}
	return out
}

func stepName(q domain.SurveyQuestion, n int) string {
	switch q.Kind {
	case domain.AskScale:
		return string(rune('1' + n))
	case domain.AskYesNo:
		return []string{"Non", "Oui"}[n]
	}
	return q.Options[n]
}
