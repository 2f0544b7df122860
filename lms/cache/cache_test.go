package cache

import (
	"math/rand/v2"
	"testing"
)

func TestCacheKeepsWhatWasUsedLastWithinItsBytes(t *testing.T) {
	t.Parallel()
	c := New[int, string](100)
	for i := range 10 {
		c.Put(i, "x", 20)
		if _, ok := c.Get(0); !ok {
			t.Fatalf("what was just used is gone after %d", i)
		}
	}
	if c.bytes != 100 || c.kept.Len() != 5 {
		t.Errorf("%d bytes in %d entries", c.bytes, c.kept.Len())
	}
	if _, ok := c.Get(1); ok {
		t.Error("what was used longest ago is still there")
	}
	c.Put(0, "y", 10)
	if value, _ := c.Get(0); value != "y" || c.bytes != 90 {
		t.Errorf("put again: %q, %d bytes", value, c.bytes)
	}
	c.Put(99, "too large", 26)
	if _, ok := c.Get(99); ok {
		t.Error("a value pushed out a quarter of all others")
	}
}

func TestCacheNeverHoldsMoreThanItsBytes(t *testing.T) {
	t.Parallel()
	const limit = 1000
	c := New[int, int](limit)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		key := random.IntN(60)
		bytes := random.IntN(limit / 3)
		c.Put(key, bytes, bytes)
		held := 0
		for _, key := range c.kept.Keys() {
			entry, _ := c.kept.Peek(key)
			held += entry.bytes
		}
		if held > limit || held != c.bytes {
			t.Fatalf("%d bytes are held and %d counted, of at most %d", held, c.bytes, limit)
		}
	}
}
