DROP TABLE imports, lesson_progress, course_enrolments, enrolments, track_courses, track_versions, tracks;
