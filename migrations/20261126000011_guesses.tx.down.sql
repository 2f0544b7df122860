DROP TABLE guesses;
