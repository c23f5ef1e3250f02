-- What counts for a person changes for many people at once, while who they are changes rarely. So it has a narrow
-- table of its own. The name is repeated there because lists of people with a policy are sorted by it.
create table assignment (
  tenant_id uuid not null,
  person_id uuid not null,
  display_name_folded text collate "C" not null,
  direct_policy_id uuid,
  direct_revision bigint,
  effective_policy_id uuid not null,
  effective_source text not null,
  effective_group_id uuid,
  revision bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
);

-- How many people have which policy from which source. Kept exact by the triggers below, whoever writes.
create table assignment_count (
  tenant_id uuid not null,
  policy_id uuid not null,
  source text not null,
  people bigint not null,
  primary key (tenant_id, policy_id, source)
);

-- One statement may change a million rows, so what it did is added up once.
create function count_assignments() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into assignment_count (tenant_id, policy_id, source, people)
    select tenant_id, effective_policy_id, effective_source, count(*) from added group by 1, 2, 3
    on conflict (tenant_id, policy_id, source) do update set people = assignment_count.people + excluded.people;
  elsif tg_op = 'DELETE' then
    insert into assignment_count (tenant_id, policy_id, source, people)
    select tenant_id, effective_policy_id, effective_source, -count(*) from removed group by 1, 2, 3
    on conflict (tenant_id, policy_id, source) do update set people = assignment_count.people + excluded.people;
  else
    insert into assignment_count (tenant_id, policy_id, source, people)
    select tenant_id, effective_policy_id, effective_source, sum(difference) from (
      select tenant_id, effective_policy_id, effective_source, count(*) as difference from added group by 1, 2, 3
      union all
      select tenant_id, effective_policy_id, effective_source, -count(*) from removed group by 1, 2, 3) both_sides
    group by 1, 2, 3 having sum(difference) <> 0
    on conflict (tenant_id, policy_id, source) do update set people = assignment_count.people + excluded.people;
  end if;
  return null;
end
$$;
create trigger assignment_added after insert on assignment
  referencing new table as added for each statement execute function count_assignments();
create trigger assignment_changed after update on assignment
  referencing old table as removed new table as added for each statement execute function count_assignments();
create trigger assignment_removed after delete on assignment
  referencing old table as removed for each statement execute function count_assignments();

insert into assignment (tenant_id, person_id, display_name_folded, direct_policy_id, direct_revision,
  effective_policy_id, effective_source, revision)
select p.tenant_id, p.person_id, p.display_name_folded, d.policy_id, d.revision, p.effective_policy_id,
  p.effective_source, p.revision
from person p left join direct_assignment d on d.tenant_id = p.tenant_id and d.person_id = p.person_id;
create index assignment_by_policy
  on assignment (tenant_id, effective_policy_id, effective_source, display_name_folded, person_id);

drop table direct_assignment;
drop index person_by_effective_policy;
alter table person drop column effective_policy_id;
alter table person drop column effective_source;
alter table person drop column revision;

-- A change over many people is made in parts, each with its own number; all of them belong to one entry of the list.
alter table change add column part_of bigint;
create index change_by_moment on change (tenant_id, occurred_at, revision);
create index change_by_whole on change (tenant_id, part_of, revision);
