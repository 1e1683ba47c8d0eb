package hooks

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"passerelle/internal/demo"
	"passerelle/internal/link"
	"passerelle/internal/records"
)

// defaultURL is where `make run` serves.
const defaultURL = "http://127.0.0.1:8090"

// demoCommand fills an empty folder with the demonstration.
func demoCommand(app *pocketbase.PocketBase) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:           "demo",
		Short:         "Remplit un dossier vide avec une saison fictive, et donne les adresses à ouvrir",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(c *cobra.Command, _ []string) error {
			guide, err := demonstrate(app, time.Now())
			if err != nil {
				fmt.Fprintln(c.ErrOrStderr(), "passerelle demo :", err)
				os.Exit(1)
			}
			if asJSON {
				return json.NewEncoder(c.OutOrStdout()).Encode(guide)
			}
			return printGuide(c.OutOrStdout(), guide)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "n’écrit que les adresses, en JSON")
	return c
}

// demonstrate makes the schema and the season, and keeps the guide in the folder.
func demonstrate(app core.App, now time.Time) (g demo.Guide, err error) {
	if err := app.RunAllMigrations(); err != nil {
		return g, err
	}
	app.Settings().Meta.AppURL = defaultURL // in memory only: `serve` knows its own address
	if v := os.Getenv("PASSERELLE_URL"); v != "" {
		app.Settings().Meta.AppURL = strings.TrimRight(v, "/")
	}
	if g, err = demo.Fill(app, now); err != nil {
		return g, err
	}
	return g, g.Keep(app.DataDir())
}

// showDemonstration prints the guide again where the folder is the demonstration's, and says whether it is.
func showDemonstration(app core.App, w io.Writer) (shown bool, err error) {
	set, err := records.LoadSettings(app)
	if err != nil || !set.Demo {
		return false, err
	}
	g, kept, err := demo.Kept(app.DataDir())
	if err != nil || !kept {
		return false, err
	}
	return true, printGuide(w, g.At(link.Base(app)))
}

// printGuide says in French what to open.
func printGuide(w io.Writer, g demo.Guide) error {
	_, err := io.WriteString(w, framed("Passerelle, en démonstration : personne ici n’existe, aucun message ne part.", "",
		"Agenda public            "+g.Agenda(),
		"Événement du jour        "+g.Agenda()+"evenements/"+g.TodayEvent.Slug,
		"Espace de coordination   "+g.Coordinator.URL,
		"    coordination         "+g.Coordinator.Email,
		"    mot de passe         "+g.Coordinator.Password,
		"    organisateur         "+g.Organiser.Email,
		"    mot de passe         "+g.Organiser.Password, "",
		"Accueil, à ouvrir sur un téléphone ou ici :", "    "+g.Door.URL,
		"Un billet à présenter à l’accueil :", "    "+g.Ticket.URL,
		"Une attestation, et l’adresse où chacun la vérifie :", "    "+g.Certificate.URL, "    "+g.Verify()))
	return err
}
