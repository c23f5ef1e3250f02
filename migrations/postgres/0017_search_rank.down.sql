drop index person_search_by_row_number;
alter table person_search drop column row_number;
