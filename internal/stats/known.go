package stats

import (
	"slices"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
)

// proofWords say a presence by its proof, within a sentence, for one and for several.
var proofWords = map[string][2]string{
	domain.Signed.Code():       {"signée", "signées"},
	domain.Scanned.Code():      {"scannée à l’entrée", "scannées à l’entrée"},
	domain.PaperEntered.Code(): {"ressaisie d’une feuille signée", "ressaisies d’une feuille signée"},
	domain.AddedLater.Code():   {"ajoutée après coup", "ajoutées après coup"},
	domain.Declared.Code():     {"déclarée sans noms", "déclarées sans noms"},
}

// HowKnown answers « comment le savez-vous ? »: the proofs of the presences and their shares, the corrections made after
// closing, the likely duplicates, and what is declared beside.
func HowKnown(r Report) (sentences []string) {
	total := r.Total.Counts[domain.FigPresent]
	if total > 0 {
		sentences = append(sentences, proofShares(r, total))
	}
	switch n := r.Total.Counts[domain.FigCorrections]; {
	case n == 0 && total > 0:
		sentences = append(sentences, "Aucune présence n’a été corrigée à la main après la clôture.")
	case n == 1:
		sentences = append(sentences, "Une correction a été faite à la main après la clôture\u00a0: elle garde son auteur, sa date et son motif.")
	case n > 1:
		sentences = append(sentences, paris.Number(n)+" corrections ont été faites à la main après la clôture\u00a0: chacune garde son auteur, sa date et son motif.")
	}
	switch {
	case r.Duplicates == 1:
		sentences = append(sentences, "Une des personnes distinctes est peut-être comptée deux fois\u00a0: elle porte le nom d’une autre, et personne n’a dit si c’est la même.")
	case r.Duplicates > 1:
		sentences = append(sentences, paris.Number(r.Duplicates)+" des personnes distinctes sont peut-être comptées deux fois\u00a0: elles portent le nom d’une autre, et personne n’a dit si c’est la même.")
	case total > 0:
		sentences = append(sentences, "Aucun doublon probable parmi les personnes distinctes.")
	}
	if d := r.Total.DeclaredPresent; d != nil {
		least := ""
		if d.AtLeast {
			least = "au moins "
		}
		sentences = append(sentences, "À part, l’historique sans noms déclare "+least+paris.Number(d.Value)+" "+
			choose(d.Value, "participation", "participations")+"\u00a0: ce chiffre n’est jamais ajouté aux présences constatées.")
	}
	return sentences
}

func proofShares(r Report, total int) string {
	var parts []string
	for _, row := range r.Tables[domain.ByProof] {
		n := row.Counts[domain.FigPresent]
		if n == 0 {
			continue
		}
		words, ok := proofWords[row.Key]
		if !ok {
			words = [2]string{"sans preuve connue", "sans preuve connue"}
		}
		parts = append(parts, paris.Number(n)+" "+choose(n, words[0], words[1])+" ("+Percent(n, total)+")")
	}
	if total == 1 && len(parts) == 1 {
		return "La seule participation constatée est " + strings.TrimSuffix(strings.TrimPrefix(parts[0], "1 "), " (100\u00a0%)") + "."
	}
	return "Sur " + paris.Number(total) + " participations constatées\u00a0: " + enumerate(parts) + "."
}

// AtDoor tells whether every presence was signed or scanned at the door.
func AtDoor(r Report) bool {
	return !slices.ContainsFunc(r.Tables[domain.ByProof], func(row domain.Row) bool {
		return row.Key != domain.Signed.Code() && row.Key != domain.Scanned.Code() && row.Counts[domain.FigPresent] > 0
	})
}

// Percent is a share in whole percents, « moins de 1 % » rather than a zero that is none, and never a false 100.
func Percent(part, whole int) string {
	if whole <= 0 {
		return domain.Unset
	}
	switch p := (200*part + whole) / (2 * whole); {
	case p == 0 && part > 0:
		return "moins de 1\u00a0%"
	case p == 100 && part < whole:
		return "plus de 99\u00a0%"
	default:
		return paris.Number(p) + "\u00a0%"
	}
}

// enumerate joins with commas and « et ».
func enumerate(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " et " + parts[len(parts)-1]
}

func choose(n int, one, many string) string {
	if n > 1 {
		return many
	}
	return one
}
