-- Pages of the house, such as the privacy notice, where an administrator has written another text than comes with Vatra.

CREATE TABLE house_pages (
    key        text NOT NULL,
    locale     text NOT NULL,
    source     text NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES users ON DELETE SET NULL,
    CONSTRAINT house_pages_once_in_each_language PRIMARY KEY (key, locale),
    CONSTRAINT house_pages_are_short CHECK (char_length(source) <= 30000),
    CONSTRAINT house_pages_locale_is_known CHECK (locale IN ('ro', 'bg', 'en', 'sq', 'mk', 'sr'))
);
COMMENT ON COLUMN house_pages.source IS 'Markdown; empty: the text that comes with Vatra is shown again';
COMMENT ON COLUMN house_pages.version IS 'Counts the changes: whoever saves names the one that they have changed, so that nobody overwrites what they have not seen.';
