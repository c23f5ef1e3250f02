-- Numbers in the order of names are as good as any for the form before.
drop trigger person_search_changed;
create trigger person_search_changed after update of search_text on person_search
when old.search_text <> new.search_text begin
  insert into person_trigram (person_trigram, rowid, search_text)
  values ('delete', old.row_number, old.search_text);
  insert into person_trigram (rowid, search_text) values (new.row_number, new.search_text);
end;
