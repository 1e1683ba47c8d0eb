package hooks

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cobra"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/seal"
)

// Exit codes of `passerelle verify`.
const (
	fileValid    = 0
	fileNotRead  = 1
	fileNotValid = 2
)

// verifyCommand says whether a file is a certificate of this platform: by its data, or offline by a signature and the
// certificate of a seal, without any data.
func verifyCommand(app *pocketbase.PocketBase) *cobra.Command {
	var signature, key string
	c := &cobra.Command{
		Use:   "verify FICHIER.pdf",
		Short: "Dit si un fichier est une attestation délivrée ici (0 : authentique et valable, 2 : non, 1 : vérification impossible)",
		Long: "Dit si un fichier est, à l’octet près, une attestation délivrée par cette plateforme, et si elle est valable, d’après son dossier de données.\n" +
			"Avec --seal et --key, contrôle la signature détachée sans aucune donnée : l’état de l’attestation n’est alors pas connu.",
		Args: cobra.ExactArgs(1),
		Run: func(c *cobra.Command, args []string) {
			os.Exit(verifyPaper(app, args[0], signature, key, c.OutOrStdout(), c.ErrOrStderr()))
		}}
	c.Flags().StringVar(&signature, "seal", "", "signature détachée, FICHIER.p7s (avec --key)")
	c.Flags().StringVar(&key, "key", "", "certificat du sceau, passerelle-sceau.pem (avec --seal)")
	// Before all others: offline nothing is opened, and a mistyped folder is not made.
	app.OnBootstrap().Bind(&hook.Handler[*core.BootstrapEvent]{Id: "passerelleVerify", Priority: -1000, Func: func(e *core.BootstrapEvent) error {
		asked, _, _ := app.RootCmd.Find(os.Args[1:])
		if asked == nil || asked.Name() != "verify" {
			return e.Next()
		}
		if slices.ContainsFunc(os.Args, func(a string) bool { return strings.HasPrefix(a, "--seal") }) { // flags are not read yet
			return nil
		}
		if _, err := os.Stat(filepath.Join(e.App.DataDir(), "data.db")); err != nil {
			return fmt.Errorf("pas de données de Passerelle dans %s", e.App.DataDir())
		}
		return e.Next()
	}})
	return c
}

// verifyPaper prints what a file is and gives the exit code.
func verifyPaper(app core.App, path, signature, key string, out, errs io.Writer) int {
	paper, err := os.ReadFile(path)
	if err == nil && (signature != "") != (key != "") {
		err = errors.New("--seal et --key vont ensemble")
	}
	code, said := fileNotRead, ""
	switch {
	case err != nil:
	case signature != "":
		code, said, err = signedPaper(paper, signature, key)
	default:
		code, said, err = deliveredPaper(app, paper)
	}
	if err != nil {
		fmt.Fprintln(errs, "Vérification impossible :", err)
		return fileNotRead
	}
	fmt.Fprintln(out, said)
	return code
}

// signedPaper checks a detached signature, without any data.
func signedPaper(paper []byte, signature, key string) (code int, said string, err error) {
	signed, err := os.ReadFile(signature)
	if err != nil {
		return fileNotRead, "", err
	}
	text, err := os.ReadFile(key)
	if err != nil {
		return fileNotRead, "", err
	}
	switch err := seal.Verify(text, paper, signed); {
	case err == nil:
		return fileValid, "Fichier authentique : la signature est celle de ce fichier, par la clé de ce certificat. Elle ne dit pas si l’attestation a été remplacée ou révoquée depuis.", nil
	case errors.Is(err, seal.ErrCertificate):
		return fileNotRead, "", errors.New(key + " n’est pas le certificat d’un sceau (PEM)")
	case errors.Is(err, seal.ErrSignature):
		return fileNotRead, "", errors.New(signature + " n’est pas une signature (PKCS#7, DER)")
	default:
		return fileNotValid, "Signature refusée : ce n’est pas celle de ce fichier, ou pas celle de cette plateforme.", nil
	}
}

// deliveredPaper finds a file by its hash among what the platform delivered.
func deliveredPaper(app core.App, paper []byte) (code int, said string, err error) {
	if ready, err := records.HasSchema(app); err != nil || !ready {
		return fileNotRead, "", errors.Join(errors.New("ce dossier ne contient pas de données"), err)
	}
	c, err := records.CertificateByHash(app, hashOf(paper))
	if domain.Is(err, domain.ErrNotFound) {
		return fileNotValid, "Fichier inconnu : ce n’est pas un fichier que cette plateforme a délivré, ou au moins un octet diffère.", nil
	}
	if err != nil {
		return fileNotRead, "", err
	}
	v, err := certificateViewOf(app, c)
	if err != nil {
		return fileNotRead, "", err
	}
	found := v.same()
	if code = fileNotValid; found.Kind == "ok" {
		code = fileValid
	}
	said = fmt.Sprintf("%s : n° %s. %s", found.Title, c.Number, found.Text)
	if v.Replacement != "" {
		said += " Code de celle qui la remplace : " + v.Replacement
	}
	return code, said, nil
}
