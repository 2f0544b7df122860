package certificates

func unprintable(text string) string { return "" }
