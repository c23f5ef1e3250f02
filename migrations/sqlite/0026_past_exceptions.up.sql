-- What taking a change back brings back stays while the person is away: somebody who was removed comes back as they were.
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
  primary key (tenant_id, until_revision, person_id)
) strict, without rowid;
insert into assignment_exception_past (tenant_id, until_revision, person_id, policy_id, reason, owner,
  owner_folded, expires_at, previous_policy_id, made_at, made_by)
select tenant_id, until_revision, person_id, policy_id, reason, owner,
  owner_folded, expires_at, previous_policy_id, made_at, made_by
from assignment_exception_past_before e order by tenant_id, until_revision, person_id;
drop table assignment_exception_past_before;
create index assignment_exception_past_by_person on assignment_exception_past (tenant_id, person_id);

delete from sqlite_stat1 where tbl like 'assignment_exception_past%';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('assignment_exception_past', 'assignment_exception_past', '10000 10000 10 1'),
  ('assignment_exception_past', 'assignment_exception_past_by_person', '10000 10000 2');
analyze sqlite_schema;
