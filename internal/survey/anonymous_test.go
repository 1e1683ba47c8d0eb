package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
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
	order, rounds := map[string]int{}, 240
	for range rounds { // who answers first, second, third: the rows tell nothing of it
		must(t, app.RunInTransaction(func(tx core.App) error {
			for i := range came {
				a := &records.SurveyAnswer{Event: e.ID, Survey: "enquetechaud001", Kind: domain.SurveyHot, Way: "link", Answers: []byte(fmt.Sprintf(`{"satisfaction":[%d]}`, i+1))}
				if err := records.AddSurveyAnswer(tx, a, []records.SurveyVerbatim{{Question: "ameliorer", Text: fmt.Sprint(i)}}); err != nil {
					return err
				}
			}
			return nil
		}))
		for _, query := range []string{"SELECT answers FROM survey_answers ORDER BY rowid", "SELECT answers FROM survey_answers ORDER BY id"} {
			var seen []string
			must(t, app.DB().NewQuery(query).Column(&seen))
			order[query+strings.Join(seen, "")]++
		}
		var texts []string
		must(t, app.DB().NewQuery("SELECT text FROM survey_verbatims ORDER BY rowid").Column(&texts))
		order["texts"+strings.Join(texts, "")]++
		for _, table := range []string{"survey_answers", "survey_verbatims"} {
			_, err := app.DB().NewQuery("DELETE FROM " + table).Execute()
			must(t, err)
		}
	}
	if len(order) != 18 { // three orders of reading, six permutations each
		t.Errorf("%d orders of rows seen, want all 18: %v", len(order), order)
	}
	for which, n := range order {
		if n < rounds/18 { // 40 expected; under 13 once in a million
			t.Errorf("%s came %d times of %d", which, n, rounds)
		}
	}
}
