-- The number of a row follows the order of names, so that a search reads its index one stretch of names after another
-- and stops when a page is full. Numbers lie far apart: whoever comes between gets one between.
alter table person_search add column row_number bigint not null default 0;
alter table person_search alter column row_number drop default;
update person_search s set row_number = ranked.place * 4294967296
from (select tenant_id, person_id,
        row_number() over (order by tenant_id, display_name_folded, person_id) as place
      from person_search) ranked
where ranked.tenant_id = s.tenant_id and ranked.person_id = s.person_id;
create index person_search_by_row_number on person_search (row_number);
