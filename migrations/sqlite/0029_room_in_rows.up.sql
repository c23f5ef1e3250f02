-- Rows are changed in place here: there is nothing to make room for.
select 1;
