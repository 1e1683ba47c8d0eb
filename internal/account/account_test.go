package account

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := NewCode()
		typed := []rune{}
		for _, r := range strings.ReplaceAll(code, "-", "") {
			if rapid.Bool().Draw(t, "small") {
				r = []rune(strings.ToLower(string(r)))[0]
			}
			typed = append(typed, r)
			if rapid.Bool().Draw(t, "gap") {
				typed = append(typed, rapid.SampledFrom([]rune{' ', '-', '\u00a0', '–'}).Draw(t, "sign"))
			}
		}
		if HashCode("u", string(typed)) != HashCode("u", code) {
			t.Fatalf("%q is not read as %q", string(typed), code)
		}
		if HashCode("v", code) == HashCode("u", code) {
			t.Fatal("the code of one account is another's")
		}
	})
}

func TestPasswordsThatAreRefused(t *testing.T) {
	for password, ok := range map[string]bool{
		"onze lettre": false, "douze lettre": true, "éééééééééééé": true, strings.Repeat("a", 71): true,
		strings.Repeat("a", 72): false, "prenom.nom@exemple.fr": false, " Prenom.Nom@exemple.fr ": false, "Prenom.Nom.long": true,
	} {
		if got := CheckPassword("p", password, "prenom.nom@exemple.fr") == nil; got != ok {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestASecondFactorServesOnceForTenMinutesAndFiveTries(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	var s Seconds
	request, code := s.Start(now, "u")
	if !s.Try(now.Add(SecondFor), request, code[:3]+" "+code[3:]) {
		t.Error("the right digits are refused")
	}
	if s.Try(now.Add(SecondFor+time.Second), request, code) {
		t.Error("good after its time")
	}
	request, code = s.Start(now, "u")
	for range secondTries {
		if s.Try(now, request, "000000x") && code != "000000" {
			t.Error("wrong digits let in")
		}
	}
	if s.Try(now, request, code) {
		t.Error("a sixth try")
	}
	if _, ok := s.Who(now, request); ok {
		t.Error("a request without tries left is still open")
	}
	request, _ = s.Start(now, "u")
	s.Done(request)
	if _, ok := s.Who(now, request); ok {
		t.Error("a request that served is still open")
	}
}

func TestGuessingLoginCodesOverManyRequestsEnds(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	var s Seconds
	for range secondMisses / secondTries {
		request, _ := s.Start(now, "u")
		for range secondTries {
			s.Try(now, request, "faux")
		}
	}
	request, code := s.Start(now, "u")
	if s.Try(now, request, code) {
		t.Error("a guess is still taken")
	}
	if _, ok := s.Who(now, request); !ok {
		t.Error("a recovery code could not be given")
	}
	if other, code := s.Start(now, "v"); !s.Try(now, other, code) {
		t.Error("another account is held back")
	}
	later := now.Add(secondRest + time.Second)
	if request, code = s.Start(later, "u"); !s.Try(later, request, code) {
		t.Error("an hour later the digits are refused")
	}
}
