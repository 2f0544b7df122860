package views

// LearningPage is all that a person learns.
type LearningPage struct {
	Base
	Tracks       []LearningTrack
	Courses      []CourseCard
	Exams        []LearningExam
	Certificates []CertificateCard
}

// LearningTrack is a track that a person is enrolled in.
type LearningTrack struct {
	URL         string
	Name        Words
	MinimumMark string // per cent; empty when there is none
	Progress    TrackProgress
}

// LearningExam is an exam of a course that a person has started.
type LearningExam struct {
	URL      string
	Title    Words
	Course   Words
	Mark     string // per cent; empty before the first attempt was handed in
	Passed   bool
	Attempts int
	Open     bool // an attempt is under way
}

// Continue is where a person left off, for the home page.
type Continue struct {
	Step   *Step // nil when there is nothing to go on with
	Tracks []LearningTrack
}

func (m LearningPage) nothing() bool {
	return len(m.Tracks) == 0 && len(m.Courses) == 0 && len(m.Certificates) == 0
}
