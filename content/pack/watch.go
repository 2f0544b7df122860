package pack

import "context"

type watcherKey struct{}

// Watch has seen told of each entry of a package opened with the context before anything is made of it: before it is read, stored,
// or rendered, a picture as well as a text. Where work begins that is of no entry, or of all, it is told "". So what was told
// last is where an import was that did not come to its end.
func Watch(ctx context.Context, seen func(entry string)) context.Context {
	return context.WithValue(ctx, watcherKey{}, seen)
}

func watcher(ctx context.Context) func(entry string) {
	if seen, ok := ctx.Value(watcherKey{}).(func(string)); ok {
		return seen
	}
	return func(string) {}
}

// At tells the package's watcher that work on that entry begins, or that it is over, with "".
func (p *Package) At(entry string) {
	if p.source != nil {
		p.source.reading(entry)
	}
}
