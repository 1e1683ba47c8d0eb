package hooks

import (
	"passerelle/internal/certificate"
	"passerelle/internal/paris"
)

// banner says whether the paper can be relied on, to a stranger: never in words that somebody typed.
func (v certificateView) banner() banner {
	c := v.Certificate
	switch {
	case v.Erased():
		return banner{"err", "Identité effacée", "L’identité que portait cette attestation a été effacée de la plateforme le " + paris.Moment(c.ErasedAt.Time()) +
			". Un document qui porte ce code ne peut plus être confirmé."}
	case v.Replacement != "":
		return banner{"err", "Attestation remplacée", "Elle ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". " + certificate.PublicReason(c.RevokedReason, true)}
	case v.Over():
		return banner{"err", "Attestation révoquée", "Elle ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". " + certificate.PublicReason(c.RevokedReason, false)}
	case c.IssuedAt.IsZero():
		return banner{"warn", "Attestation en préparation", "Son document est en cours d’établissement. Revenez dans quelques minutes."}
	}
	return banner{"ok", "Attestation délivrée ici et valable", "Le document présenté doit porter le même nom, les mêmes dates et les mêmes heures que cette page."}
}

// verdict is what a file can turn out to be. The browser, which hashes the file itself, shows the one that it finds.
type verdict struct {
	Name string // same, other, elsewhere, paper, large, failed
	banner
	Leads bool // to the page of the certificate that the file is
}

// What a file is that is not the one of this page.
var (
	notPDF    = verdict{"paper", banner{"warn", "Ce fichier n’est pas un PDF", "Choisissez le fichier PDF de l’attestation, tel qu’il a été reçu, et non une photo ou une copie numérisée."}, false}
	tooLarge  = verdict{"large", banner{"warn", "Ce fichier est trop lourd", "Une attestation pèse moins de 5 Mo. Choisissez le fichier PDF tel qu’il a été reçu."}, false}
	failed    = verdict{"failed", banner{"warn", "Le contrôle n’a pas abouti", "Le fichier n’a pas pu être lu, ou le réseau n’a pas répondu. Recommencez dans un instant."}, false}
	elsewhere = verdict{"elsewhere", banner{"err", "Fichier d’une autre attestation", "Ce fichier est celui d’une autre attestation que nous avons délivrée, et non de celle-ci."}, true}
	altered   = verdict{"other", banner{"err", "Ce n’est pas le fichier délivré", "Ce fichier n’est pas celui que nous avons délivré : au moins un octet diffère. Un PDF modifié, réenregistré ou numérisé n’est plus le même fichier : demandez celui qui a été reçu, ou comparez le papier avec cette page."}, false}
	unknown   = verdict{"other", banner{"err", "Fichier inconnu", "Ce fichier n’est pas celui que nous avons délivré : au moins un octet diffère, ou il vient d’ailleurs. Saisissez le code imprimé sur l’attestation pour lire ce qu’elle doit contenir."}, false}
)

// strangeVerdicts are those of a file without a code.
var strangeVerdicts = []verdict{unknown, notPDF, tooLarge, failed}

// same says what it means, for this certificate, that the file is the one that was delivered.
func (v certificateView) same() verdict {
	const authentic = "C’est, à l’octet près, le fichier que nous avons délivré"
	switch {
	case v.Erased():
		return verdict{"same", banner{"warn", "Fichier authentique, identité effacée", authentic + ", mais l’identité qu’il porte a été effacée de la plateforme : l’attestation ne vaut plus."}, false}
	case v.Replacement != "":
		return verdict{"same", banner{"warn", "Fichier authentique, attestation remplacée", authentic + ", mais une autre attestation l’a remplacée : elle ne vaut plus."}, false}
	case v.Over():
		return verdict{"same", banner{"warn", "Fichier authentique, attestation révoquée", authentic + ", mais l’attestation a été révoquée : elle ne vaut plus."}, false}
	}
	return verdict{"same", banner{"ok", "Fichier authentique", authentic + ", et l’attestation est valable."}, false}
}

// verdicts are what the browser may find of a file dropped on the page of a certificate.
func (v certificateView) verdicts() []verdict {
	return []verdict{v.same(), altered, elsewhere, notPDF, tooLarge, failed}
}
