package account

import (
	"crypto/subtle"
	"sync"
	"time"
)

// How long a login code of a mail is good, how many times it may be tried, and how many wrong ones an account
// may meet over all its requests: who has the password could else draw requests until a guess is right.
const (
	SecondFor    = 10 * time.Minute
	secondTries  = 5
	secondMisses = 20
	secondRest   = time.Hour
)

// Seconds are the logins that wait for their second factor, in memory: after a restart one logs in again.
// The zero value is ready.
type Seconds struct {
	mu     sync.Mutex
	kept   map[string]*second
	missed map[string]misses // by account
}

// misses counts the wrong codes of an account until a moment.
type misses struct {
	n     int
	until time.Time
}

type second struct {
	user, hash string
	until      time.Time
	tries      int
}

// Start notes that the password of an account was right and gives the number of the request and the six
// digits to send by mail.
func (s *Seconds) Start(now time.Time, user string) (request, code string) {
	request, code = drawn(codeLetters, 26), drawn("0123456789", 6)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept, s.missed = map[string]*second{}, map[string]misses{}
	}
	for k, w := range s.kept {
		if now.After(w.until) {
			delete(s.kept, k)
		}
	}
	s.kept[request] = &second{user: user, hash: HashCode(user, code), until: now.Add(SecondFor)}
	return request, code
}

// Who gives the account of a request that is still good.
func (s *Seconds) Who(now time.Time, request string) (user string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.kept[request]
	if w == nil || now.After(w.until) || w.tries >= secondTries {
		return "", false
	}
	return w.user, true
}

// Try tells whether these are the digits of the mail. Each call counts as a try; after five the request is
// void, and after twenty wrong ones no digits open the account for an hour: a recovery code still does.
func (s *Seconds) Try(now time.Time, request, typed string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.kept[request]
	if w == nil || now.After(w.until) || w.tries >= secondTries {
		return false
	}
	w.tries++
	m := s.missed[w.user]
	if now.After(m.until) {
		m = misses{until: now.Add(secondRest)}
	}
	right := subtle.ConstantTimeCompare([]byte(HashCode(w.user, typed)), []byte(w.hash)) == 1
	if !right {
		m.n++
		s.missed[w.user] = m
	}
	return right && m.n < secondMisses
}

// Done forgets a request.
func (s *Seconds) Done(request string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, request)
}
