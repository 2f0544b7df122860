// Package lms is the school that uses the rooms: it owns people, roles and access, tracks, enrolment, progress and
// completion, and joins content, assessment and certificates, which do not know each other.
//
// It must not import lms/web, and it knows no HTTP: whoever asks is an [Actor], wherever from is a [Visitor].
package lms
