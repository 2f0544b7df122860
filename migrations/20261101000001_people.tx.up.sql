-- People, how they prove who they are, and the settings of the house.
--
-- Hot statements are planned once for each connection, and a plan holds until the statistics of its tables are taken anew.
-- Taken of a table with a few rows they say that reading all of it is best, and the plan made then reads all of it still
-- when an exam has filled it. Without them PostgreSQL takes a table for ten pages at least, and its index for better. So
-- the tables of hot statements, here and in other files, have autovacuum_analyze_threshold = 5000.

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    name          text NOT NULL,
    password_hash text NOT NULL,
    locale        text NOT NULL,
    role          text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    confirmed_at  timestamptz,
    disabled_at   timestamptz,
    search        text NOT NULL DEFAULT '',
    CONSTRAINT users_one_role_each UNIQUE (id, role),
    CONSTRAINT users_role_is_known CHECK (role IN ('learner', 'trainer', 'administrator')),
    CONSTRAINT users_locale_is_known CHECK (locale IN ('ro', 'bg', 'en', 'sq', 'mk', 'sr')),
    CONSTRAINT users_email_is_lower_case CHECK (email = lower(email) AND email <> ''),
    CONSTRAINT users_name_is_given CHECK (btrim(name) <> '')
) WITH (autovacuum_analyze_threshold = 5000);
CREATE UNIQUE INDEX users_one_per_email ON users (email);
COMMENT ON COLUMN users.password_hash IS 'argon2id in PHC string format';
COMMENT ON COLUMN users.search IS 'Name and e-mail in lower case without accents, whatever the locale of the database.';
CREATE INDEX users_by_search ON users (search, id);

CREATE TABLE grants (
    user_id    uuid NOT NULL,
    role       text NOT NULL,
    scope_kind text NOT NULL,
    scope_id   uuid NOT NULL,
    lang       text NOT NULL DEFAULT '',
    granted_at timestamptz NOT NULL DEFAULT now(),
    granted_by uuid REFERENCES users ON DELETE SET NULL,
    CONSTRAINT grants_once_each PRIMARY KEY (user_id, role, scope_kind, scope_id, lang),
    CONSTRAINT grants_role_is_narrow CHECK (role = 'trainer' OR role = 'learner' AND scope_kind = 'translation'),
    CONSTRAINT grants_scope_can_be_granted CHECK (scope_kind IN ('course', 'draft', 'translation')),
    CONSTRAINT grants_of_translations_have_a_language CHECK ((lang <> '') = (scope_kind = 'translation')),
    CONSTRAINT grants_are_of_the_role_held FOREIGN KEY (user_id, role) REFERENCES users (id, role)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE grants IS 'What people may do for some things only: trainers are trainers of something, and translators of something into a language.';
COMMENT ON COLUMN grants.scope_id IS 'a course or the draft of one, by id; its room owns it, hence no reference';
COMMENT ON COLUMN grants.granted_by IS 'null: the operator, at the machine';

CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL DEFAULT now(),
    idle       integer NOT NULL,
    agent      text NOT NULL DEFAULT '',
    proved_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sessions_one_per_id UNIQUE (id),
    CONSTRAINT sessions_hash_is_sha256 CHECK (octet_length(token_hash) = 32),
    CONSTRAINT sessions_may_idle CHECK (idle > 0)
) WITH (autovacuum_analyze_threshold = 5000);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
COMMENT ON TABLE sessions IS 'Only the hash of a token is kept: a copy of this table logs nobody in.';
COMMENT ON COLUMN sessions.id IS 'Opens nothing: a page may show it, so that its owner can say which session shall end.';
COMMENT ON COLUMN sessions.proved_at IS 'When the password was last given: what matters asks for it again after a while.';
COMMENT ON COLUMN sessions.idle IS 'Seconds that it may lie unused.';

CREATE TABLE tokens (
    token_hash bytea PRIMARY KEY,
    purpose    text NOT NULL,
    email      text NOT NULL,
    user_id    uuid REFERENCES users ON DELETE CASCADE,
    role       text NOT NULL DEFAULT 'learner',
    locale     text NOT NULL DEFAULT 'en',
    invited_by uuid CONSTRAINT tokens_end_with_the_inviter REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CONSTRAINT tokens_hash_is_sha256 CHECK (octet_length(token_hash) = 32),
    CONSTRAINT tokens_purpose_is_known CHECK (purpose IN ('confirm', 'reset', 'invite')),
    CONSTRAINT tokens_role_is_known CHECK (role IN ('learner', 'trainer', 'administrator')),
    CONSTRAINT tokens_invitation_has_no_user_yet CHECK ((purpose = 'invite') = (user_id IS NULL))
);
CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_email ON tokens (email, purpose);
COMMENT ON TABLE tokens IS 'Links sent by e-mail: confirm an address, reset a password, accept an invitation. Used once.';
COMMENT ON COLUMN tokens.invited_by IS 'null: the operator, at the machine';

-- Counters of rate limits may be lost in a crash; nothing else here may.
CREATE UNLOGGED TABLE rate_limits (
    bucket     text NOT NULL,
    window_end timestamptz NOT NULL,
    hits       integer NOT NULL,
    PRIMARY KEY (bucket)
) WITH (autovacuum_analyze_threshold = 5000);

CREATE TABLE settings (
    key        text PRIMARY KEY,
    value      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users ON DELETE SET NULL
);
