package domain_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// solved tells which unknowns can be computed from sums of them (a row each, of factors), by elimination: a tiny solver.
func solved(rows [][]int64, unknowns int) []bool {
	m := make([][]*big.Rat, len(rows))
	for i, r := range rows {
		for _, x := range r {
			m[i] = append(m[i], big.NewRat(x, 1))
		}
	}
	top, known := 0, make([]bool, unknowns)
	for col := 0; col < unknowns && top < len(m); col++ {
		at := top
		for at < len(m) && m[at][col].Sign() == 0 {
			at++
		}
		if at == len(m) {
			continue
		}
		m[top], m[at] = m[at], m[top]
		pivot := new(big.Rat).Set(m[top][col])
		for i := range m {
			if by := new(big.Rat).Quo(m[i][col], pivot); i != top && by.Sign() != 0 {
				for k := range m[i] {
					m[i][k] = new(big.Rat).Sub(m[i][k], new(big.Rat).Mul(by, m[top][k]))
				}
			}
		}
		top++
	}
	for _, r := range m[:top] {
		last, n := 0, 0
		for k, x := range r {
			if x.Sign() != 0 {
				last, n = k, n+1
			}
		}
		known[last] = known[last] || n == 1
	}
	return known
}

// asked is an event in its programme and year, with what was answered there.
type asked struct {
	programme, year int
	score           domain.Score
}

// published are the sums of scores that the pages show: each event, each programme, each year, each programme of a year
// and the whole; open says what of an event enters them.
func published(events []asked, open func(domain.Score) domain.Score) (out []domain.Score) {
	sum := func(keep func(int, asked) bool) {
		var s domain.Score
		for i, e := range events {
			if keep(i, e) {
				s = s.Add(open(e.score))
			}
		}
		out = append(out, s)
	}
	for n := range events {
		sum(func(i int, _ asked) bool { return i == n })
	}
	for p := range 3 {
		sum(func(_ int, e asked) bool { return e.programme == p })
		sum(func(_ int, e asked) bool { return e.year == p })
		for y := range 3 {
			sum(func(_ int, e asked) bool { return e.programme == p && e.year == y })
		}
	}
	sum(func(int, asked) bool { return true })
	return out
}

// factors finds, by changing what one event said, in which published sums it is.
func factors(events []asked, open func(domain.Score) domain.Score) [][]int64 {
	before := published(events, open)
	rows := make([][]int64, len(before))
	for i := range events {
		was := events[i].score
		events[i].score.Sum++
		for k, after := range published(events, open) {
			rows[k] = append(rows[k], int64(after.Sum-before[k].Sum))
		}
		events[i].score = was
	}
	return rows
}

// What too few said of an event cannot be computed back from the pages of events, programmes and years put together;
// what is shown can. Were everything added up, as one would, the solver would find it.
func TestNothingThatTooFewSaidIsComputedBack(t *testing.T) {
	found := false
	rapid.Check(t, func(t *rapid.T) {
		reader := rapid.Bool().Draw(t, "reader")
		events := make([]asked, rapid.IntRange(1, 8).Draw(t, "events"))
		for i := range events {
			n := rapid.IntRange(0, 8).Draw(t, "answers")
			events[i] = asked{rapid.IntRange(0, 2).Draw(t, "programme"), rapid.IntRange(0, 2).Draw(t, "year"),
				domain.Score{Invited: n + 3, Replied: n, Answered: n, Sum: 3 * n, High: n / 2}}
		}
		open := func(s domain.Score) domain.Score { return s.Open(reader) }
		known := solved(factors(events, open), len(events))
		for i, e := range events {
			if hidden := !domain.SurveyShown(reader, e.score.Answered); known[i] != (!hidden && e.score.Answered > 0) {
				t.Fatalf("event %d of %+v: computed back: %v", i, events, known[i])
			}
		}
		rows := factors(events, func(s domain.Score) domain.Score { return s })
		hiddenOne := solved(rows[1:], len(events)) // every sum but the line of the first event
		found = found || hiddenOne[0] && len(events) > 1
	})
	if !found {
		t.Error("the solver finds nothing at all")
	}
}

// An open tally counts what is shown, and two of them add up.
func TestTalliesOfTooFewAddNothing(t *testing.T) {
	q := []domain.SurveyQuestion{{Key: "s", Kind: domain.AskScale}}
	tally := func(values ...int) domain.SurveyTally {
		var all []domain.SurveyAnswers
		for _, v := range values {
			all = append(all, domain.SurveyAnswers{"s": {v}})
		}
		return domain.TallySurvey(q, all)[0]
	}
	sum := tally(5, 4, 1).Open(false).Add(tally(2, 2).Open(false))
	if sum.Answered != 3 || sum.Sum != 10 || sum.High != 2 || sum.Counts[1] != 0 {
		t.Errorf("%+v", sum)
	}
	if got := tally(5, 4, 1, 2).Open(true); got.Answered != 0 || len(got.Counts) != 5 {
		t.Errorf("%+v", got)
	}
}
