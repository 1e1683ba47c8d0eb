// Command bench measures the release binary against the budgets of the contract (product.md §7): it builds
// it, serves a folder filled for the purpose on loopback, prints a line per measure and writes bench.json.
// The load comes from the same machine, so it takes a share of the two cores that the budgets stand for.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// measure is one line. Ratio is to a limit measured in the same run; zero without one.
type measure struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Ratio  float64 `json:"ratio,omitempty"`
	Detail string  `json:"detail"`
	Budget string  `json:"budget"`
	Met    bool    `json:"met"`
}

func (m measure) String() string {
	line := fmt.Sprintf("bench %s %s %s", m.Name, number(m.Value), m.Unit)
	if m.Ratio > 0 {
		line += fmt.Sprintf(" ratio %.3f", m.Ratio)
	}
	verdict := "tenu"
	if !m.Met {
		verdict = "MANQUÉ"
	}
	return line + " · " + m.Detail + " · budget " + m.Budget + " : " + verdict
}

func number(v float64) string {
	if v >= 100 || v == float64(int(v)) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// pragmas are those that the binary sets; see hooks.Connect.
const pragmas = "journal_mode=WAL synchronous=FULL"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench :", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "passerelle")
	if err := build(binary); err != nil {
		return err
	}
	f, err := fill(filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	defer f.done()
	b := &bench{dir: dir, binary: binary, folder: f}
	only := os.Args[1:]
	for _, step := range []struct {
		name string
		run  func(*bench) error
	}{
		{"start", (*bench).start}, {"page", (*bench).pages}, {"register", (*bench).registerRush}, {"register", (*bench).registerContended},
		{"scan", (*bench).scanOnline}, {"scan", (*bench).scanSync},
		{"door", (*bench).doorList}, {"camera", (*bench).camera}, {"certificate", (*bench).certificatePDF}, {"certificate", (*bench).certificateBatch},
		{"mail", (*bench).mail500},
		{"import", (*bench).import20k},
		{"matching", (*bench).matching200},
		{"stats_million", (*bench).statsMillion}, {"stats_cost", (*bench).statsCost}, {"export_million", (*bench).exportMillion}, // the last: they fill the folder
	} {
		if len(only) > 0 && !strings.Contains(strings.Join(only, " "), step.name) {
			continue
		}
		if err := step.run(b); err != nil {
			b.stop()
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	b.stop()
	out, err := json.MarshalIndent(map[string]any{"at": time.Now().UTC().Format(time.RFC3339), "measures": b.measures}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile("bench.json", append(out, '\n'), 0o644)
}

// bench is one run: the folder, the binary that serves it, and what was measured.
type bench struct {
	dir, binary string
	folder      *folder
	server      *server
	measures    []measure
	filled      bool   // the folder holds a million presences
	smtp        string // where the binary sends mails; empty: nowhere
}

func (b *bench) add(m measure) {
	b.measures = append(b.measures, m)
	fmt.Println(m)
}

func (b *bench) stop() {
	if b.server != nil {
		b.server.stop()
		b.server = nil
	}
}
