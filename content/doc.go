// Package content owns courses: their versions, modules, lessons, translations, assets and licences, the store of
// objects that keeps the assets, and the readers of packages that others wrote (folders and archives of Markdown, IMS
// Common Cartridge).
//
// It knows neither learners nor questions: what stands in a quiz it passes on as it was found. It must not import
// assessment, certificates or lms, the leaves lms/fault and lms/pg aside, and it knows no HTTP.
package content
