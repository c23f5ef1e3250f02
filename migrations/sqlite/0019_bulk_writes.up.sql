-- What counts for people is stored in the order of names: with the name, the people of an operation are found there one
-- after the other instead of here and there.
alter table operation_person add column display_name_folded text;

-- A trigger runs for every row. Whoever writes many at once does together what triggers do one by one, and says so here
-- for the length of the transaction.
create table bulk_write (tenant_id blob primary key) strict, without rowid;

drop trigger assignment_added;
create trigger assignment_added after insert on assignment
when not exists (select 1 from bulk_write where tenant_id = new.tenant_id) begin
  insert into assignment_count (tenant_id, policy_id, source, people)
  values (new.tenant_id, new.effective_policy_id, new.effective_source, 1)
  on conflict (tenant_id, policy_id, source) do update set people = people + 1;
end;
drop trigger assignment_changed;
create trigger assignment_changed after update of effective_policy_id, effective_source on assignment
when (old.effective_policy_id <> new.effective_policy_id or old.effective_source <> new.effective_source)
  and not exists (select 1 from bulk_write where tenant_id = new.tenant_id) begin
  update assignment_count set people = people - 1
  where tenant_id = old.tenant_id and policy_id = old.effective_policy_id and source = old.effective_source;
  insert into assignment_count (tenant_id, policy_id, source, people)
  values (new.tenant_id, new.effective_policy_id, new.effective_source, 1)
  on conflict (tenant_id, policy_id, source) do update set people = people + 1;
end;
drop trigger person_search_added;
create trigger person_search_added after insert on person_search
when not exists (select 1 from bulk_write where tenant_id = new.tenant_id) begin
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
-- How many bytes of the index of trigrams are gathered before they are written.
insert into person_trigram (person_trigram, rank) values ('hashsize', 33554432);
