package qti12_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"vatra/assessment/formats/qti12"
	"vatra/lms/fault"
)

// asked is an item that asks for a number, in which text stands.
func asked(text string) string {
	return `<item ident="a">` + text + `<presentation><material><mattext>How many?</mattext></material>
<response_str ident="r"><render_fib fibtype="Decimal"/></response_str></presentation>
<resprocessing><respcondition><conditionvar><vargte>1e-900000000</vargte><varlte>1e900000000</varlte></conditionvar>
<setvar>1e999999999</setvar></respcondition></resprocessing></item>`
}

func weighed(points string) string {
	return `<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_weighting</fieldlabel><fieldentry>` + points +
		`</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>`
}

// TestNoQuizCostsMoreThanItsLength: numbers of ten characters that stand for a billion digits, items in items, and feedback upon
// feedback took all memory there is.
func TestNoQuizCostsMoreThanItsLength(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	var feedback strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&feedback, `<itemfeedback ident="f%d"><material><mattext>a</mattext></material></itemfeedback>`, i)
	}
	var shown strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&shown, `<displayfeedback linkrefid="f%d"/>`, i)
	}
	for name, source := range map[string]string{
		"numbers":        asked(weighed("1e999999999")),
		"small numbers":  asked(weighed("1e-999999999")),
		"items in items": strings.Repeat(`<item ident="a">`, 90) + strings.Repeat("x", 3<<20) + strings.Repeat("</item>", 90),
		"feedback": `<item ident="a"><presentation><material><mattext>?</mattext></material><response_str ident="r"><render_fib/></response_str></presentation>
<resprocessing><respcondition><conditionvar><varequal>b</varequal></conditionvar><setvar>100</setvar>` + shown.String() +
			`</respcondition></resprocessing>` + feedback.String() + `</item>`,
	} {
		t.Run(name, func(t *testing.T) {
			data := qti(source)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			questions, _, warnings, err := qti12.Parse(data, "en")
			runtime.ReadMemStats(&after)
			if len(questions) > 0 || err == nil && len(warnings) == 0 {
				t.Errorf("it gave %d questions, %v", len(questions), err)
			}
			if made := int(after.TotalAlloc - before.TotalAlloc); made > 200<<20+60*len(data) {
				t.Errorf("%d MB were made of %d kB", made>>20, len(data)>>10)
			}
		})
	}
}

func TestQuizOutOfAllProportionIsRefused(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"attributes": "<item " + strings.Repeat("a='' ", 250_000) + "/>",
		"elements":   strings.Repeat("<a/>", 250_000),
		"depth":      strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200),
	} {
		if _, _, _, err := qti12.Parse(qti(source), "en"); !fault.Is(err, fault.TooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// FuzzQTI: whatever is given is refused with a fault, or its questions can be asked.
func FuzzQTI(f *testing.F) {
	f.Add(qti(asked(weighed("2"))))
	f.Add(qti(`<item ident="a"><presentation><material><mattext texttype="text/html">&lt;b&gt;?</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="x"><material><mattext>True</mattext></material></response_label>
<response_label ident="y"><material><mattext>False</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">x</varequal></conditionvar><setvar>100</setvar><displayfeedback linkrefid="f"/>
</respcondition></resprocessing><itemfeedback ident="f"><material><mattext>Yes</mattext></material></itemfeedback></item>`))
	f.Add([]byte("\xff\xfe<\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		questions, _, _, err := qti12.Parse(data, "en")
		if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Fatalf("not told to the author: %v", err)
		}
		keys := map[string]bool{}
		for _, q := range questions {
			if err := q.Validate(); err != nil || q.Key == "" || keys[q.Key] {
				t.Fatalf("%q cannot be asked: %v", q.Key, err)
			}
			keys[q.Key] = true
		}
	})
}
