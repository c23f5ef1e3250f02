alter table person add column search_text text not null default '';
update person set search_text = s.search_text
from person_search s where s.tenant_id = person.tenant_id and s.person_id = person.person_id;
drop trigger person_search_removed;
drop trigger person_search_changed;
drop trigger person_search_added;
drop table person_trigram;
drop table person_search;
