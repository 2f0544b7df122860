// Package cache keeps in memory what never changes, up to a number of bytes.
//
// It is a leaf: it imports nothing of Vatra.
package cache

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache keeps what never changes, up to a number of bytes; what was used longest ago goes first. It is for frozen
// things only: nothing is ever invalidated.
type Cache[K comparable, V any] struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[K, cached[V]]
	bytes int
	limit int
}

type cached[V any] struct {
	value V
	bytes int
}

// New keeps up to limit bytes.
func New[K comparable, V any](limit int) *Cache[K, V] {
	kept, err := simplelru.NewLRU[K, cached[V]](math.MaxInt, nil)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &Cache[K, V]{kept: kept, limit: limit}
}

// Get is what was put under the key, while it is kept.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.kept.Get(key)
	return entry.value, ok
}

// Put keeps the value unless it alone would push out a quarter of all others.
func (c *Cache[K, V]) Put(key K, value V, bytes int) {
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
