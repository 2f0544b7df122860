package content

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// cache keeps what never changes, up to a number of bytes; what was used longest ago goes first. It is for frozen
// things only: nothing is ever invalidated.
type cache[K comparable, V any] struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[K, cached[V]]
	bytes int
	limit int
}

type cached[V any] struct {
	value V
	bytes int
}

func newCache[K comparable, V any](limit int) *cache[K, V] {
	kept, err := simplelru.NewLRU[K, cached[V]](math.MaxInt, nil)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &cache[K, V]{kept: kept, limit: limit}
}

func (c *cache[K, V]) get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.kept.Get(key)
	return entry.value, ok
}

// put keeps the value unless it alone would push out a quarter of all others.
func (c *cache[K, V]) put(key K, value V, bytes int) {
	if bytes > c.limit/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if before, ok := c.kept.Peek(key); ok {
		c.bytes -= before.bytes
	}
	c.kept.Add(key, cached[V]{value, bytes})
	c.bytes += bytes
	for c.bytes > c.limit {
		_, gone, _ := c.kept.RemoveOldest()
		c.bytes -= gone.bytes
	}
}
