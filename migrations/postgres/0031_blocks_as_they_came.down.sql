drop function begin_assignment_blocks(uuid);
