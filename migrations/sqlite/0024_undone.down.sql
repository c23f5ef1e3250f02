drop index change_by_undone;

delete from sqlite_stat1 where idx = 'change_by_undone';
analyze sqlite_schema;
