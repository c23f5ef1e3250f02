-- SQLite has no blocks.
select 1;
