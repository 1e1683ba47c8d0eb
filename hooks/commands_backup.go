package hooks

import (
	"fmt"
	"os"
	"time"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"

	"passerelle/internal/backup"
)

// backupCommands adds « backup » and « restore FILE ». The second runs at once, before PocketBase opens the
// database that it replaces, which may be the damaged one.
func backupCommands(app *pocketbase.PocketBase) {
	app.RootCmd.AddCommand(&cobra.Command{Use: "backup", Args: cobra.NoArgs,
		Short: "Sauvegarde le dossier de données, même pendant que la plateforme sert",
		Run: func(*cobra.Command, []string) {
			path, err := backup.Make(app, time.Now())
			exitOn("la sauvegarde a échoué", err)
			fmt.Println("Sauvegarde écrite :", path)
		}})
	restore := &cobra.Command{Use: "restore FICHIER", Args: cobra.ExactArgs(1),
		Short: "Remet en place une sauvegarde ; ce que le dossier contient est mis de côté",
		Run: func(_ *cobra.Command, args []string) {
			aside, err := backup.Restore(args[0], app.DataDir(), time.Now())
			exitOn("la restauration n’a pas eu lieu", err)
			fmt.Println("Sauvegarde remise en place dans", app.DataDir())
			if aside != "" {
				fmt.Println("Les données d’avant sont dans", aside)
			}
			fmt.Println("Relancez la plateforme : passerelle serve --dir", app.DataDir())
		}}
	app.RootCmd.AddCommand(restore)
	if cmd, _, err := app.RootCmd.Find(os.Args[1:]); err == nil && cmd == restore {
		if app.RootCmd.Execute() != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// exitOn ends a command that failed: PocketBase leaves with 0 whatever a command answers.
func exitOn(what string, err error) {
	if err == nil {
		return
	}
	fmt.Fprintf(os.Stderr, "passerelle : %s : %v\n", what, err)
	os.Exit(1)
}
