package media

// repeats counts how much of a drawing is drawn, with all that <use> repeats: a drawing may ask for ten copies of ten copies
// of ten copies, and bring a browser to a halt. An element with an id is a part of the part around it; the drawing is part 0.
// What it holds grows with the drawing alone, however deep parts stand in parts.
type repeats struct {
	parts  []svgPart
	called map[string][]int // id → parts
}

// svgPart is what stands in a part and in none of the parts in it.
type svgPart struct {
	elements int
	inner    []int
	uses     []string // ids
	drawn    int      // 0 until it is known
	asked    bool
}

func newRepeats() *repeats { return &repeats{parts: make([]svgPart, 1), called: map[string][]int{}} }

// begin makes a part with that id within another.
func (r *repeats) begin(within int, id string) int {
	part := len(r.parts)
	r.parts = append(r.parts, svgPart{})
	r.parts[within].inner = append(r.parts[within].inner, part)
	r.called[id] = append(r.called[id], part)
	return part
}

// count counts one element, and what it uses.
func (r *repeats) count(part int, uses []string) {
	r.parts[part].elements++
	r.parts[part].uses = append(r.parts[part].uses, uses...)
}

// drawn is the number of elements that are drawn, at most one more than may be. A drawing that repeats itself without end,
// or through more than svgDepth parts, counts as too many.
func (r *repeats) drawn() int { return r.of(0, 0) }

func (r *repeats) of(part, depth int) int {
	const tooMany = svgElements + 1
	p := &r.parts[part]
	switch {
	case p.drawn > 0:
		return p.drawn
	case p.asked || depth > 2*svgDepth: // whoever asks is inside it
		return tooMany
	}
	p.asked = true
	drawn := p.elements
	for i := 0; i < len(p.inner) && drawn < tooMany; i++ {
		drawn += r.of(p.inner[i], depth+1)
	}
	for i := 0; i < len(p.uses) && drawn < tooMany; i++ {
		called := r.called[p.uses[i]]
		for j := 0; j < len(called) && drawn < tooMany; j++ {
			drawn += r.of(called[j], depth+1)
		}
	}
	p.drawn = min(drawn, tooMany)
	return p.drawn
}
