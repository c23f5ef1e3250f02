drop trigger assignment_changed;
create trigger assignment_changed after update of effective_policy_id, effective_source on assignment
when old.effective_policy_id <> new.effective_policy_id or old.effective_source <> new.effective_source begin
  update assignment_count set people = people - 1
  where tenant_id = old.tenant_id and policy_id = old.effective_policy_id and source = old.effective_source;
  insert into assignment_count (tenant_id, policy_id, source, people)
  values (new.tenant_id, new.effective_policy_id, new.effective_source, 1)
  on conflict (tenant_id, policy_id, source) do update set people = people + 1;
end;
drop trigger assignment_added;
create trigger assignment_added after insert on assignment begin
  insert into assignment_count (tenant_id, policy_id, source, people)
  values (new.tenant_id, new.effective_policy_id, new.effective_source, 1)
  on conflict (tenant_id, policy_id, source) do update set people = people + 1;
end;
drop trigger person_search_added;
create trigger person_search_added after insert on person_search begin
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
insert into person_trigram (person_trigram, rank) values ('hashsize', 1048576);
drop table bulk_write;
alter table operation_person drop column display_name_folded;
