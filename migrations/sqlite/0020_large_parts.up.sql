-- A part of a change over many people is not indexed by person: their identifiers are spread over the whole index, of
-- which each part would rewrite most pages. Large parts are few, so whoever asks about a person looks into each.
create table large_part (
  tenant_id blob not null,
  revision integer not null,
  primary key (tenant_id, revision)
) strict, without rowid;
alter table change_person add column in_large_part integer not null default 0;
drop index change_person_by_person;
create index change_person_by_person on change_person (tenant_id, person_id, revision) where in_large_part = 0;

delete from sqlite_stat1 where tbl = 'change_person' and idx = 'change_person_by_person';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('change_person', 'change_person_by_person', '1000000 1000000 2 1'),
  ('large_part', 'large_part', '100 100 1');
analyze sqlite_schema;
