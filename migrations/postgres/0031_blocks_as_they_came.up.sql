-- Where people come in the order of names, as a directory is filled, they are given their blocks on the way. What is left is
-- to note where each block begins, and to count who has what there.
--
-- Returns false, having done nothing, where they did not come in order: then a block would begin more than once. Triggers
-- have to be switched off, and nobody may have been there before.
create function begin_assignment_blocks(organization uuid) returns boolean language plpgsql as $$
declare
  in_order boolean;
begin
  delete from assignment_block where tenant_id = organization;
  with placed as (
    select block, display_name_folded, person_id,
      lag(block) over (order by display_name_folded, person_id) as block_before
    from assignment where tenant_id = organization
  ), begun as materialized (
    select block, block_before,
      case when block_before is null then '' else display_name_folded end as first_name,
      case when block_before is null then '00000000-0000-0000-0000-000000000000' else person_id end as first_person_id
    from placed where block is distinct from block_before
  ), kept as (
    insert into assignment_block (block, tenant_id, first_name, first_person_id)
    select block, organization, first_name, first_person_id from begun
    on conflict (block) do nothing returning block
  )
  select (select count(*) from begun) = (select count(*) from kept) into in_order;
  if not in_order then
    delete from assignment_block where tenant_id = organization;
    return false;
  end if;
  insert into assignment_block_count (tenant_id, policy_id, source, first_name, first_person_id, block, people)
  select b.tenant_id, c.policy_id, c.source, b.first_name, b.first_person_id, b.block, c.people
  from (select block, effective_policy_id as policy_id, effective_source as source, count(*) as people
        from assignment where tenant_id = organization group by 1, 2, 3) c
  join assignment_block b on b.block = c.block;
  return true;
end
$$;
