-- Changing what counts for somebody writes a new row. With room for it beside the old one, one page is touched instead of
-- two, and changing everybody again finds the room that the rows of the time before have left. Rows that are there already
-- stay where they are.
lock table assignment in access exclusive mode;
alter table assignment set (fillfactor = 50);
-- No two entries of these are the same but those of one person over time, which go by themselves. Looking for more of them
-- on each full page finds nothing.
alter index assignment_pkey set (deduplicate_items = off);
alter index assignment_by_policy set (deduplicate_items = off);
