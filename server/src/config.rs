//! Configuration from flags, variables and a file.
