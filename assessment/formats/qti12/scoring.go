package qti12

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// qtiMetadata is the fields of an item by lower-case label.
type qtiMetadata map[string]string

func (n *node) metadata() qtiMetadata {
	meta := qtiMetadata{}
	for _, field := range n.first("itemmetadata").all("qtimetadatafield") {
		meta[strings.ToLower(field.first("fieldlabel").words())] = field.first("fieldentry").words()
	}
	return meta
}

// is reports whether Common Cartridge's profile (cc.true_false.v0p1) or Canvas's type (true_false_question) is this one.
func (m qtiMetadata) is(kind string) bool {
	return strings.HasPrefix(m["cc_profile"], "cc."+kind) || strings.HasPrefix(m["question_type"], kind)
}

// points is the weight of an item: Canvas's points_possible, or Common Cartridge's cc_weighting; else 1.
func (m qtiMetadata) points() decimal.Decimal {
	for _, label := range []string{"points_possible", "cc_weighting"} {
		points, err := assessment.Decimal(m[label])
		if err == nil && points.IsPositive() && points.LessThanOrEqual(assessment.MaxPoints) {
			return decimal.Max(points.Round(2), decimal.New(1, -2))
		}
	}
	return decimal.NewFromInt(1)
}

func (m qtiMetadata) tags() []string {
	if category := m["cc_question_category"]; category != "" {
		return []string{category}
	}
	return nil
}

// qtiCondition is one respcondition: what it asks of the response, what it does to the score, what it shows.
type qtiCondition struct {
	equal    []string // values that the response must have
	places   []int    // and where in an order each of them must stand, from 1; 0 where that is not said
	ranges   []assessment.Number
	not      bool // something must not be so
	compound bool // more than one value, or a negation
	goesOn   bool // continue="Yes": further conditions are looked at
	score    decimal.Decimal
	adds     bool
	shows    []string
}

// scoring is what the conditions of an item ask of the response with this ident; of any, where it is empty.
func (n *node) scoring(ident string) []qtiCondition {
	all := n.first("resprocessing").all("respcondition")
	scoring := make([]qtiCondition, 0, len(all))
	for _, cond := range all {
		c := qtiCondition{goesOn: strings.EqualFold(cond.attrs["continue"], "yes")}
		c.read(cond.first("conditionvar"), ident, false)
		c.compound = c.not || len(c.equal)+len(c.ranges) > 1
		for _, set := range cond.all("setvar") {
			if name := set.attrs["varname"]; name != "" && !strings.EqualFold(name, "score") {
				continue
			}
			if score, err := assessment.Decimal(set.words()); err == nil {
				c.score, c.adds = score, strings.EqualFold(set.attrs["action"], "add")
			}
		}
		for _, shown := range cond.all("displayfeedback") {
			c.shows = append(c.shows, shown.attrs["linkrefid"])
		}
		scoring = append(scoring, c)
	}
	return scoring
}

// read walks through and, or and not.
func (c *qtiCondition) read(n *node, ident string, negated bool) {
	var low, high *decimal.Decimal
	for _, child := range n.children {
		if of := child.attrs["respident"]; ident != "" && of != "" && of != ident {
			continue
		}
		switch child.name {
		case "and", "or":
			c.read(child, ident, negated)
		case "not":
			c.not = true
			c.read(child, ident, !negated)
		case "varequal":
			if !negated {
				place, _ := strconv.Atoi(child.attrs["index"]) // 0 where there is none, or no number
				c.equal, c.places = append(c.equal, child.words()), append(c.places, place)
			}
		case "vargte", "vargt":
			low = child.number(low)
		case "varlte", "varlt":
			high = child.number(high)
		}
	}
	if low != nil && high != nil && !negated && high.GreaterThanOrEqual(*low) {
		two := decimal.NewFromInt(2)
		c.ranges = append(c.ranges, assessment.Number{
			Value: low.Add(*high).DivRound(two, assessment.ScorePlaces), Tolerance: high.Sub(*low).DivRound(two, assessment.ScorePlaces),
		})
	}
}

func (n *node) number(otherwise *decimal.Decimal) *decimal.Decimal {
	if number, err := assessment.Decimal(n.words()); err == nil {
		return &number
	}
	return otherwise
}

// feedback puts each itemfeedback where the conditions show it: with the one choice asked for, or with a response that
// is right, wrong, or either.
func (n *node) feedback(scoring []qtiCondition, text *assessment.QuestionText) {
	told := map[string]string{}
	for _, one := range n.all("itemfeedback") {
		told[one.attrs["ident"]] = one.material()
	}
	used := map[string]bool{}
	for _, c := range scoring {
		for _, id := range c.shows {
			feedback := told[id]
			if feedback == "" || used[id] {
				continue
			}
			used[id] = true
			scored := c.score.IsPositive()
			switch {
			case strings.Contains(strings.ToLower(id), "incorrect"): // Canvas shows it "otherwise", as it does general_fb
				text.Wrong = joined(text.Wrong, feedback)
			case len(c.equal) == 1 && !c.compound && text.Items[c.equal[0]].Text != "" && !strings.HasPrefix(id, "correct"):
				item := text.Items[c.equal[0]]
				item.Feedback = joined(item.Feedback, feedback)
				text.Items[c.equal[0]] = item
			case len(c.equal)+len(c.ranges) == 0 && !c.not && c.goesOn && !scored:
				text.Right, text.Wrong = joined(text.Right, feedback), joined(text.Wrong, feedback)
			case scored:
				text.Right = joined(text.Right, feedback)
			default:
				text.Wrong = joined(text.Wrong, feedback)
			}
		}
	}
}

// joined puts two texts under one another. What is far too long for a question already is refused with it, and grows no more:
// each of thousands of texts would copy all those before it.
func joined(a, b string) string {
	const tooLong = 256 << 10
	switch {
	case a == "":
		return b
	case len(a) > tooLong:
		return a
	default:
		return a + "\n" + b
	}
}

// rightOrder is the order that the condition with the highest score asks for, which must name each of the items once: by their
// index, or in the order in which it names them.
func rightOrder(scoring []qtiCondition, items []string) []string {
	var best qtiCondition
	for _, c := range scoring {
		if c.score.GreaterThan(best.score) && !c.not {
			best = c
		}
	}
	at := make([]int, len(best.equal))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(best.places[a], best.places[b]) })
	order := make([]string, len(at))
	for i, from := range at {
		order[i] = best.equal[from]
	}
	if !slices.Equal(slices.Sorted(slices.Values(order)), slices.Sorted(slices.Values(items))) {
		return nil
	}
	return order
}
