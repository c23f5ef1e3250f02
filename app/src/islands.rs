//! What script adds to pages that are complete without it.
