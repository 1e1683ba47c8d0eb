package reference

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// unknown stands for a number nobody wrote down. It is never zero.
const unknown = -1

// row is a line of a file. The first fault met while its cells are read stays in err, so that a
// caller reads them all and asks once.
type row struct {
	file    string
	line    int
	columns []string
	cells   []string
	err     error
}

// read gives the lines of a file that has at least these columns.
func read(files fs.FS, name string, columns ...string) ([]*row, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	reader := csv.NewReader(f)
	header, err := reader.Read()
	if err != nil {
		return nil, unreadable(name, err)
	}
	for _, column := range columns {
		if !slices.Contains(header, column) {
			return nil, fmt.Errorf("%s:1: column %q is missing", name, column)
		}
	}
	var rows []*row
	for {
		cells, err := reader.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, unreadable(name, err)
		}
		line, _ := reader.FieldPos(0)
		rows = append(rows, &row{file: name, line: line, columns: header, cells: cells})
	}
}

func unreadable(name string, err error) error {
	if err == io.EOF {
		return fmt.Errorf("%s:1: the file is empty", name)
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return fmt.Errorf("%s:%d: %w", name, bad.Line, bad.Err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// fault keeps the first thing wrong with the line.
func (r *row) fault(format string, args ...any) {
	if r.err == nil {
		r.err = r.at(fmt.Errorf(format, args...))
	}
}

// at says of which line an error is.
func (r *row) at(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s:%d: %w", r.file, r.line, err)
}

func (r *row) text(column string) string {
	i := slices.Index(r.columns, column)
	if i < 0 {
		r.fault("column %q is missing", column)
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// required is a cell that may not be empty.
func (r *row) required(column string) string {
	s := r.text(column)
	if s == "" {
		r.fault("%s: empty", column)
	}
	return s
}

// list is a cell of several values.
func (r *row) list(column string) (values []string) {
	for _, v := range strings.Split(r.text(column), "|") {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// number is a whole number, or what an empty cell means here.
func (r *row) number(column string, empty int) int {
	s := r.text(column)
	if s == "" {
		return empty
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.fault("%s: %q is not a count", column, s)
	}
	return n
}

// choice is a cell that holds one of a few words.
func (r *row) choice(column string, words ...string) string {
	s := r.text(column)
	if !slices.Contains(words, s) {
		r.fault("%s: %q is none of %q", column, s, words)
	}
	return s
}
