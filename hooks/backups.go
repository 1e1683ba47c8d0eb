package hooks

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/backup"
	"passerelle/internal/records"
)

// backupsView is backups/list.
type backupsView struct {
	Copies      []copyLine
	Days, Weeks int
	Folder      string
	Data        string // the data folder, for the command
	Old         bool   // none for two days
}

type copyLine struct {
	Name, Size string
	At         time.Time
}

// staleAfter is how old the latest copy may be before the platform says so.
const staleAfter = 48 * time.Hour

func (s *site) backups(e *core.RequestEvent) error {
	copies, err := backup.List(e.App.DataDir())
	if err != nil {
		return err
	}
	view := backupsView{Days: backup.Days, Weeks: backup.Weeks, Folder: backup.Dir(e.App.DataDir()), Data: e.App.DataDir(), Old: stale(copies, s.now())}
	for _, c := range copies {
		view.Copies = append(view.Copies, copyLine{c.Name, bytesInWords(c.Size), c.At})
	}
	return s.render(e, http.StatusOK, "backups/list", view)
}

func stale(copies []backup.Copy, now time.Time) bool {
	return len(copies) == 0 || now.Sub(copies[0].At) > staleAfter
}

func (s *site) backupNow(e *core.RequestEvent) error {
	path, err := backup.Make(e.App, s.now())
	if err != nil {
		return err
	}
	if err := s.trailBackup(e, "backup", filepath.Base(path)); err != nil {
		return err
	}
	return s.tell(e, "/gestion/sauvegardes", "ok", "La sauvegarde est faite.")
}

// downloadBackup hands out a whole copy of the data. The archive is read as it is sent.
func (s *site) downloadBackup(e *core.RequestEvent) error {
	path, ok := backup.Path(e.App.DataDir(), e.Request.PathValue("file"))
	if !ok {
		return e.NotFoundError("", nil)
	}
	f, err := os.Open(path)
	if err != nil {
		return e.NotFoundError("", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/gzip")
	h.Set("Content-Disposition", `attachment; filename="`+filepath.Base(path)+`"`)
	http.ServeContent(e.Response, e.Request, "", info.ModTime(), f)
	return nil
}

func (s *site) trailBackup(e *core.RequestEvent, action, name string) error {
	return records.AddAudit(e.App, records.AuditLine{At: records.At(s.now()), Actor: actor(e), Action: action, Kind: "backup", Target: name})
}

// bytesInWords is a size as people read it: « 3,2 Mo ».
func bytesInWords(n int64) string {
	switch {
	case n < 1000_000:
		return fmt.Sprintf("%d ko", max(1, n/1000))
	case n < 1000_000_000:
		return fmt.Sprintf("%d,%d Mo", n/1000_000, n%1000_000/100_000)
	}
	return fmt.Sprintf("%d,%d Go", n/1000_000_000, n%1000_000_000/100_000_000)
}
