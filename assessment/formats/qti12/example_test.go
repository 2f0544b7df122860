package qti12_test

import (
	"fmt"

	"vatra/assessment/formats/qti12"
)

func ExampleParse() {
	questions, title, warnings, err := qti12.Parse([]byte(`<questestinterop>
<assessment ident="a1" title="Week one"><section ident="s">
<item ident="sky"><itemmetadata><qtimetadata><qtimetadatafield>
<fieldlabel>cc_profile</fieldlabel><fieldentry>cc.multiple_choice.v0p1</fieldentry>
</qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext>A blue sky?</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="never"><material><mattext>Never</mattext></material></response_label>
<response_label ident="often"><material><mattext>At times</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition><conditionvar><varequal respident="r">often</varequal></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
</item></section></assessment></questestinterop>`), "en")
	fmt.Println(title, len(questions), len(warnings), err)
	for _, choice := range questions[0].Choices {
		fmt.Println(questions[0].Texts["en"].Items[choice.ID].Text, choice.Right)
	}
	// Output:
	// Week one 1 0 <nil>
	// Never false
	// At times true
}
