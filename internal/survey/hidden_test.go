package survey_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/pocketbase/dbx"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

// Whatever two people say of an event, the pages say the same: of it, of its programme, of the year.
func TestWhatTooFewSaidChangesNothingThatIsShown(t *testing.T) {
	app := testapp.New(t)
	small, large := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	say := func(event string, values ...int) {
		for _, v := range values {
			must(t, records.AddSurveyAnswer(app, &records.SurveyAnswer{Event: event, Survey: reference.HotSurvey, Kind: domain.SurveyHot, Way: survey.Room,
				Answers: []byte(fmt.Sprintf(`{"satisfaction":[%d],"contenu":[%d]}`, v, v))}, nil))
		}
	}
	type page struct {
		scores survey.Scores
		blocks []survey.Block
	}
	read := func(reader bool) page {
		s, b, err := survey.Results(app, stats.Query{}, reader)
		must(t, err)
		return page{s, b}
	}
	say(large.ID, 5, 4, 3)
	var before [2]page
	for i, values := range [][]int{{1, 1}, {5, 4}} {
		say(small.ID, values...)
		for j, reader := range []bool{false, true} {
			now := read(reader)
			if i == 0 {
				before[j] = now
			} else if !reflect.DeepEqual(before[j], now) {
				t.Errorf("reader %v: %+v, then %+v", reader, before[j], now)
			}
		}
		_, err := app.DB().Delete("survey_answers", dbx.HashExp{"event": small.ID}).Execute()
		must(t, err)
	}
	desk, reader := before[0], before[1]
	if want := (domain.Score{Room: 5, Answered: 3, Sum: 12, High: 2}); desk.scores.Hot != want || desk.scores.Left != 1 || desk.blocks[0].Left != 1 || desk.blocks[0].Tallies[0].Answered != 3 {
		t.Errorf("%+v", desk)
	}
	if reader.scores.Hot != (domain.Score{}) || reader.scores.Left != 2 || reader.blocks[0].Shown {
		t.Errorf("%+v", reader)
	}
}
