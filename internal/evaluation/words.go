package evaluation

import (
	"fmt"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/report"
)

// minutesCode is the one figure that is a duration.
var minutesCode = domain.Indicators[domain.FigMinutes].Code

// Amount writes a figure: minutes as hours.
func Amount(code string, n int) string {
	if code != minutesCode {
		return paris.Number(n)
	}
	if n%60 == 0 {
		return paris.Number(n/60) + "\u00a0h"
	}
	return fmt.Sprintf("%s\u00a0h\u00a0%02d", paris.Number(n/60), n%60)
}

// signed writes a change: « +12 », « −3 », « inchangé ».
func signed(code string, n int) string {
	switch {
	case n > 0:
		return "+" + Amount(code, n)
	case n < 0:
		return "−" + Amount(code, -n)
	}
	return "inchangé"
}

// keyFigures shows some figures of a line, each beside the compared period.
func (c Content) keyFigures(now Row, before *Row, figures ...domain.Figure) (list []report.KeyFigure) {
	for _, f := range figures {
		code := domain.Indicators[f].Code
		n, ok := now.Counts[code]
		if !ok {
			continue
		}
		k := report.KeyFigure{Value: Amount(code, n), Label: c.Indicator(code).Label}
		if before != nil && c.Before != nil {
			if was, ok := before.Counts[code]; ok {
				k.Change = paris.Capital(c.Before.Period) + "\u00a0: " + Amount(code, was) + " (" + signed(code, n-was) + ")"
			}
		}
		list = append(list, k)
	}
	return list
}

// own are the lines of what the PTSM carries, now and before.
func (c Content) own() (now Row, before *Row) {
	now = zeroed(c.Table("by_role"), "porte")
	if c.Before != nil {
		row := zeroed(c.Before.Table("by_role"), "porte")
		before = &row
	}
	return now, before
}

// zeroed is a line of a table; one where nothing was counted is all zeros, which is known.
func zeroed(t Table, key string) Row {
	r := t.Row(key)
	if r.Counts == nil {
		r.Counts = map[string]int{}
		for _, code := range t.Figures {
			r.Counts[code] = 0
		}
	}
	return r
}

func (c Content) whole() (now Row, before *Row) {
	if c.Before != nil {
		before = &c.Before.Total
	}
	return c.Figures.Total, before
}

// Known says how the figures are known: « Comment le savons-nous ? »
func (c Content) Known() (lines []string) {
	proof := c.Table("by_proof")
	total := c.Figures.Total.Of(domain.FigPresent)
	if total == 0 {
		lines = append(lines, "Aucune présence n’est constatée sur cette période.")
	} else {
		var parts []string
		for _, r := range proof.Rows {
			if n := r.Of(domain.FigPresent); n > 0 {
				parts = append(parts, fmt.Sprintf("%s, %s (%d\u00a0%%)", strings.ToLower(r.Label[:1])+r.Label[1:], paris.Number(n), (200*n+total)/(2*total)))
			}
		}
		lines = append(lines, fmt.Sprintf("Les %s reposent chacune sur une preuve, la plus forte étant retenue\u00a0: %s.",
			count(total, "participation constatée", "participations constatées"), strings.Join(parts, "\u00a0; ")))
		if total == 1 {
			lines[0] = "L’unique participation constatée repose sur une preuve\u00a0: " + strings.Join(parts, "\u00a0; ") + "."
		}
	}
	n := c.Figures.Total.Of(domain.FigCorrections)
	switch n {
	case 0:
		lines = append(lines, "Aucune présence n’a été corrigée à la main après la clôture de son événement.")
	default:
		lines = append(lines, paris.Capital(count(n, "présence a été corrigée à la main après la clôture de son événement", "présences ont été corrigées à la main après la clôture de leur événement"))+", avec auteur, date et motif.")
	}
	switch d := c.Figures.Duplicates; d {
	case 0:
		lines = append(lines, "Aucun doublon probable parmi les personnes distinctes.")
	default:
		lines = append(lines, fmt.Sprintf("Parmi les %s, %s.", count(c.Figures.Total.Of(domain.FigPeople), "personne distincte", "personnes distinctes"),
			count(d, "est un doublon probable, pas encore tranché", "sont des doublons probables, pas encore tranchés")))
	}
	return append(lines, "Ce qui vient de l’historique sans noms est « déclaré » : il est montré à part et n’est jamais ajouté aux présences constatées.")
}

// declaredText is the number that the history declares, for a cell; empty where nothing is.
func declaredText(r Row, f domain.Figure) string {
	d := r.Said(f)
	if d == nil {
		return ""
	}
	return atLeast(d) + paris.Number(d.Value)
}
