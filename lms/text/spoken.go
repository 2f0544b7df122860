package text

import (
	"fmt"
	"hash/fnv"
)

// SpokenCode is what an error page says in place of the request's id, and what stands beside that in the log: six digits in
// two groups, which everybody can read out on the telephone, in any of our languages and either script. Two faults of one
// day may have the same by chance, so whoever looks for one asks when it was, too.
func SpokenCode(requestID string) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(requestID)) // never fails
	six := sum.Sum64() % 1_000_000
	return fmt.Sprintf("%03d-%03d", six/1000, six%1000)
}
