package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// load is what came of many requests at once.
type load struct {
	answers int
	failed  int
	why     error // of the first failure
	elapsed time.Duration
	times   []time.Duration
}

// client keeps as many connections as there are hands, and follows no redirection.
func client(hands int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: hands, MaxConnsPerHost: hands}, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// press lets so many hands send, each as fast as it is answered: until the time is over, or `each` times.
func press(hands int, until time.Duration, each int, send func(c *http.Client, hand, i int) error) load {
	c := client(hands)
	defer c.CloseIdleConnections()
	var mu sync.Mutex
	var done sync.WaitGroup
	var l load
	start := make(chan struct{})
	var began time.Time
	for hand := range hands {
		done.Go(func() {
			<-start
			for i := 0; (each == 0 || i < each) && (until == 0 || time.Since(began) < until); i++ {
				at := time.Now()
				err := send(c, hand, i)
				took := time.Since(at)
				mu.Lock()
				if err != nil {
					if l.failed++; l.why == nil {
						l.why = err
					}
				} else {
					l.answers, l.times = l.answers+1, append(l.times, took)
				}
				mu.Unlock()
			}
		})
	}
	began = time.Now()
	close(start)
	done.Wait()
	l.elapsed = time.Since(began)
	slices.Sort(l.times)
	return l
}

func (l load) perSecond() float64 { return float64(l.answers) / l.elapsed.Seconds() }

// percentile of the answers' times, in milliseconds.
func (l load) percentile(p float64) float64 {
	if len(l.times) == 0 {
		return 0
	}
	return float64(l.times[min(len(l.times)-1, int(p*float64(len(l.times))))].Microseconds()) / 1000
}

func (l load) latency() string {
	return fmt.Sprintf("p50 %.1f ms, p99 %.1f ms", l.percentile(0.5), l.percentile(0.99))
}

func (l load) check() error {
	if l.failed > 0 {
		return fmt.Errorf("%d requests of %d failed: %w", l.failed, l.failed+l.answers, l.why)
	}
	return nil
}

// drain reads an answer to its end, so that the connection serves again.
func drain(answer *http.Response) ([]byte, error) {
	defer answer.Body.Close()
	return io.ReadAll(answer.Body)
}
