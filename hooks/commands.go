package hooks

import (
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/cmd"
	"github.com/spf13/cobra"
)

// Commands adds PocketBase's commands and the platform's own.
func Commands(app *pocketbase.PocketBase) {
	app.RootCmd.Use = "passerelle"
	app.RootCmd.Short = "Inscriptions, présences, attestations et évaluation d’un PTSM"
	app.RootCmd.AddCommand(cmd.NewSuperuserCommand(app))
	app.RootCmd.AddCommand(failing(cmd.NewServeCommand(app, false)))
	backupCommands(app)
	app.RootCmd.AddCommand(checkCommand(app))
	app.RootCmd.AddCommand(verifyCommand(app))
	app.RootCmd.AddCommand(statsCommand(app))
	app.RootCmd.AddCommand(importCommand(app))
	app.RootCmd.AddCommand(demoCommand(app))
}

// failing makes an error of a command its exit code: PocketBase prints it and ends with 0, so that nothing
// which starts the platform (systemd, make) would notice a port or a folder already taken.
func failing(c *cobra.Command) *cobra.Command {
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		err := run(c, args)
		if err != nil {
			c.PrintErrln("Error:", err.Error())
			os.Exit(1)
		}
		return nil
	}
	return c
}
