package agreement

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	_ "image/jpeg" // the kinds of picture that are taken
	_ "image/png"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// MaxScan bounds what is handed in, in bytes; a picture is at most maxSide dots wide and high, and maxDots in all: what
// it would take once opened is bounded, whatever its size as a file.
const (
	MaxScan = 8 << 20
	maxSide = 20_000
	maxDots = 150_000_000
)

// Scan is a paper as it was handed in, with the type that its content says. Its bytes are never changed nor opened here.
type Scan struct {
	Name, Type string
	Bytes      []byte
}

// The types of paper, and how their names end.
var endings = map[string]string{"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

// ReadScan takes a file by what it holds, never by its name. Refusals, at this field: ErrScanEmpty, ErrScanLarge,
// ErrScanType (no PDF, JPEG or PNG), ErrScanBroken (cut, or a picture larger than any page).
func ReadScan(field, name string, b []byte) (*Scan, error) {
	refuse := func(c domain.Code) (*Scan, error) { return nil, domain.Error{Code: c, Field: field} }
	if len(b) == 0 {
		return refuse(domain.ErrScanEmpty)
	}
	if len(b) > MaxScan {
		return refuse(domain.ErrScanLarge)
	}
	kind, whole := "", false
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		kind, whole = "application/pdf", wholePDF(b)
	case bytes.HasPrefix(b, []byte{0xff, 0xd8, 0xff}):
		kind, whole = "image/jpeg", picture(b, "jpeg") && bytes.Contains(b, []byte{0xff, 0xd9})
	case bytes.HasPrefix(b, pngMark):
		kind, whole = "image/png", picture(b, "png") && wholePNG(b)
	default:
		return refuse(domain.ErrScanType)
	}
	if !whole {
		return refuse(domain.ErrScanBroken)
	}
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	if at := strings.LastIndexByte(name, '.'); at >= 0 {
		name = name[:at]
	}
	return &Scan{Name: domain.SafeFileName(name) + endings[kind], Type: kind, Bytes: b}, nil
}

// wholePDF tells whether the end of the file is there.
func wholePDF(b []byte) bool {
	end := b[max(0, len(b)-2048):]
	return bytes.Contains(end, []byte("%%EOF")) && bytes.Contains(b, []byte("startxref"))
}

// picture reads the head of a picture, and nothing more of it.
func picture(b []byte, kind string) bool {
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	return err == nil && format == kind && c.Width > 0 && c.Height > 0 && c.Width <= maxSide && c.Height <= maxSide && c.Width*c.Height <= maxDots
}

var pngMark = []byte("\x89PNG\r\n\x1a\n")

// wholePNG follows the pieces of a file from its head to the end: each with its sum, the last one last.
func wholePNG(b []byte) bool {
	for rest := b[len(pngMark):]; len(rest) >= 12; {
		n := int(binary.BigEndian.Uint32(rest))
		if n < 0 || n > len(rest)-12 || crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			return false
		}
		if string(rest[4:8]) == "IEND" {
			return len(rest) == 12
		}
		rest = rest[12+n:]
	}
	return false
}

// Kinds of paper.
const (
	SignedPaper  = "signed"  // a signed agreement
	MissionPaper = "mission" // an ordre de mission
)

// mostPapers is how many papers of one purpose are kept of a party: pages photographed one by one, not a store.
const mostPapers = 10

// Keep stores what a party handed in, inside a transaction. The same bytes for the same purpose are kept once. ErrScanMany
// at the field of the file: there are enough of them.
func Keep(app core.App, now time.Time, p records.Paper, scan *Scan) error {
	p.Name, p.Type, p.SHA256, p.Size, p.At = scan.Name, scan.Type, HashOf(scan.Bytes), len(scan.Bytes), records.At(now)
	rows, err := records.Papers(app, p.Placement)
	if err != nil {
		return err
	}
	alike := 0
	for _, r := range rows {
		if !r.RemovedAt.IsZero() || r.Kind != p.Kind || r.Party != p.Party || r.Agreement != p.Agreement {
			continue
		}
		if r.SHA256 == p.SHA256 {
			return nil
		}
		alike++
	}
	if alike >= mostPapers {
		return domain.Error{Code: domain.ErrScanMany, Field: map[string]string{SignedPaper: "scan", MissionPaper: "mission_scan"}[p.Kind]}
	}
	if err := records.AddPaper(app, &p); err != nil {
		return err
	}
	return records.AddFile(app, &records.File{ID: records.PaperFile(p.ID), Name: p.Name, Type: p.Type, SHA256: p.SHA256, Bytes: scan.Bytes, Created: p.At})
}

// Remove deletes the bytes of a paper, inside a transaction; its row stays, with who took it away and why.
func Remove(app core.App, now time.Time, p *records.Paper, actor, reason string) error {
	p.RemovedAt, p.RemovedReason = records.At(now), reason
	if err := records.SavePaper(app, p); err != nil {
		return err
	}
	if err := records.DropFile(app, records.PaperFile(p.ID)); err != nil {
		return err
	}
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "remove_paper", Kind: "placement", Target: p.Placement, Reason: reason})
}

// ServedType is the type under which a stored paper is given: one of those that are taken, or bytes that nothing opens.
func ServedType(kind string) string {
	if endings[kind] == "" {
		return "application/octet-stream"
	}
	return kind
}
