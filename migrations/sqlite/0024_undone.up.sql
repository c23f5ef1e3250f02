-- An undo in parts that was cancelled lets the change be taken back again; then it is asked whom it has reached.
create index change_by_undone on change (tenant_id, undoes) where undoes is not null;

insert into sqlite_stat1 (tbl, idx, stat) values
  ('change', 'change_by_undone', '1000 1000 1');
analyze sqlite_schema;
