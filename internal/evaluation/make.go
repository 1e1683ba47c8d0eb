package evaluation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/ticket"
)

// Request is what is asked of a report.
type Request struct {
	Title    string // empty: « Rapport d’évaluation », and its period
	Query    stats.Query
	Compared *stats.Query // nil: with nothing
	Intent   string       // id of the report to be: the same request twice makes one
}

// maxTitle bounds the title of a report, in bytes.
const maxTitle = 200

// ErrAltered says that a stored content is not the one that was frozen.
var ErrAltered = errors.New("evaluation: the content of this report is not the one that was made")

// Make counts everything at one moment of the database, then keeps it, numbered and dated. Nobody who writes waits for
// the count.
// Refusals: title; compared (a period compared with itself).
func Make(app core.App, now time.Time, actor string, q Request) (made *records.Report, err error) {
	q.Title = domain.CleanLine(q.Title)
	if len(q.Title) > maxTitle {
		return nil, domain.Error{Code: domain.ErrTooLong, Field: "titre"}
	}
	if q.Compared != nil && q.Compared.Period == q.Query.Period {
		return nil, domain.Error{Code: domain.ErrSamePeriod, Field: "cdu"}
	}
	if made, err = records.ReportOf(app, q.Intent); err == nil || !domain.Is(err, domain.ErrNotFound) {
		return made, err
	}
	var c Content
	err = records.Snapshot(app, func(app core.App) error {
		c, err = Preview(app, now, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		if made, err = records.ReportOf(app, q.Intent); err == nil || !domain.Is(err, domain.ErrNotFound) {
			return err
		}
		made, err = keep(app, now, actor, q, c)
		return err
	})
	return made, err
}

// keep numbers a content that was counted, and writes it.
func keep(app core.App, now time.Time, actor string, q Request, c Content) (_ *records.Report, err error) {
	r := &records.Report{ID: q.Intent, Code: ticket.NewCertificateCode(), Query: c.Query, Actor: actor, MadeAt: records.At(now)}
	if r.Number, err = records.NextReport(app); err != nil {
		return nil, err
	}
	if !q.Query.From.IsZero() {
		r.FromDay = records.At(q.Query.From)
	}
	if !q.Query.To.IsZero() {
		r.ToDay = records.At(q.Query.To)
	}
	c.Number, c.Code, r.Title = NumberOf(r), r.Code, c.Title
	c.VerifyURL = link.Base(app) + "/verifier/" + ticket.ShowCertificateCode(r.Code)
	b, err := canonical(c)
	if err != nil {
		return nil, err
	}
	r.SHA256 = hashOf(b)
	file := records.File{Name: c.Number + ".json", Type: "application/json", SHA256: r.SHA256, Bytes: b, Created: r.MadeAt}
	if err := records.AddReport(app, r, file); err != nil {
		return nil, err
	}
	return r, trail(app, now, actor, "make", r, "")
}

// NumberOf is the number of a report as it is printed: « R-2026-003 ».
func NumberOf(r *records.Report) string {
	return fmt.Sprintf("R-%d-%03d", r.MadeAt.Time().In(paris.Location).Year(), r.Number)
}

// Preview is the content that a report made now would have, without number nor code. Nothing is kept.
func Preview(app core.App, now time.Time, q Request) (c Content, err error) {
	r, err := stats.Count(app, now, q.Query)
	if err != nil {
		return c, err
	}
	if c, err = Draft(app, r); err != nil {
		return c, err
	}
	if q.Title != "" {
		c.Title = q.Title
	}
	return c, c.compare(app, now, q.Compared)
}

// Draft is the content of a count that is shown and not kept.
func Draft(app core.App, r stats.Report) (c Content, err error) {
	q := r.Query()
	c = Content{Format: Format, Title: "Rapport d’évaluation, " + stats.PeriodText(q.Period), MadeAt: r.At.UTC().Format(time.RFC3339),
		Query: q.Values().Encode(), Indicators: indicators()}
	set, err := records.LoadSettings(app)
	if err != nil {
		return c, err
	}
	c.Site, c.Organiser, c.Territory = set.Name, set.Organiser, set.Territory
	hidden, err := hiddenStructures(app)
	if err != nil {
		return c, err
	}
	c.Figures = freeze(r, hidden)
	if err := c.gather(app, q, r); err != nil {
		return c, err
	}
	c.Comments, err = comments(app)
	return c, err
}

// compare counts the compared period. Its events and structures are not listed: nothing prints them.
func (c *Content) compare(app core.App, now time.Time, q *stats.Query) error {
	if q == nil {
		return nil
	}
	r, err := stats.Count(app, now, *q)
	if err != nil {
		return err
	}
	r.Tables[domain.ByEvent], r.Tables[domain.ByStructure] = nil, nil
	f := freeze(r, nil)
	c.Before = &f
	return nil
}

// canonical is the one writing of a content: fields in their order, keys of maps sorted, no spaces.
func canonical(c Content) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(c); err != nil {
		return nil, fmt.Errorf("evaluation: write content: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Load reads the frozen content of a report. ErrNotFound for an unknown one, ErrAltered where the stored bytes are not
// those of its hash.
func Load(app core.App, id string) (c Content, err error) {
	b, err := Bytes(app, id)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(b, &c)
}

// Bytes gives the frozen content as it is stored, byte for byte: whoever has the hash can check it alone.
func Bytes(app core.App, id string) ([]byte, error) {
	r, err := records.ReportOf(app, id)
	if err != nil {
		return nil, err
	}
	f, err := records.FileOf(app, records.ReportFile(id))
	if err != nil {
		return nil, err
	}
	if hashOf(f.Bytes) != r.SHA256 {
		return nil, ErrAltered
	}
	return f.Bytes, nil
}
