-- What helps translators: what was translated before, and the terms of the house.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE translation_memory (
    source_lang text NOT NULL,
    target_lang text NOT NULL,
    source      text NOT NULL,
    target      text NOT NULL,
    used_at     timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX translation_memory_once ON translation_memory (source_lang, target_lang, md5(source), md5(target));
CREATE INDEX translation_memory_by_likeness ON translation_memory USING gin (source gin_trgm_ops);
COMMENT ON TABLE translation_memory IS 'texts of published courses beside their translations';
COMMENT ON COLUMN translation_memory.used_at IS 'when it was published last';

CREATE TABLE glossary_terms (
    id    uuid PRIMARY KEY,
    texts jsonb NOT NULL,
    note  text NOT NULL
);
COMMENT ON COLUMN glossary_terms.texts IS 'the term by language (BCP 47)';
