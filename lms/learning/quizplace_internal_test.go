package learning

import (
	"testing"

	"github.com/google/uuid"

	"vatra/lms/cache"
)

func TestPlacesOfQuizzesAreKeptWithinABound(t *testing.T) {
	t.Parallel()
	places := cache.New[uuid.UUID, lessonIn](placesLimit)
	first := uuid.New()
	places.Put(first, lessonIn{}, placeSize)
	for range placesLimit / placeSize {
		places.Put(uuid.New(), lessonIn{}, placeSize)
	}
	if _, kept := places.Get(first); kept {
		t.Error("more places are kept than fit")
	}
}
