package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// library finds and measures what a person sees. It runs in a world of its own beside the page's, where neither the
// page's scripts nor its security policy reach it, and which runs with the page's scripting off too.
//
//go:embed page.js
var library string

const world = "vatra browsertest"

// errMoved says that the page went away while it was being looked at.
var errMoved = errors.New("the page moved on")

func call[P, R any](b *Browser, command cdp.Command[P, R], params P) (R, error) {
	return callOn(b, b.session, command, params)
}

func callOn[P, R any](b *Browser, session cdp.Session, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 2*patience)
	defer cancel()
	return cdp.Call(ctx, session, command, params)
}

// answer is what a verb of the library gives: a value, or a sentence why there is none.
type answer struct {
	Value   json.RawMessage
	Problem string
}

// look calls a verb of the library.
func (b *Browser) look(verb string, args ...any) (answer, error) {
	if b.scopes != nil {
		args = append(args, b.scopes)
	}
	list, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return answer{}, err
	}
	// A document gets the library once.
	expression := fmt.Sprintf("self.vatra ? self.vatra[%q](...%s) : null", verb, list)
	result, err := b.evaluate(expression, true)
	if err == nil && string(result.Value) == "null" {
		if _, err = b.evaluate(library, false); err == nil {
			result, err = b.evaluate(expression, true)
		}
	}
	if err != nil {
		return answer{}, err
	}
	var found answer
	err = json.Unmarshal(result.Value, &found)
	return found, err
}

// evaluate runs an expression in the harness's own world of the present page.
func (b *Browser) evaluate(expression string, byValue bool) (*runtime.RemoteObject, error) {
	own, err := call(b, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: cdp.FrameID(b.session.TargetID), WorldName: world})
	if err != nil {
		return nil, moved(err)
	}
	await := true
	result, err := call(b, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: own.ExecutionContextID, ReturnByValue: &byValue, AwaitPromise: &await,
	})
	if err != nil {
		return nil, moved(err)
	}
	if result.ExceptionDetails != nil {
		return nil, &chromedp.ExceptionError{ExceptionDetails: result.ExceptionDetails}
	}
	return result.Result, nil
}

// moved turns the browser's ways to say that a document is gone into errMoved.
func moved(err error) error {
	var refusal *cdproto.Error
	if !errors.As(err, &refusal) {
		return err
	}
	for _, words := range []string{"context", "navigated", "frame", "Frame"} {
		if strings.Contains(refusal.Message, words) {
			return fmt.Errorf("%w: %w", errMoved, err)
		}
	}
	return err
}

// ask waits for the value of a verb, while the page is moving or not yet so.
func ask[T any](b *Browser, verb string, args ...any) T {
	b.t.Helper()
	var value T
	b.until(func() string {
		answer, err := b.look(verb, args...)
		if errors.Is(err, errMoved) {
			return err.Error()
		}
		b.must(err, "looking at the page")
		if answer.Problem == "" {
			b.must(json.Unmarshal(answer.Value, &value), "looking at the page")
		}
		return answer.Problem
	})
	return value
}

// until waits until done has no objection left, and ends the test with the last one when patience is over.
func (b *Browser) until(done func() (objection string)) {
	b.t.Helper()
	deadline := time.Now().Add(b.patience)
	for {
		objection := done()
		if objection == "" {
			return
		}
		if time.Now().After(deadline) {
			b.fail("%s", objection)
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// settle waits for the page that the last act leads to, if it leads to one.
func (b *Browser) settle() {
	b.t.Helper()
	// The answer comes after every event that the act caused; see traffic.Watch.
	_, _ = call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: "1"})
	b.until(func() string {
		if b.watch.Loading() {
			return "the page never finishes loading"
		}
		return ""
	})
}

// Eval runs an expression in the page's own world, among its scripts, and gives the result as JSON: for what a person
// cannot see, such as what the browser keeps for later. Promises are awaited.
func (b *Browser) Eval(expression string) string {
	b.t.Helper()
	yes := true
	result, err := call(b, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	b.must(err, "evaluating "+expression)
	if result.ExceptionDetails != nil {
		b.fail("%s: %s", expression, (&chromedp.ExceptionError{ExceptionDetails: result.ExceptionDetails}).Error())
	}
	return string(result.Result.Value)
}
