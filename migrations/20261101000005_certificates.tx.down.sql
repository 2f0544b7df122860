DROP TABLE award_papers, award_events, awards;
