package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

// Nothing that is kept joins an answer to who gave it: no column, no time, no order of rows, no trail, no letter.
func TestNobodyCanTellWhoAnsweredWhat(t *testing.T) {
	app := testapp.New(t)
	for table, want := range map[string]string{"survey_answers": "id event survey kind way answers", "survey_invitations": "id event registration kind sent_at chased_at chased answered",
		"survey_verbatims": "id event survey kind question text shown_text moderated_by state moderated_at"} {
		var columns []string
		must(t, app.DB().NewQuery("SELECT name FROM pragma_table_info({:t})").Bind(dbx.Params{"t": table}).Column(&columns))
		for _, c := range columns {
			if !strings.Contains(" "+want+" ", " "+c+" ") {
				t.Errorf("%s has a column %s: what does it tell?", table, c)
			}
		}
	}
	e, came, _ := held(t, app, 3, nil)
	order, rounds := map[string]int{}, 120
	must(t, app.RunInTransaction(func(tx core.App) error {
		for range rounds { // who answers first, second, third: the rows tell nothing of it
			answerInTurn(t, tx, e, len(came), order)
		}
		return nil
	}))
	if len(order) != 18 { // three orders of reading, six permutations each
		t.Errorf("%d orders of rows seen, want all 18: %v", len(order), order)
	}
	for which, n := range order {
		if n < rounds/30 { // 20 expected; under 4 a few times in a million
			t.Errorf("%s came %d times of %d", which, n, rounds)
		}
	}
}

// answerInTurn writes answers one after the other, notes in which order the rows are read, and takes them away.
func answerInTurn(t *testing.T, tx core.App, e *records.Event, people int, order map[string]int) {
	for i := range people {
		a := &records.SurveyAnswer{Event: e.ID, Survey: reference.HotSurvey, Kind: domain.SurveyHot, Way: "link", Answers: []byte(fmt.Sprintf(`{"satisfaction":[%d]}`, i+1))}
		must(t, records.AddSurveyAnswer(tx, a, []records.SurveyVerbatim{{Question: "ameliorer", Text: fmt.Sprint(i)}}))
	}
	for _, query := range []string{"SELECT answers FROM survey_answers ORDER BY rowid", "SELECT answers FROM survey_answers ORDER BY id", "SELECT text FROM survey_verbatims ORDER BY rowid"} {
		var seen []string
		must(t, tx.DB().NewQuery(query).Column(&seen))
		order[query+strings.Join(seen, "")]++
	}
	for _, table := range []string{"survey_answers", "survey_verbatims"} {
		_, err := tx.DB().NewQuery("DELETE FROM " + table).Execute()
		must(t, err)
	}
}

// rowsOf reads every row of every table of the database, as text.
func rowsOf(t *testing.T, app core.App) map[string]map[string]bool {
	var tables []string
	must(t, app.DB().NewQuery("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Column(&tables))
	all := map[string]map[string]bool{}
	for _, table := range tables {
		var rows []dbx.NullStringMap
		must(t, app.DB().NewQuery("SELECT * FROM [["+table+"]]").All(&rows))
		all[table] = map[string]bool{}
		for _, r := range rows {
			all[table][fmt.Sprint(r)] = true
		}
	}
	return all
}

// An answer by link writes itself, its texts and one flag, in the whole database: no line of the trail, no letter, no
// moment. Those who answer leave the same trace, whatever they say and whenever.
func TestAnAnswerWritesItselfAndAFlag(t *testing.T) {
	app := testapp.New(t)
	_, came, after := held(t, app, 2, nil)
	_, err := survey.Run(app, after.AddDate(0, 0, 1))
	must(t, err)
	for n, r := range came {
		before, secret := rowsOf(t, app), token(t, app, r.ID, domain.SurveyHot)
		at := after.AddDate(0, 0, 2+n)
		must(t, survey.Answer(app, at, secret, typed(map[string]string{"satisfaction": "4", "ameliorer": "Moins de bruit"})))
		i, err := records.SurveyInvitationFor(app, r.ID, domain.SurveyHot)
		must(t, err)
		for table, rows := range rowsOf(t, app) {
			var fresh []string
			for row := range rows {
				if !before[table][row] {
					fresh = append(fresh, row)
				}
			}
			switch table {
			case "survey_answers", "survey_verbatims":
				if len(fresh) != 1 || strings.Contains(fresh[0], i.ID) || strings.Contains(fresh[0], r.ID) || strings.Contains(fresh[0], at.Format("2006-01")) {
					t.Errorf("%s: %q", table, fresh)
				}
			case "survey_invitations":
				if len(fresh) != 1 || strings.Contains(fresh[0], at.Format("2006-01-02")) {
					t.Errorf("%s: %q", table, fresh)
				}
			case "registrations": // a day that is the same for all
				for _, row := range fresh {
					if strings.Contains(row, at.Format("2006-01-02")) {
						t.Errorf("%s: %q", table, row)
					}
				}
			default:
				if len(fresh) > 0 {
					t.Errorf("%s: %q", table, fresh)
				}
			}
		}
	}
}
