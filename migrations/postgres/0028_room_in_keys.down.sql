lock table assignment in access exclusive mode;
alter index assignment_pkey reset (fillfactor);
reindex index assignment_pkey;
