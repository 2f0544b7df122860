DROP TABLE draft_files, piece_fields, piece_edits, pieces, drafts;
DROP FUNCTION refuse_rewriting();
