-- An undo in parts that was cancelled lets the change be taken back again; then it is asked whom it has reached.
create index change_by_undone on change (tenant_id, undoes) where undoes is not null;
