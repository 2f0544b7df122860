package webtest

import "strings"

// laterTypes are questions of the types that QuizCourse has not, each worth one point but for the last, which counts nothing: by the name of its type, in Markdown.
var laterTypes = []struct{ name, asked string }{
	{"ordering", "**In which order?** {#ordering type=ordering}\n\n1. [=] Read\n   > Reading comes first.\n2. [=] Sign\n3. [=] Send\n\n> In order.\n> Not in order."},
	{"cloze", "**Fill in the gaps.** {#cloze type=cloze points=1}\n\nThe [[1]] answers (within [[2]] days), by [[3]].\n\n" +
		"- [=] mayor | the mayor\n  > Who is the head of it?\n- [=] 30 +- 0 {points=2}\n  > Count the days.\n- [=] train | (letter)\n\n> All full.\n> Not all full."},
	{"select", "**Which words are personal data?** {#select type=select}\n\nOn Monday ([[Ana Pop]]) of [[Lily Street]] comes to the [[office]].\n\n" +
		"- [x] Ana Pop\n  > It is a name.\n- [x] Lily Street\n- [ ] office\n  > No person is an office.\n\n> Found all.\n> Look again."},
	{"matrix", "**What may everybody see?** {#matrix type=matrix}\n\n- [=] => Everybody\n- [=] The budget => Everybody\n- [=] A diagnosis => Nobody\n" +
		"  > Health is nobody's business.\n- [=] The agenda => Everybody\n\n> All rows.\n> Not all rows."},
	{"scale", "**How was the lesson?** {#scale type=scale}\n\n- [ ] Too hard\n- [ ] Just fine\n  > Glad to hear it.\n- [ ] Too easy\n\n> We read every answer."},
}

// TypesCourse is QuizCourse with one question of each further type in its lesson, and the same in its quiz.
func TypesCourse(settings string) map[string]string {
	course := QuizCourse(settings)
	questions := make([]string, len(laterTypes))
	for i, one := range laterTypes {
		questions[i] = one.asked
	}
	asked := strings.Join(questions, "\n\n") + "\n"
	course["01-one/01-learn.en.md"] = "---\ncompletion: question\n---\n\n# Learn\n\nRead this.\n\n" + asked
	course["quizzes/final.en.md"] = asked
	delete(course, "quizzes/final.ro.md")
	return course
}
