// Package certificates is the registrar: it owns awards (frozen records of what was completed, by whom and when), their
// codes, the paper that is printed of them, and what happens to them later.
//
// A record never changes once it is written. Revoking and reinstating are events beside it, and the state of an award
// is its newest event. The paper, the page of verification and every later form of proof are made from the record
// alone: whoever wants to sign it, hash it with a salt or enter it in a public log finds all that is claimed there, in
// one place, as it was issued.
//
// It knows a holder by id and by the name that was printed. It imports the leaves of lms and nothing else of Vatra:
// no courses, no quizzes, no HTTP.
package certificates
