alter table change_person rename to change_person_before;
create table change_person (
  tenant_id blob not null,
  revision integer not null,
  person_id blob not null,
  policy_before blob,
  policy_after blob,
  primary key (tenant_id, revision, person_id)
) strict;
insert into change_person (tenant_id, revision, person_id, policy_before, policy_after)
select tenant_id, revision, person_id, policy_before, policy_after from change_person_before;
drop table change_person_before;
create index change_person_by_person on change_person (tenant_id, person_id, revision);

drop table operation_person;
drop table operation;
