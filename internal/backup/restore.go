package backup

import (
	"archive/tar"
	"compress/gzip"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // to check what an archive holds before it takes the place of anything

	"passerelle/internal/link"
)

// ErrArchive says that a file is not a copy made by this platform, or is damaged.
var ErrArchive = errors.New("archive illisible ou abîmée")

// Restore puts a copy in the place of what the folder holds, which is moved, whole, to
// « avant-restauration-… » inside of it. Nothing is touched when the archive is damaged (ErrArchive) or while
// a server uses the folder (ErrBusy). aside is empty when there was nothing to move.
func Restore(archive, data string, now time.Time) (aside string, err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return "", err
	}
	release, err := Lock(data)
	if err != nil {
		return "", err
	}
	defer release()
	work, err := os.MkdirTemp(data, ".restauration-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	if err := unpack(archive, work); err != nil {
		return "", err
	}
	if err := sound(filepath.Join(work, dataFile)); err != nil {
		return "", err
	}
	if aside, err = setAside(data, now); err != nil {
		return aside, err
	}
	for _, name := range []string{dataFile, link.SecretFile} {
		if err := os.Rename(filepath.Join(work, name), filepath.Join(data, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, err
		}
	}
	return aside, syncDir(data)
}

// unpack writes the two files of a copy; any other entry makes it a file that is not ours.
func unpack(archive, into string) error {
	in, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer in.Close()
	zipped, err := gzip.NewReader(in)
	if err != nil {
		return fmt.Errorf("%w : %w", ErrArchive, err)
	}
	files := tar.NewReader(zipped)
	for {
		h, err := files.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w : %w", ErrArchive, err)
		}
		if h.Name != dataFile && h.Name != link.SecretFile {
			return fmt.Errorf("%w : %q", ErrArchive, h.Name)
		}
		if err := unpackFile(filepath.Join(into, h.Name), files); err != nil {
			return err
		}
	}
}

func unpackFile(path string, from io.Reader) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, from)
	return errors.Join(err, out.Sync(), out.Close())
}

// sound asks SQLite itself whether a database is whole.
func sound(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%w : %w", ErrArchive, err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer db.Close()
	var answer string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&answer); err != nil {
		return fmt.Errorf("%w : %w", ErrArchive, err)
	}
	if answer != "ok" {
		return fmt.Errorf("%w : %s", ErrArchive, answer)
	}
	return nil
}

// setAside moves the databases and the secret of the folder, with their -wal and -shm; copies stay.
func setAside(data string, now time.Time) (aside string, err error) {
	entries, err := os.ReadDir(data)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		name := e.Name()
		if name != link.SecretFile && !strings.HasPrefix(name, dataFile) && !strings.HasPrefix(name, "auxiliary.db") {
			continue
		}
		if aside == "" {
			aside = filepath.Join(data, "avant-restauration-"+now.UTC().Format(stamp))
			if err := os.Mkdir(aside, 0o700); err != nil {
				return "", err
			}
		}
		if err := os.Rename(filepath.Join(data, name), filepath.Join(aside, name)); err != nil {
			return aside, err
		}
	}
	return aside, nil
}
