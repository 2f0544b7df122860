package blobs

import (
	"errors"
	"slices"
	"syscall"

	"vatra/lms/fault"
)

// awayReasons are what a disk refuses with, whatever it is asked to keep or to give.
var awayReasons = []error{
	syscall.ENOSPC, // it is full
	syscall.EDQUOT, // or we may have no more of it
	syscall.EFBIG,  // or no file may be so large there
	syscall.EROFS,  // nothing may be written to it
	syscall.EACCES, syscall.EPERM,
	syscall.EIO, syscall.ESTALE, syscall.ENODEV, syscall.ENXIO, // it is broken, or was taken away
	syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, // this machine has nothing left to open it with
}

// Away reports whether err says that a disk of this machine or the object store cannot be used now, whatever is asked of
// it, so that trying again later helps: the like of pg.Away.
func Away(err error) bool {
	return fault.Is(err, fault.Unavailable) ||
		slices.ContainsFunc(awayReasons, func(reason error) bool { return errors.Is(err, reason) })
}

// unusable is what the disk under a store has refused.
func unusable(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, fault.Unavailable, "content.store_unavailable")
}
