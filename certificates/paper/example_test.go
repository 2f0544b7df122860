package paper_test

import (
	"bytes"
	"fmt"

	"github.com/google/uuid"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/certificates/paper"
)

// The same award gives the same bytes each time: the paper is made from its record alone.
func ExamplePrint() {
	claim := claimtest.Earned(uuid.MustParse("01930000-0000-7000-8000-000000000001"))
	award := &certificates.Award{Record: certificates.Record{
		Form: 1, Code: "0000000000000000", HolderName: claim.HolderName, TrackCode: claim.TrackCode, TrackNames: claim.TrackNames,
		Hours: claim.Hours, Courses: claim.Courses, StartedOn: claim.StartedOn, CompletedOn: claim.CompletedOn,
		AwardedOn: claim.AwardedOn, Issuer: claim.Issuer, Locale: claim.Locale,
	}}
	var first, second bytes.Buffer
	if err := paper.Print(&first, award); err != nil {
		panic(err)
	}
	if err := paper.Print(&second, award); err != nil {
		panic(err)
	}
	fmt.Printf("%s %t\n", first.Bytes()[:5], bytes.Equal(first.Bytes(), second.Bytes()))
	// Output: %PDF- true
}
