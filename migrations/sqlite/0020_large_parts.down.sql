drop index change_person_by_person;
alter table change_person drop column in_large_part;
create index change_person_by_person on change_person (tenant_id, person_id, revision);
drop table large_part;

delete from sqlite_stat1 where tbl = 'large_part' or idx = 'change_person_by_person';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('change_person', 'change_person_by_person', '1000000 1000000 2 1');
analyze sqlite_schema;
