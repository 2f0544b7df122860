package quizzes

import (
	crand "crypto/rand"
	"math/rand/v2"
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/fault"
)

// newRandom shuffles and draws: ChaCha8 with a seed from the system, so that nobody can foresee an attempt from another.
func newRandom() *rand.Rand {
	var seed [32]byte
	_, _ = crand.Read(seed[:]) // never fails: the program would have ended
	return rand.New(rand.NewChaCha8(seed))
}

// Asked is a question as one attempt asks it.
type Asked struct {
	Version  uuid.UUID
	Question *assessment.Question
	Order    []string // ids of the choices, also of those in gaps, or of the items to order, or of the options that lines are given, in the order shown
}

// Ask draws and orders the questions of one attempt. A quiz of kind check asks always the same, before and after its
// first answer.
func (q *Quiz) Ask() ([]Asked, error) {
	random := newRandom()
	chosen, err := q.ask(random)
	if err != nil {
		return nil, err
	}
	if q.Kind == Check {
		random = nil
	}
	asked := make([]Asked, len(chosen))
	for i, index := range chosen {
		question := q.Questions[index]
		asked[i] = Asked{q.versions[index], question, orderOf(question, q.ShuffleChoices, random)}
	}
	return asked, nil
}

// ask is which of the quiz's questions an attempt asks, by index, in their order.
func (q *Quiz) ask(random *rand.Rand) ([]int, error) {
	asked := make([]int, len(q.Questions))
	for i := range asked {
		asked[i] = i
	}
	if len(q.Draws) > 0 {
		drawn, err := q.draw(random)
		if err != nil {
			return nil, err
		}
		asked = drawn
	}
	if q.ShuffleQuestions {
		random.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
	}
	return asked, nil
}

// draw fills every draw with random questions of its tag, none twice. A question may carry several tags and so be
// wanted by several draws; where a draw finds only questions that another holds, that one gives it up if it can take
// another instead (augmenting paths), so a draw that can be filled always is.
func (q *Quiz) draw(random *rand.Rand) ([]int, error) {
	var places []Draw
	for _, d := range q.Draws {
		for range d.Count {
			places = append(places, d)
		}
	}
	held := make(map[int]int, len(places)) // question → place
	for place := range places {
		tried := map[int]bool{}
		if !q.fill(places, place, held, tried, random) {
			return nil, tooFew(places[place], q.tagged(places[place].Tag))
		}
	}
	drawn := make([]int, len(places))
	for question, place := range held {
		drawn[place] = question
	}
	return drawn, nil
}

func (q *Quiz) fill(places []Draw, place int, held map[int]int, tried map[int]bool, random *rand.Rand) bool {
	candidates := q.tagged(places[place].Tag)
	random.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
	for _, free := range []bool{true, false} {
		for _, question := range candidates {
			holder, taken := held[question]
			if taken == free || tried[question] {
				continue
			}
			tried[question] = true
			if !taken || q.fill(places, holder, held, tried, random) {
				held[question] = place
				return true
			}
		}
	}
	return false
}

// tagged are the questions with the tag, by index.
func (q *Quiz) tagged(tag string) []int {
	var found []int
	for i, one := range q.Questions {
		if slices.Contains(one.Tags, tag) {
			found = append(found, i)
		}
	}
	return found
}

func tooFew(d Draw, found []int) error {
	return fault.New(fault.Invalid, "assessment.draw_too_few", "Tag", d.Tag, "Wanted", d.Count, "Found", len(found))
}

// orderOf is the order in which a question's choices, or a matching question's options, are shown. Options are never shown
// in the order of the pairs, nor what is to be ordered in its own, which would be the answer: without a random source they go by
// id, and ids are random. The columns of a matrix stand as they were written unless choices are shuffled, and a scale always does.
func orderOf(q *assessment.Question, shuffle bool, random *rand.Rand) []string {
	ids := q.Offered()
	if random != nil && (shuffle && q.Type != assessment.Scale || q.OrderTells()) {
		random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	}
	return ids
}
