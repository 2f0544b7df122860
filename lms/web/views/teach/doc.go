// Package teach owns how the pages of lms/web/teach look.
package teach
