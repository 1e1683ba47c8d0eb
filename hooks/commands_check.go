package hooks

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"

	"passerelle/internal/check"
)

// Exit codes of `passerelle check`.
const (
	checkClean    = 0
	checkNotMade  = 1
	checkViolated = 2
)

// checkCommand audits every invariant on the data of a folder, beside a serving process too.
func checkCommand(app *pocketbase.PocketBase) *cobra.Command {
	app.OnBootstrap().BindFunc(func(e *core.BootstrapEvent) error {
		// An audit makes no data: a mistyped folder must not come out as a clean one.
		asked, _, _ := app.RootCmd.Find(os.Args[1:])
		if _, err := os.Stat(filepath.Join(e.App.DataDir(), "data.db")); err != nil && asked.Name() == "check" {
			return fmt.Errorf("pas de données de Passerelle dans %s", e.App.DataDir())
		}
		return e.Next()
	})
	return &cobra.Command{
		Use:   "check",
		Short: "Vérifie toutes les règles sur les données (0 : en ordre, 2 : règle rompue, 1 : vérification impossible)",
		Args:  cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) {
			os.Exit(audit(app, time.Now().UTC(), cmd.OutOrStdout(), cmd.ErrOrStderr()))
		},
	}
}

// audit prints a line per violation and gives the exit code.
func audit(app core.App, now time.Time, out, errs io.Writer) int {
	report, err := check.Run(app, now)
	if err != nil {
		fmt.Fprintln(errs, "Vérification impossible :", err)
		return checkNotMade
	}
	for _, v := range report.Violations {
		fmt.Fprintln(out, v)
	}
	if n := len(report.Violations); n > 0 {
		fmt.Fprintf(errs, "%d anomalies sur %d inscriptions.\n", n, report.Registrations)
		return checkViolated
	}
	fmt.Fprintf(out, "Tout est en ordre : %d règles vérifiées sur %d inscriptions.\n", report.Rules, report.Registrations)
	return checkClean
}
