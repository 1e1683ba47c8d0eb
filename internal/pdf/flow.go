package pdf

// piece is what never parts between two pages: a line of a text, a row of a table, a block.
type piece struct {
	gap    float64 // above it, unless it begins a page
	height float64
	keep   bool            // on the page of the piece after it
	again  *piece          // drawn above it where it begins a page: the head of its table
	mark   string          // its line in the outline of the document
	draw   func(y float64) // y is its top
}

// paged shares pieces among pages of a height, in their order. Those that keep together move on together, unless no
// page holds them.
func paged(pieces []piece, high float64) (pages [][]piece) {
	var current []piece
	used := 0.0
	for len(pieces) > 0 {
		n := chain(pieces)
		if stacked(pieces[:n]) > high {
			n = 1
		}
		if len(current) > 0 && used+pieces[0].gap+stacked(pieces[:n]) > high {
			pages, current = append(pages, current), nil
		}
		if len(current) == 0 && pieces[0].again != nil {
			current = append(current, *pieces[0].again)
		}
		current = append(current, pieces[:n]...)
		used, pieces = stacked(current), pieces[n:]
	}
	return append(pages, current)
}

// chain is how many of the first pieces keep together.
func chain(pieces []piece) int {
	n := 1
	for n < len(pieces) && pieces[n-1].keep {
		n++
	}
	return n
}

// stacked is how tall pieces are on a page that they begin.
func stacked(pieces []piece) (high float64) {
	for i, p := range pieces {
		if i > 0 {
			high += p.gap
		}
		high += p.height
	}
	return high
}

// stack draws the pieces of a page from its top.
func (p *page) stack(pieces []piece, top float64) {
	y := top
	for i, one := range pieces {
		if i > 0 {
			y += one.gap
		}
		if one.mark != "" {
			p.SetY(y)
			p.Bookmark(p.encoded(one.mark), 0, -1)
		}
		one.draw(y)
		y += one.height
	}
}
