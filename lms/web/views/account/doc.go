// Package account owns how the pages of lms/web/account look.
package account
