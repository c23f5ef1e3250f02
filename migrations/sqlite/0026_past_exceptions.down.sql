alter table assignment_exception_past rename to assignment_exception_past_before;
create table assignment_exception_past (
  tenant_id blob not null,
  until_revision integer not null,
  person_id blob not null,
  policy_id blob not null,
  reason text,
  owner text not null,
  owner_folded text not null,
  expires_at integer not null,
  previous_policy_id blob,
  made_at integer not null,
  made_by text not null,
  primary key (tenant_id, until_revision, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
) strict, without rowid;
insert into assignment_exception_past (tenant_id, until_revision, person_id, policy_id, reason, owner,
  owner_folded, expires_at, previous_policy_id, made_at, made_by)
select tenant_id, until_revision, person_id, policy_id, reason, owner,
  owner_folded, expires_at, previous_policy_id, made_at, made_by
from assignment_exception_past_before e
where exists (select 1 from person p where p.tenant_id = e.tenant_id and p.person_id = e.person_id) order by tenant_id, until_revision, person_id;
drop table assignment_exception_past_before;
create index assignment_exception_past_by_person on assignment_exception_past (tenant_id, person_id);

delete from sqlite_stat1 where tbl like 'assignment_exception_past%';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('assignment_exception_past', 'assignment_exception_past', '10000 10000 10 1'),
  ('assignment_exception_past', 'assignment_exception_past_by_person', '10000 10000 2');
analyze sqlite_schema;
