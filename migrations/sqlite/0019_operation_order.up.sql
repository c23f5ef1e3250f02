-- What counts for people is stored in the order of names: with the name, the people of an operation are found there one
-- after the other instead of here and there.
alter table operation_person add column display_name_folded text;

-- A trigger runs for every row. Whoever changes many at once counts them once, and stops the trigger meanwhile, within
-- one transaction.
create table assignment_count_stopped (tenant_id blob primary key) strict, without rowid;
drop trigger assignment_changed;
create trigger assignment_changed after update of effective_policy_id, effective_source on assignment
when (old.effective_policy_id <> new.effective_policy_id or old.effective_source <> new.effective_source)
  and not exists (select 1 from assignment_count_stopped where tenant_id = new.tenant_id) begin
  update assignment_count set people = people - 1
  where tenant_id = old.tenant_id and policy_id = old.effective_policy_id and source = old.effective_source;
  insert into assignment_count (tenant_id, policy_id, source, people)
  values (new.tenant_id, new.effective_policy_id, new.effective_source, 1)
  on conflict (tenant_id, policy_id, source) do update set people = people + 1;
end;
