-- What searches look through, apart from the people so that lists do not carry it. The trigrams are numbers that the
-- product works out: what counts as a letter then does not depend on the locale of the database.
create table person_search (
  tenant_id uuid not null,
  person_id uuid not null,
  display_name_folded text collate "C" not null,
  search_text text collate "C" not null,
  trigrams integer[] not null,
  form bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
);
create index person_search_by_name on person_search (tenant_id, display_name_folded, person_id);
create index person_search_by_trigram on person_search using gin (trigrams) with (fastupdate = off);

-- The product writes text and trigrams anew where their form is older than the one it knows.
create index person_search_outdated on person_search (tenant_id, person_id) where form < 1;
insert into person_search (tenant_id, person_id, display_name_folded, search_text, trigrams, form)
select tenant_id, person_id, display_name_folded, search_text, '{}', 0 from person;
alter table person drop column search_text;
