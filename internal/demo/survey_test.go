package demo_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/stats"
	"passerelle/internal/survey"
)

func surveyed(t *testing.T, a core.App) {
	s, err := survey.Satisfaction(a, stats.Query{}, false)
	if err != nil {
		t.Fatal(err)
	}
	many, three := 0, 0
	for _, e := range s.Events {
		switch n := e.Hot.Replied; {
		case n >= 8:
			many++
		case n == 3:
			three++
		}
	}
	waiting, err := survey.Verbatims(a, "", survey.Waiting)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := survey.Verbatims(a, "", survey.Showing)
	if err != nil {
		t.Fatal(err)
	}
	warned := 0
	for _, v := range waiting {
		if len(v.Warnings) > 0 {
			warned++
		}
	}
	if many != 2 || three != 1 || s.Hot.Room == 0 || s.Cold.Replied < 8 || s.Cold.Replied >= s.Cold.Invited || len(shown) < 3 || len(waiting) < 3 || warned == 0 {
		t.Errorf("%d much answered, %d by three, hot %+v, cold %+v, %d texts shown, %d waiting, %d with a warning", many, three, s.Hot, s.Cold, len(shown), len(waiting), warned)
	}
}
