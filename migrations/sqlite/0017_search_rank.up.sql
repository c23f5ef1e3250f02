-- The number of a row follows the order of names, so that the index of trigrams hands out whom it finds in the order of
-- lists and stops when a page is full. Numbers lie far apart: whoever comes between gets one between.
create table person_search_ranked (
  row_number integer primary key,
  tenant_id blob not null,
  person_id blob not null,
  display_name_folded text not null,
  search_text text not null,
  form integer not null,
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
) strict;
insert into person_search_ranked
select row_number() over (order by tenant_id, display_name_folded, person_id) * 4294967296, tenant_id, person_id,
  display_name_folded, search_text, form
from person_search order by tenant_id, display_name_folded, person_id;
drop table person_search;
alter table person_search_ranked rename to person_search;
create unique index person_search_by_person on person_search (tenant_id, person_id);
create index person_search_by_name on person_search (tenant_id, display_name_folded, person_id, search_text);
create index person_search_outdated on person_search (tenant_id, person_id) where form < 1;
insert into person_trigram (person_trigram) values ('rebuild');

create trigger person_search_added after insert on person_search begin
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
create trigger person_search_changed after update of row_number, search_text on person_search
when old.search_text <> new.search_text or old.row_number <> new.row_number begin
  insert into person_trigram (person_trigram, rowid, search_text)
  values ('delete', old.row_number, old.search_text);
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
create trigger person_search_removed after delete on person_search begin
  insert into person_trigram (person_trigram, rowid, search_text)
  values ('delete', old.row_number, old.search_text);
end;
