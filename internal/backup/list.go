package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"passerelle/internal/paris"
)

// How many copies rotation keeps: the last of each day, and of each week.
const (
	Days  = 14
	Weeks = 8
)

// Copy is a finished archive.
type Copy struct {
	Name string
	At   time.Time
	Size int64 // bytes
}

// List gives the copies of a data folder, the newest first; none when the folder has no copies.
func List(data string) ([]Copy, error) {
	entries, err := os.ReadDir(Dir(data))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Copy
	for _, e := range entries {
		at, ok := timeOf(e.Name())
		if !ok {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // dropped meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Copy{e.Name(), at, info.Size()})
	}
	slices.SortFunc(out, func(a, b Copy) int { return b.At.Compare(a.At) })
	return out, nil
}

// Path is the archive of this name; false for any name that a copy does not have.
func Path(data, name string) (string, bool) {
	if _, ok := timeOf(name); !ok {
		return "", false
	}
	return filepath.Join(Dir(data), name), true
}

func timeOf(name string) (time.Time, bool) {
	middle, ok := strings.CutPrefix(name, prefix)
	middle, ended := strings.CutSuffix(middle, suffix)
	if !ok || !ended {
		return time.Time{}, false
	}
	at, err := time.Parse(stamp, middle)
	return at, err == nil && at.Format(stamp) == middle
}

// Keep says which of these moments (the newest first) rotation keeps: the last of each of the 14 latest days
// and of each of the 8 latest weeks that have one, as Paris counts them.
func Keep(moments []time.Time) []bool {
	kept := make([]bool, len(moments))
	days, weeks := map[string]bool{}, map[[2]int]bool{}
	for i, at := range moments {
		day := paris.Day(at)
		year, week := at.In(paris.Location).ISOWeek()
		if !days[day] && len(days) < Days {
			days[day], kept[i] = true, true
		}
		if w := [2]int{year, week}; !weeks[w] && len(weeks) < Weeks {
			weeks[w], kept[i] = true, true
		}
	}
	return kept
}

func rotate(dir string) error {
	copies, err := List(filepath.Dir(dir))
	if err != nil {
		return err
	}
	moments := make([]time.Time, len(copies))
	for i, c := range copies {
		moments[i] = c.At
	}
	for i, keep := range Keep(moments) {
		if keep {
			continue
		}
		if err := os.Remove(filepath.Join(dir, copies[i].Name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
