drop index change_by_whole;
drop index change_by_moment;
alter table change drop column part_of;

alter table person add column effective_policy_id uuid not null default '00000000-0000-0000-0000-000000000001';
alter table person add column effective_source text not null default 'global';
alter table person add column revision bigint not null default 0;
update person set effective_policy_id = a.effective_policy_id, effective_source = a.effective_source,
  revision = a.revision
from assignment a where a.tenant_id = person.tenant_id and a.person_id = person.person_id;
create index person_by_effective_policy
  on person (tenant_id, effective_policy_id, effective_source, display_name_folded, person_id);

create table direct_assignment (
  tenant_id uuid not null,
  person_id uuid not null,
  policy_id uuid not null,
  assigned_at bigint not null,
  assigned_by text not null,
  revision bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade,
  foreign key (tenant_id, policy_id) references policy (tenant_id, policy_id)
);
create index direct_assignment_by_policy on direct_assignment (tenant_id, policy_id, person_id);
insert into direct_assignment (tenant_id, person_id, policy_id, assigned_at, assigned_by, revision)
select a.tenant_id, a.person_id, a.direct_policy_id, coalesce(c.occurred_at, 0), coalesce(c.actor_name, ''),
  coalesce(a.direct_revision, 0)
from assignment a left join change c on c.tenant_id = a.tenant_id and c.revision = a.direct_revision
where a.direct_policy_id is not null;

drop table assignment;
drop function count_assignments();
drop table assignment_count;
