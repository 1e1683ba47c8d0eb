package matching

import "slices"

// nowhere is where a wish stands before it is seated.
const nowhere = -1

// seats is a distribution being made. Its graph has a node per offer and one for being left out, which always has room:
// whoever sits at a node and may move is an arc to each of its options, weighing what the move adds to the score. A
// distribution is the best exactly when no circle of moves gains anything.
type seats struct {
	*table
	at   []int   // of each wish: the node
	held [][]int // of each node: the wishes that may move
	free []int   // places left at each node
}

// solve seats the wishes one after the other, each by the best chain of moves: the seats stay the best for those who
// are in. Then ties are settled.
func solve(t *table) *seats {
	s := &seats{table: t, at: make([]int, len(t.wishes)), held: make([][]int, len(t.offers)+1), free: make([]int, len(t.offers)+1)}
	for i, o := range t.offers {
		s.free[i] = o.Places
	}
	s.free[s.out()] = len(t.wishes) + 1
	for w := range t.wishes {
		if s.at[w] = nowhere; t.pinned[w] {
			s.put(w, t.options[w][0].offer)
		}
	}
	for w := range t.wishes {
		if !t.pinned[w] {
			found := s.chains(append([]option{{offer: s.out()}}, t.options[w]...), true)
			s.follow(w, found, s.end(found))
		}
	}
	for w := range t.wishes {
		if !t.pinned[w] {
			s.settle(w)
		}
	}
	s.loosen()
	return s
}

// out is the node of who is left out.
func (s *seats) out() int { return len(s.offers) }

// gain is what a wish adds to the score at a node.
func (s *seats) gain(wish, node int) Score {
	for _, o := range s.options[wish] {
		if o.offer == node {
			return o.gain
		}
	}
	return Score{}
}

func (s *seats) put(wish, node int) {
	s.at[wish] = node
	s.free[node]--
	if !s.pinned[wish] {
		s.held[node] = append(s.held[node], wish)
	}
}

func (s *seats) leave(wish int) {
	node := s.at[wish]
	s.at[wish] = nowhere
	s.free[node]++
	s.hold(wish, node)
}

// hold keeps a wish from moving.
func (s *seats) hold(wish, node int) {
	s.held[node] = slices.DeleteFunc(s.held[node], func(w int) bool { return w == wish })
}

// loosen lets everybody move again but the pinned.
func (s *seats) loosen() {
	s.held = make([][]int, len(s.free))
	for w, node := range s.at {
		if !s.pinned[w] {
			s.held[node] = append(s.held[node], w)
		}
	}
}

// chains are the best ways of moving people on, from somebody who sits down to each node that then has one too many.
type chains struct {
	gain  []Score
	known []bool
	mover []int // who came to the node last; nowhere: who sits down
	from  []int // the node this one left
}

// chains follows every move from where somebody sits down (Bellman-Ford with a queue: moves may lose, circles never
// gain). Through tells whether somebody left out may take a seat on the way.
func (s *seats) chains(starts []option, through bool) chains {
	n := len(s.free)
	c, queue, queued := chains{make([]Score, n), make([]bool, n), make([]int, n), make([]int, n)}, make([]int, 0, n), make([]bool, n)
	reach := func(node int, gain Score, mover, from int) {
		if c.known[node] && !c.gain[node].Less(gain) {
			return
		}
		c.gain[node], c.known[node], c.mover[node], c.from[node] = gain, true, mover, from
		if !queued[node] && (through || node != s.out()) {
			queue, queued[node] = append(queue, node), true
		}
	}
	for _, o := range starts {
		reach(o.offer, o.gain, nowhere, nowhere)
	}
	for len(queue) > 0 {
		a := queue[0]
		queue, queued[a] = queue[1:], false
		for _, w := range s.held[a] {
			base := c.gain[a].minus(s.gain(w, a))
			for _, o := range s.options[w] {
				if o.offer != a {
					reach(o.offer, base.plus(o.gain), w, a)
				}
			}
			if a != s.out() {
				reach(s.out(), base, w, a)
			}
		}
	}
	return c
}

// end is the node with room where the best chain stops; nowhere when none does.
func (s *seats) end(c chains) int {
	best := nowhere
	for node, free := range s.free {
		if free > 0 && c.known[node] && (best == nowhere || c.gain[best].Less(c.gain[node])) {
			best = node
		}
	}
	return best
}

// follow makes the moves of a chain from its end, then seats the wish.
func (s *seats) follow(wish int, c chains, end int) {
	for c.mover[end] != nowhere {
		s.leave(c.mover[end])
		s.put(c.mover[end], end)
		end = c.from[end]
	}
	s.put(wish, end)
}

// settle gives a wish the best of its options that a distribution as good allows, those of lower ID keeping theirs.
func (s *seats) settle(wish int) {
	was := s.at[wish]
	had := s.gain(wish, was)
	s.leave(wish)
	for _, o := range s.options[wish] {
		if o.offer == was {
			break
		}
		found := s.chains([]option{o}, true)
		if end := s.end(found); end != nowhere && found.gain[end] == had {
			s.follow(wish, found, end)
			s.hold(wish, s.at[wish])
			return
		}
	}
	s.put(wish, was)
	s.hold(wish, was)
}
