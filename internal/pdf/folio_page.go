package pdf

import "strconv"

// tightenings are how a folio that must hold on one page gives room, step by step: smaller letters, and as the last
// resort texts cut after some lines and half-days that are counted and no longer listed. 0 is no limit.
var tightenings = []struct {
	scale           float64
	lines, halfDays int
}{{1, 0, 0}, {0.95, 0, 0}, {0.9, 0, 0}, {0.85, 0, 0}, {0.8, 0, 0}, {0.8, 3, 14}, {0.76, 2, 12}, {0.72, 1, 10}}

// squeezed is what set sets, at the first tightening that holds in a height.
func (f *folio) squeezed(high float64, set func()) []piece {
	for _, t := range tightenings {
		f.scale, f.mostLines, f.mostDays, f.pieces = t.scale, t.lines, t.halfDays, nil
		if set(); stacked(f.pieces) <= high {
			break
		}
	}
	return f.pieces
}

// wrapped is a text in lines, as many as the folio has room for.
func (f *folio) wrapped(s string, width float64) []string {
	lines := f.wrap(s, width)
	if f.mostLines == 0 || len(lines) <= f.mostLines {
		return lines
	}
	lines = lines[:f.mostLines]
	last := lines[len(lines)-1]
	lines[len(lines)-1] = f.head(last, width-f.GetStringWidth(ellipsis)) + ellipsis
	return lines
}

// listed are the half-days that are shown one by one, and what is said of the others.
func (f *folio) listed(days []PlacementDay) (some []PlacementDay, others string) {
	if f.mostDays == 0 || len(days) <= f.mostDays {
		return days, ""
	}
	return days[:f.mostDays], "et " + strconv.Itoa(len(days)-f.mostDays) + "\u00a0autres, aux dates de la convention"
}
