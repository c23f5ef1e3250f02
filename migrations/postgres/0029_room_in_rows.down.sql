lock table assignment in access exclusive mode;
alter index assignment_by_policy reset (deduplicate_items);
alter index assignment_pkey reset (deduplicate_items);
alter table assignment reset (fillfactor);
