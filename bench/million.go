package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
)

// The territory of the figures: far larger than any.
const (
	manyEvents        = 6000
	manyPeople        = 300_000
	manyRegistrations = 1_250_000 // four in five present
)

// million fills the folder once, by rows and not by use cases: triggers and indexes are made again after it.
func (b *bench) million() error {
	if b.filled {
		return nil
	}
	b.stop()
	began := time.Now()
	db := b.folder.app.NonconcurrentDB()
	exec := func(statement string) error {
		_, err := db.NewQuery(statement).Execute()
		if err != nil {
			return fmt.Errorf("%.50s: %w", statement, err)
		}
		return nil
	}
	var made []struct{ Type, Name, SQL string }
	if err := db.NewQuery(`SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
		AND tbl_name IN ('people', 'registrations', 'attendances', 'facts', 'slots', 'events')`).All(&made); err != nil {
		return err
	}
	steps := []string{"PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000"}
	for _, m := range made {
		steps = append(steps, "DROP "+m.Type+" `"+m.Name+"`")
	}
	steps = append(steps, manyRows()...)
	for _, m := range made {
		if m.Type == "index" {
			steps = append(steps, m.SQL)
		}
	}
	for _, m := range made {
		if m.Type == "trigger" {
			steps = append(steps, m.SQL)
		}
	}
	for _, step := range append(steps, "PRAGMA synchronous = FULL", "PRAGMA cache_size = -32000", "PRAGMA wal_checkpoint(TRUNCATE)") {
		if err := exec(step); err != nil {
			return err
		}
	}
	b.filled = true
	fmt.Printf("bench : %d événements, %d personnes, %d inscriptions, un million de présences, en %.0f s\n", manyEvents, manyPeople, manyRegistrations, time.Since(began).Seconds())
	return nil
}

// manyRows are the statements that fill: nobody twice at an event, five years, every list drawn from.
func manyRows() []string {
	series := func(n int) string {
		return fmt.Sprintf("WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < %d) ", n-1)
	}
	steps := []string{}
	for _, list := range []string{"programmes", "territories", "sectors", "structures", "professions"} {
		steps = append(steps, "CREATE TEMP TABLE any_"+list+" AS SELECT row_number() OVER (ORDER BY num) - 1 AS i, id, num FROM "+list,
			"CREATE INDEX temp.idx_any_"+list+" ON any_"+list+" (i)")
	}
	draw := func(list, n string, column string) string {
		return fmt.Sprintf("(SELECT %s FROM any_%s WHERE i = (%s) %% (SELECT COUNT(*) FROM any_%s))", column, list, n, list)
	}
	registrations := fmt.Sprintf(`CREATE TEMP TABLE many AS %s SELECT n, n %% %d AS person, ((n %% %d) * 5 + n / %d * 1201) %% %d AS event, n %% 5 != 0 AS present FROM n`,
		series(manyRegistrations), manyPeople, manyPeople, manyPeople, manyEvents)
	day := `strftime('%Y-%m-%d 08:00:00.000Z', '2021-01-05', '+' || (n % 1825) || ' days')`
	return append(steps, registrations,
		series(manyEvents)+`INSERT INTO events (id, num, slug, tag, title, status, programme, territory, ptsm_role, visibility, mode, starts_at, ends_at, held_at, capacity)
			SELECT printf('e%014d', n), 100000 + n, 'e' || n, 'e' || n, 'Rencontre ' || n, 'held', `+draw("programmes", "n", "id")+`, `+draw("territories", "n", "id")+`,
			CASE n % 4 WHEN 0 THEN 'porte' WHEN 1 THEN 'coporte' WHEN 2 THEN 'soutenu' ELSE 'participe' END, 'link', 'onsite', `+day+`, `+day+`, `+day+`, 300 FROM n`,
		series(manyEvents)+`INSERT INTO slots (id, event, label, starts_at, ends_at) SELECT printf('s%014d', n), printf('e%014d', n), 'Matin', `+day+`, `+day+` FROM n`,
		series(manyPeople)+`INSERT INTO people (id, num, last_name, first_name, name_key) SELECT printf('p%014d', n), 100000 + n, 'Essai' || n, 'Zoe', 'essai' || n || '|zoe' FROM n`,
		`INSERT INTO registrations (id, event, person, seq, last_name, first_name, state, origin, ticket, short_code, structure, sector, territory, profession, registered_at, confirmed_at, change)
			SELECT printf('r%014d', n), printf('e%014d', event), printf('p%014d', person), n, 'Essai' || person, 'Zoe', 'confirmed', 'online', 't' || n, 'c' || n,
			`+draw("structures", "person", "id")+`, `+draw("sectors", "person", "id")+`, `+draw("territories", "person", "id")+`, `+draw("professions", "person", "id")+`,
			'2021-01-01 08:00:00.000Z', '2021-01-01 08:00:00.000Z', 1000000 + n FROM many`,
		`INSERT INTO attendances (id, event, registration, slot, minutes, proof) SELECT printf('a%014d', n), printf('e%014d', event), printf('r%014d', n), printf('s%014d', event), 180, 1 + n % 4
			FROM many WHERE present`,
		`INSERT INTO facts (id, event, person, structure, sector, territory, profession, outcome, registered, walk_in, minutes, proof)
			SELECT printf('r%014d', n), 100000 + event, 100000 + person, `+draw("structures", "person", "num")+`, `+draw("sectors", "person", "num")+`,
			`+draw("territories", "person", "num")+`, `+draw("professions", "person", "num")+`, CASE WHEN present THEN 1 ELSE 2 END, 1, 0, 180 * present, present * (1 + n % 4) FROM many`,
		`DROP TABLE temp.many`)
}

// ask times a page of the coordinator's, read to its end.
func (b *bench) ask(path string) (time.Duration, int64, error) {
	request, err := http.NewRequest("GET", b.server.base+path, http.NoBody)
	if err != nil {
		return 0, 0, err
	}
	request.AddCookie(&http.Cookie{Name: "session", Value: b.folder.session})
	began := time.Now()
	answer, err := client(1).Do(request)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %d", path, answer.StatusCode)
	}
	return time.Since(began), n, err
}

// statsMillion measures the year's screen over everything: ready, through one filter, and after a scan.
func (b *bench) statsMillion() error {
	if err := b.million(); err != nil {
		return err
	}
	if err := b.serve(); err != nil {
		return err
	}
	all := "/gestion/chiffres?du=&au="
	first, _, err := b.ask(all)
	if err != nil {
		return err
	}
	var ready, filters, scans []time.Duration
	for range 7 {
		t, _, err := b.ask(all)
		if err != nil {
			return err
		}
		ready = append(ready, t)
	}
	for _, filter := range []string{"programme=attractivite", "lieu=cua", "role=porte", "territoire=cua", "preuve=signed", "statut=held", "secteur=-"} {
		t, _, err := b.ask(all + "&" + filter)
		if err != nil {
			return err
		}
		filters = append(filters, t)
	}
	for n := range 5 {
		now := time.Now().UTC().Format(time.RFC3339)
		if err := b.scans(client(1), door.Batch{Device: "tel", SentAt: now, Scans: []door.Scan{b.arrival(n, 0, now)}}); err != nil {
			return err
		}
		t, _, err := b.ask(all)
		if err != nil {
			return err
		}
		scans = append(scans, t)
	}
	memory, err := b.server.memory("VmRSS")
	if err != nil {
		return err
	}
	slices.Sort(ready)
	slices.Sort(scans)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.add(measure{Name: "stats_million", Value: ms(ready[len(ready)/2]), Unit: "ms", Detail: fmt.Sprintf("toutes périodes ; un filtre %.0f ms au plus, après un passage %.0f ms, la première fois %.0f ms, mémoire %.0f MB ; %d inscriptions, %d personnes, %d événements, %s, 1 connexion",
		ms(slices.Max(filters)), ms(scans[len(scans)/2]), ms(first), memory, manyRegistrations, manyPeople, manyEvents, pragmas),
		Budget: "< 100 ms ; un filtre < 500 ms", Met: ms(ready[len(ready)/2]) < 100 && ms(slices.Max(filters)) < 500})
	return nil
}

// exportMillion measures the workbook of all presences.
func (b *bench) exportMillion() error {
	if err := b.million(); err != nil {
		return err
	}
	b.stop() // a server that has counted nothing yet
	if err := b.serve(); err != nil {
		return err
	}
	if _, _, err := b.ask("/gestion/chiffres?du=&au="); err != nil {
		return err
	}
	if err := b.server.forgetPeak(); err != nil {
		return err
	}
	took, size, err := b.ask("/gestion/chiffres/presences.xlsx?du=&au=")
	if err != nil {
		return err
	}
	peak, err := b.server.memory("VmHWM")
	if err != nil {
		return err
	}
	b.add(measure{Name: "export_million", Value: took.Seconds(), Unit: "s", Detail: fmt.Sprintf("%d Mo, pic %.0f MB, un million de présences, %s, 1 connexion", size/1_000_000, peak, pragmas),
		Budget: "< 15 s, < 250 MB", Met: took < 15*time.Second && peak < 250})
	return nil
}

// statsCost measures what the figures add to a scan: the same presences written with what keeps the figures ready, and
// without, against whole scans; a hundred a transaction, turn by turn.
func (b *bench) statsCost() error {
	if err := b.million(); err != nil {
		return err
	}
	b.stop()
	const each, rounds = 100, 25
	app, gate := b.folder.app, b.folder.gate
	people, err := records.Registrations(app, gate.ID)
	if err != nil {
		return err
	}
	place, err := door.Open(app, gate.ID, "", "bench")
	if err != nil {
		return err
	}
	minutes := 0
	write := func(round int, follow bool) error {
		minutes++
		return app.RunInTransaction(func(app core.App) error {
			for i := range each {
				r := people[(round*each+i)%len(people)]
				if err := records.PutAttendance(app, records.Attendance{Event: gate.ID, Registration: r.ID, Slot: b.folder.slots[0].ID, Minutes: minutes, Proof: int(domain.Scanned)}, true); err != nil {
					return err
				}
				if follow {
					if err := records.RefreshPresence(app, r.ID); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	var bare, ready, whole time.Duration
	for round := range rounds {
		var scans []door.Scan
		now := time.Now().UTC()
		for i := range each {
			scans = append(scans, b.arrival(round*each+i, 1, now.Format(time.RFC3339)))
		}
		hands := []struct {
			into *time.Duration
			run  func() error
		}{{&bare, func() error { return write(round, false) }}, {&ready, func() error { return write(round, true) }},
			{&whole, func() error {
				_, err := door.Sync(app, now, place, door.Batch{Device: "bench", Scans: scans})
				return err
			}}}
		if err := write(round, true); err != nil { // nobody is the first to touch these rows
			return err
		}
		if round%2 > 0 {
			hands[0], hands[1] = hands[1], hands[0]
		}
		for _, one := range hands {
			began := time.Now()
			if err := one.run(); err != nil {
				return err
			}
			*one.into += time.Since(began)
		}
	}
	if err := records.RefreshEventFacts(app, gate.ID); err != nil {
		return err
	}
	added := ready - bare
	share := 100 * added.Seconds() / (whole - added).Seconds()
	us := func(d time.Duration) float64 { return float64(d.Microseconds()) / (each * rounds) }
	b.add(measure{Name: "stats_cost", Value: share, Unit: "%", Detail: fmt.Sprintf("%.0f µs sur %.0f µs par passage, par transactions de %d, %d inscriptions, %s", us(added), us(whole), each, manyRegistrations, pragmas),
		Budget: "< 30 %", Met: share < 30})
	return nil
}
