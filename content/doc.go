// Package content owns courses: their versions, modules, lessons, translations, assets and licences, and the store that
// keeps them. Its rooms beside it read packages that others wrote (importers, pack), make safe blocks of Markdown and HTML
// (markup), know kinds of files (media) and keep objects (blobs).
//
// It knows neither learners nor questions: what stands in a quiz it passes on as it was found. It must not import
// assessment, certificates or lms, the leaves lms/cache, lms/fault, lms/lang and lms/pg aside, and it knows no HTTP.
package content
