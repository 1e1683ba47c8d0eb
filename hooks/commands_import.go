package hooks

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/records"
)

// importAsked is what the command line says of a file to bring in.
type importAsked struct {
	event, sheet, programme string
	columns                 []string // « colonne=champ », a column by its letter
	apply                   bool
}

// importCommand brings a file of the past in from the shell: a dry run, unless --apply.
func importCommand(app core.App) *cobra.Command {
	var asked importAsked
	c := &cobra.Command{Use: "import history|participants FICHIER", Short: "Reprend un fichier du passé (essai à blanc, sauf --apply)", Args: cobra.ExactArgs(2),
		Run: func(c *cobra.Command, args []string) {
			if err := bringIn(app, c.OutOrStdout(), time.Now().UTC(), args[0], args[1], asked); err != nil {
				for _, r := range domain.Refusals(err) {
					err = said(sentence(r))
				}
				fmt.Fprintln(c.ErrOrStderr(), err)
				os.Exit(1) // PocketBase ends with 0 whatever a command answers
			}
		}}
	c.Flags().BoolVar(&asked.apply, "apply", false, "écrit ; sans cela, rien n’est écrit")
	c.Flags().StringVar(&asked.event, "event", "", "événement de tout le fichier (identifiant ou adresse)")
	c.Flags().StringVar(&asked.programme, "programme", "", "code du programme des événements à créer")
	c.Flags().StringVar(&asked.sheet, "sheet", "", "feuille du classeur (sans elle : la première)")
	c.Flags().StringArrayVar(&asked.columns, "map", nil, "colonne=champ, par exemple B=nom")
	return c
}

func bringIn(app core.App, out io.Writer, now time.Time, kind, file string, asked importAsked) error {
	if ready, err := records.HasSchema(app); err != nil || !ready {
		return errors.Join(said("Ce dossier ne contient pas encore de données\u00a0: lancez d’abord « passerelle serve » ou « passerelle demo »."), err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	i, err := imports.Add(app, now, "shell", domain.ImportKind(kind), file, content)
	if err != nil {
		return err
	}
	err = bringOne(app, out, now, i, asked)
	if err != nil || !asked.apply {
		return errors.Join(err, imports.Drop(app, now, "shell", i.ID))
	}
	return nil
}

func bringOne(app core.App, out io.Writer, now time.Time, i *records.Import, asked importAsked) error {
	if asked.sheet != "" {
		if err := imports.Save(app, i.ID, func(_ imports.Book, m *imports.Mapping) { m.Sheet = asked.sheet }); err != nil {
			return err
		}
	}
	event := asked.event
	if e, err := records.EventBySlug(app, event); err == nil {
		event = e.ID
	}
	programme := ""
	if p, err := records.ItemByCode(app, records.Programmes, asked.programme); err == nil {
		programme = p.ID
	}
	err := imports.Save(app, i.ID, func(_ imports.Book, m *imports.Mapping) {
		m.Event, m.Programme = event, programme
		for _, pair := range asked.columns {
			name, field, _ := strings.Cut(pair, "=")
			for at := range m.Columns {
				if imports.ColumnName(at) == strings.ToUpper(name) {
					m.Columns[at] = domain.ImportField(field)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	if i, err = records.ImportOf(app, i.ID); err != nil {
		return err
	}
	var p *imports.Plan
	if asked.apply { // planned once: what is told is what was written
		p, err = imports.Apply(app, now, "shell", i.ID)
	} else {
		p, _, _, err = imports.Preview(app, now, i)
	}
	if p != nil {
		tellPlan(out, p)
	}
	if err == nil && !asked.apply {
		fmt.Fprintln(out, "Essai à blanc : rien n’est écrit. Ajoutez --apply pour écrire.")
	}
	return err
}

// tellPlan says on the shell what the preview says on screen.
func tellPlan(out io.Writer, p *imports.Plan) {
	for _, q := range p.Problems {
		fmt.Fprintf(out, "ligne %d%s : %s %s\n", q.Line, map[bool]string{true: " (refusée)"}[q.Blocking], q.Text, q.Advice)
	}
	for _, l := range p.Left {
		fmt.Fprintf(out, "ligne %d laissée de côté : %s\n", l.Line, l.Why)
	}
	fmt.Fprintln(out, p.Summary())
}
