alter table person_search alter column trigrams set statistics -1;
