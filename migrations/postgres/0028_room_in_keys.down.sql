alter index assignment_pkey reset (fillfactor);
reindex index assignment_pkey;
