package account

import (
	"crypto/subtle"
	"sync"
	"time"
)

// How long a login code of a mail is good, and how many times it may be tried.
const (
	SecondFor   = 10 * time.Minute
	secondTries = 5
)

// Seconds are the logins that wait for their second factor, in memory: after a restart one logs in again.
// The zero value is ready.
type Seconds struct {
	mu   sync.Mutex
	kept map[string]*second
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
		s.kept = map[string]*second{}
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
// void.
func (s *Seconds) Try(now time.Time, request, typed string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.kept[request]
	if w == nil || now.After(w.until) || w.tries >= secondTries {
		return false
	}
	w.tries++
	return subtle.ConstantTimeCompare([]byte(HashCode(w.user, typed)), []byte(w.hash)) == 1
}

// Done forgets a request.
func (s *Seconds) Done(request string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, request)
}
