package imports

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

func fileID(id string) string { return "import:" + id }

// Add keeps a file until it is applied or dropped, with a first guess of how to read it. Nothing else is written.
// Refusals: those of Read, ErrChoice at « genre ».
func Add(app core.App, now time.Time, actor string, kind domain.ImportKind, name string, content []byte) (i *records.Import, err error) {
	if kind != domain.ImportHistory && kind != domain.ImportParticipants {
		return nil, domain.Error{Code: domain.ErrChoice, Field: "genre"}
	}
	b, err := Read(name, content, "")
	if err != nil {
		return nil, err
	}
	mapping, err := json.Marshal(Guess(kind, b))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	i = &records.Import{Kind: string(kind), FileName: plainName(name), SHA256: hex.EncodeToString(sum[:]), Sheet: b.Sheet, Actor: actor,
		Mapping: mapping, Rows: len(b.Lines), Created: records.At(now)}
	err = app.RunInTransaction(func(app core.App) error {
		if err := records.AddImport(app, i); err != nil {
			return err
		}
		return records.AddFile(app, &records.File{ID: fileID(i.ID), Name: i.FileName, Type: "application/octet-stream", SHA256: i.SHA256, Bytes: content, Created: i.Created})
	})
	return i, err
}

// plainName is the last part of a file's name, whatever path a browser or a hand put before it.
func plainName(name string) string {
	name = domain.CleanLine(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	if r := []rune(name); len(r) > 120 {
		name = string(r[len(r)-120:])
	}
	return name
}

// Open reads the file of an import that is not applied, as its mapping says.
func Open(app core.App, i *records.Import) (b Book, m Mapping, err error) {
	if !i.AppliedAt.IsZero() {
		return b, m, domain.Error{Code: domain.ErrImportDone}
	}
	f, err := records.FileOf(app, fileID(i.ID))
	if err != nil {
		return b, m, err
	}
	m = MappingOf(i)
	b, err = Read(f.Name, f.Bytes, m.Sheet)
	return b, m, err
}

// Save keeps how a file is to be read. Refusals: ErrImportDone, ErrImportSheet.
func Save(app core.App, id string, change func(b Book, m *Mapping)) error {
	return app.RunInTransaction(func(app core.App) error {
		i, err := records.ImportOf(app, id)
		if err != nil {
			return err
		}
		b, m, err := Open(app, i)
		if err != nil {
			return err
		}
		sheet := m.Sheet
		change(b, &m)
		if m.Sheet != sheet { // another sheet is laid out otherwise
			f, err := records.FileOf(app, fileID(id))
			if err != nil {
				return err
			}
			if b, err = Read(f.Name, f.Bytes, m.Sheet); err != nil {
				return err
			}
			m = Guess(domain.ImportKind(i.Kind), b)
		}
		raw, err := json.Marshal(m)
		if err != nil {
			return err
		}
		i.Mapping, i.Sheet, i.Rows = raw, m.Sheet, len(b.Lines)
		return records.SaveImport(app, i)
	})
}

// Drop forgets a file that was not applied: its text is erased.
func Drop(app core.App, now time.Time, actor, id string) error {
	return app.RunInTransaction(func(app core.App) error {
		i, err := records.ImportOf(app, id)
		if err != nil {
			return err
		}
		if !i.AppliedAt.IsZero() {
			return domain.Error{Code: domain.ErrImportDone}
		}
		if err := records.DropFile(app, fileID(id)); err != nil {
			return err
		}
		if err := records.DropImport(app, id); err != nil {
			return err
		}
		return trace(app, now, actor, "drop", id, i.FileName)
	})
}

// Preview plans an import as it is kept now.
func Preview(app core.App, now time.Time, i *records.Import) (p *Plan, b Book, m Mapping, err error) {
	if b, m, err = Open(app, i); err != nil {
		return nil, b, m, err
	}
	d, err := Load(app)
	if err != nil {
		return nil, b, m, err
	}
	return Make(domain.ImportKind(i.Kind), b, m, d, now), b, m, nil
}

func trace(app core.App, now time.Time, actor, action, id, reason string) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "import", Target: id, Reason: reason})
}

// Report is what an import says of itself once it is applied.
type Report struct {
	Text     string    `json:"text"`
	FirstSeq int       `json:"first_scan"` // places of the scans that it wrote; zero: none
	LastSeq  int       `json:"last_scan"`
	Problems []Problem `json:"problems"`
}

// ReportOf reads the summary of an applied import.
func ReportOf(i *records.Import) (r Report) {
	_ = json.Unmarshal(i.Summary, &r) // one that does not read says nothing
	return r
}

func (r Report) raw() (types.JSONRaw, error) { return json.Marshal(r) }
