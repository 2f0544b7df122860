package pack

import "context"

type watcherKey struct{}

// Watch has seen told of each entry that a package opened with the context is about to read or to be rendered from. It is for
// whoever must say where an import was that did not come to its end.
func Watch(ctx context.Context, seen func(entry string)) context.Context {
	return context.WithValue(ctx, watcherKey{}, seen)
}

func watcher(ctx context.Context) func(entry string) {
	if seen, ok := ctx.Value(watcherKey{}).(func(string)); ok {
		return seen
	}
	return func(string) {}
}

// At tells the package's watcher that work on that entry begins.
func (p *Package) At(entry string) { p.source.reading(entry) }
