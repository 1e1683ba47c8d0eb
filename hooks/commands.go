package hooks

import (
	"github.com/pocketbase/pocketbase"
)

// Commands adds the platform's own commands to PocketBase's.
func Commands(app *pocketbase.PocketBase) {
	app.RootCmd.Use = "passerelle"
	app.RootCmd.Short = "Inscriptions, présences, attestations et évaluation d’un PTSM"
	backupCommands(app)
	app.RootCmd.AddCommand(checkCommand(app))
	app.RootCmd.AddCommand(statsCommand(app))
	app.RootCmd.AddCommand(demoCommand(app))
}
