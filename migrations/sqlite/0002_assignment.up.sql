-- What counts for a person changes for many people at once, while who they are changes rarely. So it has a narrow
-- table of its own. The name is repeated there because lists of people with a policy are sorted by it. Rows lie in the
-- order of names too: work on many people goes through table and index in that order, and rewrites each page once.
create table assignment (
  tenant_id blob not null,
  person_id blob not null,
  display_name_folded text not null,
  direct_policy_id blob,
  direct_revision integer,
  effective_policy_id blob not null,
  effective_source text not null,
  effective_group_id blob,
  revision integer not null,
  primary key (tenant_id, display_name_folded, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
) strict, without rowid;
create unique index assignment_by_person on assignment (tenant_id, person_id);

-- How many people have which policy from which source. Kept exact by the triggers below, whoever writes.
create table assignment_count (
  tenant_id blob not null,
  policy_id blob not null,
  source text not null,
  people integer not null,
  primary key (tenant_id, policy_id, source)
) strict, without rowid;

create trigger assignment_added after insert on assignment begin
  insert into assignment_count (tenant_id, policy_id, source, people)
  select new.tenant_id, new.effective_policy_id, new.effective_source, 0 where not exists (
    select 1 from assignment_count where tenant_id = new.tenant_id and policy_id = new.effective_policy_id
    and source = new.effective_source);
  update assignment_count set people = people + 1
  where tenant_id = new.tenant_id and policy_id = new.effective_policy_id and source = new.effective_source;
end;

create trigger assignment_changed after update of effective_policy_id, effective_source on assignment
when old.effective_policy_id <> new.effective_policy_id or old.effective_source <> new.effective_source begin
  update assignment_count set people = people - 1
  where tenant_id = old.tenant_id and policy_id = old.effective_policy_id and source = old.effective_source;
  insert into assignment_count (tenant_id, policy_id, source, people)
  select new.tenant_id, new.effective_policy_id, new.effective_source, 0 where not exists (
    select 1 from assignment_count where tenant_id = new.tenant_id and policy_id = new.effective_policy_id
    and source = new.effective_source);
  update assignment_count set people = people + 1
  where tenant_id = new.tenant_id and policy_id = new.effective_policy_id and source = new.effective_source;
end;

create trigger assignment_removed after delete on assignment begin
  update assignment_count set people = people - 1
  where tenant_id = old.tenant_id and policy_id = old.effective_policy_id and source = old.effective_source;
end;

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
alter table change add column part_of integer;
create index change_by_moment on change (tenant_id, occurred_at, revision);
create index change_by_whole on change (tenant_id, part_of, revision);
