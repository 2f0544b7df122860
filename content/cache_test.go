package content

import "testing"

func TestCacheKeepsWhatWasUsedLastWithinItsBytes(t *testing.T) {
	t.Parallel()
	c := newCache[int, string](100)
	for i := range 10 {
		c.put(i, "x", 20)
		if _, ok := c.get(0); !ok {
			t.Fatalf("what was just used is gone after %d", i)
		}
	}
	if c.bytes != 100 || c.kept.Len() != 5 {
		t.Errorf("%d bytes in %d entries", c.bytes, c.kept.Len())
	}
	if _, ok := c.get(1); ok {
		t.Error("what was used longest ago is still there")
	}
	c.put(0, "y", 10)
	if value, _ := c.get(0); value != "y" || c.bytes != 90 {
		t.Errorf("put again: %q, %d bytes", value, c.bytes)
	}
	c.put(99, "too large", 26)
	if _, ok := c.get(99); ok {
		t.Error("a value pushed out a quarter of all others")
	}
}
