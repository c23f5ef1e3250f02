drop index change_person_by_person;
alter table change_person drop column in_large_part;
create index change_person_by_person on change_person (tenant_id, person_id, revision);
drop table large_part;
