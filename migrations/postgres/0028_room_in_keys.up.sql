-- Changing what counts for somebody writes a new row, and with it a new entry of the key. Where everybody is changed, each
-- page of the key gets as many entries as it has: with room for them, pages are not split, which takes as long as all else.
-- Locked first, so that a server that was not stopped waits, and not each for the other.
lock table assignment in access exclusive mode;
alter index assignment_pkey set (fillfactor = 50);
reindex index assignment_pkey;
