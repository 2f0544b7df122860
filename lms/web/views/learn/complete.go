package learn

// completeWords are what somebody says by completing a lesson: that they have read it, or done what it asks for.
func (m LessonParts) completeWords() string {
	practice := m.Kind == "practice"
	switch {
	case practice && m.Next != nil:
		return m.T("lesson.done_go_on")
	case practice:
		return m.T("lesson.done_finish")
	case m.Next != nil:
		return m.T("lesson.read_go_on")
	default:
		return m.T("lesson.read_finish")
	}
}
