// Package learn is the area of learners, and of visitors who look around: the home page, tracks, courses, lessons,
// quizzes and one's own certificates.
package learn

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
)

type area struct {
	*door.Door
	phrases phrases
}

// Routes are those of this area, in the order of the main menu.
func Routes(d *door.Door) []door.Route {
	a := &area{d, newPhrases()}
	return []door.Route{
		{Method: door.Get, Path: "/", Needs: access.BrowseCatalogue, Handle: a.showHome},
		{Method: door.Get, Path: "/tracks", Needs: access.BrowseCatalogue, Menu: "nav.tracks", Handle: a.showTracks},
		{Method: door.Get, Path: "/tracks/:code", Needs: access.BrowseCatalogue, Handle: a.showTrack},
		{Method: door.Post, Path: "/tracks/:code/enrol", Needs: access.Learn, Handle: a.enrol},
		{Method: door.Get, Path: "/courses", Needs: access.BrowseCatalogue, Menu: "nav.courses", Handle: a.showCourses},
		{Method: door.Get, Path: "/courses/:code", Needs: access.BrowseCatalogue, Handle: a.showCourse},
		{Method: door.Get, Path: "/courses/:code/credits", Needs: access.BrowseCatalogue, Handle: a.showCredits},
		{Method: door.Get, Path: "/courses/:code/lessons/:key", Needs: access.BrowseCatalogue, Handle: a.showLesson},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/complete", Needs: access.Learn, Handle: a.completeLesson},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/check", Needs: access.Learn, Handle: a.checkAnswer},
		{Method: door.Post, Path: "/courses/:code/lessons/:key/start", Needs: access.Learn, Handle: a.startQuiz},
		{Method: door.Get, Path: "/attempts/:id", Needs: access.Learn, Handle: a.showAttempt},
		{Method: door.Get, Path: "/attempts/:id/answers", Needs: access.Learn, Handle: a.reopenAnswers},
		{Method: door.Post, Path: "/attempts/:id/answers", Needs: access.Learn, Handle: a.saveAnswers},
		{Method: door.Get, Path: "/attempts/:id/submit", Needs: access.Learn, Handle: a.showHandIn},
		{Method: door.Post, Path: "/attempts/:id/submit", Needs: access.Learn, Handle: a.handIn},
		{Method: door.Get, Path: "/attempts/:id/result", Needs: access.Learn, Handle: a.showQuizResult},
		{Method: door.Get, Path: "/attempts/:id/receipts", Needs: access.Learn, Handle: a.showReceipts},
		{Method: door.Get, Path: "/learning", Needs: access.Learn, Menu: "nav.learning", Handle: a.showLearning},
		{Method: door.Get, Path: "/certificates", Needs: access.Learn, Menu: "nav.certificates", Handle: a.showCertificates},
		{Method: door.Get, Path: "/certificates/:code/pdf", Needs: access.Learn, Handle: a.sendPaper},
	}
}
