// Package web is the page engine: every template parsed and checked at start,
// public files named by the hash of their content, form values and errors, and
// the French typography of what people type. It knows nothing of the database
// nor of HTTP.
package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// hashLength is the number of hexadecimal characters kept of a file's SHA-256.
const hashLength = 12

// Assets knows the content hash of each public file.
type Assets struct {
	sums    map[string]string
	bundles map[string]string // folder → hash of all that is in it
}

// NewAssets reads every file of fsys once and keeps its hash. The files of a
// folder of bundles name each other without a hash (modules, a worker): they
// stand under one address that all of them change together. It returns the
// first reading error.
func NewAssets(fsys fs.FS, bundles ...string) (*Assets, error) {
	sums := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		sums[path] = hex.EncodeToString(sum[:])[:hashLength]
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("hash public files: %w", err)
	}
	a := &Assets{sums, map[string]string{}}
	for _, folder := range bundles {
		whole := sha256.New()
		for _, path := range a.Under(folder) {
			fmt.Fprintln(whole, path, sums[path])
		}
		a.bundles[folder] = hex.EncodeToString(whole.Sum(nil))[:hashLength]
	}
	return a, nil
}

// URL gives the address of a public file with its hash, such as
// "/app.css?v=0123456789ab", or "/door/0123456789ab/app.js" for a file of the bundle
// "door": it may be cached for ever. An unknown path is an error.
func (a *Assets) URL(path string) (string, error) {
	path = strings.TrimPrefix(path, "/")
	sum, ok := a.sums[path]
	if !ok {
		return "", fmt.Errorf("no public file %q", path)
	}
	for folder, build := range a.bundles {
		if rest, inside := strings.CutPrefix(path, folder+"/"); inside {
			return "/" + folder + "/" + build + "/" + rest, nil
		}
	}
	return "/" + path + "?v=" + sum, nil
}

// Under gives the paths of a folder's files, sorted.
func (a *Assets) Under(folder string) (paths []string) {
	for path := range a.sums {
		if strings.HasPrefix(path, folder+"/") {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Build is the hash of a bundle, "" for a folder that is none.
func (a *Assets) Build(folder string) string { return a.bundles[folder] }

// Sum is the hash of a file, without its quotes, or "" where there is no such file.
func (a *Assets) Sum(path string) string { return a.sums[strings.TrimPrefix(path, "/")] }

// ETag is the value of that header for a file, or "" where there is no such file.
func (a *Assets) ETag(path string) string {
	sum := a.Sum(path)
	if sum == "" {
		return ""
	}
	return `"` + sum + `"`
}
