lock table assignment in access exclusive mode;
drop trigger assignment_placed on assignment;
drop trigger assignment_renamed on assignment;

create or replace function count_assignments() returns trigger language plpgsql as $$
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
drop function divide_assignment_block(bigint);
drop function place_assignment();
drop function place_assignments(uuid);
drop function people_of_block();
drop index assignment_by_block;
alter table assignment drop column block;
drop table assignment_block_count;
drop table assignment_block;

create index assignment_by_policy
  on assignment (tenant_id, effective_policy_id, effective_source, display_name_folded, person_id)
  with (deduplicate_items = off);
alter index assignment_pkey set (fillfactor = 50, deduplicate_items = off);
reindex index assignment_pkey;
