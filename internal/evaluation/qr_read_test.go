package evaluation_test

import (
	"strconv"
	"strings"
	"testing"
)

// qrBlocks are, for each version at level M, how many blocks there are and how many bytes of data each has.
var qrBlocks = [][2]int{{}, {1, 16}, {1, 28}, {1, 44}, {2, 32}, {2, 43}, {4, 27}}

// readQR reads an undamaged symbol of level M (ISO 18004), as a camera would once it has found the modules.
func readQR(t *testing.T, rows [][]bool) string {
	t.Helper()
	n := len(rows)
	version := (n - 17) / 4
	if version < 1 || version >= len(qrBlocks) || n != 17+4*version {
		t.Fatalf("a symbol of %d modules", n)
	}
	format := 0
	for _, at := range [][2]int{{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7}, {8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}} {
		format <<= 1
		if rows[at[0]][at[1]] {
			format |= 1
		}
	}
	format ^= 0x5412
	if format>>13 != 0 {
		t.Fatalf("a symbol of level %d, not M", format>>13)
	}
	return qrText(t, qrBytes(rows, version, format>>10&7))
}

// qrBytes reads the data in its zigzag from the right, and puts the blocks one after the other.
func qrBytes(rows [][]bool, version, mask int) (data []byte) {
	n := len(rows)
	flipped := []func(y, x int) bool{func(y, x int) bool { return (y+x)%2 == 0 }, func(y, _ int) bool { return y%2 == 0 }, func(_, x int) bool { return x%3 == 0 },
		func(y, x int) bool { return (y+x)%3 == 0 }, func(y, x int) bool { return (y/2+x/3)%2 == 0 }, func(y, x int) bool { return y*x%2+y*x%3 == 0 },
		func(y, x int) bool { return (y*x%2+y*x%3)%2 == 0 }, func(y, x int) bool { return ((y+x)%2+y*x%3)%2 == 0 }}[mask]
	near := func(a, b int) bool { return a >= b-2 && a <= b+2 }
	fixed := func(y, x int) bool {
		corner := (y < 9 && x < 9) || (y < 9 && x >= n-8) || (y >= n-8 && x < 9)
		return corner || y == 6 || x == 6 || (version > 1 && near(y, n-7) && near(x, n-7))
	}
	var bits []bool
	up := true
	for x := n - 1; x > 0; x -= 2 {
		if x == 6 {
			x--
		}
		for i := range n {
			y := i
			if up {
				y = n - 1 - i
			}
			for _, at := range []int{x, x - 1} {
				if !fixed(y, at) {
					bits = append(bits, rows[y][at] != flipped(y, at))
				}
			}
		}
		up = !up
	}
	var all []byte
	for ; len(bits) >= 8; bits = bits[8:] {
		var b byte
		for _, on := range bits[:8] {
			b <<= 1
			if on {
				b |= 1
			}
		}
		all = append(all, b)
	}
	blocks, each := qrBlocks[version][0], qrBlocks[version][1]
	for b := range blocks {
		for i := range each {
			data = append(data, all[i*blocks+b])
		}
	}
	return data
}

const qrLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// qrText reads the segments of the data.
func qrText(t *testing.T, data []byte) string {
	t.Helper()
	at := 0
	take := func(n int) (v int) {
		for range n {
			v = v<<1 | int(data[at/8]>>(7-at%8)&1)
			at++
		}
		return v
	}
	var out strings.Builder
	for at+4 <= 8*len(data) {
		switch mode := take(4); mode {
		case 0:
			return out.String()
		case 1:
			for n := take(10); n > 0; n -= 3 {
				digits := min(n, 3)
				v := take([]int{0, 4, 7, 10}[digits])
				out.WriteString(strings.Repeat("0", digits-len(strconv.Itoa(v))) + strconv.Itoa(v))
			}
		case 2:
			n := take(9)
			for ; n > 1; n -= 2 {
				v := take(11)
				out.WriteString(string(qrLetters[v/45]) + string(qrLetters[v%45]))
			}
			if n == 1 {
				out.WriteByte(qrLetters[take(6)])
			}
		case 4:
			for range take(8) {
				out.WriteByte(byte(take(8)))
			}
		default:
			t.Fatalf("a segment of mode %d", mode)
		}
	}
	return out.String()
}
