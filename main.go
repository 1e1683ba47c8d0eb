// Passerelle: registration, attendance and evaluation for a projet territorial de santé mentale.
package main

import (
	"log/slog"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/plugins/migratecmd"
	"github.com/pocketbase/pocketbase/tools/osutils"

	"passerelle/hooks"
	_ "passerelle/migrations"
)

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{DBConnect: hooks.Connect, HideStartBanner: true})
	migratecmd.MustRegister(app, app.RootCmd, migratecmd.Config{Automigrate: osutils.IsProbablyGoRun()})
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	if err := hooks.Register(app, hooks.Options{Log: log, Worker: true}); err != nil {
		log.Error("passerelle", "error", err.Error())
		os.Exit(1)
	}
	hooks.Commands(app)
	if err := app.Execute(); err != nil {
		log.Error("passerelle", "error", err.Error())
		os.Exit(1)
	}
}
