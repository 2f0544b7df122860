-- Courses in versions, modules, lessons and languages; assets by hash.
--
-- Hashes that name objects are compared byte by byte, here and in other files, so that rows and objects stream in one order
-- whatever the locale of the database.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_are_append_only';
END $$;

CREATE TABLE assets (
    sha256     text COLLATE "C" PRIMARY KEY,
    size       bigint NOT NULL,
    media_type text NOT NULL,
    width      integer,
    height     integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assets_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT assets_size_is_not_negative CHECK (size >= 0)
);
COMMENT ON TABLE assets IS 'One row an object of the store, addressed by its hash: the same file is kept once.';
COMMENT ON COLUMN assets.used_at IS 'when an import has put it last: what no course uses is deleted a while after';
CREATE INDEX assets_by_use ON assets (used_at);

CREATE TABLE asset_variants (
    sha256         text COLLATE "C" NOT NULL REFERENCES assets,
    width          integer NOT NULL,
    variant_sha256 text COLLATE "C" NOT NULL REFERENCES assets,
    PRIMARY KEY (sha256, width)
);
CREATE INDEX asset_variants_by_variant ON asset_variants (variant_sha256);
COMMENT ON TABLE asset_variants IS 'Smaller copies of an image for small screens and slow lines.';

CREATE TABLE courses (
    id         uuid PRIMARY KEY,
    code       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid,
    CONSTRAINT courses_one_per_code UNIQUE (code),
    CONSTRAINT courses_code_is_a_slug CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(code) <= 80)
);

CREATE TABLE course_versions (
    id            uuid PRIMARY KEY,
    course_id     uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
    number        integer NOT NULL,
    status        text NOT NULL DEFAULT 'draft',
    languages     text[] NOT NULL,
    titles        jsonb NOT NULL,
    summaries     jsonb NOT NULL DEFAULT '{}',
    licence       text NOT NULL DEFAULT '',
    attribution   jsonb NOT NULL DEFAULT '{}',
    competences   text[] NOT NULL DEFAULT '{}',
    source_digest text NOT NULL DEFAULT '',
    note          text NOT NULL DEFAULT '',
    made_of       uuid REFERENCES course_versions,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid,
    published_at  timestamptz,
    CONSTRAINT course_versions_one_per_number UNIQUE (course_id, number),
    CONSTRAINT course_versions_status_is_known CHECK (status IN ('draft', 'published')),
    CONSTRAINT course_versions_published_has_a_date CHECK ((status = 'published') = (published_at IS NOT NULL)),
    CONSTRAINT course_versions_have_a_language CHECK (cardinality(languages) > 0),
    CONSTRAINT course_versions_note_is_short CHECK (char_length(note) <= 1000)
);
CREATE UNIQUE INDEX course_versions_one_draft ON course_versions (course_id) WHERE status = 'draft';
COMMENT ON COLUMN course_versions.created_by IS 'who made this version; the versions of one course may be by different people';
COMMENT ON COLUMN course_versions.languages IS 'BCP 47 tags; the first is the one fallen back to';
COMMENT ON COLUMN course_versions.competences IS 'what the course trains: numbers of DigComp 3.0, such as 4.2';
COMMENT ON COLUMN course_versions.note IS 'what its publisher says is new in it';
COMMENT ON COLUMN course_versions.made_of IS 'the older version that was published again as this one';
COMMENT ON COLUMN course_versions.source_digest IS 'hash of what was imported, so that the same import makes no second version';

CREATE VIEW newest_versions AS
SELECT c.id AS course_id, c.code, newest.id AS version_id, newest.number
FROM courses c CROSS JOIN LATERAL (
    SELECT v.id, v.number FROM course_versions v
    WHERE v.course_id = c.id AND v.status = 'published'
    ORDER BY v.number DESC LIMIT 1) newest;
COMMENT ON VIEW newest_versions IS 'each course that has a published version, with the newest of them; one look-up by code or by course_id';

CREATE TABLE modules (
    id         uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES course_versions ON DELETE CASCADE,
    position   integer NOT NULL,
    key        text NOT NULL,
    titles     jsonb NOT NULL,
    CONSTRAINT modules_one_per_position UNIQUE (version_id, position),
    CONSTRAINT modules_one_per_key UNIQUE (version_id, key),
    CONSTRAINT modules_of_their_version UNIQUE (version_id, id)
);

CREATE TABLE lessons (
    id         uuid PRIMARY KEY,
    version_id uuid NOT NULL REFERENCES course_versions ON DELETE CASCADE,
    module_id  uuid NOT NULL,
    position   integer NOT NULL,
    key        text NOT NULL,
    kind       text NOT NULL,
    quiz_id    uuid,
    completion text NOT NULL,
    minutes    integer NOT NULL DEFAULT 0,
    CONSTRAINT lessons_module_is_of_their_version
        FOREIGN KEY (version_id, module_id) REFERENCES modules (version_id, id) ON DELETE CASCADE,
    CONSTRAINT lessons_one_per_position UNIQUE (version_id, position),
    CONSTRAINT lessons_one_per_key UNIQUE (version_id, key),
    CONSTRAINT lessons_kind_is_known CHECK (kind IN ('page', 'quiz', 'topic', 'file', 'link')),
    CONSTRAINT lessons_completion_is_known CHECK (completion IN ('read', 'question', 'quiz')),
    CONSTRAINT lessons_quiz_is_named CHECK ((kind = 'quiz' OR completion <> 'read') <= (quiz_id IS NOT NULL))
);
CREATE INDEX lessons_by_quiz ON lessons (quiz_id) WHERE quiz_id IS NOT NULL;
COMMENT ON COLUMN lessons.quiz_id IS 'the quiz that this lesson is, or whose questions stand inside its text; owned by assessment';
COMMENT ON COLUMN lessons.minutes IS 'time to read, in whole minutes';

CREATE TABLE lesson_texts (
    lesson_id     uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    lang          text NOT NULL,
    title         text NOT NULL,
    summary       text NOT NULL DEFAULT '',
    blocks        jsonb NOT NULL,
    source        text NOT NULL DEFAULT '',
    source_format text NOT NULL DEFAULT '',
    PRIMARY KEY (lesson_id, lang),
    CONSTRAINT lesson_texts_source_has_a_format CHECK (source_format IN ('markdown', 'html') OR source = '' AND source_format = '')
);
COMMENT ON COLUMN lesson_texts.blocks IS 'array of {html} (sanitised) or {question: key}; the n-th block is the same place in every language; links into the course are asset:<sha256>/<name> and lesson:<key>#<anchor>';
COMMENT ON COLUMN lesson_texts.source IS 'what the blocks were rendered from, as the author wrote it, with the questions in their places';

CREATE TABLE version_assets (
    version_id  uuid NOT NULL REFERENCES course_versions ON DELETE CASCADE,
    path        text NOT NULL,
    sha256      text COLLATE "C" NOT NULL REFERENCES assets,
    licence     text NOT NULL DEFAULT '',
    attribution jsonb NOT NULL DEFAULT '{}',
    lang        text NOT NULL DEFAULT '',
    PRIMARY KEY (version_id, path)
);
COMMENT ON COLUMN version_assets.lang IS 'the language that the file speaks, or empty';
CREATE INDEX version_assets_by_hash ON version_assets (sha256);

-- Published is frozen.
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    versions uuid[];
BEGIN
    -- Both: a row is neither brought into a published version nor taken out of one.
    IF TG_TABLE_NAME = 'lesson_texts' THEN
        SELECT array_agg(version_id) INTO versions FROM lessons WHERE id IN (OLD.lesson_id, NEW.lesson_id);
    ELSE
        versions := ARRAY[OLD.version_id, NEW.version_id];
    END IF;
    -- A publishing that is under way is waited for. A draft that is being deleted is gone by now.
    PERFORM FROM course_versions WHERE id = ANY (versions) FOR SHARE;
    IF EXISTS (SELECT FROM course_versions WHERE id = ANY (versions) AND status = 'published') THEN
        RAISE EXCEPTION 'a published course version is frozen: % of % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_versions_published_are_frozen';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_modules_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON modules
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
CREATE TRIGGER published_lessons_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON lessons
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
CREATE TRIGGER published_lesson_texts_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON lesson_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();
CREATE TRIGGER published_version_assets_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON version_assets
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();

CREATE FUNCTION refuse_unpublishing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published course version is frozen: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'course_versions_published_are_frozen';
END $$;
CREATE TRIGGER published_versions_are_frozen BEFORE UPDATE OR DELETE ON course_versions
    FOR EACH ROW WHEN (OLD.status = 'published') EXECUTE FUNCTION refuse_unpublishing();
