package door

import (
	"encoding/json"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// call is what scans that come together find at the door: read in a few questions when it begins, kept up as they
// are decided one after the other, and written at the end. A hundred scans cost a few questions, not eight hundred.
type call struct {
	now    time.Time
	place  Place
	device string
	shift  time.Duration

	answers map[string]Result // by nonce
	found   map[key]*records.Expected
	facts   map[records.Spot][]domain.Fact
	guests  map[records.Spot]*records.CatchUp // who catches up here a half-day of another group

	rows    []*records.Scan
	touched map[records.Spot]*records.Scan // the last scan that counts there
	spots   []records.Spot                 // touched, in order
}

// record records scans inside a transaction, and answers each. An error says that none of them is.
func (c call) record(app core.App, scans []Scan) ([]Result, error) {
	if err := c.begin(app, scans); err != nil {
		return nil, err
	}
	results := make([]Result, 0, len(scans))
	for _, s := range scans {
		r, err := c.one(app, s)
		if err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	if err := c.end(app); err != nil {
		return nil, err
	}
	return results, nil
}

// begin reads what these scans find.
func (c *call) begin(app core.App, scans []Scan) error {
	c.rows, c.spots, c.touched = nil, nil, map[records.Spot]*records.Scan{}
	var nonces, ids []string
	for _, s := range scans {
		nonces = append(nonces, s.Nonce)
	}
	told, err := records.AnswersByNonce(app, nonces)
	if err != nil {
		return err
	}
	c.answers = map[string]Result{}
	for nonce, answer := range told {
		var r Result
		if err := json.Unmarshal(answer, &r); err != nil {
			return err
		}
		r.Nonce = nonce
		c.answers[nonce] = r
	}
	if c.found, err = find(app, c.place.Event.ID, scans); err != nil || len(c.found) == 0 {
		return err
	}
	for _, r := range c.found {
		ids = append(ids, r.ID)
	}
	if c.facts, err = records.FactsOf(app, ids); err != nil {
		return err
	}
	c.guests, err = c.away(app)
	return err
}

// one decides one scan, as the only rule of the door does, and keeps the signature that came with it.
func (c *call) one(app core.App, s Scan) (Result, error) {
	if first, ok := c.answers[s.Nonce]; ok && !s.claims {
		return first, nil
	}
	row := newRow(c.now, c.place, c.device, c.shift, s)
	x, reg, facts := c.caseOf(s, row)
	verdict, guest := domain.DecideScan(x), c.guest(reg, row)
	row.Outcome, row.Counts = string(verdict), guest == nil && x.Counts(verdict)
	if reg != nil && reg.Event == c.place.Event.ID {
		row.Registration = reg.ID
	}
	ink, whyNot := inkOf(c.place, s, row, reg)
	row.Signed = ink != nil
	before, _ := domain.FoldPresence(facts)
	if row.Counts {
		facts = append(facts, row.Fact())
		c.touch(row, facts)
	}
	presence, present := domain.FoldPresence(facts)
	result := Result{Nonce: s.Nonce, Outcome: string(verdict), Signed: row.Signed}
	if row.Registration != "" {
		result.Person = reg.Name()
	}
	if present {
		result.FirstAt = presence.First.UTC().Format(time.RFC3339)
	}
	result.Explanation = c.place.say(verdict, s, reg, before, presence, result) + whyNot
	if guest != nil {
		if err := c.caught(app, row, verdict, reg, guest, &result); err != nil {
			return Result{}, err
		}
	}
	answer, err := json.Marshal(result)
	if row.Answer = answer; err != nil {
		return Result{}, err
	}
	c.rows = append(c.rows, row)
	if row.Nonce == s.Nonce {
		c.answers[s.Nonce] = result
	}
	if row.Counts {
		return result, sign(app, c.now, c.place, reg, row, ink, facts)
	}
	return result, nil
}

// touch keeps that the facts of a spot have changed.
func (c *call) touch(row *records.Scan, facts []domain.Fact) {
	spot := records.Spot{Registration: row.Registration, Slot: row.Slot}
	if c.facts == nil {
		c.facts = map[records.Spot][]domain.Fact{}
	}
	c.facts[spot] = facts
	if c.touched[spot] == nil {
		c.spots = append(c.spots, spot)
	}
	c.touched[spot] = row
}

// end writes the scans, then the presences that the facts prove, and lets figures and certificates follow in the
// same transaction.
func (c *call) end(app core.App) error {
	if len(c.rows) == 0 {
		return nil
	}
	if err := records.AddScans(app, c.rows); err != nil {
		return err
	}
	for _, spot := range c.spots {
		id := c.touched[spot].ID // ids in the order of scans, as theirs
		if err := put(app, id, c.place.Event.ID, spot.Registration, *slotOf(c.place, spot.Slot), c.facts[spot]); err != nil {
			return err
		}
	}
	settled := map[string]bool{}
	for _, spot := range c.spots {
		if settled[spot.Registration] {
			continue
		}
		settled[spot.Registration] = true
		if err := settle(app, c.now, c.place, spot.Registration, c.touched[spot].Reason); err != nil {
			return err
		}
	}
	return nil
}
