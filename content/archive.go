package content

type archive struct{}

func (a *archive) Close() error { return nil }
