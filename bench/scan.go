package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"passerelle/internal/door"
	"passerelle/internal/records"
)

// scans sends a call of a device; every scan must have its answer.
func (b *bench) scans(c *http.Client, batch door.Batch) error {
	body, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	answer, err := c.Post(b.server.base+"/api/accueil/"+b.folder.doorToken+"/scans", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	text, err := drain(answer)
	if err != nil {
		return err
	}
	var out struct {
		Results []door.Result `json:"results"`
	}
	if err := json.Unmarshal(text, &out); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d: %.100s", answer.StatusCode, text)
	}
	if len(out.Results) != len(batch.Scans) {
		return fmt.Errorf("%d answers to %d scans", len(out.Results), len(batch.Scans))
	}
	for _, r := range out.Results {
		if r.Outcome != "accepted" && r.Outcome != "already" {
			return fmt.Errorf("outcome %s", r.Outcome)
		}
	}
	return nil
}

// arrival is the n-th scan of a device: another person each time, one half-day then the other.
func (b *bench) arrival(n int, slot int, now string) door.Scan {
	return door.Scan{Nonce: records.NewID(), Code: b.folder.tickets[n%len(b.folder.tickets)], Slot: b.folder.slots[slot].ID, Kind: "in", At: now}
}

// scanOnline measures single scans of twenty devices that have the network.
func (b *bench) scanOnline() error {
	if err := b.serve(); err != nil {
		return err
	}
	const devices = 20
	before := b.server.cpu()
	l := press(devices, 4*time.Second, 0, func(c *http.Client, hand, i int) error {
		now := time.Now().UTC().Format(time.RFC3339)
		return b.scans(c, door.Batch{Device: fmt.Sprint("tel", hand), SentAt: now, Scans: []door.Scan{b.arrival(i*devices+hand, 0, now)}})
	})
	if err := l.check(); err != nil {
		return err
	}
	rate := l.perSecond()
	b.add(measure{Name: "scan_online", Value: rate, Unit: "scans/s", Detail: fmt.Sprintf("%s, %s, %d appareils, %d inscrits, %d passages, %s", l.latency(), b.cost(before, l.answers), devices, scanned, l.answers, pragmas),
		Budget: "≥ 3000/s, p99 < 50 ms", Met: rate >= 3000 && l.percentile(0.99) < 50})
	return nil
}

// scanSync measures the queues of eight devices that find the network again, a hundred scans a call.
func (b *bench) scanSync() error {
	if err := b.serve(); err != nil {
		return err
	}
	const devices, each = 8, 100
	before := b.server.cpu()
	l := press(devices, 4*time.Second, 0, func(c *http.Client, hand, i int) error {
		now := time.Now().UTC().Format(time.RFC3339)
		batch := door.Batch{Device: fmt.Sprint("tel", hand), SentAt: now}
		for n := range each {
			batch.Scans = append(batch.Scans, b.arrival((i*devices+hand)*each+n, 1, now))
		}
		return b.scans(c, batch)
	})
	if err := l.check(); err != nil {
		return err
	}
	rate := l.perSecond() * each
	b.add(measure{Name: "scan_sync", Value: rate, Unit: "scans/s", Detail: fmt.Sprintf("appels de %d, %s l’appel, %s, %d appareils, %d inscrits, %d passages, %s", each, l.latency(), b.cost(before, l.answers*each), devices, scanned, l.answers*each, pragmas),
		Budget: "≥ 10000/s", Met: rate >= 10000})
	return nil
}

// cost says what one scan took of the binary's processor time since `before`.
func (b *bench) cost(before float64, scans int) string {
	return fmt.Sprintf("%.3f ms de processeur par passage", 1000*(b.server.cpu()-before)/float64(max(1, scans)))
}
