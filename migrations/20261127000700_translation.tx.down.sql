DROP TABLE glossary_terms, translation_memory;
DROP EXTENSION pg_trgm;
