-- PostgreSQL counts by itself what SQLite has to be told. Only where people are found by trigrams it is told to look at
-- more of them than usual: a word that one of ten thousand has is still searched for often.
alter table person_search alter column trigrams set statistics 1000;
