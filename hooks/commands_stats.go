package hooks

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/stats"
)

// said is a sentence for whoever types a command.
type said string

func (s said) Error() string { return string(s) }

// statsCommand writes the figures from the shell, the same as on the screens. It reads beside a server.
func statsCommand(app core.App) *cobra.Command {
	var from, to, format, out string
	c := &cobra.Command{Use: "stats", Short: "Écrit les chiffres de l’évaluation (json, csv, xlsx ou pdf)",
		Args: cobra.NoArgs,
		Run: func(c *cobra.Command, _ []string) {
			if err := writeStats(app, c.OutOrStdout(), time.Now().UTC(), from, to, format, out); err != nil {
				fmt.Fprintln(c.ErrOrStderr(), err)
				os.Exit(1) // PocketBase ends with 0 whatever a command answers
			}
		}}
	c.Flags().StringVar(&from, "from", "", "premier jour, aaaa-mm-jj (sans date : toutes périodes)")
	c.Flags().StringVar(&to, "to", "", "dernier jour compris, aaaa-mm-jj")
	c.Flags().StringVar(&format, "format", "json", "json, csv, xlsx, pdf")
	c.Flags().StringVar(&out, "out", "", "fichier à écrire (sans lui : la sortie standard)")
	return c
}

// writeStats counts, then writes: a refused format or period leaves no file behind.
func writeStats(app core.App, stdout io.Writer, now time.Time, from, to, format, out string) (err error) {
	write, err := statsWriter(app, format)
	if err != nil {
		return err
	}
	period, err := periodOf(from, to)
	if err != nil {
		return said("Date non comprise\u00a0: écrivez aaaa-mm-jj, le premier jour avant le dernier.")
	}
	if ready, err := records.HasSchema(app); err != nil || !ready {
		return errors.Join(said("Ce dossier ne contient pas encore de données\u00a0: lancez d’abord « passerelle serve » ou « passerelle demo »."), err)
	}
	r, err := stats.Count(app, now, stats.Query{Period: period})
	if err != nil {
		return err
	}
	if out == "" {
		return write(stdout, r)
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f, r)
}

func statsWriter(app core.App, format string) (func(io.Writer, stats.Report) error, error) {
	switch format {
	case "json":
		return stats.WriteJSON, nil
	case "csv":
		return stats.WriteCSV, nil
	case "xlsx":
		return func(w io.Writer, r stats.Report) error { return report.WriteXLSX(w, stats.Workbook(r)) }, nil
	case "pdf":
		return drawFigures(app), nil
	}
	return nil, said("Format inconnu\u00a0: choisissez xlsx, csv, pdf ou json.")
}

// drawFigures writes a count as the evaluation report on paper: a preview, which nobody keeps.
func drawFigures(app core.App) func(io.Writer, stats.Report) error {
	return func(w io.Writer, r stats.Report) error {
		c, err := evaluation.Draft(app, r)
		if err != nil {
			return err
		}
		return evaluation.DrawPDF(w, c, nil)
	}
}

// periodOf reads the first and the last day of a period, both included; empty: no bound. Error: ErrTimeFormat
// at the field « du » or « au ».
func periodOf(from, to string) (p domain.Period, err error) {
	if from != "" {
		if p.From, err = paris.ParseDay(from); err != nil {
			return p, domain.Error{Code: domain.ErrTimeFormat, Field: "du"}
		}
	}
	if to != "" {
		last, err := paris.ParseDay(to)
		if err != nil {
			return p, domain.Error{Code: domain.ErrTimeFormat, Field: "au"}
		}
		p.To = paris.NextDay(last)
	}
	if !p.From.IsZero() && !p.To.IsZero() && !p.From.Before(p.To) {
		return p, domain.Error{Code: domain.ErrSlotOrder, Field: "au"}
	}
	return p, nil
}
