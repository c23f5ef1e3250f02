-- What searches look through, apart from the people so that lists do not carry it. The row's number ties it to the
-- index of trigrams; it must not change when the file is rewritten, so it is a key of its own.
create table person_search (
  row_number integer primary key,
  tenant_id blob not null,
  person_id blob not null,
  display_name_folded text not null,
  search_text text not null,
  form integer not null,
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
) strict;
create unique index person_search_by_person on person_search (tenant_id, person_id);
-- Walked in the order of names for words that many have; it holds the text, so that nothing else is read.
create index person_search_by_name on person_search (tenant_id, display_name_folded, person_id, search_text);

create virtual table person_trigram using fts5 (
  search_text, content = 'person_search', content_rowid = 'row_number', tokenize = 'trigram', detail = 'none'
);
create trigger person_search_added after insert on person_search begin
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
create trigger person_search_changed after update of search_text on person_search
when old.search_text <> new.search_text begin
  insert into person_trigram (person_trigram, rowid, search_text)
  values ('delete', old.row_number, old.search_text);
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
create trigger person_search_removed after delete on person_search begin
  insert into person_trigram (person_trigram, rowid, search_text)
  values ('delete', old.row_number, old.search_text);
end;

-- The product writes the text anew where its form is older than the one it knows.
create index person_search_outdated on person_search (tenant_id, person_id) where form < 1;
insert into person_search (tenant_id, person_id, display_name_folded, search_text, form)
select tenant_id, person_id, display_name_folded, search_text, 0 from person;
alter table person drop column search_text;
