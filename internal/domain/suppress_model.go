package domain

// maskModel is numbers and what is known to add up among them. Something hidden stays so as long as another world, the
// same in everything that is shown, gives it another value.
type maskModel struct {
	cells     []maskCell
	equations []equation
}

// maskCell is a number. A latent one is never printed.
type maskCell struct {
	value  int
	mask   Mask
	latent bool
	in     []int // equations
}

type term struct{ cell, by int }

// equation says that its terms add up to nothing.
type equation []term

// enough is how many other values than its own a hidden number must be able to have, at least.
const enough = 2

// effort bounds the search of another world.
const effort = 3000

func (m *maskModel) cell(n int) int {
	c := maskCell{value: n}
	if few(n) {
		c.mask = TooFew
	}
	m.cells = append(m.cells, c)
	return len(m.cells) - 1
}

func (m *maskModel) latent(n int) int {
	m.cells = append(m.cells, maskCell{value: n, latent: true, mask: Uncounted})
	return len(m.cells) - 1
}

func (m *maskModel) mask(at int) Mask { return m.cells[at].mask }

func (m *maskModel) holds(e equation) bool {
	sum := 0
	for _, t := range e {
		sum += t.by * m.cells[t.cell].value
	}
	return sum == 0
}

func (m *maskModel) say(e equation) {
	for _, t := range e {
		m.cells[t.cell].in = append(m.cells[t.cell].in, len(m.equations))
	}
	m.equations = append(m.equations, e)
}

// hidden counts the numbers that are masked, of those that are printed.
func (m *maskModel) hidden() (masked, all int) {
	for _, c := range m.cells {
		if c.latent {
			continue
		}
		all++
		if c.mask != Plain {
			masked++
		}
	}
	return masked, all
}

// cover hides more numbers until every small one could be another. What hides one never shows another: one pass is enough.
func (m *maskModel) cover() {
	w := m.otherWorld()
	for at := range m.cells {
		for few(m.cells[at].value) && !m.cells[at].latent && !w.safe(at) {
			if next := m.companion(at); next >= 0 {
				m.cells[next].mask = Covered
			} else if !m.withhold(at) {
				break // all that bears on it is withheld: whoever reads knows nothing
			}
		}
	}
	for m.tell() {
	}
}

// tell shows what was covered and can be computed from what is shown: hiding it hid nothing. It tells whether it did.
func (m *maskModel) tell() (told bool) {
	for _, e := range m.equations {
		hidden := -1
		for _, t := range e {
			if m.cells[t.cell].mask == Plain {
				continue
			}
			if hidden >= 0 {
				hidden = -1
				break
			}
			hidden = t.cell
		}
		if hidden >= 0 && m.cells[hidden].mask == Covered {
			m.cells[hidden].mask, told = Plain, true
		}
	}
	return told
}

// safe tells whether a small number could have enough other values.
func (w *otherWorld) safe(at int) bool {
	found := 0
	for _, by := range []int{1, -1, 2, -2, 3, -3} {
		if w.move(at, by) {
			if found++; found == enough {
				return true
			}
		}
	}
	return false
}

// companion is the number to hide with a small one: the least of those that bear on it, but large enough to leave room;
// a total, which many tables share, the last. When nothing is left that bears on it, what bears on those.
func (m *maskModel) companion(at int) int {
	seen := map[int]bool{at: true}
	for ring := []int{at}; len(ring) > 0; {
		best, price := -1, 0
		var next []int
		for _, c := range ring {
			for _, e := range m.cells[c].in {
				for _, t := range m.equations[e] {
					n := m.cells[t.cell]
					if n.mask == Plain && n.value >= Few {
						cost := n.value + 1000*max(0, len(n.in)-6)
						if n.value < 2*Few-1 {
							cost += 500
						}
						if best < 0 || cost < price {
							best, price = t.cell, cost
						}
					}
					if n.mask != Plain && !seen[t.cell] {
						seen[t.cell] = true
						next = append(next, t.cell)
					}
				}
			}
		}
		if best >= 0 {
			return best
		}
		ring = next
	}
	return -1
}

// withhold is for a report so small that to say « less than five » says the number: nothing is said any more of what bears
// on it. It tells whether something was still said.
func (m *maskModel) withhold(at int) (changed bool) {
	seen, ring := map[int]bool{at: true}, []int{at}
	for i := 0; i < len(ring); i++ {
		for _, e := range m.cells[ring[i]].in {
			for _, t := range m.equations[e] {
				if !seen[t.cell] && m.cells[t.cell].mask != Plain {
					seen[t.cell] = true
					ring = append(ring, t.cell)
				}
			}
		}
	}
	hide := func(at int) {
		if c := &m.cells[at]; c.mask != Uncounted {
			c.mask, changed = Uncounted, true
		}
	}
	for _, c := range ring {
		hide(c)
	}
	for i := 0; i < len(ring) && !changed; i++ { // all that is hidden is withheld: what is shown beside goes too
		for _, e := range m.cells[ring[i]].in {
			for _, t := range m.equations[e] {
				hide(t.cell)
			}
		}
	}
	return changed
}

// otherWorld is a search of numbers that differ from the true ones in what is hidden alone. One serves search after
// search: a long report makes thousands.
type otherWorld struct {
	m      *maskModel
	delta  []int  // by cell
	moved  []bool // by cell
	queue  []int  // equations to look at again, in turn
	effort int
}

func (m *maskModel) otherWorld() *otherWorld {
	return &otherWorld{m: m, delta: make([]int, len(m.cells)), moved: make([]bool, len(m.cells))}
}

// move tries to change a number by something, and others with it so that everything still adds up.
func (w *otherWorld) move(at, by int) bool {
	clear(w.delta)
	clear(w.moved)
	w.effort = effort
	if !w.may(at, by) {
		return false
	}
	w.delta[at], w.moved[at] = by, true
	w.queue = append(w.queue[:0], w.m.cells[at].in...)
	return w.settle(0)
}

// may tells whether a number that is hidden could be so: a small one stays small, a covered one is at least five.
func (w *otherWorld) may(at, by int) bool {
	c := &w.m.cells[at]
	n := c.value + by
	switch c.mask {
	case TooFew:
		return few(n)
	case Covered:
		return n >= Few
	case Uncounted:
		return n >= 0
	}
	return false
}

// settle mends the equations that do not hold any more, one after the other.
func (w *otherWorld) settle(head int) bool {
	for ; head < len(w.queue); head++ {
		e := w.m.equations[w.queue[head]]
		gap := 0
		for _, t := range e {
			gap += t.by * w.delta[t.cell]
		}
		if gap != 0 {
			return w.mend(e, gap, head)
		}
	}
	return true
}

// mend moves one more number of an equation, what nothing else bears on first.
func (w *otherWorld) mend(e equation, gap, head int) bool {
	for _, free := range []bool{true, false} {
		for _, t := range e {
			c := &w.m.cells[t.cell]
			if w.moved[t.cell] || c.mask == Plain || (len(c.in) == 1) != free || !w.may(t.cell, -gap*t.by) {
				continue
			}
			if w.effort--; w.effort < 0 {
				return false
			}
			w.delta[t.cell], w.moved[t.cell] = -gap*t.by, true
			long := len(w.queue)
			w.queue = append(w.queue, c.in...)
			if w.settle(head + 1) {
				return true
			}
			w.queue = w.queue[:long]
			w.delta[t.cell], w.moved[t.cell] = 0, false
		}
	}
	return false
}
