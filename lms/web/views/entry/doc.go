// Package entry owns the pages that the door itself answers with: errors, the login, and a form that is to be sent again.
package entry
