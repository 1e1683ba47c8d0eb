package hooks

import (
	"sync"

	"modernc.org/libc"
)

// SQLite's memory comes from an allocator that gives a page back to the system as soon as nothing on it is
// used, and SQLite asks for and frees the same few blocks at every statement: the system then maps and unmaps
// memory thousands of times a second, a fifth of what a registration costs. So some blocks of each size are
// kept on pages of their own, for ever, and the rest of these pages serves: under 3 MB.
const (
	smallestBlock = 16
	largestBlock  = 16 << 10
	memoryPage    = 64 << 10
	keptPages     = 4 // of each size
)

var keepMemory = sync.OnceFunc(func() {
	tls := libc.NewTLS()
	defer tls.Close()
	for size := smallestBlock; size <= largestBlock; size *= 2 {
		var blocks []uintptr
		for range keptPages * memoryPage / size {
			blocks = append(blocks, sized(libc.Xmalloc, tls, size))
		}
		kept := max(1, len(blocks)/keptPages-1)
		for i, b := range blocks {
			if i%kept != 0 {
				libc.Xfree(tls, b)
			}
		}
	}
})

// sized calls malloc with the type that a size has on this system.
func sized[N ~uint32 | ~uint64 | ~uintptr](malloc func(*libc.TLS, N) uintptr, tls *libc.TLS, n int) uintptr {
	return malloc(tls, N(n))
}
