// Package backup copies the data folder while the platform serves, keeps a few weeks of copies, and puts one
// back. A copy is one archive: the database and the secret of the links, without which no link opens again.
package backup

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
)

const (
	dirName    = "backups"
	dataFile   = "data.db"
	prefix     = "passerelle-"
	suffix     = ".tar.gz"
	stamp      = "2006-01-02T150405Z"
	unfinished = ".en-cours-"
)

// making keeps two copies from being made at once in one process.
var making sync.Mutex

// Make writes a copy of the folder and drops the copies that rotation no longer keeps. Nobody waits for it:
// VACUUM INTO reads beside the writers. The archive has its name only once it is whole and on disk.
func Make(app core.App, now time.Time) (path string, err error) {
	making.Lock()
	defer making.Unlock()
	dir := Dir(app.DataDir())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	if err := dropUnfinished(dir, now); err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(dir, unfinished)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	copied := filepath.Join(work, dataFile)
	if _, err := app.ConcurrentDB().NewQuery("VACUUM INTO {:path}").Bind(dbx.Params{"path": copied}).Execute(); err != nil {
		return "", fmt.Errorf("copy the database: %w", err)
	}
	packed := filepath.Join(work, "archive")
	if err := pack(packed, now, copied, filepath.Join(app.DataDir(), link.SecretFile)); err != nil {
		return "", fmt.Errorf("pack the copy: %w", err)
	}
	path = filepath.Join(dir, prefix+now.UTC().Format(stamp)+suffix)
	if err := os.Rename(packed, path); err != nil {
		return "", err
	}
	if err := syncDir(dir); err != nil {
		return "", err
	}
	return path, rotate(dir)
}

// Dir is where the copies of a data folder are kept.
func Dir(data string) string { return filepath.Join(data, dirName) }

// dropUnfinished clears what a copy cut short (a power cut, a full disk) left behind, a day later: another
// process may be at work on a fresh one.
func dropUnfinished(dir string, now time.Time) error {
	old, err := filepath.Glob(filepath.Join(dir, unfinished+"*"))
	if err != nil {
		return err
	}
	for _, p := range old {
		info, err := os.Stat(p)
		if err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
			err = os.RemoveAll(p)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func pack(path string, now time.Time, files ...string) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer out.Close() // a second Close after a good one says nothing new
	zipped, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(zipped)
	for _, f := range files {
		if err := packFile(archive, now, f); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), zipped.Close(), out.Sync(), out.Close())
}

// packFile adds one file; a folder whose links were never used has no secret yet.
func packFile(archive *tar.Writer, now time.Time, path string) error {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && filepath.Base(path) == link.SecretFile {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Name: filepath.Base(path), Mode: 0o600, Size: info.Size(), ModTime: now.UTC()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, in)
	return err
}

// syncDir makes a rename outlive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
