package dossier

// table is one file of a copy: the rows of one kind. The query is given the person's id, and their language where its words are
// translated; every column is a text that is never null.
type table struct {
	file       string
	columns    []string
	translated bool
	query      string
}

func tableFiles() []string {
	files := make([]string, len(tables))
	for i, table := range tables {
		files[i] = table.file
	}
	return files
}

const person = `SELECT jsonb_pretty(jsonb_build_object('id', id, 'email', email, 'name', name, 'language', locale, 'role', role,
	'opened_at', created_at, 'confirmed_at', confirmed_at, 'suspended_at', disabled_at,
	'letters_declined', (SELECT coalesce(jsonb_agg(kind ORDER BY kind), '[]') FROM letters_declined WHERE user_id = users.id),
	'trainer_of', (SELECT coalesce(jsonb_agg(c.code ORDER BY c.code), '[]') FROM grants g JOIN courses c ON c.id = g.scope_id
		WHERE g.user_id = users.id),
	'writes_drafts', (SELECT coalesce(jsonb_agg(jsonb_build_object('draft', scope_id, 'language', nullif(lang, '')) ORDER BY granted_at), '[]')
		FROM grants WHERE user_id = users.id AND scope_kind IN ('draft', 'translation')))) FROM users WHERE id = $1`

// When something was, as RFC 3339 writes it in UTC.
const (
	moment    = `coalesce(to_char(`
	momentEnd = ` AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')`
)

func at(column string) string { return moment + column + momentEnd }

// words is the text of a column that has one for each language: in the person's, or in any.
func words(column string) string {
	return `coalesce(` + column + ` ->> $2, (SELECT value FROM jsonb_each_text(` + column + `) ORDER BY key LIMIT 1), '')`
}

// bare takes the tags out of rendered text.
func bare(text string) string {
	return `btrim(regexp_replace(coalesce(` + text + `, ''), '<[^>]*>', ' ', 'g'))`
}

// asked are the texts of a question, without what is right of it: others may still be asked it.
const asked = `LATERAL (SELECT coalesce(v.body -> 'texts' -> $2,
	(SELECT value FROM jsonb_each(v.body -> 'texts') ORDER BY key LIMIT 1)) AS text) t`

// tables are the files, in the order in which README.txt tells of them.
var tables = []table{
	{
		"enrolments.csv",
		[]string{"track", "name", "enrolled_at", "completed_at"},
		true,
		`SELECT k.code, ` + words("v.names") + `, ` + at("e.enrolled_at") + `, ` + at("e.completed_at") + `
			FROM enrolments e JOIN tracks k ON k.id = e.track_id JOIN track_versions v ON v.id = e.track_version_id
			WHERE e.user_id = $1 ORDER BY e.enrolled_at`,
	},
	{
		"enquiries.csv",
		[]string{"course", "lesson", "question", "asked_at", "answer", "answered_at"},
		false,
		`SELECT c.code, l.key, q.question, ` + at("q.asked_at") + `, coalesce(q.answer, ''), ` + at("q.answered_at") + `
			FROM enquiries q JOIN courses c ON c.id = q.course_id JOIN lessons l ON l.id = q.lesson_id
			WHERE q.user_id = $1 ORDER BY q.asked_at`,
	},
	{
		"courses.csv",
		[]string{"course", "version", "title", "started_at", "last_seen_at", "completed_at"},
		true,
		`SELECT c.code, v.number::text, ` + words("v.titles") + `, ` + at("e.started_at") + `, ` + at("e.seen_at") + `, ` +
			at("e.completed_at") + `
			FROM course_enrolments e JOIN courses c ON c.id = e.course_id JOIN course_versions v ON v.id = e.version_id
			WHERE e.user_id = $1 ORDER BY e.started_at`,
	},
	{
		"lessons.csv",
		[]string{"course", "version", "lesson", "completed_at"},
		false,
		`SELECT c.code, v.number::text, l.key, ` + at("p.completed_at") + `
			FROM lesson_progress p JOIN lessons l ON l.id = p.lesson_id JOIN course_versions v ON v.id = p.version_id
			JOIN courses c ON c.id = v.course_id WHERE p.user_id = $1 ORDER BY p.completed_at`,
	},
	{
		"attempts.csv",
		[]string{
			"attempt", "course", "lesson", "title", "kind", "number", "started_at", "deadline", "handed_in_at", "ended_by",
			"points", "points_possible", "passed",
		},
		true,
		`SELECT a.id::text, coalesce(place.course, ''), coalesce(place.lesson, ''), ` + words("q.titles") + `, q.kind, a.number::text, ` +
			at("a.started_at") + `, ` + at("a.deadline") + `, ` + at("a.submitted_at") + `, coalesce(a.closed_by, ''),
			coalesce(trim_scale(round(a.score, 4))::text, ''), trim_scale(a.max_score)::text, coalesce(a.passed::text, '')
			FROM attempts a JOIN quizzes q ON q.id = a.quiz_id LEFT JOIN LATERAL (
				SELECT c.code AS course, l.key AS lesson FROM lessons l JOIN course_versions v ON v.id = l.version_id
				JOIN courses c ON c.id = v.course_id WHERE l.quiz_id = a.quiz_id ORDER BY v.number DESC LIMIT 1) place ON true
			WHERE a.learner_id = $1 ORDER BY a.started_at, a.id`,
	},
	{
		"questions.csv",
		[]string{"attempt", "question", "key", "type", "text", "choices", "points", "points_possible"},
		true,
		`SELECT s.attempt_id::text, s.slot::text, s.key, v.type, ` + bare("t.text ->> 'prompt'") + `,
			coalesce((SELECT jsonb_object_agg(key, ` + bare("value ->> 'text'") + `)::text
				FROM jsonb_each(coalesce(t.text -> 'items', '{}'))), ''),
			coalesce(trim_scale(round(s.score, 4))::text, ''), trim_scale(v.points)::text
			FROM attempts a JOIN attempt_slots s ON s.attempt_id = a.id
			JOIN question_versions v ON v.id = s.question_version_id, ` + asked + `
			WHERE a.learner_id = $1 ORDER BY a.started_at, a.id, s.slot`,
	},
	{
		"answers.csv",
		[]string{"attempt", "question", "number", "answer", "saved_at"},
		false,
		`SELECT j.attempt_id::text, j.slot::text, j.seq::text, j.response::text, ` + at("j.saved_at") + `
			FROM attempts a JOIN answers j ON j.attempt_id = a.id
			WHERE a.learner_id = $1 ORDER BY a.started_at, a.id, j.slot, j.seq`,
	},
	{
		"sessions.csv",
		[]string{"browser", "since", "last_used_at", "until"},
		false,
		`SELECT agent, ` + at("created_at") + `, ` + at("seen_at") + `, ` + at("expires_at") + `
			FROM sessions WHERE user_id = $1 ORDER BY created_at`,
	},
	{
		"factors.csv",
		[]string{"kind", "name", "since", "last_used_at"},
		false,
		`SELECT 'app', '', ` + at("confirmed_at") + `, '' FROM factor_apps WHERE user_id = $1 AND confirmed_at IS NOT NULL
			UNION ALL SELECT 'passkey', name, ` + at("created_at") + `, ` + at("used_at") + ` FROM factor_passkeys WHERE user_id = $1`,
	},
	{
		// Of what others did only that they did it: where from is about them.
		"events.csv",
		[]string{"at", "event", "by", "network_address", "about"},
		false,
		`SELECT ` + at("at") + `, event, CASE WHEN actor_id = $1 THEN 'you' WHEN actor_id IS NULL THEN 'nobody logged in' ELSE 'staff' END,
			CASE WHEN actor_id = $1 OR actor_id IS NULL THEN address ELSE '' END,
			CASE WHEN account_id = $1 THEN target ELSE '' END
			FROM security_events WHERE actor_id = $1 OR account_id = $1 ORDER BY id`,
	},
	{
		"imports.csv",
		[]string{"file", "bytes", "state", "handed_in_at", "finished_at"},
		false,
		`SELECT file_name, size::text, status, ` + at("created_at") + `, ` + at("finished_at") + `
			FROM imports WHERE created_by = $1 ORDER BY created_at`,
	},
}
