package parts

import "vatra/lms/web/views/ui"

// Reissue offers to issue a certificate anew in the name that its holder's account has.
type Reissue struct {
	Track ui.Words
	Code  string // as printed
	Old   string // the name on it
	Name  string // of the account
}
