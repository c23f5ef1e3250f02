delete from sqlite_stat1;
