-- The index by policy was not taken away here.
select 1;
