-- The second step when signing in: apps that show codes, passkeys, recovery codes, and what is under way.

CREATE TABLE factor_holders (
    user_id    uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE factor_holders IS 'One row a person. Whoever changes their factors locks it first: two at once cannot each take the last but one away.';

CREATE TABLE factor_apps (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES factor_holders ON DELETE CASCADE,
    secret       bytea NOT NULL,
    last_step    bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz
);
CREATE UNIQUE INDEX factor_apps_one_each ON factor_apps (user_id) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX factor_apps_one_begun ON factor_apps (user_id) WHERE confirmed_at IS NULL;
COMMENT ON COLUMN factor_apps.secret IS 'AES-256-GCM, nonce first, with a key that is derived from VATRA_SECRET';
COMMENT ON COLUMN factor_apps.last_step IS 'The step of 30 seconds of the newest code that was taken: that one and earlier ones are not taken again.';

CREATE TABLE factor_codes (
    user_id uuid NOT NULL REFERENCES factor_holders ON DELETE CASCADE,
    hash    bytea NOT NULL,
    used_at timestamptz,
    CONSTRAINT factor_codes_once_each PRIMARY KEY (user_id, hash),
    CONSTRAINT factor_codes_hash_is_sha256 CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE factor_codes IS 'Recovery codes, as HMAC-SHA-256 with a key that is derived from VATRA_SECRET: a copy of this table alone tells none.';

CREATE TABLE factor_passkeys (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL REFERENCES factor_holders ON DELETE CASCADE,
    credential_id bytea NOT NULL,
    name          text NOT NULL,
    record        jsonb NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    used_at       timestamptz,
    doubted_at    timestamptz,
    CONSTRAINT factor_passkeys_one_owner_each UNIQUE (credential_id),
    CONSTRAINT factor_passkeys_name_is_given CHECK (btrim(name) <> '')
);
CREATE INDEX factor_passkeys_by_user ON factor_passkeys (user_id);
COMMENT ON COLUMN factor_passkeys.record IS 'The credential record of Web Authentication, section 4, as go-webauthn writes it.';
COMMENT ON COLUMN factor_passkeys.doubted_at IS 'Its counter went back, so there may be a copy of it: it lets nobody in any more.';

CREATE TABLE factor_challenges (
    hash       bytea PRIMARY KEY,
    purpose    text NOT NULL,
    user_id    uuid REFERENCES users ON DELETE CASCADE,
    data       jsonb NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT factor_challenges_purpose_is_known CHECK (purpose IN ('add', 'sign_in'))
);
CREATE INDEX factor_challenges_by_expiry ON factor_challenges (expires_at);
COMMENT ON TABLE factor_challenges IS 'What a passkey is asked to sign. Deleted by the first answer, right or wrong.';

CREATE TABLE factor_half_open (
    token_hash    bytea PRIMARY KEY,
    user_id       uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    password_mark bytea NOT NULL,
    expires_at    timestamptz NOT NULL,
    CONSTRAINT factor_half_open_hash_is_sha256 CHECK (octet_length(token_hash) = 32)
);
CREATE INDEX factor_half_open_by_user ON factor_half_open (user_id);
CREATE INDEX factor_half_open_by_expiry ON factor_half_open (expires_at);
COMMENT ON TABLE factor_half_open IS 'Sign-ins whose password was right and whose second step is due. They open nothing yet.';
COMMENT ON COLUMN factor_half_open.password_mark IS 'of the password that was right: with another one set since, the sign-in is over';
