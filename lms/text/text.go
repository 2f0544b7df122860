// Package text owns what is done to text wherever it comes from: telling what cannot be seen, making alike what a person
// would call alike, cutting what is too long.
//
// It is a leaf: it imports nothing of Vatra.
package text
