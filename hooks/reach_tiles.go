package hooks

import (
	"strings"

	"passerelle/internal/records"
)

// shortTerritory is how a tile names a territory: what stands between brackets, where the name has it.
func shortTerritory(name string) string {
	if _, in, ok := strings.Cut(name, "("); ok {
		if short, _, closed := strings.Cut(in, ")"); closed && short != "" {
			return short
		}
	}
	return name
}

// tilePlaces is where the territories of the PTSM lie among their neighbours: column and row, north on top.
//
//	Saint-Omer | Béthune-Bruay | Lens-Hénin
//	Ternois    | Campagnes     | Arras
//	           |               | Sud-Artois
var tilePlaces = map[string][2]int{"capso": {0, 0}, "cabbalr": {1, 0}, "lens-henin": {2, 0}, "ternois": {0, 1}, "campagnes-artois": {1, 1}, "cua": {2, 1}, "sud-artois": {2, 2}}

type arrangedTile struct {
	item     records.Item
	col, row int
	aside    bool
}

// arranged places the territories that are known, then the others in the free places, three in a row: those have no
// place on the ground.
func arranged(territories []records.Item) (tiles []arrangedTile) {
	taken := map[[2]int]bool{}
	for _, t := range territories {
		if at, ok := tilePlaces[t.Code]; ok {
			taken[at] = true
		}
	}
	next := 6
	if len(taken) == 0 {
		next = 0
	}
	for _, t := range territories {
		at, known := tilePlaces[t.Code]
		for ; !known && taken[[2]int{next % 3, next / 3}]; next++ {
		}
		if !known {
			at = [2]int{next % 3, next / 3}
			taken[at] = true
		}
		tiles = append(tiles, arrangedTile{t, at[0], at[1], !known && len(taken) > 0 && next >= 6})
	}
	return tiles
}
