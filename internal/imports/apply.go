package imports

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Withheld is why no certificate is given to who was brought in from a file.
const Withheld = "Présence déclarée, reprise d’un fichier du passé : elle n’a pas été émargée."

// progress is how far the imports being applied are, by id: what a transaction wrote is not seen before its end.
var progress sync.Map

// Progress tells how many rows of how many an import being applied has written; running false: none is.
func Progress(id string) (done, all int, running bool) {
	p, ok := progress.Load(id)
	if !ok {
		return 0, 0, false
	}
	n := p.(*[2]atomic.Int64)
	return int(n[0].Load()), int(n[1].Load()), true
}

// Apply writes an import as its preview says, all of it or nothing, and erases the text of the file. No mail is queued, no
// certificate issued. Refusals: ErrImportDone, ErrImportNothing.
func Apply(app core.App, now time.Time, actor, id string) (p *Plan, err error) {
	count := new([2]atomic.Int64)
	if _, twice := progress.LoadOrStore(id, count); twice {
		return nil, domain.Error{Code: domain.ErrImportDone}
	}
	defer progress.Delete(id)
	err = app.RunInTransaction(func(app core.App) error {
		i, err := records.ImportOf(app, id)
		if err != nil {
			return err
		}
		if p, _, _, err = Preview(app, now, i); err != nil {
			return err
		}
		if p.Nothing() {
			return domain.Error{Code: domain.ErrImportNothing}
		}
		count[1].Store(int64(len(p.Rows) + len(p.Declared)))
		w := writer{app: app, now: now, actor: actor, id: id, done: &count[0]}
		if err := w.all(p); err != nil {
			return err
		}
		return w.close(i, p)
	})
	return p, err
}

// mostKept is how many problems are kept of an import that was applied.
const mostKept = 500

// unquoted are problems without what they quote of the file: names and addresses go with it, nobody would ever erase
// them here.
func unquoted(list []Problem) (kept []Problem) {
	for _, q := range list {
		from, to := strings.Index(q.Text, "« "), strings.LastIndex(q.Text, " »")
		if q.Line > 0 && from >= 0 && to > from {
			q.Text = q.Text[:from] + "« …" + q.Text[to:]
		}
		kept = append(kept, q)
	}
	return kept
}

// close keeps what the import did, and erases the text of its file.
func (w *writer) close(i *records.Import, p *Plan) error {
	last, err := records.ScanSeq(w.app)
	if err != nil {
		return err
	}
	report := Report{Text: p.Summary(), Problems: p.Problems[:min(len(p.Problems), mostKept)]}
	if p.Kind == domain.ImportParticipants {
		report.Problems = unquoted(report.Problems)
	}
	if last >= w.first {
		report.FirstSeq, report.LastSeq = w.first, last
	}
	if i.Summary, err = report.raw(); err != nil {
		return err
	}
	i.AppliedAt, i.Done, i.Actor = records.At(w.now), p.Written, w.actor
	if err := records.SaveImport(w.app, i); err != nil {
		return err
	}
	if err := records.DropFile(w.app, fileID(i.ID)); err != nil {
		return err
	}
	return trace(w.app, w.now, w.actor, "apply", i.ID, i.FileName)
}
