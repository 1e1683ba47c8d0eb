package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// expected is how many people the list of the door holds.
const expected = 10000

// doorList measures the list of a big event: its bytes, the time of a download, and that of a phone that asks what
// changed when nothing did. The browser's part is measured by e2e/bench where Node and Chromium are there.
func (b *bench) doorList() error {
	tickets, token, err := b.folder.guests()
	if err != nil {
		return err
	}
	if err := b.serve(); err != nil {
		return err
	}
	address := b.server.base + "/api/accueil/" + token + "/liste"
	var packed, took []float64
	cursor := ""
	for range 5 {
		began := time.Now()
		answer, err := ask(address)
		if err != nil {
			return err
		}
		took = append(took, float64(time.Since(began).Milliseconds()))
		packed = append(packed, float64(len(answer))/1000)
		var list door.List
		text, err := unpack(answer)
		if err == nil {
			err = json.Unmarshal(text, &list)
		}
		if err != nil || len(list.People) != expected {
			return fmt.Errorf("%d people, %w", len(list.People), err)
		}
		cursor = list.Cursor
	}
	slices.Sort(took)
	detail := fmt.Sprintf("%d inscrits, médiane de 5, %s", expected, pragmas)
	b.add(measure{Name: "door_list", Value: packed[0], Unit: "kB", Detail: "gzip, " + detail, Budget: "< 400 kB", Met: packed[0] < 400})
	b.add(measure{Name: "door_list_download", Value: took[2], Unit: "ms", Detail: detail, Budget: "< 2 s avec le rangement", Met: took[2] < 2000})
	before, n := b.server.cpu(), 0
	for began := time.Now(); time.Since(began) < time.Second; n++ {
		if _, err := ask(address + "?depuis=" + cursor); err != nil {
			return err
		}
	}
	each := 1000 * (b.server.cpu() - before) / float64(n)
	b.add(measure{Name: "door_list_unchanged", Value: each, Unit: "ms", Detail: fmt.Sprintf("de processeur la question quand rien n’a changé, %d questions", n), Budget: "aucun", Met: true})
	return b.browser("door.mjs", b.server.base, token, tickets[:12])
}

func ask(address string) ([]byte, error) {
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "gzip") // said by hand: it comes as it was sent
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		err = errors.New(answer.Status)
	}
	body, read := drain(answer)
	return body, errors.Join(err, read)
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// camera measures how many pictures of tickets the door's decoder reads, by what ails them.
func (b *bench) camera() error { return b.browser("camera.mjs", "", "", nil) }

// browser runs a script of e2e/bench, which prints a measure a line. Without Node, its tools or Chromium it says so.
func (b *bench) browser(script, base, token string, tickets []string) error {
	_, noNode := exec.LookPath("node")
	_, noTools := os.Stat("e2e/node_modules/playwright-core")
	_, noChromium := exec.LookPath("chromium")
	if err := errors.Join(noNode, noTools, noChromium); err != nil {
		fmt.Printf("bench %s non mesuré : il manque Node, ses outils (make tools) ou Chromium\n", script)
		return nil
	}
	cmd := exec.Command("node", "e2e/bench/"+script)
	codes, err := json.Marshal(tickets)
	if err != nil {
		return err
	}
	cmd.Env = append(os.Environ(), "BENCH_BASE="+base, "BENCH_DOOR="+token, "BENCH_TICKETS="+string(codes))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", script, err)
	}
	for _, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
		var m measure
		if err := json.Unmarshal(line, &m); err != nil {
			return fmt.Errorf("%s: %w: %s", script, err, line)
		}
		b.add(m)
	}
	return nil
}

// guests fills an event with people whose names are as various as in life: a list packs no better than it should.
func (f *folder) guests() (tickets []string, token string, err error) {
	now := time.Now().UTC()
	e, err := f.event(now, now.Add(-time.Hour), "Grande journée", domain.ByLink, 0)
	if err != nil {
		return nil, "", err
	}
	structures, err := records.AllStructures(f.app)
	if err != nil {
		return nil, "", err
	}
	r := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string {
		text := ""
		for range n {
			text += []string{"ba", "che", "dou", "fre", "gau", "hel", "ier", "jo", "lan", "mar", "ni", "pel", "que", "ro", "sin", "tté", "ver", "wal"}[r.IntN(18)]
		}
		return string(text[0]-32) + text[1:]
	}
	err = f.app.RunInTransaction(func(app core.App) error {
		for i := range expected {
			last, first := word(2+r.IntN(3)), word(2+r.IntN(2))
			p := &records.Person{LastName: last, FirstName: first, NameKey: domain.NameKey(last, first), Created: records.At(now)}
			if err := records.AddPerson(app, p); err != nil {
				return err
			}
			at := structures[r.IntN(len(structures))]
			g := &records.Registration{Event: e.ID, Person: p.ID, LastName: last, FirstName: first, Email: fmt.Sprintf("invite.%d@exemple.invalid", i),
				Structure: at.ID, Sector: at.Sector, Territory: at.Territory, State: string(domain.Confirmed), Origin: domain.FromOnline,
				Ticket: ticket.New(e.Tag), ShortCode: ticket.NewShort(), RegisteredAt: records.At(now), ConfirmedAt: records.At(now)}
			if err := records.AddRegistration(app, g); err != nil {
				return err
			}
			tickets = append(tickets, g.Ticket)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	d, err := door.NewLink(f.app, now, "bench", e.ID, "Grande porte", now.Add(48*time.Hour))
	if err != nil {
		return nil, "", err
	}
	token, err = link.Token(f.app, link.Door, d.ID)
	return tickets, token, err
}
