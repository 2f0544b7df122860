// Package lms is the school that uses the rooms: School wires people, tracks, learning and the registrar over content,
// assessment and certificates, which do not know each other. The program, its commands, its tests and its benchmarks all
// stand on one School.
//
// What is in its folders knows no HTTP: whoever asks is an access.Actor. It must not import lms/web.
package lms
