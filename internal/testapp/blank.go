package testapp

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/reference"
)

// databases are the files of a folder.
var databases = []string{"data.db", "auxiliary.db"}

// lay puts the blank folder's databases into a folder; its secret is its own.
func lay(dir string) error {
	files, err := blank()
	for name, b := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	return err
}

// blank is an empty folder with the schema and the lists: hundreds of tests begin with one. Making it takes seconds
// (a minute under the race detector), so it is made once for all packages, and again when any source changes.
var blank = sync.OnceValues(func() (map[string][]byte, error) {
	sum, err := sources()
	if err != nil {
		return nil, err
	}
	kept := filepath.Join(os.TempDir(), "passerelle-blank-"+sum)
	if files, err := readAll(kept); err == nil {
		return files, nil
	}
	made, err := makeBlank()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(made)
	files, err := readAll(made)
	if err != nil {
		return nil, err
	}
	forgetOlder(made)
	_ = os.Rename(made, kept) // whole, or not at all: another package may have been first
	return files, nil
})

func readAll(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, name := range databases {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		files[name] = b
	}
	return files, nil
}

// makeBlank runs the migrations and loads the lists, in a folder that holds the two databases alone.
func makeBlank() (string, error) {
	dir, err := os.MkdirTemp("", "passerelle-making-")
	if err != nil {
		return "", err
	}
	app, err := start(dir)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	defer os.RemoveAll(app.DataDir()) // PocketBase's test app works on a copy
	err = errors.Join(reference.Load(app), cheapPasswords(app))
	err = errors.Join(err, app.ResetBootstrapState()) // closes the databases
	for _, name := range databases {
		b, failed := os.ReadFile(filepath.Join(app.DataDir(), name))
		err = errors.Join(err, failed, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	return dir, err
}

// cheapPasswords makes the hash of a password cost a millisecond rather than seventy: hundreds of accounts are made.
func cheapPasswords(app core.App) error {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	field, ok := users.Fields.GetByName("password").(*core.PasswordField)
	if !ok {
		return errors.New("users have no password")
	}
	field.Cost = 4 // bcrypt's least
	return app.Save(users)
}

// sources is the hash of all that the blank folder is made of: every file of the module that a build may read.
func sources() (string, error) {
	root, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		if root == filepath.Dir(root) {
			return "", errors.New("no go.mod above the tests")
		}
		root = filepath.Dir(root)
	}
	if err != nil {
		return "", err
	}
	all := sha256.New()
	for _, part := range []string{"go.mod", "go.sum", "hooks", "internal", "migrations"} {
		err = errors.Join(err, filepath.WalkDir(filepath.Join(root, part), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			fmt.Fprintf(all, "%s %d\n", strings.TrimPrefix(path, root), len(b))
			all.Write(b)
			return err
		}))
	}
	return hex.EncodeToString(all.Sum(nil))[:16], err
}

// forgetOlder removes the folders of sources that are a day older.
func forgetOlder(newest string) {
	at, err := os.Stat(newest)
	if err != nil {
		return
	}
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "passerelle-blank-*"))
	for _, dir := range old {
		if other, err := os.Stat(dir); err == nil && at.ModTime().Sub(other.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(dir)
		}
	}
}
