package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

var assetRef = regexp.MustCompile(`(?:src|href)="(/[^"]+\.(?:css|js|svg|woff2)(?:\?[^"]*)?)"|url\(["']?([^"')]+)["']?\)`)

// pages measures the agenda: how many a second, and what a first visit weighs.
func (b *bench) pages() error {
	if err := b.serve(); err != nil {
		return err
	}
	const hands = 64
	l := press(hands, 4*time.Second, 0, func(c *http.Client, _, _ int) error {
		_, err := b.get(c, "/")
		return err
	})
	if err := l.check(); err != nil {
		return err
	}
	weight, parts, err := b.coldVisit()
	if err != nil {
		return err
	}
	rate := l.perSecond()
	b.add(measure{Name: "page_agenda", Value: rate, Unit: "pages/s", Detail: fmt.Sprintf("%s, %d événements, %d connexions, gzip", l.latency(), agendaEvents, hands),
		Budget: "≥ 2000/s, p99 < 60 ms", Met: rate >= 2000 && l.percentile(0.99) < 60})
	b.add(measure{Name: "page_agenda_bytes", Value: float64(weight) / 1000, Unit: "kB", Detail: fmt.Sprintf("première visite, %d fichiers, gzip", parts),
		Budget: "< 120 kB", Met: weight < 120000})
	return nil
}

// get asks for a page as a browser does, compressed, and gives the bytes that came.
func (b *bench) get(c *http.Client, path string) ([]byte, error) {
	request, err := http.NewRequest("GET", b.server.base+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	answer, err := c.Do(request)
	if err != nil {
		return nil, err
	}
	body, err := drain(answer)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, answer.StatusCode)
	}
	return body, err
}

// coldVisit adds up the agenda and everything it loads.
func (b *bench) coldVisit() (bytes, parts int, err error) {
	seen, queue := map[string]bool{"/": true}, []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		body, err := b.get(client(1), path)
		if err != nil {
			return 0, 0, err
		}
		bytes, parts = bytes+len(body), parts+1
		plain, err := http.Get(b.server.base + path) // the same, readable
		if err != nil {
			return 0, 0, err
		}
		text, err := drain(plain)
		if err != nil {
			return 0, 0, err
		}
		for _, m := range assetRef.FindAllStringSubmatch(string(text), -1) {
			ref := m[1] + m[2]
			if strings.HasPrefix(ref, "/") && !strings.HasPrefix(ref, "//") && !seen[ref] && !strings.HasSuffix(path, ".js") {
				seen[ref], queue = true, append(queue, ref)
			}
		}
	}
	return bytes, parts, nil
}
